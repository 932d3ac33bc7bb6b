"""What is known for the calendar: heard of, asked for, and how old it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on, work

from tui.domain.calendar.spans import Shape
from tui.domain.preferences import Preferences
from tui.domain.urgency import background
from tui.presentation.ages import ages_line, as_of, names
from tui.screens.calendar_timing import CalendarTiming
from tui.screens.list_screen import WIDE
from tui.screens.messages import (
    BoardChanged,
    CalendarChanged,
    ConnectionsChanged,
    HealthChanged,
    InboxChanged,
    OutboxChanged,
    PostsChanged,
)
from tui.widgets.day_grid import DayGrid

TICK_SECONDS = 60.0
"""How often it is seen what has become late."""
OLD_SECONDS = 60.0
"""From which age on it is said how old an answer is."""
GATHERING_SECONDS = 0.05
"""How long news wait for others: connections answer together."""

CHANGED = "calendar of what changed"


class CalendarNews(CalendarTiming):
    """A calendar that hears what changes, and asks the connections."""

    _stale = False
    _gathering = False

    def on_mount(self) -> None:
        """Show what is known, and ask for the rest."""
        services = self.services
        self._to_ask: dict[str, None] = {}
        self._endings: list[Callable[[], None]] = [
            services.calendar.changed.subscribe(self._told),
            services.schedules.changed.subscribe(self._told),
        ]
        self.set_interval(TICK_SECONDS, self._news)
        self.show_shape(Shape.WEEK if self.app.size.width >= WIDE else Shape.AGENDA)
        self._gather_now()
        # Whoever opens it waits for it: what runs by itself has to wait for a platform's minute to end.
        self._ask(all=False)

    def on_unmount(self) -> None:
        """Listen no longer."""
        for end in self._endings:
            end()

    def _told(self, name: str) -> None:
        self.post_message(CalendarChanged())

    # What is known

    @on(CalendarChanged)
    @on(InboxChanged)
    @on(BoardChanged)
    @on(OutboxChanged)
    @on(ConnectionsChanged)
    def _news(self) -> None:
        self._stale = True
        if self.is_current and not self._gathering:
            self._gathering = True
            self.set_timer(GATHERING_SECONDS, self._gather_now)

    def _gather_now(self) -> None:
        self._gathering = self._stale = False
        self.gather()
        self.show_current()
        self.refresh_age()
        self.refresh_consequence()
        self.refresh_keys()

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is drawn."""
        if self._stale:
            self._news()
        self._ask_what_changed()

    @on(HealthChanged)
    def _waits_on(self) -> None:
        if self.is_current and self.services.calendar.awaited:
            self.show_current()

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self.doubt_bodies(message.connection)
        self.ask_connection(message.connection)

    def ask_connection(self, name: str) -> None:
        """Ask a connection anew, behind what a person asks for, as soon as somebody looks: it takes many
        requests.
        """
        self._to_ask[name] = None
        self._ask_what_changed()

    def _ask_what_changed(self) -> None:
        under_way = any(each.group == CHANGED and each.node is self for each in self.workers)
        if self._to_ask and self.is_current and not under_way:
            self._ask_changed()

    @work(group=CHANGED, exit_on_error=False)
    async def _ask_changed(self) -> None:
        with background():
            while names := tuple(self._to_ask):
                self._to_ask.clear()
                await self.services.calendar.refresh(names, all=False)

    def action_screen_refresh(self) -> None:
        """Ask for everything anew; a result that still stands is of before, and goes."""
        if self.may_ask("calendar"):
            self._forget_note()
            self.doubt_bodies()
            self._ask(refused=True)

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when they were asked last."""
        return [each.connection for each in self.services.calendar.failures]

    def ask_by_itself(self) -> None:
        """Ask for everything anew, sooner or later."""
        if self.may_ask("calendar", by_itself=True):
            self._ask(by_itself=True)

    @work(group="calendar", exclusive=True, exit_on_error=False)
    async def _ask(self, *, refused: bool = False, by_itself: bool = False, all: bool = True) -> None:
        calendar = self.services.calendar
        with background(by_itself):
            await calendar.recall()
            await self.services.hub.revive(refused=refused)
            await calendar.refresh(all=all)
        for failure in calendar.failures:
            self.note_failure(failure)
        self.post_message(CalendarChanged())

    def ages(self) -> str:
        """How old what the connections told is, and whose answer is awaited."""
        calendar = self.services.calendar
        asking = calendar.awaited
        failed = {each.connection for each in calendar.failures}
        old = [
            (name, at)
            for name, at in calendar.told.items()
            if name in asking or name in failed or (self.now - at).total_seconds() >= OLD_SECONDS
        ]
        if len(old) == len(calendar.told) > 1 and not failed and not asking:
            # All of it is: then no names are wanted.
            said = as_of(min(at for _, at in old), self.now)
        else:
            said = ages_line(old, asking, self.now)
        more = (
            f"{names(calendar.cut)} {'has' if len(calendar.cut) == 1 else 'have'} more than is shown"
            if calendar.cut
            else ""
        )
        # The end is cut where there is little room: that something is missing is not.
        return " · ".join(filter(None, (more, said)))

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """Draw all of it anew."""
        super().preferences_changed(old, new)
        for grid in self.query(DayGrid):
            grid.ascii = self.ascii
            self.gather()
