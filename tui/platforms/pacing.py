"""When a connection's requests may leave: under its limits, a person's before what runs by itself."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf

from tui.domain.connections import Left, Rest
from tui.domain.errors import HeldBack, RateLimited, Unreachable
from tui.domain.freshness import FRESH_SECONDS, freshness
from tui.domain.urgency import is_background
from tui.platforms.answers import Answer, told, wait_seconds
from tui.platforms.limits import UNLIMITED, Limit
from tui.platforms.retry import LONGEST_WAIT_SECONDS
from tui.platforms.windows import Window

WORTH_SAYING_SECONDS = 1.0
"""Shorter waits of Copydesk's own are not told."""
AT_ONCE = 8
"""As many requests as leave at the same time after a wait that a platform asked for: first one, then
with every good answer one more."""

SPREAD_SECONDS = 0.5
"""Spread over which those who were asked to wait the same time come back."""
HAIR = 1e-6
"""Seconds that are no wait."""

_dice = random.SystemRandom()

Hear = Callable[[Answer], None]
"""Takes the answer to the request that left."""


def _nobody(rest: Rest) -> None:
    """Whom a wait is told where nobody wants to know."""


class NeverLeft(Unreachable):
    """There was no way to the platform: the request counts against no limit."""


@dataclass(slots=True, eq=False)
class _Waiter:
    window: Window
    background: bool
    owner: object
    gone: bool = False
    let_go: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Pace:
    """One connection's pace; it may outlive the transport that goes by it, so that what left before a
    connection was opened anew still counts.

    A request waits for its `turn`. Those of a person go first, each kind in the order of asking; who
    waits may be cancelled at any time.
    """

    def __init__(
        self,
        connection: str,
        limits: Iterable[Limit] = (),
        *,
        tell: Callable[[Rest], None] = _nobody,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = _dice.random,
    ) -> None:
        """Take the limits: of several that cover a request the first counts.

        `tell` hears of each wait that the platform asked for, and of each longer one that something a
        person asked for has; it may hear of one anew while it lasts, with the seconds as they are then.
        """
        self.connection = connection
        self._windows = tuple(Window(limit) for limit in (*limits, UNLIMITED))
        self._tell = tell
        self._monotonic = monotonic
        self._sleep = sleep
        self._chance = chance
        self._waiting: tuple[list[_Waiter], list[_Waiter]] = ([], [])
        self._under_way = 0
        self._at_once = inf
        self._rest_until = -inf
        self._waker: asyncio.Task[None] | None = None
        self._wakes_at = inf
        self._said_until = -inf

    @property
    def left(self) -> tuple[Left, ...]:
        """How many requests of each limited kind a person could send at once."""
        now = self._monotonic()
        found = ((each, each.left(now), each.share(now, background=False)) for each in self._windows)
        return tuple(
            Left(window.limit.what, left, share)
            for window, left, share in found
            if left is not None and share is not None
        )

    @asynccontextmanager
    async def turn(
        self, method: str, path: str, *, owner: object = None, urgent: bool = False
    ) -> AsyncIterator[Hear]:
        """Wait until a request may leave; it has left, and is answered or lost, when the block ends. What
        is given takes its answer.

        `urgent`: it goes with the person's requests though nobody said so. Raises RateLimited where the
        platform asked for a longer wait than a person should be left in; HeldBack where what a write was
        decided on would be no longer fresh; Unreachable where `dismiss` was called for its `owner`. Nothing
        has left then.
        """
        window = next(each for each in self._windows if each.limit.covers(method, path))
        waiter = _Waiter(window, is_background() and not urgent, owner)
        fresh = None if urgent else freshness()
        if fresh is not None and fresh.began is None:
            fresh.began = self._monotonic() - fresh.age
        if fresh is None or fresh.began is None or method == "GET":
            await self._wait(waiter)
        else:
            await self._wait_while_fresh(waiter, fresh.began)
            fresh.spent = True
        left_at = self._monotonic()

        def hear(answer: Answer) -> None:
            self._hear(window, answer, left_at)
            if fresh is not None and answer.status == 401:
                # Nothing was done: it is sent once more after the sign-in.
                fresh.spent = False

        try:
            yield hear
        except NeverLeft:
            window.give_back()
            raise
        except BaseException:
            window.answered(self._monotonic())
            raise
        else:
            window.answered(self._monotonic())
        finally:
            self._under_way -= 1
            self._go_on()

    def dismiss(self, owner: object) -> None:
        """Send away all that wait on behalf of `owner`, which is closed."""
        for lane in self._waiting:
            for waiter in [each for each in lane if each.owner is owner]:
                lane.remove(waiter)
                if not waiter.let_go.done():
                    waiter.let_go.set_exception(Unreachable(f"{self.connection} is closed", advice=""))
        self._go_on()

    async def _wait(self, waiter: _Waiter) -> None:
        lane = self._waiting[waiter.background]
        if not waiter.background:
            now = self._monotonic()
            asked = max(self._rest_until - now, waiter.window.told_wait(now))
            if asked > LONGEST_WAIT_SECONDS + SPREAD_SECONDS:
                raise RateLimited(f"{self.connection} asked to wait", retry_after=asked)
        lane.append(waiter)
        self._go_on()
        try:
            await waiter.let_go
        except asyncio.CancelledError:
            if waiter in lane:
                lane.remove(waiter)
            if waiter.gone:
                self._under_way -= 1
                waiter.window.give_back()
            self._go_on()
            raise

    async def _wait_while_fresh(self, waiter: _Waiter, began: float) -> None:
        now = self._monotonic()
        ahead = sum(each.window is waiter.window for lane in self._lanes_before(waiter) for each in lane)
        wait = waiter.window.wait(now, background=waiter.background, ahead=ahead)
        if FRESH_SECONDS < now + wait - began < inf:
            raise self._would_be_stale(waiter.window, now, wait)
        await self._wait(waiter)
        now = self._monotonic()
        if now - began > FRESH_SECONDS:
            self._under_way -= 1
            waiter.window.give_back()
            self._go_on()
            raise self._would_be_stale(waiter.window, now, 0.0)

    def _lanes_before(self, waiter: _Waiter) -> tuple[list[_Waiter], ...]:
        """Those who wait and go before one that comes now."""
        return self._waiting if waiter.background else self._waiting[:1]

    def _would_be_stale(self, window: Window, now: float, wait: float) -> HeldBack:
        return HeldBack(f"{self.connection} has had {_allowance(window, now)}", retry_after=wait)

    def _hear(self, window: Window, answer: Answer, left_at: float) -> None:
        now, date = self._monotonic(), datetime.now(UTC)
        news = told(answer, date)
        window.learn(news, now)
        if answer.status == 429:
            if news.limit is None:
                window.doubt(now)
            # Nothing leaves before that time, and what waits is not let go all at once then.
            wait = wait_seconds(answer, date) + self._chance() * SPREAD_SECONDS
            self._rest_until = max(self._rest_until, now + wait)
            self._at_once = 1
        elif left_at >= self._rest_until:
            self._at_once = inf if self._at_once >= AT_ONCE else self._at_once + 1

    def _go_on(self) -> None:
        """Let go of everyone whose turn it is, and wake up again when the next one's comes."""
        now = self._monotonic()
        soonest = inf
        held: set[Window] = set()
        for lane in self._waiting:
            for waiter in tuple(lane):
                if waiter.window in held:
                    continue
                wait = self._seconds(waiter, now)
                if wait > HAIR:
                    # Who asked later does not overtake, and what runs by itself comes after persons.
                    held.add(waiter.window)
                    soonest = min(soonest, wait)
                elif not waiter.let_go.done():
                    lane.remove(waiter)
                    waiter.window.take()
                    waiter.gone = True
                    self._under_way += 1
                    waiter.let_go.set_result(None)
        self._wake_at(now + soonest)
        self._say(now)

    def _seconds(self, waiter: _Waiter, now: float) -> float:
        if self._rest_until > now:
            return self._rest_until - now
        if self._under_way >= self._at_once:
            return inf
        return waiter.window.wait(now, background=waiter.background)

    def _wake_at(self, moment: float) -> None:
        if self._waker is not None and not self._waker.done():
            if abs(moment - self._wakes_at) < HAIR:
                return
            self._waker.cancel()
        self._wakes_at = moment
        self._waker = None if moment == inf else asyncio.create_task(self._wake(moment))

    async def _wake(self, moment: float) -> None:
        while (left := moment - self._monotonic()) > HAIR:
            await self._sleep(left)
        self._waker = None
        self._go_on()

    def _say(self, now: float) -> None:
        """Tell of a wait, of one that has changed, and of its end."""
        rest = Rest(max(0.0, self._rest_until - now))
        if not rest.seconds:
            rest = max((self._own_rest(window, now) for window in self._windows), key=lambda one: one.seconds)
        until = now + rest.seconds
        if rest.seconds < (WORTH_SAYING_SECONDS if rest.limit else HAIR):
            if self._said_until != -inf:
                self._said_until = -inf
                self._tell(Rest(0))
        elif abs(until - self._said_until) >= WORTH_SAYING_SECONDS:
            self._said_until = until
            self._tell(rest)

    def _own_rest(self, window: Window, now: float) -> Rest:
        """How long the last of the persons' requests on a window has to wait."""
        waiting = sum(each.window is window for each in self._waiting[False])
        if not waiting:
            return Rest(0)
        seconds = min(window.wait(now, background=False, ahead=waiting - 1), window.limit.seconds)
        return Rest(seconds, _allowance(window, now))


def _allowance(window: Window, now: float) -> str:
    most = window.most(now)
    return f"{most} {window.limit.what} a minute" if most else "the requests it has left"
