"""The rows of a list and the places that a cursor can take among them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from tui.domain.sparse import SparseRows

R = TypeVar("R")


class RowSet(Generic[R]):
    """Rows by place and by id. Nothing here looks at more rows than it must."""

    def __init__(
        self, rows: Sequence[R], row_id: Callable[[R], Hashable], selectable: Callable[[R], bool] | None
    ) -> None:
        """Take rows, how they are named, and which of them a cursor may stand on (None: all)."""
        self.rows = rows
        self._row_id = row_id
        self._selectable = selectable

    def __len__(self) -> int:
        return len(self.rows)

    def id_at(self, index: int) -> Hashable:
        """The id of the row at a place."""
        return self._row_id(self.rows[index])

    def is_selectable(self, index: int) -> bool:
        """Whether a cursor may stand there."""
        return self._selectable is None or self._selectable(self.rows[index])

    def index_of(self, row_id: Hashable, near: int = 0) -> int | None:
        """The place of a row, looked for from `near` outwards; None where it is not there."""
        if isinstance(self.rows, SparseRows):
            return self.rows.place_of(row_id)
        count = len(self.rows)
        near = max(min(near, count - 1), 0)
        for away in range(count):
            below, above = near + away, near - away
            if below < count and self.id_at(below) == row_id:
                return below
            if above >= 0 and self.id_at(above) == row_id:
                return above
            if below >= count and above < 0:
                break
        return None

    def nearest_selectable(self, index: int, *, up: bool = False) -> int | None:
        """The place itself if a cursor may stand there, else the next one below it, else above it
        (`up`: the other way round); None where there is none. A place outside counts as the end.
        """
        count = len(self.rows)
        if not count:
            return None
        index = max(min(index, count - 1), 0)
        below, above = range(index, count), range(index, -1, -1)
        for places in (above, below) if up else (below, above):
            for place in places:
                if self.is_selectable(place):
                    return place
        return None

    def step(self, index: int | None, by: int) -> int | None:
        """The place `by` selectable rows below (negative: above) `index`, or as far as there are any."""
        if index is None:
            return self.nearest_selectable(0)
        direction = 1 if by > 0 else -1
        end = len(self.rows) if by > 0 else -1
        left = abs(by)
        for place in range(index + direction, end, direction):
            if left == 0:
                break
            if self.is_selectable(place):
                index = place
                left -= 1
        return index

    def headings_above(self, index: int) -> int:
        """The place of the topmost of the rows right above that cannot be selected; else `index`."""
        while index > 0 and not self.is_selectable(index - 1):
            index -= 1
        return index

    def headings_below(self, index: int) -> int:
        """The place of the lowest of the rows right below that cannot be selected; else `index`."""
        while index < len(self.rows) - 1 and not self.is_selectable(index + 1):
            index += 1
        return index
