"""The platforms' rate limits, kept by the desk as the contracts state them."""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a window said to one request."""

    allowed: bool
    limit: int
    remaining: int
    """Requests that are left in the window, 0 or more."""
    reset: datetime
    """When the oldest request leaves the window, and another one is free."""
    wait: int
    """Whole seconds until then, 1 or more."""


class SlidingWindow:
    """At most `limit` requests in any `seconds`. One window stands for one key and one purpose; safe to
    use from several threads. A request that is refused does not count.
    """

    def __init__(self, limit: int, seconds: float = 60.0) -> None:
        """Take the limit (1 or more) and the window's length in seconds."""
        self._limit = limit
        self._length = timedelta(seconds=seconds)
        self._taken: deque[datetime] = deque()
        self._lock = threading.Lock()

    def take(self, now: datetime) -> Allowance:
        """Ask for one request at `now` (aware)."""
        with self._lock:
            # Times later than now were taken before the clock was set back: they would lock the key out.
            self._taken = deque(at for at in self._taken if now - self._length < at <= now)
            allowed = len(self._taken) < self._limit
            if allowed:
                self._taken.append(now)
            reset = self._taken[0] + self._length
            return Allowance(
                allowed=allowed,
                limit=self._limit,
                remaining=self._limit - len(self._taken),
                reset=reset,
                wait=max(1, math.ceil((reset - now).total_seconds())),
            )


@dataclass(frozen=True, slots=True)
class Limits:
    """Every window of one desk; each platform has one key. Sources: contracts/notra.md "Rate limits",
    contracts/repostra.md "Authentication, errors, limits". Blogree states no number: 120 a minute.
    """

    notra_generate: SlidingWindow = field(default_factory=lambda: SlidingWindow(10))
    notra_update: SlidingWindow = field(default_factory=lambda: SlidingWindow(60))
    notra_connect: SlidingWindow = field(default_factory=lambda: SlidingWindow(20))
    notra_brand: SlidingWindow = field(default_factory=lambda: SlidingWindow(5))
    repostra: SlidingWindow = field(default_factory=lambda: SlidingWindow(60))
    blogree: SlidingWindow = field(default_factory=lambda: SlidingWindow(120))
