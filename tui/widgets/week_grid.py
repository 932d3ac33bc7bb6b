"""A week of slots: a column for each day, a line for each time at which there is any."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from tui.domain.week import DAYS
from tui.presentation.week_grid import TIME_CELLS, WeekLook, day_cells, week_line, week_rows
from tui.widgets.line_list import GUTTER, WHEEL_ROWS
from tui.widgets.lines import Lines, strip_of

if TYPE_CHECKING:
    from datetime import time

    from tui.domain.refs import ItemRef


class WeekGrid(Lines):
    """Draws the week that it is given, and repaints only the lines that are others now. It binds no keys."""

    DEFAULT_CSS = """
    WeekGrid { height: 1fr; width: 1fr; }
    """

    class Pointed(Message):
        """A slot was clicked."""

        def __init__(self, ref: ItemRef) -> None:
            """Take which."""
            super().__init__()
            self.ref = ref

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._look = WeekLook()
        self._lines: list[tuple[time, int]] = []
        self._line_of: dict[ItemRef | None, int] = {}
        self._drawn: dict[int, Strip] = {}
        self._top = 0

    def show(self, look: WeekLook) -> None:
        """Show a week."""
        if look.week is not self._look.week:
            self._lines = week_rows(look.week)
            self._line_of = {
                look.week.at(day, clock)[number].ref: line
                for line, (clock, number) in enumerate(self._lines)
                for day in range(DAYS)
                if number < len(look.week.at(day, clock))
            }
        self._look = look
        self.forget_drawn()
        self._bring_into_view()
        self.repaint_changed()

    def point(self, cursor: ItemRef | None) -> None:
        """Show the cursor on another slot: two lines are others then."""
        for ref in (self._look.cursor, cursor):
            self._drawn.pop(self._line_of.get(ref, -1), None)
        self._look = replace(self._look, cursor=cursor)
        self._bring_into_view()
        self.repaint_changed()

    def forget_drawn(self) -> None:
        """Draw every line anew: the theme or the size changed."""
        self._drawn.clear()

    def _bring_into_view(self) -> None:
        height = self.size.height
        line = self._line_of.get(self._look.cursor)
        if not height:
            return
        if line is not None:
            self._top = min(max(self._top, line - height + 1), line)
        self._top = max(min(self._top, len(self._lines) - height), 0)

    def line_at(self, y: int) -> Strip:
        """One time of the week, or a blank."""
        width, line = self.size.width, self._top + y
        if line >= len(self._lines):
            return strip_of(Content(""), width, self.visual_style)
        if line not in self._drawn:
            clock, number = self._lines[line]
            within = max(width - GUTTER - 1, 0)
            drawn = week_line(self._look, clock, number, within, Style(reverse=True))
            self._drawn[line] = strip_of(Content.assemble(" " * GUTTER, drawn), width, self.visual_style)
        return self._drawn[line]

    def on_resize(self) -> None:
        """Keep the cursor in view at the new size."""
        self._bring_into_view()

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Tell which slot was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or self._top + offset.y >= len(self._lines):
            return
        within = max(self.size.width - GUTTER - 1, 0)
        day = (offset.x - GUTTER - TIME_CELLS) // day_cells(within)
        clock, number = self._lines[self._top + offset.y]
        if offset.x >= GUTTER + TIME_CELLS and 0 <= day < DAYS:
            there = self._look.week.at(day, clock)
            if number < len(there):
                event.stop()
                self.post_message(self.Pointed(there[number].ref))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by some lines; the cursor stays on its slot."""
        event.stop()
        self._scroll(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by some lines; the cursor stays on its slot."""
        event.stop()
        self._scroll(-WHEEL_ROWS)

    def _scroll(self, lines: int) -> None:
        self._top = max(min(self._top + lines, len(self._lines) - self.size.height), 0)
        self.repaint_changed()
