"""Our one list: it draws only the rows that are seen and keeps its cursor by id."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.timer import Timer

from tui.presentation import roles
from tui.widgets.lines import Lines, strip_of
from tui.widgets.rowset import RowSet

R = TypeVar("R")
GUTTER = 3
"""Cells at the left for cursor and mark; one more stays free at the right edge."""
REST_SECONDS = 0.12
WHEEL_ROWS = 3


class RowLook(NamedTuple):
    """How a row stands in the list while it is drawn."""

    cursor: bool
    marked: bool
    focused: bool


class LineList(Lines, Generic[R], can_focus=True):
    """A list of rows of any length at the cost of a screenful. It binds no keys: screens call its
    `cursor_…` methods.
    """

    DEFAULT_CSS = """
    LineList { height: 1fr; width: 1fr; }
    """

    class RowMessage(Message):
        """Something about a row."""

        def __init__(self, line_list: LineList[Any], row: Any) -> None:
            """Take the list and the row, as it was given to `set_rows`."""
            super().__init__()
            self.line_list = line_list
            self.row = row

        @property
        def control(self) -> LineList[Any]:
            """The list, for `@on` with a selector."""
            return self.line_list

    class CursorMoved(RowMessage):
        """The cursor stands on another row now (None: on no row), by a key or because rows changed."""

    class Rested(RowMessage):
        """The cursor has rested on a row for a moment: time to show what is costly."""

    class Chosen(RowMessage):
        """A row was clicked twice."""

    class EndNear(Message):
        """Less than a screenful of rows is left below. Posted once for each list of rows."""

        def __init__(self, line_list: LineList[Any]) -> None:
            """Take the list."""
            super().__init__()
            self.line_list = line_list

        @property
        def control(self) -> LineList[Any]:
            """The list, for `@on` with a selector."""
            return self.line_list

    def __init__(
        self,
        *,
        row_id: Callable[[R], Hashable],
        draw: Callable[[R, int, RowLook], Content],
        selectable: Callable[[R], bool] | None = None,
        empty: Content | None = None,
        rest_seconds: float = REST_SECONDS,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Take how a row is named and drawn.

        `row_id`: stable over refreshes, unique in the list. `draw`: the row in the cells given, of which
        it may use fewer. `selectable`: False for headings, which the cursor passes. `empty`: the sentence
        shown where there are no rows. `rest_seconds`: how long the cursor stands before `Rested`.
        """
        super().__init__(id=id, classes=classes)
        self._rows: RowSet[R] = RowSet((), row_id, selectable)
        self._row_id = row_id
        self._selectable = selectable
        self._draw = draw
        self._empty = empty or Content("")
        self._rest_seconds = rest_seconds
        self._rest: Timer | None = None
        self._marks: frozenset[Hashable] = frozenset()
        self._top = 0
        self._index: int | None = None
        self._cursor: Hashable | None = None
        self._told: Hashable | None = None
        self._end_told = False
        self._drawn: dict[int, tuple[R, RowLook, Strip]] = {}

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
        """The place of the row under the cursor, from 0."""
        return self._index

    @property
    def top(self) -> int:
        """The place of the topmost row shown."""
        return self._top

    @property
    def marks(self) -> frozenset[Hashable]:
        """The ids of the marked rows."""
        return self._marks

    def index_of(self, row_id: Hashable) -> int | None:
        """The place of a row; None where it is not in the list. Looks near the cursor first."""
        return self._rows.index_of(row_id, near=self._index or 0)

    def set_rows(self, rows: Sequence[R]) -> None:
        """Show these rows. The cursor stays on its row, in the same line of the screen; where that row
        is gone, on the row now in its place, else on the nearest. Only lines that differ are repainted.
        """
        self._rows = RowSet(rows, self._row_id, self._selectable)
        self._drawn.clear()
        self._end_told = False
        before = self._index
        found = None if self._cursor is None else self._rows.index_of(self._cursor, near=before or 0)
        if found is not None and before is not None:
            self._top += found - before
        self._stand(found if found is not None else self._rows.nearest_selectable(before or 0))

    def set_marks(self, marks: frozenset[Hashable]) -> None:
        """Mark the rows of these ids."""
        self._marks = marks
        self.repaint_changed()

    def set_empty(self, empty: Content) -> None:
        """Show this where there are no rows: what is empty, loading or failed, and the key that helps."""
        self._empty = empty
        self.repaint_changed()

    def redraw(self) -> None:
        """Draw the same rows again (ages moved on, say); only lines that differ are repainted."""
        self._drawn.clear()
        self.repaint_changed()

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

    def _stand(self, index: int | None) -> None:
        """Put the cursor at a place, bring it into view, repaint what differs and tell."""
        self._index = index
        self._cursor = None if index is None else self._rows.id_at(index)
        self._bring_into_view()
        self.repaint_changed()
        self._tell()

    def _bring_into_view(self) -> None:
        height = self.size.height
        if not height:
            return
        if self._index is not None:
            # Headings right above the row are shown with it where they fit.
            first = max(self._rows.headings_above(self._index), self._index - height + 1)
            self._top = min(max(self._top, self._index - height + 1), first)
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
            self._rest = None if self._cursor is None else self.set_timer(self._rest_seconds, self._tell_rest)
        self._tell_end()

    def _tell_rest(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Rested(self, self.cursor_row))

    def _tell_end(self) -> None:
        height = self.size.height
        if height and not self._end_told and len(self._rows) - (self._top + height) < height:
            self._end_told = True
            self.post_message(self.EndNear(self))

    # Drawing

    def line_at(self, y: int) -> Strip:
        """One line: a row, a line of the empty text, or a blank."""
        width = self.size.width
        index = self._top + y
        if index < len(self._rows):
            return self._row_strip(index, width)
        if not self._rows and width > GUTTER + 1:
            lines = self._empty.wrap(width - GUTTER - 1)
            if y < len(lines):
                return strip_of(Content(" " * GUTTER) + lines[y], width, self.visual_style)
        return strip_of(Content(""), width, self.visual_style)

    def _row_strip(self, index: int, width: int) -> Strip:
        row = self._rows.rows[index]
        cursor = index == self._index
        look = RowLook(cursor, self._rows.id_at(index) in self._marks, cursor and self._has_keys())
        kept = self._drawn.get(index)
        if kept is not None and kept[0] is row and kept[1] == look:
            return kept[2]
        content = self._draw(row, max(width - GUTTER - 1, 0), look)
        strip = self._dressed(content, look, width)
        if len(self._drawn) > 4 * self.size.height:
            self._drawn.clear()
        self._drawn[index] = (row, look, strip)
        return strip

    def _has_keys(self) -> bool:
        """Whether keys act on this list: it has the focus, or nothing has."""
        return self.has_focus or self.screen.focused is None

    def _dressed(self, content: Content, look: RowLook, width: int) -> Strip:
        """A row with its gutter; under the cursor in plain reverse, which every terminal can."""
        style = self.visual_style
        mark = "●" if look.marked else " "
        if not look.cursor:
            gutter = Content.assemble(" ", (mark, roles.ACCENT), " ")
            return strip_of(gutter + content, width, style)
        bar = strip_of(Content.styled("▌", roles.ACCENT), min(width, 1), style)
        under = style + (Style(reverse=True) if look.focused else Style(bold=True))
        # Colours and dim text would show as patches in a reversed line.
        line = strip_of(Content(f"{mark} {content.plain}"), width - 1, under)
        return Strip.join([bar, line])

    def forget_drawn(self) -> None:
        """Draw every row anew: the theme or the size changed."""
        self._drawn.clear()

    # Events

    def on_mount(self) -> None:
        """Tell of the rows that were given before."""
        self._tell()

    def on_resize(self) -> None:
        """Keep the cursor in view at the new size."""
        self._drawn.clear()
        self._bring_into_view()
        self.repaint_changed()
        self._tell_end()

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self.repaint_changed()

    def on_blur(self) -> None:
        """Show the cursor as resting."""
        self.repaint_changed()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse was clicked; twice chooses."""
        offset = event.get_content_offset(self)
        index = None if offset is None else self._top + offset.y
        if index is None or index >= len(self._rows) or not self._rows.is_selectable(index):
            return
        event.stop()
        self._stand(index)
        if event.chain == 2:
            self.post_message(self.Chosen(self, self.cursor_row))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by some rows; the cursor stays on its row."""
        event.stop()
        self._scroll(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by some rows; the cursor stays on its row."""
        event.stop()
        self._scroll(-WHEEL_ROWS)

    def _scroll(self, rows: int) -> None:
        self._top = max(min(self._top + rows, len(self._rows) - self.size.height), 0)
        self.repaint_changed()
        self._tell_end()
