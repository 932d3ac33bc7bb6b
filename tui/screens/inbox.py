"""The inbox: everything that waits for a yes, over all connections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message

from tui.commands import Area, command
from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.errors import CopydeskError
from tui.domain.failures import ConnectionFailed
from tui.domain.inbox import InboxRows, rows
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Gravity, Outcome, Verb
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.facts import approval_header, consequence_line
from tui.presentation.rows import approval_row, section_row
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.bindings import bindings
from tui.screens.inbox_rows import InboxRow, Section, holds, listed, row_id
from tui.screens.messages import InboxChanged, JobEnded, PostsChanged
from tui.screens.post_verbs import PostVerbs
from tui.widgets.line_list import LineList, RowLook

REFRESH_SECONDS = 60.0


class InboxScreen(PostVerbs[InboxRow]):
    """The queue, with the item beside it; what approving will do stands under it."""

    AREA = Area.INBOX
    BINDINGS: ClassVar[list[BindingType]] = bindings(Area.INBOX)

    @dataclass
    class Refreshed(Message):
        """All connections have answered, or failed."""

        failures: tuple[ConnectionFailed, ...]

    @dataclass
    class Decided(Message):
        """A verdict on an approval has its answer: an outcome, or why it was not taken."""

        approval: Approval
        answer: Outcome | CopydeskError

    deciding: frozenset[ItemRef] = frozenset()
    """Items whose verdict is on its way: their rows have left already."""
    words = ""
    """Only items that hold all of these are shown."""
    touched = False
    """Whether a key was pressed since the start."""
    asked = False
    """Whether the connections have been asked at all."""

    def make_list(self) -> LineList[InboxRow]:
        """The queue."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: isinstance(row, Approval),
            id="list",
        )

    def _draw(self, row: InboxRow, width: int, look: RowLook) -> Content:
        if isinstance(row, Section):
            return section_row(row.label, width, row.count)
        return approval_row(row, width, self.now, self.kept(row) is not None, ascii=self.ascii)

    def on_mount(self) -> None:
        """Show what is known, then ask."""
        self._show_rows()
        self.action_screen_refresh()
        self.set_interval(REFRESH_SECONDS, self._refresh_quietly)

    def on_key(self) -> None:
        """The person is there: from now on the cursor stays with its item."""
        self.touched = True

    # What waits

    def _shown(self) -> InboxRows:
        parts = (
            InboxPart(
                part.connection,
                tuple(
                    each
                    for each in part.approvals
                    if each.ref not in self.deciding and holds(each, self.words)
                ),
            )
            for part in self.services.inbox.parts
        )
        return rows(parts)

    def _show_rows(self) -> None:
        rows_now = listed(self._shown())
        failed = [each.connection for each in self.services.inbox.failures]
        self.rows.set_empty(empty.inbox(asked=self.asked, failed=failed, words=self.words))
        self.rows.set_rows(rows_now)
        if not self.touched:
            # Connections answer one after another: until a key is pressed, the first is what is wanted.
            self.rows.cursor_home()
        self.refresh_head()
        self.refresh_consequence()
        if not rows_now:
            self.preview.show_message(Content(""))
            self.action_item_close()

    @on(InboxChanged)
    def _changed(self) -> None:
        self._show_rows()

    @on(Refreshed)
    def _refreshed(self, message: Refreshed) -> None:
        self.asked = True
        self._show_rows()
        for failure in message.failures:
            self.note(f"{failure.connection}: {failure.error.sentence}", Tone.BAD)

    @on(JobEnded)
    def _job_ended(self, message: JobEnded) -> None:
        self._refresh((message.job.ref.connection,))

    @on(PostsChanged)
    def _posts_changed(self, message: PostsChanged) -> None:
        self._refresh((message.connection,))

    def action_screen_refresh(self) -> None:
        """Ask all connections."""
        self.forget_bodies()
        self._refresh(None)

    def _refresh_quietly(self) -> None:
        if self.is_current:
            self._refresh(None)

    @work(group="inbox", exclusive=True, exit_on_error=False)
    async def _refresh(self, names: tuple[str, ...] | None) -> None:
        await self.services.hub.revive()
        answers = [each async for each in self.services.inbox.refresh(names)]
        failures = tuple(each for each in answers if isinstance(each, ConnectionFailed))
        self.post_message(self.Refreshed(failures))

    # The item under the cursor

    @property
    def current(self) -> Approval | None:
        """The approval under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Approval) else None

    @property
    def current_ref(self) -> ItemRef | None:
        """The item under the cursor."""
        return self.current.ref if self.current is not None else None

    def _refusal(self, approval: Approval) -> str | None:
        """Why it cannot be approved; None where it can."""
        if not approval.ready:
            return "cannot be approved yet: it is still being written"
        if Verb.APPROVE not in approval.verbs:
            return f"cannot be approved: {approval.consequence.text}"
        return None

    def consequence(self) -> Content:
        """What `a` would do to the item under the cursor."""
        approval = self.current
        if approval is None:
            return Content("")
        refusal = self._refusal(approval)
        if refusal is not None:
            return Content.styled(plain(refusal), "dim")
        return consequence_line(command("verdict.approve").shown_key, approval.consequence)

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw the item under the cursor; a post's body is asked for where it is not known."""
        approval = self.current
        if approval is None:
            return
        kept = self.kept(approval)
        header = approval_header(approval, self.now, edited=kept is not None)
        if approval.kind is not ApprovalKind.POST:
            text = kept if kept is not None else approval.text or approval.title
            self.preview.show_text(approval.ref, header, text)
            return
        body = self.body(approval.ref, approval.updated_at)
        if body is not None:
            self.show_body(body)
        elif approval.ready:
            self.preview.show(approval.ref, header, None)
            self.read_body(approval.ref)
        else:
            self.preview.show(approval.ref, header, "")

    def open_item(self, ref: ItemRef) -> None:
        """Read one of the items that wait."""
        if self.rows.move_to(ref):
            self.show_current()
            self.action_item_open()

    # Verdicts

    @work(group="verdicts", exit_on_error=False)
    async def action_verdict_approve(self) -> None:
        """Say yes; what cannot be taken back asks first."""
        approval = self.current
        if approval is None or approval.ref in self.deciding:
            return
        refusal = self._refusal(approval)
        if refusal is not None:
            self.note(f"{approval.title}: {refusal}", Tone.BAD)
            return
        if approval.consequence.gravity is Gravity.FINAL:
            question = Content(f"{plain(approval.title, 60)}\n{plain(approval.consequence.text)}")
            if not await asking.confirm(self.app, "Approve?", question, "approve it"):
                return
        self._leave(approval)
        try:
            answer: Outcome | CopydeskError = await self.services.inbox.approve(approval)
        except CopydeskError as error:
            answer = error
        self.post_message(self.Decided(approval, answer))

    def _leave(self, approval: Approval) -> None:
        """The row goes at once; the next that waits is under the cursor, or the last one."""
        queue = [each.ref for each in self._shown().queue]
        place = queue.index(approval.ref) if approval.ref in queue else 0
        others = [ref for ref in queue if ref != approval.ref]
        if others:
            self.rows.move_to(others[min(place, len(others) - 1)])
        self.deciding |= {approval.ref}
        self._show_rows()
        self.note(f"approving: {approval.title}")

    @on(Decided)
    def _decided(self, message: Decided) -> None:
        self.deciding -= {message.approval.ref}
        title = message.approval.title
        if isinstance(message.answer, CopydeskError):
            self.note(f"not approved: {title}: {message.answer.sentence}", Tone.BAD)
            self._show_rows()
        else:
            self.note(f"approved: {title} · {message.answer.text}", Tone.GOOD)
        self._refresh((message.approval.ref.connection,))

    def action_verdict_edit(self) -> None:
        """Edit the item in the editor: a post is saved then, a topic or text goes with the yes."""
        approval = self.current
        if approval is None:
            return
        if approval.kind is ApprovalKind.POST:
            self.edit_post(approval.ref)
        else:
            self.edit_text(approval)

    def action_verdict_delete(self) -> None:
        """Remove the item on its platform, after a question."""
        approval = self.current
        if approval is None:
            return
        if Verb.DELETE not in approval.verbs:
            self.note(f"{approval.ref.connection} cannot delete this", Tone.BAD)
            return
        self.delete_post(approval.ref, approval.title)

    def action_filter_edit(self) -> None:
        """Show only what holds some words."""
        self._ask_words()

    @work(group="filter", exit_on_error=False)
    async def _ask_words(self) -> None:
        hint = "Words in title, kind, type or connection; nothing shows all"
        words = await asking.ask_line(self.app, "Filter", hint, text=self.words)
        if words is not None:
            self.words = words
            self._show_rows()

    def action_post_copy(self) -> None:
        """Make a draft of the item on another connection."""
        approval = self.current
        if approval is not None and approval.kind is ApprovalKind.POST:
            self.copy_post(approval.ref)
