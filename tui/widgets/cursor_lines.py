"""Lines with a cursor on one row of many: where it stands, what is in view and what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from time import monotonic
from typing import Any, Generic, TypeVar

from textual.message import Message
from textual.timer import Timer

from tui.widgets.lines import Lines
from tui.widgets.rowset import RowSet

R = TypeVar("R")
REST_SECONDS = 0.12
RUN_SECONDS = 0.4
"""A move that follows the one before within so long belongs to a run: the cursor rests twice as long then,
so that nothing costly is drawn between two keys of it.
"""


class CursorLines(Lines, Generic[R]):
    """Rows, a cursor kept by id, and the part of them in view. `LineList` draws them."""

    class RowMessage(Message, namespace="line_list"):
        """Something about a row."""

        def __init__(self, line_list: CursorLines[Any], row: Any) -> None:
            """Take the list and the row, as it was given to `set_rows`."""
            super().__init__()
            self.line_list = line_list
            self.row = row

        @property
        def control(self) -> CursorLines[Any]:
            """The list, for `@on` with a selector."""
            return self.line_list

    class CursorMoved(RowMessage, namespace="line_list"):
        """The cursor stands on another row now (None: on no row), by a key or because rows changed."""

    class Rested(RowMessage, namespace="line_list"):
        """The cursor has rested on a row for a moment: time to show what is costly."""

    class Chosen(RowMessage, namespace="line_list"):
        """A row was chosen by the mouse, or by the key of a list that has such."""

    class EndNear(Message, namespace="line_list"):
        """Less than a screenful of rows is left below. Posted once for each list of rows."""

        def __init__(self, line_list: CursorLines[Any]) -> None:
            """Take the list."""
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> CursorLines[Any]:
            """The list, for `@on` with a selector."""
            return self.line_list

    def __init__(
        self,
        *,
        row_id: Callable[[R], Hashable],
        selectable: Callable[[R], bool] | None = None,
        rest_seconds: float = REST_SECONDS,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Take how a row is named; `selectable`: False for headings, which the cursor passes;
        `rest_seconds`: how long the cursor stands before `Rested` is posted.
        """
        super().__init__(id=id, classes=classes)
        self._rows: RowSet[R] = RowSet((), row_id, selectable)
        self._row_id = row_id
        self._selectable = selectable
        self._rest_seconds = rest_seconds
        self._rest: Timer | None = None
        self._moved_at = 0.0
        self._top = 0
        self._index: int | None = None
        self._cursor: Hashable | None = None
        self._told: Hashable | None = None
        self._end_told = False

    # What it shows

    @property
    def rows(self) -> Sequence[R]:
        """The rows as they were given."""
        return self._rows.rows

    @property
    def cursor(self) -> Hashable | None:
        """The id of the row under the cursor; None where no row can be selected."""
        return self._cursor

    @property
    def cursor_row(self) -> R | None:
        """The row under the cursor."""
        return None if self._index is None else self._rows.rows[self._index]

    @property
    def cursor_index(self) -> int | None:
        """The place of the row under the cursor."""
        return self._index

    @property
    def top(self) -> int:
        """The place of the topmost row shown."""
        return self._top

    def index_of(self, row_id: Hashable) -> int | None:
        """The place of a row; None where it is not in the list. Looks near the cursor first."""
        return self._rows.index_of(row_id, near=self._index or 0)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows. The cursor stays on its row, in the same line of the screen; where that row
        is gone, on the row now in its place, else on the nearest. Only lines that differ are repainted.
        """
        self._rows = RowSet(rows, self._row_id, self._selectable)
        self.forget_drawn()
        self._end_told = False
        before = self._index
        found = None if self._cursor is None else self._rows.index_of(self._cursor, near=before or 0)
        followed = before is None or self._top <= before < self._top + self.size.height
        if found is not None and before is not None:
            self._top += found - before
        index = found if found is not None else self._rows.nearest_selectable(before or 0)
        self._stand(index, follow=followed)

    # The cursor

    def move_to(self, row_id: Hashable) -> bool:
        """Put the cursor on a row; False where it is not there or cannot be selected."""
        index = self.index_of(row_id)
        if index is None or not self._rows.is_selectable(index):
            return False
        self._stand(index)
        return True

    def cursor_down(self, rows: int = 1) -> None:
        """Move down by so many selectable rows, or to the last one."""
        self._stand(self._rows.step(self._index, rows))

    def cursor_up(self, rows: int = 1) -> None:
        """Move up by so many selectable rows, or to the first one."""
        self._stand(self._rows.step(self._index, -rows))

    def page_down(self) -> None:
        """Move down by a screenful."""
        self._leap(max(self.size.height - 1, 1))

    def page_up(self) -> None:
        """Move up by a screenful."""
        self._leap(-max(self.size.height - 1, 1))

    def half_page_down(self) -> None:
        """Move down by half a screenful."""
        self._leap(max(self.size.height // 2, 1))

    def half_page_up(self) -> None:
        """Move up by half a screenful."""
        self._leap(-max(self.size.height // 2, 1))

    def cursor_home(self) -> None:
        """Move to the first row."""
        self._stand(self._rows.nearest_selectable(0))

    def cursor_end(self) -> None:
        """Move to the last row."""
        self._stand(self._rows.nearest_selectable(len(self._rows) - 1))

    def _leap(self, lines: int) -> None:
        """Move cursor and view together, so that the cursor keeps its line on the screen."""
        if self._index is None:
            return
        self._top += lines
        self._stand(self._rows.nearest_selectable(self._index + lines, up=lines < 0))

    def _stand(self, index: int | None, *, follow: bool = True) -> None:
        """Put the cursor at a place, bring it into view (`follow`), repaint what differs and tell."""
        self._index = index
        self._cursor = None if index is None else self._rows.id_at(index)
        self._bring_into_view(follow)
        self.repaint_changed()
        self._tell()

    def _bring_into_view(self, follow: bool = True) -> None:
        height = self.size.height
        if not height:
            # Not shown now; but it may be drawn before it hears of its size.
            self._top = max(self._top, 0)
            return
        if follow and self._index is not None:
            # Headings right above the row, and below it, are shown with it where they fit: nothing but the
            # row brings those at the ends of the list into view.
            first = max(self._rows.headings_above(self._index), self._index - height + 1)
            last = min(self._rows.headings_below(self._index), self._index + height - 1)
            self._top = min(max(self._top, last - height + 1), first)
        self._top = max(min(self._top, len(self._rows) - height), 0)

    def _tell(self) -> None:
        """Post what there is to tell, once the widget is part of a screen."""
        if not self.is_mounted:
            return
        if self._cursor != self._told:
            self._told = self._cursor
            self.post_message(self.CursorMoved(self, self.cursor_row))
            if self._rest is not None:
                self._rest.stop()
            now = monotonic()
            seconds = self._rest_seconds * (2 if now - self._moved_at < RUN_SECONDS else 1)
            self._moved_at = now
            self._rest = None if self._cursor is None else self.set_timer(seconds, self._tell_rest)
        self._tell_end()

    def _tell_rest(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Rested(self, self.cursor_row))

    def _tell_end(self) -> None:
        height = self.size.height
        if height and not self._end_told and len(self._rows) - (self._top + height) < height:
            self._end_told = True
            self.post_message(self.EndNear(self))

    def _scroll(self, rows: int) -> None:
        """Move the view; the cursor stays on its row."""
        self._top = max(min(self._top + rows, len(self._rows) - self.size.height), 0)
        self.repaint_changed()
        self._tell_end()

    def on_mount(self) -> None:
        """Tell of the rows that were given before."""
        self._tell()

    def on_resize(self) -> None:
        """Keep the cursor in view at the new size."""
        self._bring_into_view()
        self._tell()
