"""The desk's rate limits, as the clients meet them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.desk.work.keys import KEYS
from tests.fakes.desk_work import RecordingWork, as_work
from tests.platforms.against_desk.doors import giving
from tui.desk.app import create_app
from tui.desk.context import Desk
from tui.desk.store.database import database_address, open_database
from tui.domain.errors import NotFound, RateLimited
from tui.platforms.auth import bearer, x_api_key
from tui.platforms.notra.client import NotraClient
from tui.platforms.notra.wire import PostUpdate
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.transport import Transport

URL = "http://127.0.0.1:8123"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest_asyncio.fixture
async def strict(tmp_path: Path) -> AsyncIterator[httpx.ASGITransport]:
    """A desk that keeps its limits, without a socket; its clock stands still."""
    database = open_database(database_address(None, tmp_path))
    desk = Desk(KEYS, database.sessions, as_work(RecordingWork()), lambda: NOW, limits=True)
    app = create_app(desk, allowed_hosts=["127.0.0.1"], on_request=lambda: None, stop=lambda: None)
    yield httpx.ASGITransport(app=app)
    database.close()


async def test_repostras_sixty_a_minute(strict: httpx.ASGITransport) -> None:
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    key = x_api_key(giving(KEYS.repostra_api_key))
    way = Transport("social", f"{URL}/repostra/api/v1", key, transport=strict, sleep=nap)
    client = RepostraClient(way)
    for _ in range(60):
        await client.list_accounts()
    with pytest.raises(RateLimited, match="social has had too many requests") as found:
        await client.list_accounts()
    await way.close()
    assert 20 < found.value.retry_after <= 60
    assert naps == []


async def test_notras_sixty_changes_a_minute(strict: httpx.ASGITransport) -> None:
    way = Transport("acme", f"{URL}/notra", bearer(giving(KEYS.notra_api_key)), transport=strict)
    client = NotraClient(way)
    for _ in range(60):
        with pytest.raises(NotFound):
            await client.update_post("nope", PostUpdate(status="draft"))
    with pytest.raises(RateLimited) as found:
        await client.update_post("nope", PostUpdate(status="draft"))
    await way.close()
    assert 1 <= found.value.retry_after <= 60
