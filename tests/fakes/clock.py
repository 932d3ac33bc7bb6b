"""A clock that moves only when a test moves it, and waits on conditions instead of time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.fakes.items import NOON

TURNS = 2_000
"""Turns of the event loop after which a condition is not waited for any longer."""


class FakeClock:
    """`now`, `monotonic` and `sleep` for whatever is given them."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.seconds + seconds, woken))
        await woken

    async def advance(self, seconds: float) -> None:
        """Let time pass, and let everything that waited for it run until it waits again."""
        self.seconds = round(self.seconds + seconds, 6)
        for at, woken in self._sleepers:
            if at <= self.seconds + 1e-9 and not woken.done():
                woken.set_result(None)
        self._sleepers = [(at, woken) for at, woken in self._sleepers if not woken.done()]
        await settle()


class SleepersClock:
    """A clock for one task: whoever sleeps finds that the time has passed."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.naps: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 6))
        self.seconds += seconds
        await asyncio.sleep(0)


async def settle(turns: int = 50) -> None:
    """Let everything run that can run without time passing."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds, for at most `TURNS` turns of the event loop."""
    for _ in range(TURNS):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("the condition never held")
