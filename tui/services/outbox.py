"""The outbox: what a person decides is held, can be taken back, and is sent once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import Conflict, StateError
from tui.domain.holds import Holds
from tui.domain.refs import ItemRef
from tui.services.carriage import Carriage, Ended
from tui.services.edits import EditsService
from tui.services.entries import OutboxStores
from tui.services.hub import Hub

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post

__all__ = ["Ended", "OutboxService"]


class OutboxService(Carriage):
    """Every write to a platform goes through here."""

    def __init__(
        self,
        hub: Hub,
        stores: OutboxStores,
        edits: EditsService,
        now: Callable[[], datetime],
        *,
        holds: Holds | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """As a carriage, with how long things are held."""
        super().__init__(hub, stores, edits, now, monotonic=monotonic, sleep=sleep)
        self.holds = holds or Holds()
        self._steps = count(1)

    def put(self, intents: Sequence[Intent]) -> tuple[Entry, ...]:
        """Take in what was decided in one go; it leaves when the longest of its holds is over, and is taken
        back in one go. What of it stood parked or had failed before is replaced.

        Raises Conflict, with nothing taken in, where an item's decision is on its way already; StateError
        where it cannot be kept.
        """
        from tui.domain.outbox import Entry

        intents = [self.after_ones_own(intent) for intent in intents]
        made_at = self.now()
        hold = max((intent.hold(self.holds) for intent in intents), default=0.0)
        step = f"{self._stores.outbox.run}/{next(self._steps)}"
        new = [
            Entry(
                id=0,
                step=step,
                intent=intent,
                state=EntryState.HELD,
                run=self._stores.outbox.run,
                made_at=made_at,
                due_at=made_at + timedelta(seconds=hold),
            )
            for intent in intents
        ]

        def check() -> None:
            # Another Copydesk may have decided on it a moment ago.
            self.read_anew()
            for intent in intents:
                self._see_free(intent)
            for intent in intents:
                self._replace_earlier(intent.ref)

        try:
            entries = self._stores.outbox.put(new, check)
        except StateError:
            # What was replaced stands again.
            self.look()
            raise
        for entry in entries:
            self._entries[entry.id] = entry
            self.carry(entry, hold)
        self.tell()
        return entries

    def _see_free(self, intent: Intent) -> None:
        for entry in self.entries:
            if not entry.state.under_way:
                continue
            if intent.action.makes and entry.intent.makes_the_same(intent):
                raise Conflict(
                    f"The same was asked of {intent.ref.connection} before, and has no answer yet",
                    advice="The outbox shows it; put away there, it can be asked for again.",
                )
            # What follows an edit of one's own leaves after it.
            follows = entry.intent.action is Action.SAVE and self.mine(entry)
            if entry.ref == intent.ref and not follows:
                raise Conflict(
                    f"A decision on {intent.title or intent.ref} is on its way already",
                    advice="The outbox shows it; undo takes the last one back.",
                )

    def _replace_earlier(self, ref: ItemRef) -> None:
        for entry in self.entries:
            if entry.ref != ref:
                continue
            if entry.state is EntryState.PARKED:
                self.move(entry, replace(entry, state=EntryState.WITHDRAWN, answer="decided anew"))
            if entry.state.ended or entry.state is EntryState.PARKED:
                self.put_away(entry.id)

    def take_back(self) -> tuple[Entry, ...]:
        """Take back what was decided last and is still held, all of it; gives what was. Raises StateError."""
        held = self.held
        if not held:
            return ()
        return self.withdraw([each.id for each in held if each.step == held[-1].step])

    def withdraw(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Take back what of these is held or parked, by whichever Copydesk; gives what was. Raises
        StateError.
        """
        taken = []
        for entry in self.with_partners(ids):
            id = entry.id
            if entry.state in {EntryState.HELD, EntryState.PARKED}:
                back = replace(entry, state=EntryState.WITHDRAWN, answer="taken back")
                if self.move(entry, back):
                    taken.append(back)
                    self.put_away(id)
                    self._answer(Ended(back))
                    self.not_deleted(Ended(back))
                    self.nudge(id)
        self.tell()
        return tuple(taken)

    def send_now(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Send what of these is parked, or held by this run, without waiting for its hold; gives what is
        sent. It is read again first, as always. Raises StateError.
        """
        sent = []
        for entry in self.with_partners(ids):
            if entry.state is not EntryState.PARKED and not (
                entry.state is EntryState.HELD and self.mine(entry)
            ):
                continue
            due = replace(entry, state=EntryState.HELD, run=self._stores.outbox.run, due_at=self.now())
            if self.move(entry, due):
                sent.append(due)
                self.carry(due, 0.0)
        self.tell()
        return tuple(sent)

    def found(self, id: int, answer: str, post: Post) -> bool:
        """It was seen that an entry of this run, whose answer was lost, was done: it counts as sent then;
        gives whether it does. `post` is the item as it is now. Raises StateError.
        """
        from tui.services.sending import Done

        entry = self.entry(id)
        if entry is None or entry.state is not EntryState.UNKNOWN or not self.mine(entry):
            return False
        sent = replace(entry, state=EntryState.SENT, answer=answer)
        if not self.move(entry, sent):
            return False
        self.taken(sent, post, sure=False)
        self.end(Ended(sent, Done(answer, post)))
        self.nudge(id)
        return True

    def dismiss(self, id: int) -> None:
        """Show an entry no longer that ended, or that nobody will ever know more of; any other stays. Raises
        StateError.
        """
        entry = self.entry(id)
        if entry is not None and (entry.state.ended or self.lost(entry)):
            self.put_away(id)
            self.tell()
