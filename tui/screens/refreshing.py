"""When a screen asks anew: at a key, and by itself every so many seconds."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.screen import Screen
from textual.timer import Timer

from tui.commands import Area
from tui.domain.connections import Reach
from tui.screens.context import Context

PATIENCE_SECONDS = 5.0
"""A key that repeats is answered by the question that is under way, unless that takes longer than this."""


class Refreshing(Screen[None]):
    """A screen that asks anew by itself as often as the person set, while it is open; not while the
    terminal is another program's: what fell due meanwhile is asked when it is back.
    """

    AREA: ClassVar[Area] = Area.ANYWHERE
    context: Context
    _overdue = False
    _by_itself = False
    _asked_at = 0.0
    _count: Timer | None = None

    @property
    def refresh_seconds(self) -> float:
        """How often it asks by itself; 0: never."""
        refresh = self.context.refresh
        each = {
            Area.INBOX: refresh.inbox,
            Area.POSTS: refresh.posts,
            Area.CALENDAR: refresh.posts,
            Area.JOBS: refresh.jobs,
        }
        return each.get(self.AREA, 0.0)

    def ask_by_itself(self) -> None:
        """Ask anew without being told to."""

    def on_mount(self) -> None:
        """Begin to count."""
        # At once: a message would come when the terminal is back.
        self.app.app_suspend_signal.subscribe(self, lambda _: self._pause(), immediate=True)
        self.app.app_resume_signal.subscribe(self, lambda _: self._resume(), immediate=True)
        self.keep_time()

    def keep_time(self) -> None:
        """Begin to count, as often as it is wanted now."""
        if self._count is not None:
            self._count.stop()
        seconds = self.refresh_seconds
        self._count = self.set_interval(seconds, self._fell_due) if seconds > 0 else None

    def _pause(self) -> None:
        if self._count is not None:
            self._count.pause()

    def _resume(self) -> None:
        if self._count is not None:
            self._count.resume()

    @property
    def unanswered(self) -> Sequence[str]:
        """The connections that did not answer when the screen asked last."""
        return ()

    def opened_again(self) -> None:
        """A person comes to the screen once more: where something is down, all is asked anew, and where what
        did not answer here may answer by now. What refused is asked again when a person says so.
        """
        health = self.context.services.hub.health
        until_told = {Reach.REFUSED, Reach.MISCONFIGURED}
        down = any(each.reach is Reach.DOWN for each in health.values())
        if down or any(name in health and health[name].reach not in until_told for name in self.unanswered):
            self.ask_by_itself()

    def on_screen_resume(self) -> None:
        """The screen is open again: what fell due behind another is asked now."""
        if self._overdue:
            self._fell_due()

    def _fell_due(self) -> None:
        self._overdue = not self.is_current
        if self.is_current:
            self.ask_by_itself()

    def may_ask(self, group: str, *, by_itself: bool = False) -> bool:
        """Whether the workers of `group` are to ask now, or what is under way is answer enough. A person
        never waits for what runs by itself.
        """
        under_way = any(each.group == group and each.node is self for each in self.workers)
        fresh = not self._by_itself and monotonic() - self._asked_at < PATIENCE_SECONDS
        if under_way and (by_itself or fresh):
            return False
        self._by_itself, self._asked_at = by_itself, monotonic()
        if not by_itself:
            self.context.services.outbox.hurry()
        return True
