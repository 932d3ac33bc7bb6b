"""Lines of which some are marked, by their ids, and a range of them that is being chosen."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TypeVar

from tui.widgets.cursor_lines import CursorLines

R = TypeVar("R")


class MarkedLines(CursorLines[R]):
    """Rows with a cursor and marks. Whoever owns the marks keeps them; here they are shown alone."""

    _marks: frozenset[Hashable] = frozenset()
    _anchor: Hashable | None = None
    _anchor_index: int | None = None

    def show_marks(self, marks: Collection[Hashable]) -> None:
        """Show the rows of these ids as marked, whether they are in the list or not. Only lines that
        differ are repainted.
        """
        self._marks = frozenset(marks)
        self.repaint_changed()

    def set_rows(self, rows: Sequence[R]) -> None:
        """As a list without marks; a range that is begun on a row that is gone is none any longer."""
        super().set_rows(rows)
        if self._anchor is not None:
            self._anchor_index = self.index_of(self._anchor)
            self.repaint_changed()

    @property
    def ranging(self) -> bool:
        """Whether a range is being chosen: from where it was begun to the cursor."""
        return self._anchor_index is not None

    def begin_range(self) -> None:
        """Begin a range at the cursor; the rows up to it are shown as marked."""
        self._anchor, self._anchor_index = self._cursor, self._index
        self.repaint_changed()

    def end_range(self) -> None:
        """Choose none any longer."""
        self._anchor = self._anchor_index = None
        self.repaint_changed()

    def in_range(self) -> list[R]:
        """The rows of the range that can be selected."""
        if self._anchor_index is None or self._index is None:
            return []
        first, last = sorted((self._anchor_index, self._index))
        places = range(first, last + 1)
        return [self._rows.rows[place] for place in places if self._rows.is_selectable(place)]

    def is_marked(self, index: int) -> bool:
        """Whether a row is shown as marked."""
        if self._marks and self._rows.id_at(index) in self._marks:
            return True
        anchor, cursor = self._anchor_index, self._index
        if anchor is None or cursor is None or not min(anchor, cursor) <= index <= max(anchor, cursor):
            return False
        return self._rows.is_selectable(index)
