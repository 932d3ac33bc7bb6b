"""Ask for a time, typed as people do; what is read is shown in full before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.time_line import TimeLine
from tui.services.typed_times import ASKED


class AskTime(Dialog[datetime]):
    """One line. `tell` says what a time will do."""

    def __init__(
        self,
        title: str,
        hint: str,
        now: Callable[[], datetime],
        zone: tzinfo,
        tell: Callable[[datetime], str],
        *,
        text: str = "",
    ) -> None:
        """Ask under `title`; `hint` says what for."""
        super().__init__()
        self._title = title
        self._hint = hint
        self._line = TimeLine(now, zone, tell, text=text)

    def compose(self) -> ComposeResult:
        """The line and what is wanted of it."""
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            yield self._line
            yield Static(
                f"{self._hint}\n{ASKED}\nEnter takes what is told above    Esc leaves",
                id="hint",
                markup=False,
            )

    @on(TimeLine.Typed)
    def _typed(self, event: TimeLine.Typed) -> None:
        self.answer(event.at)
