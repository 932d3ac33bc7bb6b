"""One desk for all of these tests, in a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess, running
from tests.desk.work.receiver import Receiver, Reply
from tests.desk.work.repositories import make_repository
from tests.platforms.against_desk.doors import Doors, doors_to
from tui.domain.desk import DeskAddress


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git checkout with commits of the last days."""
    folder = tmp_path_factory.mktemp("git") / "widgets"
    return make_repository(folder, ("feat: weigh widgets", "fix: count them once"))


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    """A desk with the samples; it tells the keys of sites each time, as Blogree does."""
    with running(tmp_path_factory.mktemp("desk"), samples=True, site_keys=True) as process:
        yield process


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Where the desk delivers to; takes everything."""
    one = Receiver(lambda before: Reply())
    yield one
    one.close()


@pytest_asyncio.fixture
async def doors(desk: DeskProcess) -> AsyncIterator[Doors]:
    """Every client, opened on the desk."""
    async with doors_to(DeskAddress(desk.url, KEYS)) as opened:
        yield opened
