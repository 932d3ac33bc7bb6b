"""Our one list: it draws only the rows that are seen and keeps its cursor by id."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple, TypeVar

from textual import events
from textual.content import Content, Span
from textual.strip import Strip
from textual.style import Style

from tui.presentation import roles
from tui.widgets.awaiting_lines import AwaitingLines
from tui.widgets.cursor_lines import REST_SECONDS
from tui.widgets.lacking_lines import LackingLines
from tui.widgets.lines import strip_of
from tui.widgets.marked_lines import MarkedLines

R = TypeVar("R")
GUTTER = 3
"""Cells at the left for the cursor and the mark; one more stays free at the right edge."""
WHEEL_ROWS = 3


class RowLook(NamedTuple):
    """How a row stands in the list while it is drawn."""

    cursor: bool
    focused: bool
    marked: bool = False


class LineList(AwaitingLines[R], MarkedLines[R], LackingLines[R], can_focus=True):
    """A list of rows of any length at the cost of a screenful. It binds no keys: screens call its
    `cursor_…` methods. Messages: `CursorMoved`, `Rested`, `EndNear`, `Lacking`, `Chosen`.
    """

    DEFAULT_CSS = """
    LineList { height: 1fr; width: 1fr; }
    """
    CLICKS = 2
    """How many clicks on a row choose it."""

    def __init__(
        self,
        *,
        row_id: Callable[[R], Hashable],
        draw: Callable[[R, int, RowLook], Content],
        selectable: Callable[[R], bool] | None = None,
        empty: Content | None = None,
        rest_seconds: float = REST_SECONDS,
        ascii: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Take how a row is named and drawn.

        `row_id`: stable over refreshes, unique in the list. `draw`: the row in the cells given, of which
        it may use fewer. `selectable`: False for headings, which the cursor passes. `empty`: the sentence
        shown where there are no rows. `rest_seconds`: how long the cursor stands before `Rested`.
        """
        super().__init__(
            row_id=row_id, selectable=selectable, rest_seconds=rest_seconds, id=id, classes=classes
        )
        self._draw = draw
        self._empty = empty or Content("")
        self._empty_lines: list[Content] | None = None
        self._drawn: dict[int, tuple[R, RowLook, Strip]] = {}
        self.take_signs(ascii=ascii)

    def take_signs(self, *, ascii: bool) -> None:
        """Draw cursor and marks with signs that every font has from now on, or with our own."""
        self._sign = ">" if ascii else "▌"
        self._mark = "*" if ascii else "◆"

    def set_empty(self, empty: Content) -> None:
        """Show this where there are no rows: what is empty, loading or failed, and the key that helps."""
        self._empty = empty
        self._empty_lines = None
        self.repaint_changed()

    def redraw(self) -> None:
        """Draw the same rows again (ages moved on, say); only lines that differ are repainted."""
        self._drawn.clear()
        self.repaint_changed()

    # Drawing

    def line_at(self, y: int) -> Strip:
        """One line: a row, a line of the empty text, or a blank."""
        width = self.size.width
        index = self._top + y
        if index < len(self._rows):
            return self._row_strip(index, width)
        if not self._rows and width > GUTTER + 1:
            if self._empty_lines is None:
                self._empty_lines = self._empty.wrap(width - GUTTER - 1)
            if y < len(self._empty_lines):
                return strip_of(Content(" " * GUTTER) + self._empty_lines[y], width, self.visual_style)
        return strip_of(Content(""), width, self.visual_style)

    def _row_strip(self, index: int, width: int) -> Strip:
        row = self._rows.rows[index]
        cursor = index == self._index
        look = RowLook(cursor, cursor and self._has_keys(), self.is_marked(index))
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
        mark = self._mark if look.marked else ""
        if not look.cursor:
            return strip_of(_guttered(content, width, mark), width, style)
        bar = strip_of(Content.styled(self._sign, roles.ACCENT), min(width, 1), style)
        under = style + (Style(reverse=True) if look.focused else Style(bold=True))
        # Colours and dim text would show as patches in a reversed line.
        line = strip_of(Content(f"{mark:<{GUTTER - 1}}{content.plain}"), width - 1, under)
        return Strip.join([bar, line])

    def forget_drawn(self) -> None:
        """Draw every row anew: the theme or the size changed."""
        self._drawn.clear()
        self._empty_lines = None

    # Events

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self.repaint_changed()

    def on_blur(self) -> None:
        """Show the cursor as resting."""
        self.repaint_changed()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse was clicked, or choose that row."""
        offset = event.get_content_offset(self)
        index = None if offset is None else self._top + offset.y
        if index is None or index >= len(self._rows) or not self._rows.is_selectable(index):
            return
        event.stop()
        self._stand(index)
        if event.chain == self.CLICKS:
            self.post_message(self.Chosen(self, self.cursor_row))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by some rows; the cursor stays on its row."""
        event.stop()
        self._scroll(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by some rows; the cursor stays on its row."""
        event.stop()
        self._scroll(-WHEEL_ROWS)


def _guttered(content: Content, width: int, mark: str = "") -> Content:
    """A row between its margins. Blanks take the style of what they touch: every change of style
    costs some forty bytes a line, and on blanks it would not be seen.
    """
    end = len(content)
    right = " " * max(width - GUTTER - content.cell_length, 0)
    spans = [
        Span(
            0 if span.start == 0 and not mark else span.start + GUTTER,
            span.end + GUTTER + (len(right) if span.end == end else 0),
            span.style,
        )
        for span in content.spans
    ]
    if mark:
        spans.insert(0, Span(0, GUTTER, roles.ACCENT))
    return Content(f" {mark:<{GUTTER - 1}}{content.plain}{right}", spans)
