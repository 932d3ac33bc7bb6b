"""A pace on a clock that only tests move, and what left on it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clock import FakeClock
from tui.domain.connections import Rest
from tui.domain.urgency import background
from tui.platforms.answers import Answer
from tui.platforms.limits import REPOSTRA, Limit
from tui.platforms.pacing import Pace

GOOD = Answer(200)


@dataclass
class Gone:
    """A request that left, and when."""

    name: str
    at: float


@dataclass
class Road:
    """A pace with a clock, and what left on it. Requests take `seconds`, and are answered in turn."""

    limits: tuple[Limit, ...] = REPOSTRA
    seconds: float = 0.0
    clock: FakeClock = field(default_factory=FakeClock)

    def __post_init__(self) -> None:
        self.told: list[Rest] = []
        self.left: list[Gone] = []
        self.answers: dict[str, Answer] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.pace = Pace(
            "acme",
            self.limits,
            tell=self.told.append,
            monotonic=self.clock.monotonic,
            sleep=self.clock.sleep,
            chance=lambda: 0.0,
        )

    async def send(self, name: str, method: str = "GET", path: str = "/x", **more: Any) -> None:
        async with self.pace.turn(method, path, **more) as hear:
            self.left.append(Gone(name, self.clock.seconds))
            if self.seconds:
                await self.clock.sleep(self.seconds)
            hear(self.answers.get(name, GOOD))

    def ask(self, name: str, *, by_itself: bool = False, **more: Any) -> asyncio.Task[None]:
        if by_itself:
            with background():
                task = asyncio.create_task(self.send(name, **more))
        else:
            task = asyncio.create_task(self.send(name, **more))
        task.set_name(name)
        self.tasks.append(task)
        return task

    def count(self, word: str = "") -> int:
        return sum(one.name.startswith(word) for one in self.left)

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
