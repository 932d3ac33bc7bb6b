"""What a screen does when the config file says something else."""

from __future__ import annotations

from abc import abstractmethod
from math import inf

from textual import on

from tui.domain.preferences import Preferences
from tui.presentation.bars import Tone
from tui.screens.context import Context
from tui.screens.messages import ConnectionsChanged
from tui.screens.refreshing import Refreshing


class Preferring(Refreshing):
    """A screen that follows the config file."""

    def take_context(self, context: Context) -> None:
        """What every screen is given is something else now."""
        again = context.refresh != self.context.refresh
        self.context = context
        if again and self.is_mounted:
            self.keep_time()

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """What the person prefers is something else now; the context has it already. A screen that has made
        something of it makes that anew, and calls this.
        """

    @abstractmethod
    def note(
        self,
        text: str,
        tone: Tone = Tone.PLAIN,
        *,
        seconds: float | None = None,
        where: str = "",
        stays: bool = False,
    ) -> None:
        """Say what came of something."""

    def action_screen_refresh(self) -> None:
        """Ask anew for what is shown."""

    @on(ConnectionsChanged)
    def _connections_changed(self, message: ConnectionsChanged) -> None:
        if message.names:
            # What is under way was asked of other connections.
            self._asked_at = -inf
            self.action_screen_refresh()
        if message.said and self.is_current:
            self.note(message.said, message.tone)
