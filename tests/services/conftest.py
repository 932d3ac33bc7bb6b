"""Terminals with an outbox, for the tests of what is on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open, Terminal
from tui.domain.holds import Holds


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def acme() -> FakePlatform:
    posts = [a_post(f"p{number}") for number in range(5)]
    return FakePlatform("acme").with_posts(*posts).with_approvals(*(an_approval(f"p{n}") for n in range(5)))


@pytest.fixture
async def open_terminal(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Open]:
    """Terminals on one state database; those that a test has not ended are closed."""
    async with AsyncExitStack() as open_ones:

        async def open_one(*platforms: FakePlatform, holds: Holds | None = None) -> Terminal:
            terminal = await Terminal.open(tmp_path, clock, *platforms, holds=holds)
            open_ones.push_async_callback(terminal.close)
            return terminal

        yield open_one
