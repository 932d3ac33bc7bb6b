"""How many requests have left lately, and when the next may: a sliding window, and what answers tell."""

from __future__ import annotations

from collections import deque
from math import inf

from tui.platforms.answers import Told
from tui.platforms.limits import Limit

MARGIN_SECONDS = 0.1
"""Two clocks do not run quite alike: a place is free only this much later."""
RESERVE = 12
"""One place in so many is left to others who use the same key."""
DOUBTED_SECONDS = 600.0
"""So long a limit is held lower after a 429 that did not say which it is."""


class Window:
    """One limit and the requests that count against it.

    A request holds its place from the moment that it leaves until the window's length after its answer:
    the platform counted it somewhere between the two, so its own window is never fuller than this one.
    """

    def __init__(self, limit: Limit) -> None:
        """Start empty."""
        self.limit = limit
        self._told_most: int | None = None
        self._doubted_most: int | None = None
        self._doubted_until = -inf
        self._under_way = 0
        self._answered: deque[float] = deque()
        self._told_left = 0
        self._told_until = -inf

    def most(self, now: float) -> int | None:
        """The limit as it is known now; None where there is none."""
        known = self.limit.most
        if self._told_most is not None:
            known = self._told_most if known is None or self.limit.assumed else min(known, self._told_most)
        if self._doubted_most is not None and now < self._doubted_until:
            known = self._doubted_most if known is None else min(known, self._doubted_most)
        return known

    def share(self, now: float, *, background: bool) -> int | None:
        """How full the window may be with one more request; None: there is no limit. What runs by itself
        leaves a third to persons.
        """
        most = self.most(now)
        if most is None:
            return None
        return max(1, most * 2 // 3) if background else most - most // RESERVE

    def left(self, now: float) -> int | None:
        """How many requests of a person could leave at once; None: there is no limit."""
        share = self.share(now, background=False)
        if share is None:
            return None
        self._forget(now)
        left = share - self._under_way - len(self._answered)
        if self._told_until > now:
            left = min(left, self._told_left - self._kept_back(now, share))
        return max(0, left)

    def wait(self, now: float, *, background: bool, ahead: int = 0) -> float:
        """Seconds until a request may leave, with so many others before it: 0 where it may at once,
        `inf` where only an answer can tell.
        """
        share = self.share(now, background=background)
        wait = 0.0
        if share is not None:
            self._forget(now)
            over = self._under_way + len(self._answered) + ahead + 1 - share
            if over > len(self._answered):
                return inf
            if over > 0:
                wait = self._answered[over - 1] + self._length - now
        if self._told_until > now and self._told_left - ahead <= self._kept_back(now, share):
            wait = max(wait, self._told_until - now)
        return wait

    def told_wait(self, now: float) -> float:
        """Seconds for which the platform has said that nothing is left."""
        share = self.share(now, background=False)
        return max(0.0, self._told_until - now) if self._told_left <= self._kept_back(now, share) else 0.0

    def take(self) -> None:
        """A request leaves."""
        self._under_way += 1
        self._told_left -= 1

    def give_back(self) -> None:
        """The request did not leave after all."""
        self._under_way -= 1
        self._told_left += 1

    def answered(self, now: float) -> None:
        """A request has its answer, or never will."""
        self._under_way -= 1
        self._answered.append(now)

    def learn(self, told: Told, now: float) -> None:
        """Take what an answer to one of its requests tells, while that still counts as under way."""
        if told.limit is not None:
            self._told_most = told.limit
        if told.remaining is not None and told.reset is not None:
            # Those under way may have been counted by then or not: the worse is assumed.
            self._told_left = told.remaining - (self._under_way - 1)
            self._told_until = now + told.reset

    def doubt(self, now: float) -> None:
        """A 429 came which does not say the limit: where no contract states it, it is held lower for a
        while, by half at most.
        """
        most = self.most(now)
        if self.limit.assumed and most is not None:
            self._forget(now)
            self._doubted_most = max(1, most // 2, min(most, len(self._answered)))
            self._doubted_until = now + DOUBTED_SECONDS

    @property
    def _length(self) -> float:
        return self.limit.seconds + MARGIN_SECONDS

    def _kept_back(self, now: float, share: int | None) -> int:
        """How many of the places that a platform tells of are not for this request."""
        most = self.most(now)
        return 0 if share is None or most is None else most - share

    def _forget(self, now: float) -> None:
        while self._answered and self._answered[0] + self._length <= now:
            self._answered.popleft()
