"""A list of posts without end, over all connections at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from tui.domain.connections import Reach
from tui.domain.errors import CopydeskError, Unreachable
from tui.domain.failures import ConnectionFailed
from tui.domain.instants import instant
from tui.domain.posts import Post, PostFilter
from tui.domain.refs import ItemRef
from tui.services.hub import Hub

PATIENCE_SECONDS = 2.0
"""How long the others wait for a connection that is slow to answer, once there is something to show."""


Told: TypeAlias = Callable[[str, Sequence[Post]], object]
"""Hears of a connection and all the posts that it told so far, in its own order."""


@dataclass(frozen=True, slots=True)
class PostsMore:
    """The next stretch of a list."""

    posts: tuple[Post, ...]
    failures: tuple[ConnectionFailed, ...]
    """Connections that brought nothing this time, or have not answered yet: asked again the next time."""
    exhausted: bool
    """Whether there is nothing more."""
    total: int | None
    """How many there are in all; None where not every connection told."""


class _Lane:
    """One connection's posts in its platform's own order, a page at a time."""

    def __init__(self, hub: Hub, connection: str, wanted: PostFilter, told: Told) -> None:
        self.connection = connection
        self.brought: list[Post] = []
        """All that it told so far."""
        self.silent = True
        """Whether it has told nothing so far, not even that there is nothing."""
        self._told = told
        self.total: int | None = None
        self.ended = False
        self.failure: CopydeskError | None = None
        self._hub = hub
        self._wanted = wanted
        self._posts: deque[Post] = deque()
        self._after: str | None = None
        self._seen: set[ItemRef] = set()
        self._asked_after: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._reached = inf if wanted.newest_first else -inf

    def again(self) -> None:
        """Forget what went wrong the last time."""
        self.failure = None

    @property
    def hungry(self) -> bool:
        """Whether a page must be read before it can be said which post is next."""
        return not self._posts and not self.ended and self.failure is None

    @property
    def holds(self) -> bool:
        """Whether a post is at hand."""
        return bool(self._posts)

    @property
    def next_at(self) -> float:
        """Where its next post belongs; without a time of its own, where the one before it did."""
        created = self._posts[0].created_at
        return self._reached if created is None else instant(created)

    def take(self) -> Post:
        """The next post."""
        self._reached = self.next_at
        return self._posts.popleft()

    def read(self) -> asyncio.Task[None]:
        """Read on until there is a post, the end or a failure. Goes on where nobody waits for it."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._read())
        return self._task

    @property
    def reading(self) -> asyncio.Task[None] | None:
        """The read that is under way."""
        return None if self._task is None or self._task.done() else self._task

    def late(self) -> None:
        """Leave it out for this time; what it is reading will be there the next time."""
        self.failure = Unreachable(
            f"{self.connection} has not answered yet", advice="Its posts come when it does."
        )

    def close(self) -> None:
        """Stop reading, for good."""
        self.ended = True
        if self._task is not None:
            self._task.cancel()

    async def _read(self) -> None:
        while not self._posts and not self.ended:
            try:
                page = await self._hub.ask(
                    self.connection, lambda platform: platform.posts(self._wanted, self._after)
                )
            except CopydeskError as error:
                self.failure = error
                # What could not be opened at the start will not answer later.
                self.ended = self._reach() is Reach.MISCONFIGURED
                return
            self.failure = None
            if page.total is not None:
                self.total = page.total
            for post in page.posts:
                if post.ref not in self._seen:  # pages shift when posts are made or deleted meanwhile
                    self._seen.add(post.ref)
                    self._posts.append(post)
                    self.brought.append(post)
            self._after = page.next
            self.ended = page.next is None or page.next in self._asked_after
            if page.next is not None:
                self._asked_after.add(page.next)
            self.silent = False
            self._told(self.connection, self.brought)

    def _reach(self) -> Reach | None:
        health = self._hub.health.get(self.connection)
        return health.reach if health else Reach.MISCONFIGURED


class PostsFeed:
    """One list: what `wanted` asks for, over its connections, in one order.

    Posts are ordered by when they were made, as far as each platform's own order allows; each comes once.
    A connection that failed or was late joins when it answers: its posts then come after what was shown.
    """

    def __init__(
        self,
        hub: Hub,
        wanted: PostFilter,
        *,
        patience: float = PATIENCE_SECONDS,
        told: Told = lambda connection, posts: None,
    ) -> None:
        """`patience`: seconds to wait for slow connections while others have something to show, 0 or more.
        `told` is called whenever a connection brought a page.
        """
        self.wanted = wanted
        names: Iterable[str] = hub.names
        if wanted.connections:
            names = [name for name in names if name in wanted.connections]
        self._lanes = tuple(_Lane(hub, name, wanted, told) for name in names)
        self._patience = patience
        self._ready: list[Post] = []
        self._turn = asyncio.Lock()

    async def more(self, count: int = 50) -> PostsMore:
        """The next posts, at most `count` (1 or more), fewer where there are no more for now.

        Never raises a `CopydeskError`: connections that fail are told in the answer and are asked again
        the next time. May be cancelled at any time: no post is lost to the next call.
        """
        async with self._turn:
            for lane in self._lanes:
                lane.again()
            while len(self._ready) < count:
                await self._read([lane for lane in self._lanes if lane.hungry])
                holding = [lane for lane in self._lanes if lane.holds]
                if not holding:
                    break
                first = max if self.wanted.newest_first else min
                self._ready.append(first(holding, key=lambda lane: lane.next_at).take())
            posts, self._ready = tuple(self._ready[:count]), self._ready[count:]
            return PostsMore(posts, self._failures(), self._exhausted(), self._total())

    @property
    def silent(self) -> tuple[str, ...]:
        """The connections of this list that have told nothing so far."""
        return tuple(lane.connection for lane in self._lanes if lane.silent)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Those whose answer is on its way."""
        return tuple(lane.connection for lane in self._lanes if lane.reading is not None)

    async def late_answer(self) -> bool:
        """Wait until a connection that was late has answered; False where none is awaited."""
        reading = [lane.reading for lane in self._lanes if lane.reading is not None]
        if reading:
            await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
        return bool(reading)

    async def _read(self, lanes: list[_Lane]) -> None:
        reading = {lane.read(): lane for lane in lanes}
        while reading:
            showing = bool(self._ready) or any(lane.holds for lane in self._lanes)
            done, left = await asyncio.wait(
                reading,
                timeout=self._patience if showing else None,
                return_when=asyncio.ALL_COMPLETED if showing else asyncio.FIRST_COMPLETED,
            )
            for task in done:
                del reading[task]
                if not task.cancelled():
                    task.result()
            if showing:
                for task in left:
                    reading.pop(task).late()

    def _failures(self) -> tuple[ConnectionFailed, ...]:
        return tuple(
            ConnectionFailed(lane.connection, lane.failure)
            for lane in self._lanes
            if lane.failure is not None
        )

    def _exhausted(self) -> bool:
        return not self._ready and all(lane.ended and not lane.holds for lane in self._lanes)

    def _total(self) -> int | None:
        known = [lane.total for lane in self._lanes if lane.total is not None]
        return sum(known) if len(known) == len(self._lanes) else None

    def close(self) -> None:
        """Stop reading: the list is no longer looked at."""
        for lane in self._lanes:
            lane.close()
