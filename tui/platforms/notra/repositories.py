"""Notra's integrations: what its posts are written from (notra-openapi.json, `/v1/integrations`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tui.domain.accounts import Account, AccountKind, AccountVerb
from tui.domain.forms import FieldKind, Form, FormField
from tui.domain.refs import ItemKind, ItemRef
from tui.platforms.notra.client import IntegrationsPage
from tui.platforms.notra.wire import LinearIn, RepositoryIn

ON_GITHUB = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
REMOVABLE = frozenset({AccountVerb.REMOVE})
SLACK_NAMES = ("displayName", "name", "teamName", "workspaceName", "channelName")

FORM = Form(
    "repository",
    (
        FormField("owner", "owner", required=True, hint="the user or organization on GitHub"),
        FormField("repo", "repository", required=True),
        FormField("branch", "branch", hint="empty: the repository's own default"),
        FormField("token", "token", FieldKind.HIDDEN, hint="for a private repository; never shown again"),
    ),
)


def repository_name(wire: RepositoryIn) -> str:
    """Such as "acme/api"."""
    return f"{wire.owner}/{wire.repo}" if wire.owner and wire.repo else wire.display_name or wire.id


def repository_names(wires: Sequence[RepositoryIn]) -> dict[str, str]:
    """What each is called, by its id. Those of one name are told apart by what Notra calls them, or by their
    ids.
    """
    names = {wire.id: repository_name(wire) for wire in wires}
    for more in ({wire.id: wire.display_name for wire in wires}, {wire.id: wire.id for wire in wires}):
        several = Counter(names.values())
        for id, name in names.items():
            if several[name] > 1 and more[id] not in ("", name):
                names[id] = more[id] if more[id].startswith(name) else f"{name} ({more[id]})"
    return names


def integrations_of(connection: str, page: IntegrationsPage) -> Iterator[Account]:
    """All of them. Notra takes back repositories and Linear workspaces, and nothing else."""
    names = repository_names(page.github)
    for github in page.github:
        yield repository_of(connection, github, names[github.id])
    for linear in page.linear:
        yield _linear(connection, linear)
    for number, slack in enumerate(page.slack, 1):
        yield _slack(connection, slack, number)


def repository_of(connection: str, wire: RepositoryIn, called: str = "") -> Account:
    """A repository on GitHub; `called`: as it is told apart from others of its name."""
    name = repository_name(wire)
    facts = (
        ("called", wire.display_name if wire.display_name not in (name, called) else None),
        ("branch", wire.default_branch),
    )
    return Account(
        ref=ItemRef(connection, ItemKind.REPOSITORY, wire.id),
        kind=AccountKind.REPOSITORY,
        name=called or name,
        what="github",
        address=f"https://github.com/{name}" if ON_GITHUB.fullmatch(name) else None,
        facts=tuple((label, text) for label, text in facts if text),
        verbs=REMOVABLE,
    )


def _linear(connection: str, wire: LinearIn) -> Account:
    facts = (("organization", wire.linear_organization_name), ("team", wire.linear_team_name))
    return Account(
        ref=ItemRef(connection, ItemKind.REPOSITORY, wire.id),
        kind=AccountKind.REPOSITORY,
        name=wire.display_name or wire.linear_team_name or wire.id,
        what="linear",
        facts=tuple((label, text) for label, text in facts if text),
        verbs=REMOVABLE,
    )


def _slack(connection: str, raw: Any, number: int) -> Account:
    told = raw if isinstance(raw, dict) else {}
    id = told.get("id")
    named = [told.get(name) for name in SLACK_NAMES] if told else [raw]
    name = next((one for one in named if isinstance(one, str) and one), f"Slack {number}")
    known = isinstance(id, str | int) and not isinstance(id, bool) and id != ""
    return Account(
        ref=ItemRef(connection, ItemKind.REPOSITORY, str(id) if known else f"slack-{number}"),
        kind=AccountKind.REPOSITORY,
        name=name,
        what="slack",
    )
