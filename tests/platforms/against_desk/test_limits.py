"""The desk's rate limits, as the clients meet them. The desk and the clients have one clock, which only
these tests move.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.desk.work.keys import KEYS
from tests.fakes.clock import FakeClock, settle
from tests.fakes.desk_work import RecordingWork, as_work
from tests.platforms.against_desk.doors import giving
from tui.desk.app import create_app
from tui.desk.context import Desk
from tui.desk.limits import Limits
from tui.desk.store.database import database_address, open_database
from tui.domain.connections import Rest
from tui.domain.errors import NotFound, RateLimited
from tui.domain.urgency import background
from tui.platforms.auth import bearer, x_api_key
from tui.platforms.limits import BLOGREE_ON_THE_DESK, NOTRA, REPOSTRA, Limit
from tui.platforms.notra.client import NotraClient
from tui.platforms.notra.wire import PostUpdate
from tui.platforms.pacing import Pace
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.transport import Transport

URL = "http://127.0.0.1:8123"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Strict(httpx.AsyncBaseTransport):
    """A desk that keeps its limits, without a socket; `statuses` is what it answered."""

    inner: httpx.ASGITransport
    clock: FakeClock
    statuses: list[int] = field(default_factory=list)
    told: list[Rest] = field(default_factory=list)
    under_way: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.under_way += 1
        try:
            response = await self.inner.handle_async_request(request)
        finally:
            self.under_way -= 1
        self.statuses.append(response.status_code)
        return response

    def pace(self, *limits: Limit) -> Pace:
        clock = self.clock
        return Pace("social", limits, tell=self.told.append, monotonic=clock.monotonic, sleep=clock.sleep)

    def repostra(self, *limits: Limit) -> RepostraClient:
        """A Copydesk of its own, with the same key as every other."""
        key = x_api_key(giving(KEYS.repostra_api_key))
        pace = self.pace(*limits)
        return RepostraClient(Transport("social", f"{URL}/repostra/api/v1", key, transport=self, pace=pace))

    def notra(self, *limits: Limit) -> NotraClient:
        key = bearer(giving(KEYS.notra_api_key))
        return NotraClient(Transport("social", f"{URL}/notra", key, transport=self, pace=self.pace(*limits)))

    async def finish(self, asked: list[asyncio.Task[None]]) -> float:
        """Let time pass until all is done; gives how much did."""
        began = self.clock.seconds
        for _ in range(600):
            await settle()
            # The desk answers in threads: what can be answered now is, before time goes on.
            while self.under_way:
                await asyncio.sleep(0.001)
                await settle()
            if all(task.done() for task in asked):
                break
            await self.clock.advance(5)
        for task in asked:
            task.result()
        return self.clock.seconds - began


@pytest_asyncio.fixture
async def strict(tmp_path: Path) -> AsyncIterator[Strict]:
    database = open_database(database_address(None, tmp_path))
    clock = FakeClock()

    def now() -> datetime:
        return NOW + timedelta(seconds=clock.seconds)

    desk = Desk(KEYS, database.sessions, as_work(RecordingWork()), now, limits=True)
    app = create_app(desk, allowed_hosts=["127.0.0.1"], on_request=lambda: None, stop=lambda: None)
    yield Strict(httpx.ASGITransport(app=app), clock)
    database.close()


def often(count: int, ask: Callable[[], Awaitable[object]]) -> list[asyncio.Task[None]]:
    """So many asks at once."""

    async def once() -> None:
        await ask()

    return [asyncio.create_task(once()) for _ in range(count)]


def test_what_the_desk_takes_for_blogree_is_known() -> None:
    (limit,) = BLOGREE_ON_THE_DESK
    assert limit.most == Limits().blogree.take(NOW).limit


async def test_repostras_sixty_a_minute(strict: Strict) -> None:
    client = strict.repostra()
    for _ in range(60):
        await client.list_accounts()
    asked = often(1, client.list_accounts)
    assert 20 < await strict.finish(asked) <= 65
    assert strict.statuses == [200] * 60 + [429, 200]
    assert strict.told[0].limit is None
    assert 20 < strict.told[0].seconds <= 61


async def test_what_notra_tells_is_enough_to_never_meet_its_limit(strict: Strict) -> None:
    client = strict.notra()

    async def change() -> None:
        with pytest.raises(NotFound):
            await client.update_post("nope", PostUpdate(status="draft"))

    await change()
    await strict.finish(often(100, change))
    assert strict.statuses == [404] * 101


async def test_a_write_that_is_limited_is_not_done_and_not_sent_again(strict: Strict) -> None:
    key = {"Authorization": f"Bearer {KEYS.notra_api_key.reveal()}"}
    async with httpx.AsyncClient(transport=strict) as other:
        for _ in range(60):
            await other.patch(f"{URL}/notra/v1/posts/nope", json={"status": "draft"}, headers=key)
    client = strict.notra(*NOTRA)
    with pytest.raises(RateLimited) as found:
        await client.update_post("nope", PostUpdate(status="draft"))
    assert 1 <= found.value.retry_after <= 60
    assert strict.statuses.count(429) == 1
    again = often(1, lambda: client.update_post("nope", PostUpdate(status="draft")))
    with pytest.raises(NotFound):
        await strict.finish(again)
    assert strict.statuses.count(429) == 1


async def test_a_pace_never_meets_repostras_limit(strict: Strict) -> None:
    client = strict.repostra(*REPOSTRA)
    with background():
        asked = often(90, client.list_accounts)
    asked += often(60, client.list_accounts)
    await strict.finish(asked)
    assert strict.statuses == [200] * 150
    assert strict.told[0].limit == "60 requests a minute"
    assert strict.told[-1] == Rest(0)


async def test_a_pace_never_meets_notras_limits(strict: Strict) -> None:
    client = strict.notra(*NOTRA)

    async def change() -> None:
        with pytest.raises(NotFound):
            await client.update_post("nope", PostUpdate(status="draft"))

    await strict.finish(often(130, change))
    assert strict.statuses == [404] * 130


async def test_two_with_one_key_are_both_served(strict: Strict) -> None:
    first, second = strict.repostra(*REPOSTRA), strict.repostra(*REPOSTRA)
    await strict.finish(often(50, first.list_accounts) + often(50, second.list_accounts))
    assert strict.statuses.count(200) == 100
    assert strict.statuses.count(429) <= 20
