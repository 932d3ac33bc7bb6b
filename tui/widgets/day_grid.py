"""A grid of days, a week a line of cells: drawn cell by cell, and only those that changed."""

from __future__ import annotations

from datetime import date

from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip

from tui.domain.calendar.spans import DAY, Shape
from tui.presentation.calendar_grid import GridDays, Taken, cell_lines, weekday_line
from tui.widgets.lines import Lines, strip_of

WEEK = 7
MARGIN = 1
GAP = 1


class DayGrid(Lines):
    """Days in seven columns. Whoever shows it tells where the cursor is; it binds no keys."""

    DEFAULT_CSS = """
    DayGrid { height: 1fr; width: 1fr; }
    """

    class Picked(Message):
        """A day was clicked."""

        def __init__(self, day: date) -> None:
            """Take the day."""
            super().__init__()
            self.day = day

    def __init__(self, *, ascii: bool = False, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self.ascii = ascii
        self._view: GridDays | None = None
        self._day: date | None = None
        self._key: object = None
        self._taken: Taken | None = None
        self._cells: dict[date, tuple[object, list[Strip]]] = {}

    def show(self, view: GridDays) -> None:
        """Show these days."""
        self._view = view
        self.forget_drawn()
        self.repaint_changed()

    def point(self, day: date, key: object, taken: Taken | None = None) -> None:
        """Put the cursor on an item of a day, or on the day; `taken`: an item that was taken up."""
        if (day, key, taken) != (self._day, self._key, self._taken):
            self._day, self._key, self._taken = day, key, taken
            self.repaint_changed()

    def forget_drawn(self) -> None:
        """Draw every cell anew."""
        self._cells.clear()

    # Where what stands

    @property
    def _column(self) -> int:
        return max((self.size.width - 2 * MARGIN - (WEEK - 1) * GAP) // WEEK, 1)

    @property
    def _head(self) -> int:
        return 1 if self._view is not None and self._view.shape is Shape.MONTH else 0

    def _week_at(self, y: int) -> tuple[int, int, int] | None:
        """The week of a line, which of the week's lines it is, and how many it has."""
        weeks = self._view.span.days // WEEK if self._view is not None else 0
        if not weeks or y < self._head:
            return None
        y -= self._head
        lines, more = divmod(max(self.size.height - self._head, 0), weeks)
        # What is left over goes to the first weeks, a line each.
        long = more * (lines + 1)
        if y < long:
            return y // (lines + 1), y % (lines + 1), lines + 1
        if not lines:
            return None
        return more + (y - long) // lines, (y - long) % lines, lines

    def _cell(self, day: date, column: int, height: int) -> list[Strip]:
        assert self._view is not None
        here = day == self._day
        taken = self._taken
        touched = taken if taken is not None and day in {taken.day, taken.origin} else None
        look = (column, height, here, self._key if here else None, touched)
        kept = self._cells.get(day)
        if kept is None or kept[0] != look:
            lines = cell_lines(
                self._view,
                day,
                column,
                height,
                cursor=self._key,
                here=here,
                taken=touched,
                ascii=self.ascii,
            )
            style = self.visual_style
            kept = self._cells[day] = (look, [strip_of(line, column + GAP, style) for line in lines])
        return kept[1]

    def line_at(self, y: int) -> Strip:
        """One line through the cells of a week."""
        width, style = self.size.width, self.visual_style
        if self._view is None:
            return strip_of(Content(""), width, style)
        if y < self._head:
            return strip_of(Content(" " * MARGIN) + weekday_line(width, self._column), width, style)
        at = self._week_at(y)
        if at is None or at[0] * WEEK >= self._view.span.days:
            return strip_of(Content(""), width, style)
        week, line, height = at
        first, column = self._view.span.first + week * WEEK * DAY, self._column
        parts = [strip_of(Content(""), MARGIN, style)]
        parts += [self._cell(first + number * DAY, column, height)[line] for number in range(WEEK)]
        return Strip.join(parts).adjust_cell_length(width, style.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Tell which day was clicked."""
        offset = event.get_content_offset(self)
        at = self._week_at(offset.y) if offset is not None else None
        if offset is None or at is None or self._view is None:
            return
        number = min(max(offset.x - MARGIN, 0) // (self._column + GAP), WEEK - 1)
        day = self._view.span.first + (at[0] * WEEK + number) * DAY
        if day in self._view.span:
            event.stop()
            self.post_message(self.Picked(day))
