"""The schedules as they are looked at: a week of slots, or a list of what is written when."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one

from tui.commands import Area
from tui.domain.places import Place as KeptPlace
from tui.domain.refs import ItemRef
from tui.domain.schedules import Schedule, ScheduleKind
from tui.domain.week import DAYS, Week, clashing, place_of
from tui.domain.zones import name_of
from tui.presentation import schedules as words
from tui.presentation.rows import section_row
from tui.presentation.week_grid import WeekLook, fits, week_heading
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import ConnectionsChanged, HealthChanged
from tui.screens.schedule_rows import Heading, Row, SchedulesChanged, by_connection, row_id
from tui.widgets.line_list import GUTTER, LineList, RowLook
from tui.widgets.lines import Bar
from tui.widgets.week_grid import WeekGrid

STALE_SECONDS = 60.0
"""How long what was told counts as what is there, when the screen is opened again."""


class ScheduleList(ListScreen[Row]):
    """The list is there in either shape and holds the cursor; the week is another drawing of it."""

    AREA: ClassVar[Area] = Area.SCHEDULES
    CSS_PATH = "schedules.tcss"
    week_grid = query_one("#week", WeekGrid)

    def __init__(self, context: Context) -> None:
        """Start with nothing known, and the shape that there is something for."""
        super().__init__(context)
        self.shows_week = True
        self._shape_chosen = False
        self._asked = False
        self.week = Week(())
        self.clashes: frozenset[ItemRef] = frozenset()

    # What it is made of

    def compose_above(self) -> ComposeResult:
        """What is shown, and by whose clocks."""
        yield Bar(id="clocks")

    def compose(self) -> ComposeResult:
        """All as usual; the week comes beside the list."""
        self.set_class(not self.has_room, "-strait")
        yield from super().compose()

    def heading(self, width: int) -> Content:
        """The names of the days, or of the columns."""
        if self.shows_week:
            return week_heading(width) if self.has_class("-week") else words.slots_heading(width)
        return words.runs_heading(width)

    def make_list(self) -> LineList[Row]:
        """The list."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: isinstance(row, Schedule),
            rest_seconds=0.05,
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: Row, width: int, look: RowLook) -> Content:
        if isinstance(row, Heading):
            return section_row(row.label, width)
        if row.kind is ScheduleKind.RUNS:
            return words.run_row(row, width)
        return words.slot_row(row, width, clashes=row.ref in self.clashes, lifted=row.ref == self.lifted_ref)

    def on_mount(self) -> None:
        """Show what is known, and ask."""
        self.query_one("#left").mount(WeekGrid(id="week"))
        self._leave = self.services.schedules.changed.subscribe(self._tell)
        self.show_rows()
        self.action_screen_refresh()

    def _tell(self, connection: str) -> None:
        self.post_message(SchedulesChanged())

    def on_unmount(self) -> None:
        """Listen no longer."""
        self._leave()

    def on_resize(self, event: events.Resize) -> None:
        """A week that has no room is a list by day."""
        self.set_class(not self.has_room, "-strait")
        if self.query(WeekGrid):
            self.show_rows()

    @property
    def has_room(self) -> bool:
        """Whether a week has room here."""
        return fits(self.app.size.width - GUTTER - 1)

    # Asking

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is shown, and asked for where that was some time ago."""
        self.show_rows()
        if self._asked and monotonic() - self._asked_at > STALE_SECONDS:
            self.action_screen_refresh()

    def action_screen_refresh(self) -> None:
        """Ask all connections anew."""
        if self.may_ask("schedules"):
            self._ask_all()

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return [each.connection for each in self.services.schedules.failures]

    def ask_by_itself(self) -> None:
        """Open anew what is down, and ask all of them."""
        if self.may_ask("schedules", by_itself=True):
            self._ask_all(by_itself=True)

    @work(group="schedules", exclusive=True, exit_on_error=False)
    async def _ask_all(self, *, by_itself: bool = False) -> None:
        service = self.services.schedules
        await self.services.hub.revive(refused=self._asked and not by_itself)
        await service.refresh()
        self._asked = True
        self.show_rows()
        for failure in service.failures:
            self.note_failure(failure)

    @on(SchedulesChanged)
    @on(HealthChanged)
    @on(ConnectionsChanged)
    def _changed(self) -> None:
        self.show_rows()

    def name_keys(self) -> None:
        """In the sentence of an empty list."""
        self.show_rows()

    # What is shown

    lifted_ref: ItemRef | None = None
    """The slot that is being moved."""

    def slots_shown(self, slots: Sequence[Schedule]) -> Sequence[Schedule]:
        """The slots as they are to be drawn."""
        return slots

    def show_rows(self) -> None:
        """Draw what is known, and all that is said of it."""
        if not self.query(WeekGrid):
            return
        self.rows.set_empty(self._empty())
        self.draw_rows()
        self.query_one("#heading", Bar).repaint_changed()
        self._show_clocks()
        self.show_current()
        self.refresh_keys()

    def draw_rows(self) -> None:
        """Draw the schedules alone, and what the one under the cursor does."""
        known = self.services.schedules.known()
        slots = self.slots_shown([each for each in known if each.kind is ScheduleKind.SLOTS])
        written = [each for each in known if each.kind is ScheduleKind.RUNS]
        if not self._shape_chosen and not (self.touched and self.rows.rows):
            self.shows_week = bool(slots) or not written  # what comes later turns nothing under the hand
        self.week, self.clashes = Week.of(slots), clashing(slots)
        # A slot without a place in the week would not be seen in it: all are in the list then.
        whole = bool(slots) and len(self.week.slots) == len(slots)
        self.set_class(self.shows_week and self.has_room and whole, "-week")
        self.rows.set_rows(self._by_day(slots) if self.shows_week else by_connection(written))
        self.week_grid.show(WeekLook(self.week, self.clashes, self.cursor_ref, self.lifted_ref))
        self.refresh_consequence()

    def _by_day(self, slots: Sequence[Schedule]) -> list[Row]:
        rows: list[Row] = []
        for day in range(DAYS):
            if there := self.week.of_day(day):
                rows += [Heading(words.LONG_DAYS[day]), *there]
        lost = [each for each in slots if place_of(each) is None]
        return [*rows, Heading(words.UNREADABLE), *lost] if lost else rows

    def able(self) -> list[str]:
        """The connections that have what this shape shows."""
        wanted = ScheduleKind.SLOTS if self.shows_week else ScheduleKind.RUNS
        hub = self.services.hub
        return [name for name in hub.names if (can := hub.capabilities(name)) and can.schedules is wanted]

    def _empty(self) -> Content:
        return words.empty_schedules(
            week=self.shows_week,
            asked=self._asked,
            failed=[each.connection for each in self.services.schedules.failures],
            able=bool(self.able()),
            keys=self.keymap,
        )

    def _show_clocks(self) -> None:
        zones = [(name, self.services.zones(name)) for name in self.able()]
        shown = [(name, name_of(zone), zone is not None) for name, zone in zones]
        failed = [each.connection for each in self.services.schedules.failures]
        line = words.clocks_line(words.shape_words(week=self.shows_week), shown, failed)
        self.query_one("#clocks", Bar).show(line.truncate(self.app.size.width, ellipsis=True))

    @property
    def current(self) -> Schedule | None:
        """The schedule under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Schedule) else None

    @property
    def cursor_ref(self) -> ItemRef | None:
        """Which that is."""
        return None if self.current is None else self.current.ref

    @on(LineList.CursorMoved)
    def _point(self) -> None:
        self.week_grid.point(self.cursor_ref)

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw all that is known of the schedule under the cursor, and when it comes round next."""
        each = self.current
        if each is None:
            self.preview.show_message(Content(""))
            self.remove_class("-reading")
            return
        there = place_of(each)
        others = [
            other
            for other in (self.week.at(*there) if there is not None and each.ref in self.clashes else ())
            if other.ref != each.ref and other.account == each.account
        ]
        head = words.schedule_header(each, clashes=others, lifted=each.ref == self.lifted_ref)
        zone = self.services.zones(each.ref.connection)
        told = [head, *words.next_times(each, zone, self.now), Content(""), words.schedule_facts(each)]
        self.preview.show(each.ref, Content("\n").join(told), None)

    # Moving about

    def action_schedule_shape(self) -> None:
        """The other of the two."""
        self.shows_week, self._shape_chosen = not self.shows_week, True
        self.show_list()
        self.show_rows()

    @property
    def on_grid(self) -> bool:
        """Whether the keys move over the week."""
        return self.has_class("-week") and not self.reading

    def go_to(self, ref: ItemRef | None) -> None:
        """Put the cursor on a schedule, where it is shown."""
        if ref is not None and self.rows.move_to(ref):
            self.week_grid.point(self.cursor_ref)

    def show_at(self, ref: ItemRef) -> None:
        """Draw what is known, with the cursor there."""
        self.draw_rows()
        self.go_to(ref)
        self.show_rows()

    def action_item_open(self) -> None:
        """Give the text the whole width: that of the schedule where the cursor has just come to."""
        self.show_current()
        super().action_item_open()

    @on(WeekGrid.Pointed)
    def _pointed(self, message: WeekGrid.Pointed) -> None:
        self.go_to(message.ref)

    def place(self) -> dict[str, Any]:
        """Where the person is, and in which shape."""
        return {**super().place(), "week": self.shows_week}

    def resume(self, place: KeptPlace) -> None:
        """Come back to it."""
        if isinstance(place.get("week"), bool):
            self.shows_week, self._shape_chosen = bool(place["week"]), True
            self.show_rows()
        super().resume(place)
