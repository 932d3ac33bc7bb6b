"""What is known of the local desk without asking it: its address and its keys."""

from __future__ import annotations

from dataclasses import dataclass

from tui.domain.secrets import Secret

NOTRA_PREFIX = "/notra"
REPOSTRA_PREFIX = "/repostra/api/v1"
BLOGREE_PREFIX = "/blogree/api"
DESK_PREFIX = "/desk"


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """Every key of one desk; made once per data folder, kept owner-only, shown only by `desk keys`."""

    notra_api_key: Secret
    notra_organization_id: str
    repostra_api_key: Secret
    blogree_email: str
    blogree_password: Secret
    blogree_signing_key: Secret
    """Signs the seven-day tokens; never leaves the desk."""
    desk_key: Secret
    """For the desk's own routes under /desk: register a repository, stop."""

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All that must never be shown unasked."""
        return (
            self.notra_api_key,
            self.repostra_api_key,
            self.blogree_password,
            self.blogree_signing_key,
            self.desk_key,
        )


@dataclass(frozen=True, slots=True)
class DeskHealth:
    """What a desk says of itself to whoever asks whether it is there."""

    zone: str | None = None
    """The IANA name of the zone that its clock goes by; None: it told none."""


@dataclass(frozen=True, slots=True)
class DeskAddress:
    """Where a desk of this data folder listens, or will."""

    url: str
    """Without a path or a slash at its end: http://127.0.0.1:48213"""
    keys: DeskKeys
    zone: str | None = None
    """The IANA name of the zone that its clock goes by; None: that is not known."""

    @property
    def notra_base_url(self) -> str:
        """The base for Notra's paths (/v1/…)."""
        return self.url + NOTRA_PREFIX

    @property
    def repostra_base_url(self) -> str:
        """The base for Repostra's paths (/content, …)."""
        return self.url + REPOSTRA_PREFIX

    @property
    def blogree_base_url(self) -> str:
        """The base for Blogree's paths (/posts, /auth/login, …)."""
        return self.url + BLOGREE_PREFIX
