"""Which client a connection gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

from tui.domain.connections import Rest
from tui.domain.errors import CredentialError
from tui.domain.ports import Platform
from tui.domain.tokens import Account, TokenStore
from tui.platforms.auth import Auth, SecretProvider, bearer, x_api_key
from tui.platforms.blogree.client import BASE_URL as BLOGREE_BASE_URL
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.blogree.platform import BlogreePlatform
from tui.platforms.limits import BLOGREE, BLOGREE_ON_THE_DESK, NOTRA, REPOSTRA
from tui.platforms.notra.client import BASE_URL as NOTRA_BASE_URL
from tui.platforms.notra.platform import NotraPlatform
from tui.platforms.pacing import Pace
from tui.platforms.repostra.client import BASE_URL as REPOSTRA_BASE_URL
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.tokens import TokensInMemory
from tui.platforms.transport import AsyncTransport, Transport

PlatformName = Literal["notra", "repostra", "blogree"]
LIMITS = MappingProxyType({"notra": NOTRA, "repostra": REPOSTRA, "blogree": BLOGREE})


@dataclass(frozen=True, slots=True)
class PlatformWanted:
    """One connection, as the config file names it."""

    connection: str
    platform: PlatformName
    base_url: str | None = None
    """None: the platform's own address."""
    organization_id: str | None = None
    """Notra's: with it posts are read by the organization's addresses."""
    email: str | None = None
    """Blogree's."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


def pace_of(
    connection: str, platform: PlatformName, tell: Callable[[Rest], None], *, desk: bool = False
) -> Pace:
    """The pace of a connection, under its platform's limits; `tell` hears of waits (see `Pace`). `desk`: the
    local desk stands for the platform.
    """
    limits = BLOGREE_ON_THE_DESK if desk and platform == "blogree" else LIMITS[platform]
    return Pace(connection, limits, tell=tell)


def open_platform(
    wanted: PlatformWanted,
    secret: SecretProvider,
    tokens: TokenStore | None = None,
    *,
    pace: Pace | None = None,
    transport: AsyncTransport | None = None,
    now: Callable[[], datetime] = _utc_now,
) -> Platform:
    """The platform of a connection. Nothing is asked for or opened before its first request.

    `secret` gives the key, or Blogree's password; `tokens` keeps Blogree's tokens (None: in memory);
    `pace` is given where the connection is opened more than once, so that what left before still counts;
    `transport` stands in for the network in tests. Raises CredentialError where Blogree's email is
    missing.
    """
    name = wanted.connection
    pace = pace or Pace(name, LIMITS[wanted.platform])

    def way(base_url: str, auth: Auth) -> Transport:
        return Transport(name, wanted.base_url or base_url, auth, transport=transport, pace=pace)

    match wanted.platform:
        case "notra":
            to_notra = way(NOTRA_BASE_URL, bearer(secret))
            return NotraPlatform(to_notra, now, organization_id=wanted.organization_id)
        case "repostra":
            return RepostraPlatform(way(REPOSTRA_BASE_URL, x_api_key(secret)), now)
        case "blogree":
            if not wanted.email:
                raise CredentialError(
                    f"{name} has no email to sign in with", advice="Give it one in the config file."
                )
            account = Account(name, wanted.email, (wanted.base_url or BLOGREE_BASE_URL).rstrip("/"))
            auth = LoginAuth(account, secret, tokens or TokensInMemory(), now)
            return BlogreePlatform(way(BLOGREE_BASE_URL, auth), now)
