"""The three platforms opened on a faulty server, by a clock that waits for nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.faulty.server import FaultyServer
from tests.platforms.against_desk.doors import giving
from tui.domain.desk import DeskAddress, DeskKeys
from tui.domain.ports import Platform
from tui.domain.tokens import Account
from tui.platforms import limits
from tui.platforms.auth import Auth, bearer, x_api_key
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.blogree.platform import BlogreePlatform
from tui.platforms.limits import Limit
from tui.platforms.notra.platform import NotraPlatform
from tui.platforms.pacing import Pace
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.tokens import TokensInMemory
from tui.platforms.transport import Patience, Transport


class Skipping:
    """A clock that jumps over whatever is slept."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self._skipped

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        self._skipped += seconds
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Faulted:
    """The platforms, by their kind."""

    notra: Platform
    repostra: Platform
    blogree: Platform

    @property
    def all(self) -> dict[str, Platform]:
        return {"notra": self.notra, "repostra": self.repostra, "blogree": self.blogree}


@asynccontextmanager
async def faulted(
    server: FaultyServer, keys: DeskKeys, patience: Patience | None = None, *, signed_in: bool = True
) -> AsyncIterator[Faulted]:
    """Open them. Blogree has its token already where `signed_in` says so: no patience is needed for that."""
    clock = Skipping()
    address = DeskAddress(server.url, keys)
    account = Account("blog", keys.blogree_email, address.blogree_base_url)
    login = LoginAuth(account, giving(keys.blogree_password), TokensInMemory(), clock.now)

    def way(name: str, url: str, auth: Auth, most: tuple[Limit, ...], allowed: Patience | None) -> Transport:
        pace = Pace(name, most, monotonic=clock.monotonic, sleep=clock.sleep)
        return Transport(name, url, auth, patience=allowed, pace=pace, sleep=clock.sleep)

    if signed_in:
        plan = server.plan
        server.calm()
        first = way("blog", address.blogree_base_url, login, (), None)
        await first.request("GET", "/posts")
        await first.close()
        server.plan = plan
        server.record.clear()
    to_notra = way("acme", address.notra_base_url, bearer(giving(keys.notra_api_key)), limits.NOTRA, patience)
    key = x_api_key(giving(keys.repostra_api_key))
    to_repostra = way("social", address.repostra_base_url, key, limits.REPOSTRA, patience)
    to_blogree = way("blog", address.blogree_base_url, login, limits.BLOGREE, patience)
    opened = Faulted(
        NotraPlatform(to_notra, clock.now),
        RepostraPlatform(to_repostra, clock.now, monotonic=clock.monotonic),
        BlogreePlatform(to_blogree, clock.now, monotonic=clock.monotonic),
    )
    try:
        yield opened
    finally:
        for platform in opened.all.values():
            await platform.close()
