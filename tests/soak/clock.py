"""Time that passes faster: a minute of waiting is over in seconds, and everything keeps its proportions."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta


class Hurried:
    """A clock whose seconds are `speed` to a real one. Requests still take what they really take."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._began_at = datetime.now(UTC)

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self.speed

    def now(self) -> datetime:
        return self._began_at + timedelta(seconds=self.monotonic())

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)
