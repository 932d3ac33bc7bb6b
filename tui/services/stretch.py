"""A stretch of a list of posts over all its connections: rows without a gap, that grows at either end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence

from tui.domain.errors import CopydeskError
from tui.domain.failures import ConnectionFailed
from tui.domain.instants import instant
from tui.domain.refs import ItemRef
from tui.services.lanes import Lane, Opening, Reader, Row, Seam

MOST_ROWS = 2000
"""Rows that a stretch holds; what it loses at the other end is read again when it is wanted."""
DROPPED_AT_ONCE = 200


class Stretch:
    """Rows in the order of the list, as far as each connection's own order allows; each comes once."""

    def __init__(self, lanes: Sequence[Lane], *, patience: float) -> None:
        """Take the connections. It is of no use before one of `from_head`, `from_end` or `around`."""
        self.rows: deque[Row] = deque()
        self.refs: set[ItemRef] = set()
        self.start: int | None = None
        """How many rows of the list stand above it, where that is known."""
        self.behind: int | None = None
        """How many rows of the list stand below it, where that is known."""
        self.used = 0
        """When it grew last, among the others of its list."""
        self.up: list[Reader] = []
        self.down: list[Reader] = []
        self._lanes = lanes
        self.known: set[ItemRef] = set()
        self._patience = patience

    @classmethod
    def from_head(cls, lanes: Sequence[Lane], *, patience: float, tells: bool = False) -> Stretch:
        """One that begins where the list begins."""
        made = cls(lanes, patience=patience)
        made.start = 0
        made.up = [Reader(lane, made.known, down=False, ended=True) for lane in lanes]
        made.down = [Reader(lane, made.known, down=True, tells=tells) for lane in lanes]
        return made

    @classmethod
    def from_end(cls, lanes: Sequence[Lane], *, patience: float) -> Stretch:
        """One that ends where the list ends."""
        made = cls(lanes, patience=patience)
        made.behind = 0
        made.up = [Reader(lane, made.known, down=False) for lane in lanes]
        made.down = [Reader(lane, made.known, down=True, ended=True) for lane in lanes]
        return made

    @classmethod
    async def around(
        cls, lanes: Sequence[Lane], pages: Sequence[str | None], seam: Seam, *, patience: float
    ) -> Stretch | tuple[ConnectionFailed, ...]:
        """One that grows around a seam, which was near these pages, one for each connection; or why there
        is none.
        """
        asked = (_opened(lane, page, seam) for lane, page in zip(lanes, pages, strict=True))
        answers = list(zip(lanes, await asyncio.gather(*asked), strict=True))
        failures = [(lane, answer) for lane, answer in answers if isinstance(answer, CopydeskError)]
        if failures:
            return tuple(ConnectionFailed(lane.connection, error) for lane, error in failures)
        made = cls(lanes, patience=patience)
        openings = [(lane, answer) for lane, answer in answers if isinstance(answer, Opening)]
        made.start = _sum([opening.place for _, opening in openings])
        made.up = [made._reader(lane, opening, down=False) for lane, opening in openings]
        made.down = [made._reader(lane, opening, down=True) for lane, opening in openings]
        return made

    def _reader(self, lane: Lane, opening: Opening, *, down: bool) -> Reader:
        reader = Reader(lane, self.known, down=down)
        reader.go_on(opening)
        return reader

    # Growing

    async def grow(self, count: int, *, down: bool, other: Stretch | None = None) -> int:
        """Read on for at most so many rows, at the lower or the upper end; `other`: the stretch that
        follows there, whose rows are not read again. Gives how many came. May be cancelled at any time.
        """
        readers = self.down if down else self.up
        there: frozenset[ItemRef] | set[ItemRef] = other.refs if other is not None else frozenset()
        for reader in readers:
            reader.again()
        came = 0
        while came < count:
            await self._read([reader for reader in readers if reader.hungry], readers, showing=came > 0)
            if any(reader.pausing for reader in readers):
                break
            holding = [each for each in readers if each.posts and each.posts[0].post.ref not in there]
            if not holding:
                break
            self._add(_next(holding, down).take(), down=down)
            came += 1
        self._drop_far(down=down)
        return came

    def _add(self, row: Row, *, down: bool) -> None:
        self.refs.add(row.post.ref)
        if down:
            self.rows.append(row)
            self.behind = None if self.behind is None else max(self.behind - 1, 0)
        else:
            self.rows.appendleft(row)
            self.start = None if self.start is None else max(self.start - 1, 0)

    async def _read(self, hungry: Iterable[Reader], readers: Sequence[Reader], *, showing: bool) -> None:
        reading = {reader.read(): reader for reader in hungry}
        while reading:
            waits = showing or any(reader.posts for reader in readers)
            done, left = await asyncio.wait(
                reading,
                timeout=self._patience if waits else None,
                return_when=asyncio.ALL_COMPLETED if waits else asyncio.FIRST_COMPLETED,
            )
            for task in done:
                del reading[task]
                if not task.cancelled():
                    task.result()
            if waits:
                for task in left:
                    reading.pop(task).late()

    # Its ends

    def meets(self, below: Stretch) -> bool:
        """Whether nothing is left between this stretch and the one that follows."""
        return bool(below.rows) and all(_met(reader, below.refs) for reader in self.down)

    def met_by(self, above: Stretch) -> bool:
        """Whether nothing is left between this stretch and the one before it."""
        return bool(above.rows) and all(_met(reader, above.refs) for reader in self.up)

    def join(self, below: Stretch) -> None:
        """Be one with the stretch that follows."""
        for row in below.rows:
            if row.post.ref not in self.refs:
                self.rows.append(row)
                self.refs.add(row.post.ref)
        for reader in self.down:
            reader.close()
        self.down, self.behind = below.down, below.behind
        for reader in below.up:
            reader.close()
        self._know_again()

    @property
    def begins(self) -> bool:
        """Whether nothing stands above it."""
        return all(reader.ended and not reader.posts for reader in self.up)

    @property
    def ends(self) -> bool:
        """Whether nothing stands below it."""
        return all(reader.ended and not reader.posts for reader in self.down)

    def order_at(self, index: int) -> tuple[float, int]:
        """A row's place in the order of the list."""
        row = self.rows[index]
        lane = next(each for each in self._lanes if each.connection == row.post.ref.connection)
        before: float | None = None
        for above in range(index, -1, -1):
            created = self.rows[above].post.created_at
            if created is not None:
                before = instant(created)
                break
        return lane.order(row.post, before)

    def pages_near(self, index: int) -> dict[str, str | None]:
        """A page near a row, for each connection that stands in the stretch or may be read on from it."""
        near = {each.lane.connection: each.hint for each in self.down}
        rows = list(self.rows)
        away = sorted(range(len(rows)), key=lambda place: -abs(place - index))
        near.update((rows[place].post.ref.connection, rows[place].page) for place in away)
        return near

    def _drop_far(self, *, down: bool) -> None:
        """Hold no more rows than a stretch may: those go that are farthest from where it grew."""
        extra = len(self.rows) - MOST_ROWS
        if extra < DROPPED_AT_ONCE:
            return
        gone = [self.rows.popleft() if down else self.rows.pop() for _ in range(extra)]
        # `gone` is from the outermost inwards: the last of a connection is nearest to what stays.
        pages = {row.post.ref.connection: row.page for row in gone}
        self.refs.difference_update(row.post.ref for row in gone)
        edge = 0 if down else len(self.rows) - 1
        seam = Seam(self.order_at(edge), self.rows[edge].post.ref, behind=not down)
        readers = self.up if down else self.down
        for place, reader in enumerate(readers):
            if reader.lane.connection in pages:
                reader.close()
                readers[place] = Reader(reader.lane, self.known, down=not down)
                readers[place].go_on_from(pages[reader.lane.connection], seam)
        if down:
            self.start = None if self.start is None else self.start + extra
        else:
            self.behind = None if self.behind is None else self.behind + extra
        self._know_again()

    def _know_again(self) -> None:
        """What is there now, and what was read to come next, is not brought again."""
        known = set(self.refs)
        for reader in (*self.up, *self.down):
            known.update(row.post.ref for row in reader.posts)
        for reader in (*self.up, *self.down):
            reader.known = known
        self.known = known

    def close(self) -> None:
        """Stop reading."""
        for reader in (*self.up, *self.down):
            reader.close()


def _next(holding: Sequence[Reader], down: bool) -> Reader:
    """Of those that hold a post, the one whose post comes next: of equals the first, upwards the last."""
    newest_first = holding[0].lane.wanted.newest_first
    if down:
        return (max if newest_first else min)(holding, key=lambda reader: reader.next_at)
    return (min if newest_first else max)(reversed(holding), key=lambda reader: reader.next_at)


def _met(reader: Reader, refs: set[ItemRef]) -> bool:
    return reader.posts[0].post.ref in refs if reader.posts else reader.ended


async def _opened(lane: Lane, page: str | None, seam: Seam) -> Opening | CopydeskError:
    try:
        return await lane.open(page, seam)
    except CopydeskError as error:
        return Opening([], [], None, None, 0) if lane.misconfigured else error


def _sum(places: Sequence[int | None]) -> int | None:
    known = [place for place in places if place is not None]
    return sum(known) if len(known) == len(places) else None
