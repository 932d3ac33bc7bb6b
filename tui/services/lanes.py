"""One connection's part of a list of posts: its pages, read forwards and backwards."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import NamedTuple, TypeAlias

from tui.domain.connections import Reach
from tui.domain.errors import CopydeskError, Unreachable
from tui.domain.instants import instant
from tui.domain.posts import Post, PostFilter, PostPage
from tui.domain.refs import ItemRef
from tui.services.hub import Hub

MOST_TOLD = 500
"""How many of a connection's first posts are told on."""
PAGES_AT_A_TIME = 20
"""Pages that are looked through for one post that is wanted."""
PAGES_ASIDE = 8
"""Pages that are read to find where a list goes on that shifted meanwhile."""

Told: TypeAlias = Callable[[str, Sequence[Post]], object]
"""Hears of a connection and the first posts that it told so far, in its own order."""
Keeps: TypeAlias = Callable[[Post], bool]
"""Whether a post belongs into the list, where that cannot be asked of its platform."""


class Row(NamedTuple):
    """A post of a list, and the page that it stood on."""

    post: Post
    page: str | None


class Seam(NamedTuple):
    """Where a list is gone into in its middle: right before a post, or right behind it."""

    order: tuple[float, int]
    """The post's place in the order of the list."""
    ref: ItemRef
    behind: bool = False


class Opening(NamedTuple):
    """One connection's posts around a seam."""

    above: list[Row]
    below: list[Row]
    previous: str | None
    next: str | None
    place: int | None
    """How many of all its posts stand above the seam; None where it is not known."""


class Lane:
    """What is known of one connection's posts as a whole."""

    def __init__(
        self, hub: Hub, connection: str, number: int, wanted: PostFilter, keeps: Keeps | None, told: Told
    ) -> None:
        """Take the connection, with its number among those of the list."""
        self.connection = connection
        self.number = number
        self.wanted = wanted
        self.keeps = keeps
        self.silent = True
        """Whether it has told nothing so far, not even that there is nothing."""
        self.total: int | None = None
        self.last: str | None = None
        """Where its last page is; None where that is not known."""
        self.one_way = False
        """Whether it cannot be read from its end."""
        self._hub = hub
        self._told = told
        self._brought: list[Post] = []

    async def page(self, token: str | None) -> PostPage:
        """A page of its posts. Raises what its platform raises."""
        page = await self._hub.ask(self.connection, lambda platform: platform.posts(self.wanted, token))
        if page.total is not None:
            self.total = page.total
        self.last = page.last
        self.one_way = page.last is None and page.next is not None
        self.silent = False
        return page

    @property
    def misconfigured(self) -> bool:
        """Whether it could not be opened at the start, and will not answer later."""
        health = self._hub.health.get(self.connection)
        return (health.reach if health else Reach.MISCONFIGURED) is Reach.MISCONFIGURED

    def tell(self, rows: Sequence[Row]) -> None:
        """Tell on what came first."""
        if len(self._brought) < MOST_TOLD:
            self._brought += [row.post for row in rows]
            self._told(self.connection, self._brought)

    def order(self, post: Post, before: float | None = None) -> tuple[float, int]:
        """A post's place in the order of the list; `before`: the time of the one before it, where it has
        none of its own.
        """
        time = before if post.created_at is None else instant(post.created_at)
        if time is None:
            return -inf, self.number
        return -time if self.wanted.newest_first else time, self.number

    async def open(self, token: str | None, seam: Seam) -> Opening:
        """Its posts around a seam that was near this page. Raises what its platform raises."""
        for _ in range(PAGES_ASIDE):
            opening = await self._open(token, seam)
            if opening is not None:
                break
        else:
            raise Unreachable(
                f"{self.connection}'s posts change faster than they can be read", advice="Press r again."
            )
        return opening

    async def _open(self, token: str | None, seam: Seam) -> Opening | None:
        """None where pages shifted meanwhile."""
        page = await self.page(token)
        total = page.total
        rows, previous, following, first = _rows(page, token), page.previous, page.next, page.first
        for _ in range(PAGES_ASIDE):
            cut = self._cut(rows, seam)
            if cut == 0 and previous is not None:
                page = await self.page(previous)
                rows, previous, first = [*_rows(page, previous), *rows], page.previous, page.first
            elif cut == len(rows) and following is not None:
                page = await self.page(following)
                rows, following = [*rows, *_rows(page, following)], page.next
            else:
                break
            if page.total != total:
                return None
        cut = self._cut(rows, seam)
        place = None if first is None or self.keeps is not None else first + cut
        return Opening(rows[:cut], rows[cut:], previous, following, place)

    def _cut(self, rows: Sequence[Row], seam: Seam) -> int:
        for at, row in enumerate(rows):
            if row.post.ref == seam.ref:
                return at + seam.behind
        before: float | None = None
        for at, row in enumerate(rows):
            order = self.order(row.post, before)
            # Of equals the post itself is looked for, on the page before or behind.
            if order > seam.order or (order == seam.order and seam.behind):
                return at
            before = before if row.post.created_at is None else instant(row.post.created_at)
        return len(rows)


class Reader:
    """A connection's posts in one direction, a page at a time."""

    def __init__(
        self, lane: Lane, known: set[ItemRef], *, down: bool, ended: bool = False, tells: bool = False
    ) -> None:
        """Read from the list's beginning down, or from its end up. `known`: posts that are there already,
        and are not brought again; what is brought is added. `ended`: nothing is to be read. `tells`: what
        is brought is told on.
        """
        self._tells = tells
        self.lane = lane
        self.down = down
        self.ended = ended
        self.failure: CopydeskError | None = None
        self.posts: deque[Row] = deque()
        """What was read and not taken, the next first."""
        self.pausing = False
        """Whether pages were looked through in vain for long, and there are more."""
        self.known = known
        self._token: str | None = None
        self._came: str | None = None
        self._begun = False
        self._opens: tuple[str | None, Seam] | None = None
        self._passed: set[ItemRef] = set()
        self._asked: set[str] = set()
        self._repeated = 0
        self._total: int | None = None
        self._task: asyncio.Task[None] | None = None
        self._answers = 0
        """Pages that came since it was asked to read on."""
        self._reached = inf if down is lane.wanted.newest_first else -inf

    def go_on(self, opening: Opening) -> None:
        """Read on from a seam."""
        self._begun = True
        self._opens = None
        self._total = self.lane.total
        self._token = opening.next if self.down else opening.previous
        self._take(opening.below if self.down else opening.above)
        self.ended = self._token is None

    def go_on_from(self, page: str | None, seam: Seam) -> None:
        """Read on from a seam near a page, which is looked for when something is wanted."""
        self._opens = page, seam

    @property
    def hint(self) -> str | None:
        """A page near what it brings next."""
        return self.posts[0].page if self.posts else self._token if not self.ended else self._came

    def again(self) -> None:
        """Forget what went wrong the last time."""
        self.failure = None
        self.pausing = False

    @property
    def hungry(self) -> bool:
        """Whether a page must be read before it can be said which post is next."""
        return not self.posts and not self.ended and self.failure is None and not self.pausing

    @property
    def open(self) -> bool:
        """Whether it may bring more, as far as is known."""
        return bool(self.posts) or not (self.ended or self.failure)

    @property
    def next_at(self) -> float:
        """Where its next post belongs; without a time of its own, where the one before it did."""
        created = self.posts[0].post.created_at
        return self._reached if created is None else instant(created)

    def take(self) -> Row:
        """The next post."""
        self._reached = self.next_at
        return self.posts.popleft()

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
        if self._answers:
            self.pausing = True
            return
        self.failure = Unreachable(
            f"{self.lane.connection} has not answered yet", advice="Its posts come when it does."
        )

    def close(self) -> None:
        """Stop reading, for good."""
        self.ended = True
        if self._task is not None:
            self._task.cancel()

    async def _read(self) -> None:
        self._answers = 0
        for _ in range(PAGES_AT_A_TIME):
            if self.posts or self.ended:
                return
            try:
                if self._opens is not None:
                    self.go_on(await self.lane.open(*self._opens))
                elif self.down or self._begun:
                    await self._read_page()
                else:
                    await self._read_last()
            except CopydeskError as error:
                self.failure = error
                self.ended = self.lane.misconfigured
                return
            self.failure = None
            self._answers += 1
        self.pausing = not self.posts and not self.ended

    async def _read_last(self) -> None:
        """Begin at the end. A list that cannot be read from there brings nothing."""
        if self.lane.silent:
            await self.lane.page(None)
        if self.lane.last is None:
            page = await self.lane.page(None)
            rows = _rows(page, None) if page.next is None else []
            self._go_on_above(rows, None, page)
            return
        for _ in range(PAGES_ASIDE):
            token = self.lane.last
            page = await self.lane.page(token)
            rows, behind, total = _rows(page, token), page.next, page.total
            while behind is not None and page.total == total and len(rows) < MOST_TOLD:
                beyond = await self.lane.page(behind)
                rows, behind, total = [*rows, *_rows(beyond, behind)], beyond.next, beyond.total
            if total == page.total:
                break
        self._go_on_above(rows, token, page)

    def _go_on_above(self, rows: Sequence[Row], token: str | None, page: PostPage) -> None:
        self._begun = True
        self._came = token
        self._advance(page)
        self._take(rows)

    async def _read_page(self) -> None:
        token = self._token
        moved = False
        for _ in range(PAGES_ASIDE):
            page = await self.lane.page(token)
            rows = _rows(page, token)
            # What moved once has moved, though there may be as many again: one came, and another went.
            moved |= self._total is not None and page.total is not None and page.total != self._total
            if not moved or any(map(self._knows, rows)):
                break
            # What stood between the pages has moved on to the one that was read before.
            aside = await self._aside(page)
            if aside is not None:
                rows = [*aside, *rows] if self.down else [*rows, *aside]
                break
        same = not moved and bool(rows) and {row.post.ref for row in rows} == self._passed
        self._repeated = self._repeated + 1 if same else 0
        self._begun = True
        self._came = token
        self._advance(page)
        # Some platforms give the same page whatever is asked. Once it may have come to stand there.
        self.ended = self.ended or self._repeated > 1
        fresh = self._take(rows)
        if self._tells:
            self.lane.tell(fresh)

    def _advance(self, page: PostPage) -> None:
        onward = page.next if self.down else page.previous
        self._token = onward
        self._total = page.total
        self.ended = onward is None or onward in self._asked
        if onward is not None:
            self._asked.add(onward)

    async def _aside(self, page: PostPage) -> list[Row] | None:
        """The posts between what is known and a page, where pages shifted meanwhile; None where they
        shift again.
        """
        token = page.previous if self.down else page.next
        found: list[Row] = []
        if token is None:
            if not self.down:
                return found
            token = self._came
        for _ in range(PAGES_ASIDE):
            beside = await self.lane.page(token)
            if beside.total != page.total:
                return None
            rows = _rows(beside, token)
            known = [at for at, row in enumerate(rows) if self._knows(row)]
            if self.down:
                found = [*rows[known[-1] + 1 if known else 0 :], *found]
            else:
                found = [*found, *rows[: known[0] if known else len(rows)]]
            token = beside.previous if self.down else beside.next
            if known or token is None:
                break
        return found

    def _knows(self, row: Row) -> bool:
        return row.post.ref in self.known or row.post.ref in self._passed

    def _take(self, rows: Sequence[Row]) -> list[Row]:
        """Have these brought, as far as they are wanted and not there; gives those."""
        fresh: list[Row] = []
        keeps = self.lane.keeps
        for row in rows if self.down else reversed(rows):
            if not self._knows(row) and (keeps is None or keeps(row.post)):
                self.known.add(row.post.ref)
                fresh.append(Row(_bare(row.post), row.page))
        self.posts += fresh
        self._passed = {row.post.ref for row in rows}
        return fresh


def _rows(page: PostPage, token: str | None) -> list[Row]:
    return [Row(post, token) for post in page.posts]


def _bare(post: Post) -> Post:
    if post.markdown is None and post.raw is None and post.answer is None:
        return post
    return replace(post, markdown=None, raw=None, answer=None)
