"""What connections tell of something that is also written to: the latest answer counts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TypeVar

from tui.domain.errors import CopydeskError
from tui.domain.ports import Platform
from tui.services.hub import Hub

T = TypeVar("T")

MOST_LOOKS = 3
"""Times that a list is asked for anew because it was changed while it was asked for."""
MOMENT_SECONDS = 10.0
"""How long whoever has lost an answer waits for the list that may tell what became of it."""


class Latest:
    """Asks connections, and takes no answer that was asked for before a later one was told, or before
    something was written.
    """

    def __init__(self, hub: Hub) -> None:
        """Take the connections."""
        self._hub = hub
        self._last_step = 0
        self._told: dict[str, int] = {}
        self._writes: dict[str, int] = {}
        self._going_on: set[asyncio.Task[None]] = set()

    def forget(self, name: str) -> None:
        """It is another connection now: what it was asked before does not count."""
        self._told[name] = self._step()

    @contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Something is written meanwhile: what is asked for until its end may be told before or after it."""
        self._writes[name] = self._writes.get(name, 0) + 1
        try:
            yield
        finally:
            self._writes[name] += 1

    async def ask(
        self,
        name: str,
        call: Callable[[Platform], Awaitable[T]],
        take: Callable[[str, T | CopydeskError], object],
    ) -> None:
        """Ask a connection; `take` is given what came of it, where that still counts."""
        for _ in range(MOST_LOOKS):
            asked, written = self._step(), self._writes.get(name, 0)
            told: T | CopydeskError
            try:
                told = await self._hub.ask(name, call)
            except CopydeskError as error:
                told = error
            if asked < self._told.get(name, 0):
                return  # a later question was answered earlier, or it is another connection now
            if written == self._writes.get(name, 0):
                self._told[name] = asked
                take(name, told)
                return
            # It was changed while it was asked for: what came tells nothing of now.

    async def for_a_moment(self, look: Coroutine[object, object, None]) -> bool:
        """Wait for a look, but not for long: what hangs would keep a person from knowing that the answer is
        lost. Whether it ended; else it goes on.
        """
        looking = asyncio.create_task(look)
        self._going_on.add(looking)
        looking.add_done_callback(self._going_on.discard)
        ended, _ = await asyncio.wait({looking}, timeout=MOMENT_SECONDS)
        return bool(ended)

    def _step(self) -> int:
        self._last_step += 1
        return self._last_step
