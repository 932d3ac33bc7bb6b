"""Giving a post on the calendar another time, by keys: taken up, moved by days and hours, and put down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.content import Content
from textual.timer import Timer

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.calendar.items import CalendarItem, Kind, Mark, dated
from tui.domain.calendar.moving import Step, first_full_hour, moved, place_of
from tui.domain.calendar.spans import shows
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Verb
from tui.domain.zoned import on_wall
from tui.presentation import calendar as words
from tui.presentation import roles
from tui.presentation.bars import KeyHint, Tone
from tui.presentation.calendar_grid import Taken
from tui.presentation.text import plain
from tui.screens.calendar_days import CalendarDays, CalendarRow
from tui.widgets.cursor_lines import REST_SECONDS

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

WEEK = 7
_UNMOVED = {
    Kind.PUBLICATION: "is published: its time is over",
    Kind.JOB: "is a generation: it began then",
    Kind.TEXT: "has the time that its platform gave it, which takes no other",
}


class CalendarMoving(CalendarDays):
    """A calendar whose posts can be moved."""

    _others: Mapping[datetime, str] = MappingProxyType({})
    """What it would clash with, by the minute, as it was when the post was taken up."""
    _refused = ""
    """Why something could not be moved, as it was said last."""
    _still: Timer | None = None
    """Runs while what was taken up has only just been moved."""

    @property
    def current_item(self) -> Post | Approval | None:
        """The post under the cursor as its list has it, or what waits for a yes there."""
        item = self.item
        if item is None or item.kind not in {Kind.POST, Kind.TEXT, Kind.PUBLICATION}:
            return None
        waiting = (each for part in self.services.inbox.parts for each in part.approvals)
        return self.services.calendar.post(item.ref) or next(
            (each for each in waiting if each.ref == item.ref), None
        )

    def _unmoved(self, item: CalendarItem) -> str | None:
        """Why an item cannot be moved; None where it can, for all that is known."""
        if item.kind in {Kind.SLOT, Kind.RUN}:
            return f"is moved among the schedules: {self.key('grid.open')} goes there"
        if item.kind is not Kind.POST:
            return _UNMOVED[item.kind]
        if item.on_its_way:
            return f"is on its way to that time: {self.key('outbox.undo')} takes it back while it is held"
        reason = self.read_only(item.ref)
        if reason is not None:
            return f"cannot be moved: {item.ref.connection} is only read ({plain(reason, 60)})"
        waits = self.current_item
        read = self.body(item.ref, waits.updated_at) if waits is not None else None
        if isinstance(waits, Approval) and waits.kind is ApprovalKind.POST and read is None:
            return None  # whether it takes a time is seen when it is read
        if not (item.movable or (read is not None and Verb.SCHEDULE in read.verbs)):
            return f"cannot be given another time on {item.ref.connection}"
        return None

    def action_calendar_move(self) -> None:
        """Take the post under the cursor up."""
        item = self.item
        if self.taken is not None:
            self._leave_it()
        elif item is None:
            self.note("Nothing stands on this day that could be moved")
        elif (why := self._unmoved(item)) is not None:
            self._refuse(f"{item.title} {why}")
        else:
            self.want_body(item.ref)
            # What was to be earlier can only be later.
            at = item.at if item.at is not None and item.at > self.now else self._soonest()
            zone = self.context.zone
            self._others = {
                each.at.replace(second=0, microsecond=0): each.title
                for each in self._timed
                if each.kind is Kind.POST and each.at is not None
                if each.ref.connection == item.ref.connection and each.key != item.key
            }
            self.taken = Taken(item.key, item.title, self.day, at, on_wall(at, zone).day)
            self._show_taken()

    def seen_anew(self) -> None:
        """Something came under the cursor; while a post is up that is what is seen, on whichever days."""
        if self.taken is None:
            super().seen_anew()

    def _refuse(self, text: str) -> None:
        """Say why a move cannot be; it is said no longer once something moves."""
        self._refused = text
        self.note(text, Tone.BAD)

    def _soonest(self) -> datetime:
        return first_full_hour(self.now, self.context.zone)

    def _move_to(self, at: datetime) -> None:
        if self.taken is None:
            return
        day = on_wall(at, self.context.zone).day
        self.taken = replace(self.taken, at=at, day=day)
        if not shows(self.shape, self.span, day):
            self.turn_to(day)
        self._show_taken()

    def _step(self, step: Step, times: int = 1) -> None:
        if self.taken is not None:
            at = self.taken.at
            for _ in range(times):
                at = moved(at, step, self.context.zone)
            self._move_to(at)

    def _show_taken(self) -> None:
        self.unsay(self._refused)
        self.show_cursor()
        if self._still is not None:
            self._still.stop()
        # The day in full is costly: nothing of it is drawn between two keys.
        self._still = self.set_timer(2 * REST_SECONDS, self._show_day)
        if not self.has_class("-days"):
            self.rows.redraw()
        self.refresh_consequence()
        self.refresh_keys()

    def _show_day(self) -> None:
        self._still = None
        self.show_top()
        self.show_current()

    def _leave_it(self) -> None:
        """Leave it where it was."""
        taken, self.taken = self.taken, None
        if taken is not None:
            if not shows(self.shape, self.span, taken.origin):
                self.turn_to(taken.origin)
            self.rows.move_to(taken.key)
            self._show_taken()
            self.rows.redraw()

    def _next_slot(self) -> None:
        """Go to the next slot of its connection that is empty, among the days that are shown."""
        taken = self.taken
        if taken is None:
            return
        empty = (
            each.at
            for each in self.items
            if Mark.EMPTY in each.marks
            and each.jump is None
            and each.ref.connection == self._connection(taken)
        )
        at = next((at for at in empty if at is not None and at > taken.at), None)
        if at is None:
            self.note("no empty slot comes after it in these days, as far as their zone is known")
        else:
            self._move_to(at)

    def _connection(self, taken: Taken) -> str:
        return next((each.ref.connection for each in self._timed if each.key == taken.key), "")

    # Nothing is marked here, nor approved

    def item_in(self, row: CalendarRow) -> Post | Approval | None:
        """No row is marked."""
        return None

    def refusal_of(self, item: Post | Approval, read: Post | None) -> str | None:
        """Yes is said where an item is read."""
        return f"is approved where it is read: {self.key('grid.open')} goes there"

    def will_do(self, item: Post | Approval) -> Consequence:
        """Nothing."""
        return Consequence("does nothing")

    def yes_to(self, item: Post | Approval, read: Post | None) -> Sequence[Intent]:
        """Nothing."""
        return ()

    # Putting it down

    def _put_down(self) -> None:
        taken = self.taken
        item = next((each for each in self._timed if taken is not None and each.key == taken.key), None)
        if taken is None or item is None:
            self._leave_it()
            self.note("What was taken up is on the calendar no longer", Tone.BAD)
        elif taken.at == item.at:
            self._leave_it()
            self.note(f"not moved: {item.title} stays where it was")
        elif taken.at <= self.now:
            self._refuse("That time has passed: move it on")
        elif not self.too_soon():  # to take it up decides nothing; what was typed ahead must not put it down
            self._leave_it()
            self._schedule(item, taken.at)

    @work(group="moves", exit_on_error=False)
    async def _schedule(self, item: CalendarItem, at: datetime) -> None:
        """Send it, bound to what it is now. It was asked for when it was taken up."""
        try:
            known = self.current_item
            read = self.body(item.ref, known.updated_at) if known is not None else None
            if read is None:
                read = await self.services.posts.read(item.ref)
                self.keep_body(read)
        except CopydeskError as error:
            self.note(f"not moved: {item.title}: {error.sentence}", Tone.BAD)
            return
        if Verb.SCHEDULE not in read.verbs:
            why = f"{item.ref.connection} gives it no other time"
        elif dated(read.scheduled_at) != item.planned:
            now = "another" if read.scheduled_at is not None else "no"
            why = f"it has {now} time by now; look at it again"
            self.ask_connection(item.ref.connection)
        else:
            why = self.blocked(read, read) or ""
        if why:
            self.note(f"not moved: {item.title}: {why}", Tone.BAD)
        else:
            self.give_time(read, (), at.astimezone(self.context.zone))

    def give_time(self, read: Post, first: Sequence[Intent], at: datetime, *, typed: bool = False) -> None:
        """Let a post go out at a time; the cursor goes where it went, as soon as it is there."""
        super().give_time(read, first, at, typed=typed)
        item = next((each for each in self._timed if each.ref == read.ref), None)
        entries = self.services.outbox.entries
        if item is None or not any(each.ref == read.ref and each.state.under_way for each in entries):
            return  # it is asked about first
        self.stand_on(on_wall(at, self.context.zone).day)
        index = self.rows.cursor_index or 0
        self.rows.wait_for(item.key, index, index - self.rows.top)

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """What was taken back stands where it stood before."""
        self.gather()
        item = next((each for each in self._timed if each.ref in refs), None)
        if item is not None:
            self.stand_on(item.shown(self.context.zone).day)
            self.rows.move_to(item.key)

    def ask_connection(self, name: str) -> None:
        """Ask a connection anew."""

    # Words

    def taken_consequence(self, taken: Taken) -> Content:
        """Where what was taken up would be put down."""
        zone = self.context.zone
        there = self._others.get(taken.at.replace(second=0, microsecond=0))
        role, past = (roles.BAD, "has passed: ") if taken.at <= self.now else (roles.WARNING, "")
        key = self.key("grid.open")
        room = self.app.size.width - self.pinned().cell_length - len(f"   {key} → {past}")
        twice = place_of(taken.at, zone).twice
        says = words.put_down_words(taken.at, zone, twice=twice, there=there, room=room)
        told = f"{past}{says} · {plain(taken.title, 60)}"
        return Content.assemble(" ", (key, roles.STRONG), " → ", (told, role))

    @property
    def connection_in_hand(self) -> str | None:
        """That of what was taken up, wherever the cursor is; else of the row under it."""
        taken = self.taken
        return super().connection_in_hand if taken is None else self._connection(taken) or None

    @on(events.Resize)
    def _say_anew(self) -> None:
        if self.taken is not None:
            self.refresh_consequence()

    def taken_hints(self) -> list[KeyHint]:
        """The keys that act on it."""
        return [
            (self.key("grid.open"), "put it down"),
            (self.key("grid.close"), "leave it"),
            (f"{self.key('grid.left')} {self.key('grid.right')}", "day"),
            (f"{self.key('list.up')} {self.key('list.down')}", "hour"),
            (f"{self.key('calendar.previous')} {self.key('calendar.next')}", "week"),
            (self.key("calendar.next_mark"), "next empty slot"),
        ]
