"""The screens as modes of the App: each is opened when it is first wanted; keys go from one to another."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeVar

from textual import on, work
from textual.app import App
from textual.widget import AwaitMount

from tui.commands import Area
from tui.domain.failing import FailingOf
from tui.domain.refs import ItemRef
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import Mend, OpenPost, ShowRow

Opened = TypeVar("Opened", bound=ListScreen[Any])
MODES_IN_ORDER = (
    Area.INBOX,
    Area.POSTS,
    Area.JOBS,
    Area.CALENDAR,
    Area.ACCOUNTS,
    Area.SCHEDULES,
    Area.DELIVERIES,
)


class Modes(App[None]):
    """An App of several screens. The start shows the inbox: what the others and the dialogs need is
    imported when they open.
    """

    context: Context
    _screens: dict[Area, ListScreen[Any]]
    """The screens that have been opened."""
    _came_from = Area.INBOX
    """The screen that was open before the connections'."""

    def add_modes(self) -> None:
        """Know the screens besides the inbox."""
        self.add_mode(Area.POSTS.value, self._open_posts)
        self.add_mode(Area.JOBS.value, self._open_jobs)
        self.add_mode(Area.CALENDAR.value, self._open_calendar)
        self.add_mode(Area.ACCOUNTS.value, self._open_accounts)
        self.add_mode(Area.SCHEDULES.value, self._open_schedules)
        self.add_mode(Area.DELIVERIES.value, self._open_deliveries)
        self.add_mode(Area.OUTBOX.value, self._open_outbox)
        self.add_mode(Area.CONNECTIONS.value, self._open_connections)

    def opened(self, screen: Opened) -> Opened:
        """A screen was made: it is told what happens."""
        self._screens[screen.AREA] = screen
        return screen

    def _open_posts(self) -> ListScreen[Any]:
        from tui.screens.posts import PostsScreen

        return self.opened(PostsScreen(self.context))

    def _open_jobs(self) -> ListScreen[Any]:
        from tui.screens.jobs import JobsScreen

        return self.opened(JobsScreen(self.context))

    def _open_calendar(self) -> ListScreen[Any]:
        from tui.screens.calendar import CalendarScreen

        return self.opened(CalendarScreen(self.context))

    def _open_accounts(self) -> ListScreen[Any]:
        from tui.screens.accounts import AccountsScreen

        return self.opened(AccountsScreen(self.context))

    def _open_schedules(self) -> ListScreen[Any]:
        from tui.screens.schedules import SchedulesScreen

        return self.opened(SchedulesScreen(self.context))

    def _open_deliveries(self) -> ListScreen[Any]:
        from tui.screens.deliveries import DeliveriesScreen

        return self.opened(DeliveriesScreen(self.context))

    def _open_outbox(self) -> ListScreen[Any]:
        from tui.screens.outbox import OutboxScreen

        return self.opened(OutboxScreen(self.context))

    def action_app_connections(self) -> None:
        """Show how the connections fare; there, go back to where one came from."""
        here = Area(self.current_mode)
        if here is Area.CONNECTIONS:
            self.switch_mode(self._came_from.value)
        else:
            self.switch_mode(Area.CONNECTIONS.value)

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show a screen, however it was asked for (Textual's own, with what was open before kept)."""
        if mode == Area.CONNECTIONS.value and self.current_mode != mode:
            self._came_from = Area(self.current_mode)
        for screen in self._screens.values():
            screen.opened_from = None
        again = self._screens.get(Area(mode)) if self.current_mode != mode else None
        shown = super().switch_mode(mode)
        if again is not None and again.is_mounted:
            again.opened_again()
        return shown

    def switch_to_open(self, area: Area) -> AwaitMount:
        """Show a screen on which something is opened: whoever closes it there is back where it was asked
        for.
        """
        here = Area(self.current_mode)
        shown = self.switch_mode(area.value)
        self._screens[area].opened_from = here if here is not area else None
        return shown

    # Where something can be mended

    @on(Mend)
    def _mend(self, message: Mend) -> None:
        failing = message.failing
        match failing.of:
            case FailingOf.JOB:
                self._show_row(Area.JOBS, failing.item)
            case FailingOf.ENTRY:
                self._show_row(Area.OUTBOX, ("Entry", failing.entry))
            case FailingOf.POST:
                self.post_message(OpenPost(failing.item))
            case FailingOf.DELIVERY | FailingOf.SITE:
                self._show_row(Area.DELIVERIES, failing.item, opens=True)

    @on(ShowRow)
    def _show(self, message: ShowRow) -> None:
        self._show_row(message.area, message.row)

    @work(group="open", exclusive=True, exit_on_error=False)
    async def _show_row(self, area: Area, row: Hashable, *, opens: bool = False) -> None:
        """Show a screen with the cursor on a row; `opens`: as the screen opens it."""
        await self.switch_to_open(area)
        screen = self._screens[area]
        if (opens or not screen.rows.move_to(row)) and isinstance(row, ItemRef):
            screen.open_item(row)

    def _open_connections(self) -> ListScreen[Any]:
        from tui.screens.connections import ConnectionsScreen

        return self.opened(ConnectionsScreen(self.context))

    # Going from one to another

    def action_go_inbox(self) -> None:
        """Show the inbox."""
        self.switch_mode(Area.INBOX.value)

    def action_go_posts(self) -> None:
        """Show the posts."""
        self.switch_mode(Area.POSTS.value)

    def action_go_jobs(self) -> None:
        """Show the jobs."""
        self.switch_mode(Area.JOBS.value)

    def action_go_calendar(self) -> None:
        """Show what goes out when."""
        self.switch_mode(Area.CALENDAR.value)

    def action_go_accounts(self) -> None:
        """Show where posts go to, and what they come from."""
        self.switch_mode(Area.ACCOUNTS.value)

    def action_go_schedules(self) -> None:
        """Show the schedules."""
        self.switch_mode(Area.SCHEDULES.value)

    def action_go_deliveries(self) -> None:
        """Show which post is on which site."""
        self.switch_mode(Area.DELIVERIES.value)

    def action_go_outbox(self) -> None:
        """Show the outbox."""
        self.switch_mode(Area.OUTBOX.value)

    def action_go_next(self) -> None:
        """Show the next screen."""
        self._go(1)

    def action_go_previous(self) -> None:
        """Show the previous screen."""
        self._go(-1)

    def _go(self, by: int) -> None:
        here = Area(self.current_mode)
        # The outbox is among them as long as the head shows it, the connections while they are open.
        shown = here is Area.OUTBOX or self.context.services.outbox.entries
        modes = (*MODES_IN_ORDER, Area.OUTBOX) if shown else MODES_IN_ORDER
        modes = (*modes, here) if here is Area.CONNECTIONS else modes
        self.switch_mode(modes[(modes.index(here) + by) % len(modes)].value)
