"""Every client and platform, opened on one desk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from tui.domain.desk import DeskAddress
from tui.domain.jobs import Job
from tui.domain.ports import Platform
from tui.domain.secrets import Secret
from tui.domain.tokens import Account
from tui.platforms.auth import SecretProvider, bearer, x_api_key
from tui.platforms.blogree.client import BlogreeClient
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.desk import DeskClient
from tui.platforms.notra.client import NotraClient
from tui.platforms.opening import PlatformWanted, open_platform
from tui.platforms.pacing import Pace
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.tokens import TokensInMemory
from tui.platforms.transport import Transport

T = TypeVar("T")


@dataclass(frozen=True)
class Doors:
    """Clients on wire models and platforms on domain values."""

    address: DeskAddress
    notra: Platform
    notra_of_organization: Platform
    repostra: Platform
    blogree: Platform
    notra_client: NotraClient
    notra_organization_client: NotraClient
    repostra_client: RepostraClient
    blogree_client: BlogreeClient
    blogree_transport: Transport
    desk: DeskClient


def giving(secret: Secret) -> SecretProvider:
    async def give() -> Secret:
        return secret

    return give


@asynccontextmanager
async def doors_to(address: DeskAddress) -> AsyncIterator[Doors]:
    """Open everything, and close it in order."""
    keys = address.keys
    notra_key, repostra_key = giving(keys.notra_api_key), giving(keys.repostra_api_key)
    password = giving(keys.blogree_password)
    email, organization = keys.blogree_email, keys.notra_organization_id
    account = Account("blog", email, address.blogree_base_url)
    login = LoginAuth(account, password, TokensInMemory(), lambda: datetime.now(UTC))
    to_notra = Transport("acme", address.notra_base_url, bearer(notra_key))
    to_repostra = Transport("social", address.repostra_base_url, x_api_key(repostra_key))
    to_blogree = Transport("blog", address.blogree_base_url, login)

    def opened(wanted: PlatformWanted, secret: SecretProvider) -> Platform:
        # The desk of the tests keeps no limits: who looks until something is there waits for no other reason.
        return open_platform(wanted, secret, pace=Pace(wanted.connection))

    doors = Doors(
        address,
        opened(PlatformWanted("acme", "notra", address.notra_base_url), notra_key),
        opened(PlatformWanted("acme", "notra", address.notra_base_url, organization), notra_key),
        opened(PlatformWanted("social", "repostra", address.repostra_base_url), repostra_key),
        opened(PlatformWanted("blog", "blogree", address.blogree_base_url, email=email), password),
        NotraClient(to_notra),
        NotraClient(to_notra, organization),
        RepostraClient(to_repostra),
        BlogreeClient(to_blogree),
        to_blogree,
        DeskClient(address.url, keys.desk_key),
    )
    async with AsyncExitStack() as stack:
        platforms = (doors.notra, doors.notra_of_organization, doors.repostra, doors.blogree)
        for one in (to_notra, to_repostra, to_blogree, doors.desk, *platforms):
            stack.push_async_callback(one.close)
        yield doors


async def until(look: Callable[[], Awaitable[T]], good: Callable[[T], bool], what: str) -> T:
    """What `look` gives as soon as it is good; fails after a deadline."""
    deadline = time.monotonic() + 300
    while True:
        found = await look()
        if good(found):
            return found
        assert time.monotonic() < deadline, f"not within 300 s: {what}; last {found}"
        await asyncio.sleep(0.02)


async def there(desk: DeskClient) -> bool:
    """Whether the desk says that it is there, as soon as it does."""
    health = await until(desk.health, lambda found: found is not None, "the desk says that it is there")
    return health is not None


async def ended(platform: Platform, job: Job) -> Job:
    """A job when nothing more will happen to it."""
    return await until(lambda: platform.job(job.ref.id), lambda found: found.state.ended, "the job ends")
