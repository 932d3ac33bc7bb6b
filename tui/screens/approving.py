"""Saying yes to what waits: the row leaves at once, the yes when its hold is over."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import CopydeskError
from tui.domain.inbox import InboxRows
from tui.domain.preferences import AfterVerdict
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity
from tui.presentation.bars import Tone
from tui.presentation.facts import approval_refusal, consequence_line, refusal_line
from tui.presentation.text import plain
from tui.presentation.times import here_too
from tui.screens.inbox_rows import InboxRow, Section
from tui.screens.messages import OutboxChanged
from tui.screens.publishing_to import PublishingTo

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post


class Approving(PublishingTo[InboxRow]):
    """A queue of approvals."""

    @property
    def current(self) -> Approval | None:
        """The approval under the cursor."""
        raise NotImplementedError

    @property
    def current_item(self) -> Approval | None:
        """The post under the cursor."""
        approval = self.current
        return approval if approval is not None and approval.kind is ApprovalKind.POST else None

    def shown(self) -> InboxRows:
        """What the list shows."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Draw what waits."""
        raise NotImplementedError

    def consequence(self) -> Content:
        """What `a` would do to the item under the cursor."""
        approval = self.current
        if approval is None:
            return Content("")
        refusal = approval_refusal(approval, self.read_only(approval.ref)) or self.blocked(approval)
        if refusal is not None:
            return refusal_line(refusal)
        will = self.as_chosen(approval).consequence
        here = here_too(approval.due, self.now) if will.effect is Effect.WAITS else ""
        return consequence_line(self.key("verdict.approve"), will, here)

    def action_verdict_approve(self) -> None:
        """Say yes; what cannot be taken back asks first."""
        approval = self.current
        if approval is None or self.too_soon():
            return
        refusal = approval_refusal(approval, self.read_only(approval.ref)) or self.blocked(approval)
        if refusal is not None:
            self.note(f"{approval.title}: {refusal}", Tone.BAD)
        elif self.wants_a_choice(approval):
            self.choose_sites([approval])
        else:
            self._approve(self.as_chosen(approval))

    def _approve(self, approval: Approval) -> None:
        """The yes belongs to the text as it is read now, whatever comes while the question stands."""
        try:
            self.see_open(approval)
            intents = self.approving(approval, self.body(approval.ref, approval.updated_at))
        except CopydeskError as error:
            self.note(f"not approved: {approval.title}: {error.sentence}", Tone.BAD)
            return
        final = approval.consequence.gravity is Gravity.FINAL
        asked = Content(f"{plain(approval.title, 60)}\n{plain(approval.consequence.text)}")
        self.let_out(
            intents,
            lambda: self.decide(intents),
            title="Approve?",
            question=asked if final else None,
            yes="approve it",
        )

    # Several at once

    def item_in(self, row: InboxRow) -> Approval | None:
        """Every row but a heading is one."""
        return row if isinstance(row, Approval) else None

    def refusal_of(self, item: Post | Approval, read: Post | None) -> str | None:
        """Why one that waits cannot be approved; None where it can."""
        if not isinstance(item, Approval):
            return "waits for no yes"
        refusal = approval_refusal(item, self.read_only(item.ref))
        unread = item.kind is ApprovalKind.POST and read is None
        return refusal if refusal or unread else self.blocked(item, read)

    def will_do(self, item: Post | Approval) -> Consequence:
        """What the platform says."""
        assert isinstance(item, Approval)
        return self.as_chosen(item).consequence

    def yes_to(self, item: Post | Approval, read: Post | None) -> Sequence[Intent]:
        """A yes to what waits, with the text that is kept for it."""
        assert isinstance(item, Approval)
        return self.yes_to_waiting(item, read)

    def decide(self, intents: Sequence[Intent], *, beside: str = "", origins: Sequence[ItemRef] = ()) -> bool:
        """Let it go its way; what is decided on leaves at once, and what follows is under the cursor."""
        leaving = {intent.ref for intent in intents if intent.action.decides}
        following = self.following(leaving)
        if not super().decide(intents, beside=beside, origins=origins):
            return False
        if leaving:
            self.go_on(following)
        return True

    def following(self, leaving: Collection[ItemRef]) -> ItemRef | None:
        """Where the cursor goes when items leave; None where nothing waits but them. `previous`: upwards;
        where there is no more that way, the other way.
        """
        here: InboxRow | None = self.rows.cursor_row
        queue = [each.ref for each in self.shown().queue]
        if isinstance(here, Section) or here is None or here.ref not in queue:
            return None
        place = queue.index(here.ref)
        after = [each for each in queue[place:] if each not in leaving]
        before = [each for each in queue[:place] if each not in leaving]
        if here.ref not in leaving:
            return here.ref
        if self.context.preferences.triage.after_verdict is AfterVerdict.PREVIOUS:
            return before[-1] if before else after[0] if after else None
        return after[0] if after else before[-1] if before else None

    def go_on(self, following: ItemRef | None) -> None:
        """Items have left: what follows is under the cursor, and its text beside it, at once."""
        here = self.rows.cursor
        if self.context.preferences.triage.after_verdict is AfterVerdict.STAY:
            # What comes to stand in its line is under it; only the end of the queue has nothing below.
            self.show_rows()
            if self.rows.index_of(here) is None and self.rows.cursor not in self._queued():
                self.rows.move_to(following)
        else:
            if following is not None:
                self.rows.move_to(following)
            self.show_rows()
        self.show_current()

    def _queued(self) -> set[Hashable]:
        return {each.ref for each in self.shown().queue}

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """The items are in the list again, and the first of them under the cursor."""
        self.show_rows()
        if self.rows.move_to(refs[0]):
            self.show_current()

    @on(OutboxChanged)
    def _decided(self) -> None:
        self.show_rows()
