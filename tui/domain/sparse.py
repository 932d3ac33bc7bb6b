"""A list of which only parts are there: what is missing has a place all the same."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar, overload

T = TypeVar("T")
MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that is not there yet. It is its own name: a cursor may stand on it."""

    index: int
    below: int
    """How many rows stand below it."""


class Gap(NamedTuple):
    """Rows that are missing between two stretches of a list, or before or behind all of them."""

    number: int
    """How many stretches stand above it."""
    size: int | None
    """How many rows are missing; None where that is not known: it shows as one."""
    from_below: bool
    """Whether it can be read from its lower end upwards too."""


class Want(NamedTuple):
    """What to read next: so many rows of a gap, from its upper end down or from its lower end up."""

    gap: int
    down: bool
    rows: int


class _Part(NamedTuple, Generic[T]):
    begin: int
    size: int
    rows: Sequence[T]
    gap: Gap | None


class SparseRows(Sequence[T | Missing]):
    """Rows by place, at the cost of the rows that are there. Iterating gives those alone.

    It never changes: when more is read, there is another one.
    """

    def __init__(self, parts: Sequence[Sequence[T] | Gap], name: Callable[[T], Hashable]) -> None:
        """Take stretches and gaps as they follow one another, and how a row is named."""
        self._parts: list[_Part[T]] = []
        begin = 0
        for part in parts:
            size = max(part.size or 1, 1) if isinstance(part, Gap) else len(part)
            if size:
                gap = part if isinstance(part, Gap) else None
                self._parts.append(_Part(begin, size, () if isinstance(part, Gap) else part, gap))
                begin += size
        self._begins = [part.begin for part in self._parts]
        self._count = begin
        self._name = name
        self._places: dict[Hashable, int] | None = None
        self._missing: dict[int, Missing] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> T | Missing: ...

    @overload
    def __getitem__(self, index: slice) -> list[T | Missing]: ...

    def __getitem__(self, index: int | slice) -> T | Missing | list[T | Missing]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._count))]
        if index < 0:
            index += self._count
        if not 0 <= index < self._count:
            raise IndexError(index)
        part = self._parts[bisect_right(self._begins, index) - 1]
        if part.gap is None:
            return part.rows[index - part.begin]
        found = self._missing.get(index)
        if found is None:
            if len(self._missing) >= MOST_REMEMBERED:
                self._missing.clear()
            found = self._missing[index] = Missing(index, self._count - index - 1)
        return found

    def __iter__(self) -> Iterator[T]:
        for part in self._parts:
            yield from part.rows

    @property
    def complete(self) -> bool:
        """Whether no row is missing."""
        return all(part.gap is None for part in self._parts)

    @property
    def sized(self) -> bool:
        """Whether it is known how many rows there are."""
        return all(part.gap is None or part.gap.size is not None for part in self._parts)

    @property
    def there(self) -> list[T]:
        """The rows that are there."""
        return [row for part in self._parts for row in part.rows]

    def place_of(self, row_id: Hashable) -> int | None:
        """The place of a row; None where it is not there. A row that was missing is looked for at its
        distance from the nearer end of the list.
        """
        if isinstance(row_id, Missing):
            if not self._count:
                return None
            tail = self._parts[-1].gap
            from_end = row_id.below < row_id.index and not (tail is not None and tail.size is None)
            place = self._count - 1 - row_id.below if from_end else row_id.index
            return max(min(place, self._count - 1), 0)
        if self._places is None:
            self._places = {
                self._name(row): part.begin + at for part in self._parts for at, row in enumerate(part.rows)
            }
        return self._places.get(row_id)

    def lacks(self, first: int, last: int) -> bool:
        """Whether a row from `first` to `last` is missing; places outside of the list lack nothing."""
        at = max(bisect_right(self._begins, max(first, 0)) - 1, 0)
        while at < len(self._parts) and self._parts[at].begin <= last:
            if self._parts[at].gap is not None:
                return True
            at += 1
        return False

    def wanted(self, first: int, last: int) -> Want | None:
        """What to read so that the rows from `first` to `last` are there, the ones in the middle first;
        None where none is missing.
        """
        middle, best = (first + last) // 2, None
        for part in self._parts:
            end = part.begin + part.size
            if part.gap is None or end <= first or part.begin > last:
                continue
            away = max(part.begin - middle, middle - end + 1, 0)
            if best is None or away < best[0]:
                best = away, self._want(part, part.gap, first, last)
        return None if best is None else best[1]

    def wanted_at_end(self, count: int) -> Want | None:
        """What to read so that the end is there, where it is not and can be read by itself."""
        gap = self._parts[-1].gap if self._parts else None
        return Want(gap.number, False, count) if gap is not None and gap.from_below else None

    def _want(self, part: _Part[T], gap: Gap, first: int, last: int) -> Want:
        if gap.size is None:
            down = not gap.from_below or part.begin >= (first + last) // 2
            return Want(gap.number, down, last - first + 1)
        down_rows = min(last, part.begin + part.size - 1) - part.begin + 1
        up_rows = part.begin + part.size - max(first, part.begin)
        down = down_rows <= up_rows or not gap.from_below
        return Want(gap.number, down, down_rows if down else up_rows)
