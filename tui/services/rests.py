"""Connections that wait before they send: which, for how much longer, and why."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable

from tui.domain.connections import Health, Reach, Rest

SECOND = 1.0
GOES_ON = "It goes on by itself."


class Rests:
    """Counts the waits down, and tells at each second and at the end."""

    def __init__(
        self,
        changed: Callable[[str], None],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`changed` is called with a connection's name when `health` says something else of it."""
        self._changed = changed
        self._monotonic = monotonic
        self._sleep = sleep
        self._until: dict[str, tuple[float, Rest]] = {}
        self._clock: asyncio.Task[None] | None = None

    def begin(self, connection: str, rest: Rest) -> None:
        """A connection waits from now on; takes the place of a wait that was told before."""
        if rest.seconds > 0:
            self._until[connection] = (self._monotonic() + rest.seconds, rest)
            if self._clock is None or self._clock.done():
                self._clock = asyncio.create_task(self._count_down())
        elif self._until.pop(connection, None) is None:
            return
        self._changed(connection)

    def health(self, connection: str) -> Health | None:
        """How a connection that waits fares; None where it does not wait."""
        if connection not in self._until:
            return None
        until, rest = self._until[connection]
        seconds = math.ceil(until - self._monotonic())
        if seconds <= 0:
            return None
        if rest.limit is None:
            reason, advice = f"{connection} asked to wait {seconds} s", GOES_ON
        else:
            reason = f"{connection} waits {seconds} s"
            advice = f"Copydesk keeps to its limit: {rest.limit}. {GOES_ON}"
        return Health(connection, Reach.SLOWED, reason, advice, seconds=seconds)

    def forget(self, connection: str) -> None:
        """A connection is no longer, or another: it waits for nothing."""
        self._until.pop(connection, None)

    def close(self) -> None:
        """Count no longer."""
        self._until.clear()
        if self._clock is not None:
            self._clock.cancel()

    async def _count_down(self) -> None:
        while self._until:
            now = self._monotonic()
            await self._sleep(min(SECOND, *(max(0.0, until - now) for until, _ in self._until.values())))
            for connection in tuple(self._until):
                if self.health(connection) is None:
                    del self._until[connection]
                self._changed(connection)
