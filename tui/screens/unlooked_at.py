"""A terminal that nobody looks at: known by what it says of its focus, and told when a job has ended."""

from __future__ import annotations

from textual.app import App
from textual.events import AppBlur, AppFocus, Event
from textual.timer import Timer

from tui.domain.jobs import Job
from tui.domain.preferences import Notice
from tui.screens.context import Context

TOGETHER_SECONDS = 1.0
"""What ends within that time is one notice."""


class UnlookedAt(App[None]):
    """An App that knows whether somebody looks. A terminal that says nothing of it is looked at."""

    context: Context
    looked_at = True
    _ended: tuple[Job, ...] = ()
    _telling: Timer | None = None

    def note_focus(self, event: Event) -> bool:
        """Whether an event tells that the terminal got or lost the focus; it is known from now on."""
        if not isinstance(event, AppBlur | AppFocus):
            return False
        self.looked_at = isinstance(event, AppFocus)
        if self.looked_at:
            self._ended = ()
        return True

    def job_ended(self, job: Job) -> None:
        """Tell of a job's end soon, where nobody looks and that is wanted."""
        if self.looked_at or self.context.preferences.look.notice is Notice.OFF:
            return
        self._ended = (*self._ended, job)
        if self._telling is None:
            self._telling = self.set_timer(TOGETHER_SECONDS, self._tell_of_the_ended)

    def _tell_of_the_ended(self) -> None:
        from tui.presentation.notices import notice_sequence, notice_text

        ended, self._ended, self._telling = self._ended, (), None
        if ended:
            wanted = self.context.preferences.look.notice
            self.tell_terminal(notice_sequence(wanted, notice_text(ended), self.context.terminal.within))

    def tell_terminal(self, sequence: str) -> None:
        """Send the terminal a sequence of its own. Frames are written whole: it comes between two of them."""
        if self._driver is not None and not self._driver.is_headless:
            self._driver.write(sequence)
            self._driver.flush()
