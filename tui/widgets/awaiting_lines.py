"""Lines whose cursor waits for a row that is not there yet."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

from tui.widgets.cursor_lines import CursorLines

R = TypeVar("R")


class AwaitingLines(CursorLines[R]):
    """Lines that can be told where the cursor was, before the rows are there."""

    _awaited: tuple[Hashable, int, int] | None = None
    """A row, the place and the line of the view that it had."""

    def wait_for(self, row_id: Hashable, index: int, line: int) -> None:
        """Put the cursor on a row, in a line of the view, now or as soon as it is among the rows; until then
        on the one at that place, or the nearest. It is waited for until the cursor is moved.
        """
        self._awaited = (row_id, index, line)
        self._stand_awaiting()

    @property
    def waits(self) -> bool:
        """Whether the cursor waits for a row."""
        return self._awaited is not None

    def wait_no_longer(self) -> None:
        """The cursor stays where it is."""
        self._awaited = None

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows, as any lines do; the cursor goes to the row that is waited for."""
        awaited = self._awaited
        super().set_rows(rows)
        self._awaited = awaited
        self._stand_awaiting()

    def _stand_awaiting(self) -> None:
        if self._awaited is None or not len(self._rows):
            return
        awaited = row_id, index, line = self._awaited
        found = self._rows.index_of(row_id, near=index)
        stands = self._rows.nearest_selectable(index if found is None else found)
        self._top = (stands or 0) - line
        self._stand(stands)
        if found is None:
            self._awaited = awaited

    def _stand(self, index: int | None, *, follow: bool = True) -> None:
        self._awaited = None
        super()._stand(index, follow=follow)
