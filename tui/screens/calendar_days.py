"""The days of the calendar: which are shown, in which shape, and where in them the cursor is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from types import MappingProxyType
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content

from tui.commands import Area
from tui.domain.calendar.gathering import Known, by_day, scheduled_items, timed_items, within
from tui.domain.calendar.items import CalendarItem
from tui.domain.calendar.marks import counted, marked
from tui.domain.calendar.slots import takings
from tui.domain.calendar.spans import (
    AGENDA_DAYS,
    DAY,
    Shape,
    Span,
    kept_in,
    length,
    shows,
    span_of,
    span_with,
    stepped,
)
from tui.domain.places import Place
from tui.presentation import calendar as words
from tui.presentation.calendar_grid import GridDays, Taken
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.grids import Grids
from tui.screens.slots import GivingSlots
from tui.widgets.day_grid import DayGrid
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.lines import Bar

SHORT = 22
"""Lines under which nothing has room below a grid."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day in the list: over its items, or by itself where nothing stands on it."""

    day: date
    empty: bool


CalendarRow = DayRow | CalendarItem


def row_id(row: CalendarRow) -> Hashable:
    """What names a row, over refreshes."""
    # The cursor stands on a day only as long as it is empty.
    return ("empty" if row.empty else "day", row.day) if isinstance(row, DayRow) else row.key


class CalendarDays(Grids[CalendarRow], GivingSlots[CalendarRow]):
    """Days, drawn as a grid or listed; the list holds the cursor in either case."""

    AREA = Area.CALENDAR

    def __init__(self, context: Context) -> None:
        """Start with today."""
        super().__init__(context)
        self.shape = Shape.AGENDA
        self.span = span_of(self.shape, self.today)
        self.items: tuple[CalendarItem, ...] = ()
        """Those of the span, in their order."""
        self.days: Mapping[date, tuple[CalendarItem, ...]] = MappingProxyType({})
        self.taken: Taken | None = None
        """An item that was taken up."""
        self._known: Known | None = None
        self._timed: tuple[CalendarItem, ...] = ()
        self._takings = takings(())
        self._rows_of: dict[date, tuple[int, int]] = {}
        """The first and the last row of each day on which the cursor may stand."""

    @property
    def today(self) -> date:
        """The day that it is for the person."""
        return kept_in(self.now.astimezone(self.context.zone).date())

    def compose_above(self) -> ComposeResult:
        """Which days, what of them needs a look, and the zone; and the grid."""
        yield Bar(id="days")
        yield DayGrid(ascii=self.ascii, id="grid")

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return words.agenda_heading(width)

    def make_list(self) -> LineList[CalendarRow]:
        """The days with their items."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: not isinstance(row, DayRow) or row.empty,
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: CalendarRow, width: int, look: RowLook) -> Content:
        zone = self.context.zone
        if isinstance(row, DayRow):
            clocks = " · ".join(self.clocks_of(row.day))
            return words.day_row(row.day, self.today, clocks, width, empty=row.empty)
        taken = self.taken
        to = taken.at if taken is not None and taken.key == row.key else None
        return words.agenda_row(row, width, zone, to=to, ascii=self.ascii)

    def clocks_of(self, day: date) -> list[str]:
        """What clocks do on a day: the person's, and those of platforms."""
        zone = self.context.zone
        told = [words.clock_words(length(day, zone))]
        for clock, name in self.other_clocks().items():
            said = words.clock_words(length(day, clock))
            told.append(f"{said} on {plain(name, 40)}" if said else "")
        return list(filter(None, told))

    def other_clocks(self) -> Mapping[tzinfo, str]:
        """The zones of platforms' clocks that are not the person's, each with one of its connections."""
        names = self.services.hub.names
        found = ((self.services.zones(name), name) for name in reversed(names))
        return {clock: name for clock, name in found if clock is not None and clock != self.context.zone}

    @on(events.Resize)
    def _fit(self) -> None:
        self.set_class(self.app.size.height < SHORT, "-short")
        self.show_top()

    # What stands where

    def gather(self) -> None:
        """Take what the services know now, and draw it."""
        self._known = known = self.services.calendar.known()
        zone, zones = self.context.zone, self.services.zones
        self._timed = marked(timed_items(known), known.schedules, zone, zones, known.now, known.told)
        self._takings = takings(self._timed)
        self.show_days()
        if not self.touched and not self.rows.waits:
            # What came first is not what somebody looks at.
            self.stand_on(self.today)

    def show_days(self) -> None:
        """Draw the days of the span, with what is known. The cursor stays with its item."""
        known, zone, zones = self._known, self.context.zone, self.services.zones
        if known is None or not self.query(DayGrid):
            return
        before, key = self.day, self.rows.cursor
        brought = scheduled_items(known, self._takings, self.span, zones)
        brought = marked(brought, (), zone, zones, known.now, known.told)
        self.items = within((*self._timed, *brought), self.span, zone)
        self.days = by_day(self.items, self.span, zone)
        rows: list[CalendarRow] = []
        self._rows_of = {}
        for day in self.span:
            items = self.days[day]
            rows.append(DayRow(day, not items))
            self._rows_of[day] = (len(rows) - (not items), len(rows) - 1 + len(items))
            rows += items
        lengths = {day: length(day, zone) for day in self.span}
        clocks = self.other_clocks()
        elsewhere = (day for day in self.span if any(words.clock_words(length(day, each)) for each in clocks))
        grid = GridDays(
            self.shape,
            self.span,
            self.days,
            zone,
            self.today,
            month=self.span.middle.month if self.shape is Shape.MONTH else None,
            lengths={day: long for day, long in lengths.items() if long and long != words.WHOLE_DAY},
            elsewhere=frozenset(elsewhere),
            most=max(map(len, self.days.values()), default=0),
        )
        self.query_one(DayGrid).show(grid)
        self.rows.set_rows(rows)
        if self.rows.cursor != key and self.day != before and before in self.span:
            self.stand_on(before)
        self.show_top()
        self.show_cursor()

    def show_top(self) -> None:
        """Say which days these are, what of them needs a look, and the zone."""
        for bar in self.query("#days").results(Bar):
            counts, name = counted(self.items), words.span_name(self.shape, self.span, self.span.middle)
            bar.show(words.top_line(name, counts, self.span, self.context.zone, self.app.size.width))

    def show_shape(self, shape: Shape) -> None:
        """Show the days in another shape; the cursor stays with its item."""
        day, key = self.day, self.rows.cursor
        self.shape, self.span = shape, span_of(shape, day)
        self.set_class(shape is not Shape.AGENDA, "-days")
        self.show_days()
        if key is None or not self.rows.move_to(key):
            self.stand_on(day)
        self.show_cursor()

    # The cursor

    @property
    def item(self) -> CalendarItem | None:
        """The item under the cursor."""
        row = self.rows.cursor_row if self.is_mounted else None
        return row if isinstance(row, CalendarItem) else None

    @property
    def day(self) -> date:
        """The day that the cursor is on."""
        row = self.rows.cursor_row if self.is_mounted else None
        if row is None:
            return self.today if self.today in self.span else self.span.first
        day: date = row.day if isinstance(row, DayRow) else row.shown(self.context.zone).day
        return day

    @property
    def day_in_view(self) -> date:
        """The day that is told in full: the cursor's, or where what was taken up would be put down."""
        return self.day if self.taken is None else self.taken.day

    @on(LineList.CursorMoved)
    def show_cursor(self) -> None:
        """Show where the cursor is, in the grid too."""
        day, row = self.day, self.rows.cursor_row
        key = row.key if isinstance(row, CalendarItem) else None
        for grid in self.query(DayGrid):
            grid.point(day, key, self.taken)

    def stand_on(self, day: date, *, last: bool = False) -> None:
        """Put the cursor on the first or the last item of a day; other days are shown where it is not among
        these.
        """
        day = kept_in(day)
        if not shows(self.shape, self.span, day):
            self.turn_to(day)
        place = self._rows_of.get(day)
        if place is not None:
            self.rows.move_to(row_id(self.rows.rows[place[last]]))

    def turn_to(self, day: date) -> None:
        """Show the days that are shown with one."""
        self.span = span_with(self.shape, day, self.span)
        self.show_days()

    def begin_today(self) -> None:
        """Go to today; an agenda begins with it."""
        if self.shape is Shape.AGENDA and self.span.first != self.today:
            self.span = Span(self.today, AGENDA_DAYS)
            self.show_days()
        self.stand_on(self.today)

    def turn(self, by: int) -> None:
        """Show the month, week or days that come so many later."""
        day = self.day if shows(self.shape, self.span, self.day) else self.span.middle
        self.stand_on(stepped(self.shape, day, by))

    def step_item(self, by: int) -> None:
        """Go to the next item of the day, or the one before; at its end a month goes a week on."""
        place = self.rows.cursor_index
        first, last = self._rows_of.get(self.day, (0, 0))
        if place is not None and first <= place + by <= last:
            self.rows.move_to(row_id(self.rows.rows[place + by]))
        elif self.shape is Shape.MONTH:
            self.stand_on(self.day + by * 7 * DAY, last=by < 0)

    # Coming back

    def place(self) -> dict[str, Any]:
        """Where the person is."""
        return {"shape": self.shape.value, "day": self.day.isoformat()}

    def resume(self, place: Place) -> None:
        """Come back to a day."""
        shape, day = Shape(str(place["shape"])), kept_in(date.fromisoformat(str(place["day"])))
        self.touched = True
        self.show_shape(shape)
        self.stand_on(day)

    # What lists of posts ask for

    @property
    def current_ref(self) -> None:
        """The text of no post is shown here."""
        return None
