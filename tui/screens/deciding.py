"""What was decided on a screen goes into the outbox, and what comes of it is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.timer import Timer

from tui.commands import Command
from tui.domain.approvals import Approval
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError, EditorError, Invalid
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.facts import read_only_refusal
from tui.presentation.outbox import held_line, taken_back_line
from tui.screens.bodies import Bodies
from tui.screens.context import Context
from tui.screens.messages import EntryEnded, OutboxChanged
from tui.widgets.rule_line import RuleLine

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post, PostChanges

Row = TypeVar("Row")


class Deciding(Bodies[Row]):
    """A list of items that can be decided on."""

    def __init__(self, context: Context) -> None:
        """Start with nothing decided."""
        super().__init__(context)
        self._steps: list[Timer] = []
        self._told_held: tuple[str, Sequence[Entry]] | None = None
        self.refused: dict[ItemRef, dict[str, str]] = {}
        """What a platform said of the fields of an edit that it did not take, until it is opened again."""

    def offers(self, each: Command) -> bool:
        """Undo is in the foot while there is something to take back."""
        if each.id == "outbox.undo":
            return bool(self.services.outbox.held)
        return super().offers(each)

    def read_only(self, ref: ItemRef) -> str | None:
        """Why nothing that changes an item is sent to its connection; None: it takes changes."""
        return self.services.hub.read_only(ref.connection)

    def is_read_only(self, item: Post | Approval, done: str) -> bool:
        """Whether an item's connection takes no changes; says so. `done`: "edited", say."""
        reason = self.read_only(item.ref)
        if reason is not None:
            self.note(f"{item.title} {read_only_refusal(done, item.ref.connection, reason)}", Tone.BAD)
        return reason is not None

    def decide(self, intents: Sequence[Intent]) -> bool:
        """Let it go its way; gives whether it does. Says what can be done about it."""
        if not intents:
            return False
        try:
            for intent in intents:
                self.services.hub.check_write(intent.ref.connection)
            entries = self.services.outbox.put(intents)
        except CopydeskError as error:
            self.note(f"not sent: {intents[0].title}: {error.sentence}", Tone.BAD)
            return False
        self._say_held(entries)
        return True

    def changes_of(self, read: Post, document: str) -> PostChanges:
        """What a document changes in a post. Raises EditorError where it does not hold."""
        from tui.domain.editing import changes, parse

        can = self.services.hub.capabilities(read.ref.connection)
        return changes(read, parse(document), can.fields if can else (), now=self.now)

    def approving(self, approval: Approval, read: Post | None) -> Sequence[Intent]:
        """Saying yes to what waits, with the text that is kept for it. `read`: the post as it was read; None
        where it was not, or there is none. Raises CopydeskError where that cannot be.
        """
        from tui.domain.intents import approving

        kept = self.services.edits.get(approval)
        return approving(approval, read, kept, self._wanted_of(approval, read, kept))

    def with_edit(self, item: Post, read: Post | None, then: Intent) -> Sequence[Intent]:
        """What lets a post go out, after the text is saved that is kept for it. Raises CopydeskError."""
        from tui.domain.intents import saving

        kept = self.services.edits.get(item)
        wanted = self._wanted_of(item, read, kept)
        if kept is None or (wanted is not None and wanted.empty):
            return (then,)
        if read is None or wanted is None:
            raise EditorError(f"The text of {item.title} has not been read yet", advice="Open it first.")
        return (saving(read, kept, wanted), then)

    def _wanted_of(self, item: Post | Approval, read: Post | None, kept: str | None) -> PostChanges | None:
        """What a kept text changes in a post that was read; one that changes nothing is kept no longer."""
        if read is None or kept is None:
            return None
        wanted = self.changes_of(read, kept)
        if wanted.empty:
            self.services.edits.drop(item)
        return wanted

    def _say_held(self, entries: Sequence[Entry]) -> None:
        """Say how long it can be taken back: in steps, since a line that counts each second says no more."""
        for timer in self._steps:
            timer.stop()
        left = (entries[0].due_at - entries[0].made_at).total_seconds()
        self._say_left(entries, left)
        self._steps = [
            self.set_timer(left - step, lambda step=step: self._say_left(entries, step))
            for step in self.context.hold_steps
            if step < left
        ]

    def _say_left(self, entries: Sequence[Entry], seconds: float) -> None:
        held = self.services.outbox.held
        if not seconds or any(each.id == entries[0].id for each in held):
            line = held_line(entries, seconds, len({each.ref for each in held}))
            self._told_held = line, entries
            self.note(line, seconds=seconds + 1)

    def _see_held(self) -> None:
        """What is said of a hold is true no longer once another Copydesk has ended it, or it has left."""
        if self._told_held is None or self.query_one(RuleLine).said != self._told_held[0]:
            return
        entries = self._told_held[1]
        now = self.services.outbox.entry(entries[0].id)
        if now is None:
            self.note(f"taken back by another Copydesk: {entries[0].intent.title}")
        elif now.state is EntryState.SENDING:
            self._say_left(entries, 0)

    def action_outbox_undo(self) -> None:
        """Take back what was decided last, all of it in one go."""
        try:
            taken = self.services.outbox.take_back()
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return
        if not taken:
            self.note("nothing is held any more that could be taken back")
            return
        self.note(taken_back_line(taken))
        self.back_again([entry.ref for entry in taken])

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """These items wait again, where they did."""

    @on(OutboxChanged)
    def _outbox_changed(self) -> None:
        self._see_held()
        self.rows.redraw()
        self.show_anew()
        self.refresh_consequence()
        self.refresh_keys()

    @on(EntryEnded)
    def _entry_ended(self, message: EntryEnded) -> None:
        done, error = message.ended.done, message.ended.error
        if done is not None and done.post is not None:
            self.keep_body(done.post)
        if isinstance(error, Invalid) and error.fields:
            self.refused[message.ended.entry.ref] = error.fields
