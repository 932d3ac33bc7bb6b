"""What was decided on a screen goes into the outbox, and what comes of it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from textual import on
from textual.timer import Timer

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.editing import DoesNotHold, changed_text, changes, document, parse, parse_text
from tui.domain.entry_states import EntryState
from tui.domain.errors import Conflict, CopydeskError, EditorError, Invalid
from tui.domain.marking import unmarked
from tui.domain.readings import reading_of
from tui.domain.refs import ItemRef
from tui.presentation.bars import Tone
from tui.presentation.facts import read_only_refusal
from tui.presentation.outbox import held_line
from tui.screens.context import Context
from tui.screens.looking_first import LookingFirst
from tui.screens.messages import EntryEnded, OutboxChanged, PostsChanged
from tui.widgets.rule_line import RuleLine

if TYPE_CHECKING:
    from tui.domain.kept_edits import KeptEdit
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post, PostChanges

Row = TypeVar("Row")


class Deciding(LookingFirst[Row]):
    """A list of items that can be decided on."""

    def __init__(self, context: Context) -> None:
        """Start with nothing decided."""
        super().__init__(context)
        self._steps: list[Timer] = []
        self._saved: dict[ItemRef, datetime | None] = {}
        self._told_held: tuple[str, Sequence[Entry]] | None = None
        self._beside = ""
        """What is said beside how long it is held."""
        self.refused: dict[ItemRef, dict[str, str]] = {}
        """What a platform said of the fields of an edit that it did not take, until it is opened again."""

    def read_only(self, ref: ItemRef) -> str | None:
        """Why nothing that changes an item is sent to its connection; None: it takes changes."""
        return self.services.hub.read_only(ref.connection)

    def is_read_only(self, item: Post | Approval, done: str) -> bool:
        """Whether an item's connection takes no changes; says so. `done`: "edited", say."""
        reason = self.read_only(item.ref)
        if reason is not None:
            self.note(f"{item.title} {read_only_refusal(done, item.ref.connection, reason)}", Tone.BAD)
        return reason is not None

    def decide(self, intents: Sequence[Intent], *, beside: str = "") -> bool:
        """Let it go its way; gives whether it does. Says what can be done about it, and what else is to be
        said `beside` that.
        """
        if not intents:
            return False
        try:
            for intent in intents:
                self.services.hub.check_write(intent.ref.connection)
            entries = self.services.outbox.put(intents)
        except CopydeskError as error:
            self.note(f"not sent: {intents[0].title}: {error.sentence}", Tone.BAD)
            return False
        self._beside = beside
        self._say_held(entries)
        return True

    def document_of(self, item: Post | Approval) -> str:
        """A post, a topic or a social text as an editor shows it. Raises EditorError."""
        return document(item, () if isinstance(item, Approval) else self.fields_of(item.ref.connection))

    def changes_of(self, read: Post, text: str) -> PostChanges:
        """What a document changes in a post. Raises EditorError where it does not hold."""
        self._check_settled(read, unmarked(text))
        return changes(read, parse(text), self.fields_of(read.ref.connection), now=self.now)

    def _check_settled(self, item: Post | Approval, text: str) -> None:
        from tui.services.merging import unsettled

        if unsettled(text) and (marks := unsettled(text, self.document_of(item))):
            raise DoesNotHold(marks)

    def overtaken(self, item: Post | Approval, kept: KeptEdit) -> bool:
        """Whether somebody changed an item since the text that is kept for it was begun: sent, it would take
        back what was never shown. Raises EditorError where the item was not read.
        """
        if kept.base is None or self.says_the_same(item, kept.text):
            return False
        return not self.says_the_same(item, kept.base)

    def says_the_same(self, item: Post | Approval, text: str) -> bool:
        """Whether a text, sent, would leave an item as it is. Raises EditorError where it was not read."""
        if isinstance(item, Approval):
            return changed_text(item, parse_text(text)) is None
        try:
            # Not the documents: how much of a post they have depends on what was known of its platform.
            return changes(item, parse(text), self.fields_of(item.ref.connection)).empty
        except DoesNotHold:
            return False

    def approving(self, approval: Approval, read: Post | None) -> Sequence[Intent]:
        """Saying yes to what waits, with the text that is kept for it. `read`: the post as it was read; None
        where it was not, or there is none. Raises CopydeskError where that cannot be.
        """
        from tui.domain.intents import approving

        post = approval.kind is ApprovalKind.POST
        self.check_line(approval, read)
        if (why := self.blocked(approval, read)) is not None:
            raise CopydeskError(f"{approval.ref.connection}: it {why}", advice="")
        kept = self._to_send(approval, read if post else approval)
        wanted = self.changes_of(read, kept) if post and read is not None and kept is not None else None
        return approving(approval, read, kept, wanted)

    def check_line(self, line: Post | Approval, read: Post | None) -> None:
        """See that a row says of its post what was read of it: a text that came for it, unseen perhaps, must
        not be decided on under another one's line. What was saved here is known. Raises Conflict.
        """
        if read is None or (read.updated_at is not None and read.updated_at == self._saved.get(read.ref)):
            return
        if not replace(reading_of(line), text=None).still(reading_of(read)):
            self.app.post_message(PostsChanged(line.ref.connection))
            raise Conflict("It has changed since it was listed", advice="Look at it again.")

    def saving_first(self, item: Post, read: Post | None) -> Sequence[Intent]:
        """What has to be saved before a post goes out: the text that is kept for it. Raises CopydeskError."""
        from tui.domain.intents import saving

        kept = self._to_send(item, read)
        if kept is None:
            return ()
        if read is None:
            raise EditorError(f"The text of {item.title} has not been read yet", advice="Open it first.")
        return (saving(read, kept, self.changes_of(read, kept)),)

    def _to_send(self, item: Post | Approval, read: Post | Approval | None) -> str | None:
        """The text that is kept for an item, where it can be sent as it was shown, over what was `read`;
        None where there is none, or it says what was read. Raises CopydeskError.
        """
        kept = self.services.edits.kept(item)
        if kept is not None and read is not None:
            if isinstance(read, Approval):
                self._check_settled(read, kept.text)
                nothing = self.says_the_same(read, kept.text)
            else:
                nothing = self.changes_of(read, kept.text).empty
            if nothing:
                self.services.edits.taken(place_of(item), kept.text)
                return None
            if self.overtaken(read, kept):
                advice = f"{self.key('verdict.edit')} brings both together."
                raise EditorError("Somebody changed it since you edited it", advice=advice)
        text = None if kept is None else kept.text
        if text != self.drawn(item):
            self.show_current()
            raise EditorError("Your text of it was edited elsewhere meanwhile", advice="Look at it again.")
        return text

    def _say_held(self, entries: Sequence[Entry]) -> None:
        """Say how long it can be taken back: in steps, since a line that counts each second says no more."""
        for timer in self._steps:
            timer.stop()
        left = (entries[0].due_at - entries[0].made_at).total_seconds()
        self._say_left(entries, left)
        self._steps = [
            self.set_timer(left - step, lambda step=step: self._say_step(entries, step))
            for step in self.context.hold_steps
            if step < left
        ]
        if left > 0:
            self._steps.append(self.set_timer(left, lambda: self._see_held(over=True)))

    def _say_left(self, entries: Sequence[Entry], seconds: float) -> None:
        held = self.services.outbox.held
        if not seconds or any(each.id == entries[0].id for each in held):
            line = held_line(entries, seconds, len({each.ref for each in held}), self.keymap) + self._beside
            self._told_held = line, entries
            self.note(line, seconds=seconds + 1)

    def _say_step(self, entries: Sequence[Entry], seconds: float) -> None:
        if not self._tells_of_a_fault:
            self._say_left(entries, seconds)

    def note_end(self, text: str, tone: Tone, *, where: str = "") -> None:
        """What was decided last can still be taken back, and that is said on: what came of an earlier
        decision stands beside it, unless it needs a person.
        """
        entries = self._told_held[1] if self._told_held is not None else ()
        held = bool(entries) and any(each.id == entries[0].id for each in self.services.outbox.held)
        if tone is Tone.BAD or not held or self._tells_of_a_fault or self.services.triage.is_latest:
            super().note_end(text, tone, where=where)
            return
        self._beside = f" · {text}"
        self._say_left(entries, max((entries[0].due_at - self.now).total_seconds(), 1.0))

    def _see_held(self, *, over: bool = False) -> None:
        """What is said of a hold is true no longer once another Copydesk has ended it, it has left, or it is
        `over`; nor where it waits, which is said elsewhere.
        """
        if self._told_held is None or self.query_one(RuleLine).said != self._told_held[0]:
            return
        entries = self._told_held[1]
        now = self.services.outbox.entry(entries[0].id)
        if now is None:
            self.note(f"taken back by another Copydesk: {entries[0].intent.title}")
        elif now.answer:
            self._forget_note()
        elif over or now.state is EntryState.SENDING:
            self._say_left(entries, 0)

    def _forget_held(self, id: int) -> None:
        """What was held has its end, which is said where the person is: it is not said to be held here."""
        if self._told_held is not None and any(each.id == id for each in self._told_held[1]):
            if self.query_one(RuleLine).said == self._told_held[0]:
                self._forget_note()
            self._told_held = None

    @on(OutboxChanged)
    def _outbox_changed(self) -> None:
        self._see_held()
        self.rows.redraw()
        self.show_anew()
        self.refresh_consequence()

    @on(EntryEnded)
    def _entry_ended(self, message: EntryEnded) -> None:
        self._forget_held(message.ended.entry.id)
        done, error = message.ended.done, message.ended.error
        if done is not None and done.post is not None:
            self._saved[done.post.ref] = done.post.updated_at
            self.keep_body(done.post)
        if isinstance(error, Invalid) and error.fields:
            self.refused[message.ended.entry.ref] = error.fields
