"""Taking back what was decided last, on whichever screen it is thought better of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import on

from tui.commands import Command
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.local_verdicts import waits_again_line
from tui.presentation.outbox import taken_back_line
from tui.screens.list_screen import ListScreen
from tui.screens.messages import OutboxChanged

Row = TypeVar("Row")


class TakingBack(ListScreen[Row]):
    """A list with a key that takes back what was decided last."""

    def offers(self, each: Command) -> bool:
        """Undo is in the foot while there is something to take back."""
        if each.id == "outbox.undo":
            return bool(self.services.outbox.held) or self.services.triage.is_latest
        return super().offers(each)

    def action_outbox_undo(self) -> None:
        """Take back what was decided last, all of it in one go, whether it leaves or is kept here."""
        if self.services.triage.is_latest:
            self._take_back_here()
            return
        try:
            taken = self.services.outbox.take_back()
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return
        if not taken:
            others = any(each.state is EntryState.HELD for each in self.services.outbox.entries)
            more = f"; {self.key('go.outbox')} takes back what another Copydesk holds" if others else ""
            self.note(f"nothing is held any more that could be taken back here{more}")
            return
        self.note(taken_back_line(taken))
        self.back_again([entry.ref for entry in taken])

    def _take_back_here(self) -> None:
        try:
            taken = self.services.triage.take_back()
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return
        if taken:
            self.note(waits_again_line(taken))
            self.back_again([each.row for each in taken])
        else:
            self.note("another Copydesk let it wait again before")

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """These items wait again, where they did."""

    @on(OutboxChanged)
    def _held_changed(self) -> None:
        self.refresh_keys()
