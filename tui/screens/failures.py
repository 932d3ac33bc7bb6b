"""Failures among what waits: what is shown of one, and where Enter goes."""

from __future__ import annotations

from textual import on
from textual.content import Content

from tui.commands import Command
from tui.domain.failing import Failing, FailingOf
from tui.domain.refs import ItemRef
from tui.presentation.local_verdicts import failing_consequence, failing_header
from tui.presentation.reading import Mode
from tui.screens.messages import BoardChanged, DeliveriesChanged, Mend
from tui.screens.putting_off import PuttingOff


class Failures(PuttingOff):
    """A queue in which failures stand too."""

    _failing_shown: tuple[Failing, ...] = ()

    @property
    def failure(self) -> Failing | None:
        """The failure under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Failing) else None

    @property
    def current_ref(self) -> ItemRef | None:
        """The row under the cursor."""
        item = self.current_waiting
        return item.ref if item is not None else None

    @on(BoardChanged)
    @on(DeliveriesChanged)
    def _board_changed(self) -> None:
        # A job that goes on is looked at each second: only what wants a person is drawn.
        if self.services.triage.failing != self._failing_shown:
            self.show_rows()
            self.show_anew()

    def show_rows(self) -> None:
        """Draw what waits."""
        self._failing_shown = self.services.triage.failing

    def show_failure(self, failing: Failing) -> None:
        """Draw what failed and why, with the steps of a job."""
        header = self.with_notice(failing.ref, failing_header(failing, self.now))
        job = self.services.jobs.board.get(failing.item) if failing.of is FailingOf.JOB else None
        if job is not None:
            from tui.presentation.jobs import job_events

            header = Content("\n\n").join([header, job_events(job, self.now)])
        # What is read of an item in its modes is not of this row.
        self.in_view = None
        self.preview.set_lead(None)
        self.preview.show(failing.ref, header, None)

    def _set_mode(self, mode: Mode) -> None:
        if self.failure is None:
            super()._set_mode(mode)
        else:
            self.note(f"a failure is read in one way: {self.key('item.open')} goes where it can be mended")

    def offers(self, each: Command) -> bool:
        """The queue tells of failures by itself: its foot has more wanted keys."""
        return each.id != "filter.failed" and super().offers(each)

    def consequence(self) -> Content:
        """What the keys do about a failure, or what `a` would do to an item."""
        failing = self.failure
        if failing is None:
            return super().consequence()
        out = self.services.triage.verdict(failing) is not None
        return failing_consequence(failing, self.key("failure.put_away"), self.key("item.open"), out=out)

    def action_item_open(self) -> None:
        """Read the item, or go where a failure can be mended."""
        failing = self.failure
        if failing is None:
            super().action_item_open()
        else:
            self.app.post_message(Mend(failing))
