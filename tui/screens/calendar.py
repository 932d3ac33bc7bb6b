"""The calendar: what goes out when, over all connections."""

from __future__ import annotations

from textual import on
from textual.content import Content

from tui.commands import Area, Command, command
from tui.domain.calendar.gathering import next_out
from tui.domain.calendar.items import CalendarItem, Kind
from tui.domain.calendar.moving import Step
from tui.domain.calendar.spans import DAY, Shape
from tui.presentation import calendar as words
from tui.presentation import roles
from tui.presentation.ages import asking_lines
from tui.presentation.bars import KeyHint, Tone
from tui.screens.calendar_moving import WEEK
from tui.screens.calendar_news import CalendarNews
from tui.screens.messages import (
    OpenPost,
    ShowRow,
)
from tui.widgets.day_grid import DayGrid
from tui.widgets.line_list import LineList


class CalendarScreen(CalendarNews):
    """A month, a week or an agenda, and the day of the cursor in full."""

    AREA = Area.CALENDAR

    # The day under the cursor

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_top()
        self.show_current()

    @on(DayGrid.Picked)
    def _picked(self, message: DayGrid.Picked) -> None:
        self.stand_on(message.day)

    def show_current(self) -> None:
        """Draw the day of the cursor in full, the item under the cursor first in the eye."""
        if not self.query(DayGrid):
            return
        day, zone, item, taken = self.day_in_view, self.context.zone, self.item, self.taken
        items = self.days.get(day, ())
        schedules = self.services.schedules.known()
        slots = {(each.ref.connection, each.ref.id): each for each in schedules}
        parts = [
            words.day_header(
                day,
                self.today,
                self.clocks_of(day),
                len(items) + len(self.services.calendar.awaited) + (taken is not None),
            )
        ]
        if taken is not None:
            parts.append(words.taken_line(taken.title, taken.at, zone))
        elif not items and (following := next_out(self._timed, day, zone)) is not None:
            parts.append(words.next_line(following, zone))
        place = next((n for n, each in enumerate(items) if item is not None and each.key == item.key), None)
        cut = self.services.calendar.cut
        told = [
            words.item_in_full(each, zone, slots, cut=cut, cursor=number == place, ascii=self.ascii)
            for number, each in enumerate(items)
        ]
        parts += words.around(told, place, self.preview.size)
        asking = self.services.calendar.awaited
        if asking:
            lines = asking_lines(asking, self.services.hub.health)
            parts += [Content.styled(line, roles.DIM) for line in lines]
        self.preview.show(day, Content("\n").join(parts), None)

    def consequence(self) -> Content:
        """Where what was taken up would be put down; else what can be done with the item."""
        if self.taken is not None:
            return self.taken_consequence(self.taken)
        item = self.item
        if item is None:
            return Content("")
        parts: list[tuple[str, str]] = [(" ", ""), (self.key("grid.open"), roles.STRONG)]
        parts.append((f" → {_OPENS[item.kind]}", roles.NORMAL))
        if self._unmoved(item) is None:
            parts += [("  ", ""), (self.key("calendar.move"), roles.STRONG), (" → gives it another time", "")]
        marks = words.mark_words(item)
        if marks:
            parts.append((f"  {marks}", roles.WARNING))
        return Content.assemble(*parts)

    def offers(self, each: Command) -> bool:
        """The foot shows what can be done with the item under the cursor."""
        item = self.item
        if each.id == "calendar.move":
            return item is not None and self._unmoved(item) is None
        if each.id == "grid.open":
            return item is not None
        if each.id in {"post.slot", "post.schedule"}:
            return item is not None and item.kind is Kind.POST and self._unmoved(item) is None
        return each.id != "job.generate" and super().offers(each)

    def _hints(self) -> list[KeyHint]:
        if self.taken is not None:
            return self.taken_hints()
        hints = super()._hints()
        before, after = ((self.key(id), command(id).label) for id in ("calendar.previous", "calendar.next"))
        if before in hints and after in hints:
            # One word for both: at 80 cells what gives a post its time has to have room.
            hints[hints.index(before)] = (f"{before[0]} {after[0]}", "turn")
            hints.remove(after)
        return hints

    # Keys

    def action_grid_left(self) -> None:
        """The day before."""
        if self.taken is not None:
            self._step(Step.EARLIER_DAY)
        else:
            self._go(-1)

    def action_grid_right(self) -> None:
        """The day after."""
        if self.taken is not None:
            self._step(Step.LATER_DAY)
        else:
            self._go(1)

    def _go(self, by: int) -> None:
        self.stand_on(self.day + by * DAY)

    def action_list_up(self) -> None:
        """The item before; of what was taken up an hour earlier."""
        if self.taken is not None:
            self._step(Step.EARLIER)
        elif self.shape is not Shape.AGENDA:
            self.step_item(-1)
        elif not self._leave_agenda(-1):
            self.rows.cursor_up()

    def action_list_down(self) -> None:
        """The next item; of what was taken up an hour later."""
        if self.taken is not None:
            self._step(Step.LATER)
        elif self.shape is not Shape.AGENDA:
            self.step_item(1)
        elif not self._leave_agenda(1):
            self.rows.cursor_down()

    def _leave_agenda(self, by: int) -> bool:
        """Go on from the last row to the days after, or from the first to those before, if the cursor is
        there.
        """
        edge = self._rows_of.get(self.span.last if by > 0 else self.span.first)
        if edge is None or self.rows.cursor_index != edge[by > 0]:
            return False
        self.stand_on(self.day + by * DAY, last=by < 0)
        return True

    def action_calendar_previous(self) -> None:
        """The month, week or days before; of what was taken up a week earlier."""
        if self.taken is not None:
            self._step(Step.EARLIER_DAY, WEEK)
        else:
            self.turn(-1)

    def action_calendar_next(self) -> None:
        """The month, week or days after; of what was taken up a week later."""
        if self.taken is not None:
            self._step(Step.LATER_DAY, WEEK)
        else:
            self.turn(1)

    def action_calendar_today(self) -> None:
        """Back to today; an agenda begins with it."""
        self._leave_it()
        self.begin_today()

    def action_calendar_shape(self) -> None:
        """A month, a week or an agenda."""
        self._leave_it()
        shapes = list(Shape)
        self.show_shape(shapes[(shapes.index(self.shape) + 1) % len(shapes)])
        self.refresh_consequence()
        self.refresh_keys()

    def action_calendar_next_mark(self) -> None:
        """The next that needs a look, from the cursor on and round again; of what was taken up the next empty
        slot.
        """
        if self.taken is not None:
            self._next_slot()
            return
        place = self.rows.cursor_index or 0
        rows = self.rows.rows
        order = [*rows[place + 1 :], *rows[: place + 1]]
        found = next((row for row in order if isinstance(row, CalendarItem) and row.marks), None)
        if found is None:
            self.note("nothing in these days needs a look")
        else:
            self.rows.move_to(found.key)

    def action_grid_close(self) -> None:
        """Leave what was taken up where it was."""
        if self.taken is not None:
            self._leave_it()
        else:
            super().action_grid_close()

    def action_grid_open(self) -> None:
        """Put down what was taken up; else open the item where it can be worked on."""
        if self.taken is not None:
            self._put_down()
        else:
            self.action_item_open()

    def action_item_open(self) -> None:
        """Open the item: among the posts, in the inbox, the jobs or the schedules."""
        item = self.item
        if item is None:
            self.note("Nothing stands on this day")
            return
        match item.kind:
            case Kind.JOB:
                self.app.post_message(ShowRow(Area.JOBS, item.ref))
            case Kind.SLOT | Kind.RUN:
                self.app.post_message(ShowRow(Area.SCHEDULES, item.ref))
            case Kind.TEXT if self.current_item is None:
                self.note(f"{item.title} waits no longer", Tone.BAD)
            case _:
                self.app.post_message(OpenPost(item.ref))


_OPENS = {
    Kind.POST: "opens it",
    Kind.TEXT: "opens it in the inbox",
    Kind.PUBLICATION: "opens it",
    Kind.JOB: "shows the job",
    Kind.SLOT: "shows the slot",
    Kind.RUN: "shows the schedule",
}
