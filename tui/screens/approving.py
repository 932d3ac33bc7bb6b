"""Saying yes to what waits: the row leaves at once, the answer comes later."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on, work
from textual.content import Content
from textual.message import Message

from tui.commands import command
from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.inbox import InboxRows
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Gravity, Outcome
from tui.presentation.bars import Tone
from tui.presentation.facts import approval_refusal, consequence_line, refusal_line
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.inbox_rows import InboxRow
from tui.screens.post_verbs import PostVerbs


class Approving(PostVerbs[InboxRow]):
    """A queue of approvals."""

    @dataclass
    class Decided(Message):
        """A verdict on an approval has its answer: an outcome, or why it was not taken."""

        approval: Approval
        answer: Outcome | CopydeskError

    deciding: frozenset[ItemRef] = frozenset()
    """Items whose verdict is on its way: their rows have left already."""

    @property
    def current(self) -> Approval | None:
        """The approval under the cursor."""
        raise NotImplementedError

    def shown(self) -> InboxRows:
        """What the list shows."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Draw what waits."""
        raise NotImplementedError

    def ask_again(self, name: str) -> object:
        """Ask one connection what waits there now."""
        raise NotImplementedError

    def consequence(self) -> Content:
        """What `a` would do to the item under the cursor."""
        approval = self.current
        if approval is None:
            return Content("")
        refusal = approval_refusal(approval)
        if refusal is not None:
            return refusal_line(refusal)
        return consequence_line(command("verdict.approve").shown_key, approval.consequence)

    def action_verdict_approve(self) -> None:
        """Say yes; what cannot be taken back asks first."""
        approval = self.current
        if approval is None or approval.ref in self.deciding or self.too_soon():
            return
        refusal = approval_refusal(approval)
        if refusal is not None:
            self.note(f"{approval.title}: {refusal}", Tone.BAD)
        elif approval.consequence.gravity is Gravity.FINAL:
            question = Content(f"{plain(approval.title, 60)}\n{plain(approval.consequence.text)}")
            asking.confirm(self.app, "Approve?", question, "approve it", lambda: self._approve(approval))
        else:
            self._approve(approval)

    def _approve(self, approval: Approval) -> None:
        self._leave(approval)
        self._send_yes(approval)

    @work(group="verdicts", exit_on_error=False)
    async def _send_yes(self, approval: Approval) -> None:
        try:
            answer: Outcome | CopydeskError = await self.services.inbox.approve(approval)
        except CopydeskError as error:
            answer = error
        self.post_message(self.Decided(approval, answer))

    def _leave(self, approval: Approval) -> None:
        """The row goes at once; the next that waits is under the cursor, or the last one."""
        queue = [each.ref for each in self.shown().queue]
        place = queue.index(approval.ref) if approval.ref in queue else 0
        others = [ref for ref in queue if ref != approval.ref]
        if others:
            self.rows.move_to(others[min(place, len(others) - 1)])
        self.deciding |= {approval.ref}
        self.show_rows()
        self.note(f"approving: {approval.title}")

    @on(Decided)
    def _decided(self, message: Decided) -> None:
        self.deciding -= {message.approval.ref}
        title = message.approval.title
        if isinstance(message.answer, CopydeskError):
            self.note(f"not approved: {title}: {message.answer.sentence}", Tone.BAD)
            self.show_rows()
        else:
            self.note(f"approved: {title} · {message.answer.text}", Tone.GOOD)
        self.ask_again(message.approval.ref.connection)
