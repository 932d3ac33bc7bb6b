"""A list of posts of any length, over all connections at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from tui.domain.failures import ConnectionFailed
from tui.domain.posts import Post, PostFilter
from tui.domain.refs import ItemRef
from tui.domain.sparse import Gap, SparseRows, Want
from tui.services.hub import Hub
from tui.services.lanes import Keeps, Lane, Reader, Seam, Told
from tui.services.stretch import MOST_ROWS, Stretch

PATIENCE_SECONDS = 2.0
"""How long the others wait for a connection that is slow to answer, once there is something to show."""
NEAR_HEAD = 150
"""Rows from the beginning up to which a list is read again from there."""
MOST_STRETCHES = 3

Mixed = Callable[[Sequence[Post], bool], Sequence[Post]]
"""What stands at the beginning of the list, from what was told of it and whether more of it follows."""


@dataclass(frozen=True, slots=True)
class PostsMore:
    """What reading on brought."""

    posts: tuple[Post, ...]
    failures: tuple[ConnectionFailed, ...]
    """Connections that brought nothing this time, or have not answered yet: asked again the next time."""
    exhausted: bool
    """Whether there is nothing more."""
    total: int | None
    """How many there are in all; None where not every connection told."""


class PostsFeed:
    """One list: what `wanted` asks for, over its connections, in one order.

    Posts are ordered by when they were made, as far as each platform's own order allows; each comes once.
    A connection that failed or was late joins when it answers: its posts then come after what was shown.
    Of a long list only stretches are there: its head, its end, and what was looked at between them.
    """

    def __init__(
        self,
        hub: Hub,
        wanted: PostFilter,
        *,
        keeps: Keeps | None = None,
        patience: float = PATIENCE_SECONDS,
        told: Told = lambda connection, posts: None,
    ) -> None:
        """`patience`: seconds to wait for slow connections while others have something to show, 0 or more.
        `keeps`: which of the posts that platforms tell belong into the list (None: all of them); how many
        those are is known when all were read. `told` is called whenever a connection brought a page of its
        first posts.
        """
        self.wanted = wanted
        names: Iterable[str] = hub.names
        if wanted.connections:
            names = [name for name in names if name in wanted.connections]
        self._lanes = tuple(Lane(hub, name, number, wanted, keeps, told) for number, name in enumerate(names))
        self._keeps = keeps
        self.question = (wanted, keeps)
        """What it was asked for; another list that was asked for the same tells the same."""
        self._patience = patience
        self._stretches = [Stretch.from_head(self._lanes, patience=patience, tells=keeps is None)]
        self._handed = 0
        self._turn = asyncio.Lock()

    # Reading on

    async def more(self, count: int = 50) -> PostsMore:
        """The next posts from the beginning on, at most `count` (1 or more), fewer where there are no more
        for now.

        Never raises a `CopydeskError`: connections that fail are told in the answer and are asked again
        the next time. May be cancelled at any time: no post is lost to the next call.
        """
        async with self._turn:
            goal = self._handed + min(count, MOST_ROWS)
            readers: Sequence[Reader] = self._stretches[0].down
            while (reached := self._reached) < goal:
                head = self._stretches[0]
                readers = head.down
                came = await head.grow(goal - reached, down=True, other=self._beside(0, 1))
                if not self._join() and came < goal - reached:
                    break
            head = self._stretches[0]
            begin = self._handed - (head.start or 0)
            rows = islice(head.rows, max(begin, 0), max(begin, 0) + count)
            posts = tuple(row.post for row in rows)
            self._handed += len(posts)
            return self._more(posts, readers)

    async def fill(self, want: Want) -> PostsMore:
        """Read what is missing of a gap in `rows`; `posts` of the answer are the posts of the stretch that
        grew. Never raises a `CopydeskError`, and may be cancelled, like `more`.
        """
        async with self._turn:
            last = len(self._stretches)
            if want.gap > last:
                return self._more((), ())
            place = want.gap - 1 if want.down else want.gap
            if want.down and place < 0:
                grown, place = Stretch.from_head(self._lanes, patience=self._patience), 0
            elif place == last:
                grown = Stretch.from_end(self._lanes, patience=self._patience)
            else:
                grown = self._stretches[place]
            readers: Sequence[Reader] = grown.down if want.down else grown.up
            new = grown not in self._stretches
            other = self._beside(place, 0 if want.down and new else 1 if want.down else -1)
            came = await grown.grow(want.rows, down=want.down, other=other)
            looks_on = any(reader.pausing for reader in readers)
            if new and (came or looks_on) and not (place == last and not self.backward):
                self._stretches.insert(place, grown)
            elif new:
                grown.close()
                if place == last:
                    # It cannot be read from its end, or all of that is there already.
                    grown = self._stretches[-1]
                    readers = (*readers, *grown.down)
                    came = await grown.grow(want.rows, down=True)
            grown.used = self._used = self._used + 1
            if not self._join() and other is not None and self._should_have_met():
                await grown.grow(1, down=want.down, other=other)
                self._join()
            self._forget()
            return self._more(tuple(row.post for row in grown.rows) if came else (), readers)

    _used = 0

    async def resume(self, before: PostsFeed, ref: ItemRef, *, above: int, below: int) -> PostsMore:
        """Read anew what stood around a post in the same list as it was read before: so many rows above and
        below it. Where a connection fails, nothing comes.
        """
        async with self._turn:
            stood = next((each for each in before._stretches if ref in each.refs), None)
            if stood is None:
                return self._more((), ())
            index = next(at for at, row in enumerate(stood.rows) if row.post.ref == ref)
            if stood.start is not None and stood.start + index <= NEAR_HEAD:
                return await self._read_to(stood.start + index + below)
            seam = Seam(stood.order_at(index), ref)
            pages = stood.pages_near(index)
            near = [pages.get(lane.connection) for lane in self._lanes]
            made = await Stretch.around(self._lanes, near, seam, patience=self._patience)
            if not isinstance(made, Stretch):
                return PostsMore((), made, False, self._total())
            head = self._stretches[0]
            if made.start is not None and made.start - above <= len(head.rows):
                made.close()
                return await self._read_to(made.start + below)
            await made.grow(below + 1, down=True)
            await made.grow(above, down=False, other=head)
            if made.rows:
                self._stretches.append(made)
            self._join()
            return self._more(tuple(row.post for row in made.rows), (*made.up, *made.down))

    async def _read_to(self, place: int) -> PostsMore:
        head = self._stretches[0]
        if place >= len(head.rows):
            await head.grow(place + 1 - len(head.rows), down=True)
        return self._more(tuple(row.post for row in head.rows), head.down)

    # What is there

    def rows(self, mixed: Mixed | None = None) -> SparseRows[Post]:
        """The list as far as it is there, every row in its place. `mixed`: gives what is shown at its
        beginning.
        """
        parts: list[Sequence[Post] | Gap] = []
        total, at = self._total(), 0 if self._stretches[0].begins else None
        reached: int | None = 0
        for number, stretch in enumerate(self._stretches):
            told: Sequence[Post] = tuple(row.post for row in stretch.rows)
            begin = self._begin(stretch, total)
            if number or at is None:
                size = begin - reached if begin is not None and reached is not None else None
                parts.append(Gap(number, None if size is None else max(size, 1), from_below=True))
            elif mixed is not None:
                told = mixed(told, self._goes_on())
            parts.append(told)
            reached = None if begin is None else begin + len(stretch.rows)
        last = self._stretches[-1]
        begun = any(part for part in parts if not isinstance(part, Gap))
        if not last.ends and (begun or any(reader.pausing for reader in last.down)):
            size = total - reached if total is not None and reached is not None else None
            if any(reader.open for reader in last.down) or (size or 0) > 0:
                number = len(self._stretches)
                parts.append(Gap(number, None if size is None else max(size, 1), from_below=self.backward))
        return SparseRows(parts, lambda post: post.ref)

    def _begin(self, stretch: Stretch, total: int | None) -> int | None:
        if stretch.start is not None or total is None or stretch.behind is None:
            return stretch.start
        return total - stretch.behind - len(stretch.rows)

    def _goes_on(self) -> bool:
        """Whether something follows the first stretch, or may, by those that do not fail."""
        return len(self._stretches) > 1 or any(reader.open for reader in self._stretches[0].down)

    @property
    def backward(self) -> bool:
        """Whether the list can be read from its end."""
        return not any(lane.one_way for lane in self._lanes)

    @property
    def handed(self) -> int:
        """How many posts `more` has given."""
        return self._handed

    @property
    def total(self) -> int | None:
        """How many posts there are in all; None where that is not known."""
        return self._total()

    @property
    def silent(self) -> tuple[str, ...]:
        """The connections of this list that have told nothing so far."""
        return tuple(lane.connection for lane in self._lanes if lane.silent)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Those whose answer is on its way."""
        return tuple(dict.fromkeys(reader.lane.connection for reader in self._readers if reader.reading))

    async def late_answer(self) -> bool:
        """Wait until a connection that was late has answered; False where none is awaited."""
        reading = [reader.reading for reader in self._readers if reader.reading is not None]
        if reading:
            await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
        return bool(reading)

    def close(self) -> None:
        """Stop reading: the list is no longer looked at."""
        for stretch in self._stretches:
            stretch.close()

    # Inside

    @property
    def _readers(self) -> list[Reader]:
        return [reader for stretch in self._stretches for reader in (*stretch.up, *stretch.down)]

    @property
    def _reached(self) -> int:
        head = self._stretches[0]
        return (head.start or 0) + len(head.rows)

    def _beside(self, place: int, by: int) -> Stretch | None:
        there = place + by
        return self._stretches[there] if 0 <= there < len(self._stretches) else None

    def _join(self) -> bool:
        """Let stretches that have met be one; gives whether any were."""
        for above, below in pairwise(self._stretches):
            if above.meets(below) or below.met_by(above):
                above.join(below)
                self._stretches.remove(below)
                return True
        return False

    def _should_have_met(self) -> bool:
        """Whether nothing can be left between two stretches, by their places."""
        total, begins = self._total(), []
        for stretch in self._stretches:
            begin = self._begin(stretch, total)
            begins.append((begin, None if begin is None else begin + len(stretch.rows)))
        pairs = ((above[1], below[0]) for above, below in pairwise(begins))
        return any(end is not None and begin is not None and end >= begin for end, begin in pairs)

    def _forget(self) -> None:
        """Keep no more stretches than a person can be looking at, or comes back to."""
        while len(self._stretches) > MOST_STRETCHES:
            oldest = min(self._stretches, key=lambda stretch: stretch.used)
            oldest.close()
            self._stretches.remove(oldest)

    def _more(self, posts: tuple[Post, ...], readers: Sequence[Reader]) -> PostsMore:
        failures = {
            reader.lane.connection: reader.failure for reader in readers if reader.failure is not None
        }
        told = tuple(ConnectionFailed(name, error) for name, error in failures.items())
        whole = len(self._stretches) == 1 and self._stretches[0].ends
        return PostsMore(posts, told, whole and self._handed >= self._reached, self._total())

    def _total(self) -> int | None:
        if self._keeps is not None:
            whole = len(self._stretches) == 1 and self._stretches[0].ends and self._stretches[0].begins
            return len(self._stretches[0].rows) if whole else None
        known = [lane.total for lane in self._lanes if lane.total is not None]
        return sum(known) if len(known) == len(self._lanes) else None
