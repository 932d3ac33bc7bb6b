"""Saying yes to what waits: the row leaves at once, the yes when its hold is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from tui.commands import command
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import CopydeskError
from tui.domain.inbox import InboxRows
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity
from tui.presentation.bars import Tone
from tui.presentation.facts import approval_refusal, consequence_line, refusal_line
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.inbox_rows import InboxRow, holds
from tui.screens.messages import OutboxChanged
from tui.screens.sending_copies import SendingCopies

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post


class Approving(SendingCopies[InboxRow]):
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
        refusal = approval_refusal(approval, self.read_only(approval.ref))
        if refusal is not None:
            return refusal_line(refusal)
        return consequence_line(command("verdict.approve").shown_key, approval.consequence)

    def action_verdict_approve(self) -> None:
        """Say yes; what cannot be taken back asks first."""
        approval = self.current
        if approval is None or self.too_soon():
            return
        refusal = approval_refusal(approval, self.read_only(approval.ref))
        if refusal is not None:
            self.note(f"{approval.title}: {refusal}", Tone.BAD)
        else:
            self._approve(approval)

    def _approve(self, approval: Approval) -> None:
        """The yes belongs to the text as it is read now, whatever comes while the question stands."""
        try:
            intents = self.approving(approval, self.body(approval.ref, approval.updated_at))
        except CopydeskError as error:
            self.note(f"not approved: {approval.title}: {error.sentence}", Tone.BAD)
            return
        if approval.consequence.gravity is Gravity.FINAL:
            question = Content(f"{plain(approval.title, 60)}\n{plain(approval.consequence.text)}")
            asking.confirm(
                self.app, "Approve?", question, "approve it", lambda: self._let_go(approval, intents)
            )
        else:
            self._let_go(approval, intents)

    # Several at once

    def item_in(self, row: InboxRow) -> Approval | None:
        """Every row but a heading is one."""
        return row if isinstance(row, Approval) else None

    def holds_words(self, item: Post | Approval, words: str) -> bool:
        """As the filter has it."""
        return isinstance(item, Approval) and holds(item, words)

    def refusal_of(self, item: Post | Approval, read: Post | None) -> str | None:
        """Why one that waits cannot be approved; None where it can."""
        if not isinstance(item, Approval):
            return "waits for no yes"
        return approval_refusal(item, self.read_only(item.ref))

    def will_do(self, item: Post | Approval) -> Consequence:
        """What the platform says."""
        assert isinstance(item, Approval)
        return item.consequence

    def yes_to(self, item: Post | Approval, read: Post | None) -> Sequence[Intent]:
        """A yes to what waits, with the text that is kept for it."""
        assert isinstance(item, Approval)
        return self.approving(item, read)

    def _let_go(self, approval: Approval, intents: Sequence[Intent]) -> None:
        """The row goes at once."""
        following = self._following(approval.ref)
        if self.decide(intents):
            if following is not None:
                self.rows.move_to(following)
            self.show_rows()

    def _following(self, ref: ItemRef) -> ItemRef | None:
        """Where the cursor goes when an item leaves: to the next that waits, or to the last one."""
        queue = [each.ref for each in self.shown().queue]
        place = queue.index(ref) if ref in queue else 0
        others = [each for each in queue if each != ref]
        return others[min(place, len(others) - 1)] if others else None

    def back_again(self, refs: Sequence[ItemRef]) -> None:
        """The items are in the list again, and the first of them under the cursor."""
        self.show_rows()
        if self.rows.move_to(refs[0]):
            self.show_current()

    @on(OutboxChanged)
    def _decided(self) -> None:
        self.show_rows()
