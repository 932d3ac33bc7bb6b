"""The keys of the desks under test."""

from __future__ import annotations

from tui.domain.desk import DeskKeys
from tui.domain.secrets import Secret

KEYS = DeskKeys(
    notra_api_key=Secret("notra-key"),
    notra_organization_id="org_1",
    repostra_api_key=Secret("repostra-key"),
    blogree_email="desk@example.org",
    blogree_password=Secret("blogree-password"),
    blogree_signing_key=Secret("blogree-signing-key-of-thirty-two-bytes"),
    desk_key=Secret("desk-key"),
)
