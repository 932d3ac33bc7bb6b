"""Which client a connection gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from tui.domain.errors import CredentialError
from tui.domain.ports import Platform
from tui.platforms.auth import SecretProvider, bearer, x_api_key
from tui.platforms.blogree.client import BASE_URL as BLOGREE_BASE_URL
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.blogree.platform import BlogreePlatform
from tui.platforms.notra.client import BASE_URL as NOTRA_BASE_URL
from tui.platforms.notra.platform import NotraPlatform
from tui.platforms.repostra.client import BASE_URL as REPOSTRA_BASE_URL
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.tokens import TokensInMemory, TokenStore
from tui.platforms.transport import AsyncTransport, Transport


@dataclass(frozen=True, slots=True)
class PlatformWanted:
    """One connection, as the config file names it."""

    connection: str
    platform: Literal["notra", "repostra", "blogree"]
    base_url: str | None = None
    """None: the platform's own address."""
    organization_id: str | None = None
    """Notra's: with it posts are read by the organization's addresses."""
    email: str | None = None
    """Blogree's."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_platform(
    wanted: PlatformWanted,
    secret: SecretProvider,
    tokens: TokenStore | None = None,
    *,
    transport: AsyncTransport | None = None,
    now: Callable[[], datetime] = _utc_now,
) -> Platform:
    """The platform of a connection. Nothing is asked for or opened before its first request.

    `secret` gives the key, or Blogree's password; `tokens` keeps Blogree's tokens (None: in memory);
    `transport` stands in for the network in tests. Raises CredentialError where Blogree's email is
    missing.
    """
    name = wanted.connection
    match wanted.platform:
        case "notra":
            way = Transport(name, wanted.base_url or NOTRA_BASE_URL, bearer(secret), transport=transport)
            return NotraPlatform(way, now, organization_id=wanted.organization_id)
        case "repostra":
            base_url = wanted.base_url or REPOSTRA_BASE_URL
            return RepostraPlatform(Transport(name, base_url, x_api_key(secret), transport=transport), now)
        case "blogree":
            if not wanted.email:
                raise CredentialError(
                    f"{name} has no email to sign in with", advice="Give it one in the config file."
                )
            auth = LoginAuth(name, wanted.email, secret, tokens or TokensInMemory(), now)
            base_url = wanted.base_url or BLOGREE_BASE_URL
            return BlogreePlatform(Transport(name, base_url, auth, transport=transport), now)
