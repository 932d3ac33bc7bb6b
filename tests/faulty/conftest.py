"""One desk for the tests of the server; each has a faulty server of its own before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from tests.desk.work.processes import DeskProcess, running
from tests.faulty.server import FaultyServer, faulty_server


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    """A desk with the samples."""
    with running(tmp_path_factory.mktemp("desk"), samples=True) as process:
        yield process


@pytest_asyncio.fixture
async def faulty(desk: DeskProcess) -> AsyncIterator[FaultyServer]:
    """Calm, until a test gives it a plan."""
    async with faulty_server(desk.url) as server:
        yield server


@pytest_asyncio.fixture
async def plain(faulty: FaultyServer) -> AsyncIterator[httpx.AsyncClient]:
    """A client that believes what it is told."""
    async with httpx.AsyncClient(base_url=faulty.url, timeout=90, trust_env=False) as client:
        yield client
