"""The inbox: everything that waits for a yes, over all connections."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.inbox import InboxRows, rows
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb
from tui.presentation import empty
from tui.presentation.ages import ages_line
from tui.presentation.facts import approval_header, approval_refusal
from tui.presentation.filters import words_line
from tui.presentation.rows import approval_heading, approval_row, section_row
from tui.screens import asking
from tui.screens.inbox_rows import InboxRow, Section, holds, listed, row_id
from tui.screens.refilling import Refilling
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.lines import Bar


class InboxScreen(Refilling):
    """The queue, with the item beside it; what approving will do stands under it."""

    AREA = Area.INBOX

    words = ""
    """Only items that hold all of these are shown."""
    touched = False
    """Whether a key was pressed since the start."""

    def compose_above(self) -> ComposeResult:
        """The filter, in a line, while there is one."""
        yield Bar(id="filter")

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return approval_heading(width)

    def make_list(self) -> LineList[InboxRow]:
        """The queue."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: isinstance(row, Approval),
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: InboxRow, width: int, look: RowLook) -> Content:
        if isinstance(row, Section):
            return section_row(row.label, width, row.size)
        edited, on_its_way = self.kept(row) is not None, self.on_its_way(row.ref)
        return approval_row(row, width, self.now, edited, on_its_way, ascii=self.ascii)

    def on_mount(self) -> None:
        """Show what is known, then ask."""
        self.services.inbox.start()
        self.show_rows()
        self.ask_all()

    def on_key(self) -> None:
        """The person is there: from now on the cursor stays with its item."""
        self.touched = True

    # What waits

    def shown(self) -> InboxRows:
        """What the list shows: what waits, less what is on its way and what the words leave out."""
        decided = self.services.outbox.hidden
        parts = (
            InboxPart(
                part.connection,
                tuple(each for each in part.approvals if each.ref not in decided and holds(each, self.words)),
            )
            for part in self.services.inbox.parts
        )
        return rows(parts)

    def show_rows(self) -> None:
        """Draw what waits."""
        shown = self.shown()
        rows_now = listed(shown)
        self.query_one("#filter", Bar).show(words_line(self.words, len(shown.queue)))
        self.set_class(bool(self.words), "-filtered")
        failed = [each.connection for each in self.services.inbox.failures]
        self.rows.set_empty(
            empty.inbox(asked=self.asked, failed=failed, words=self.words, problem=self._problem())
        )
        before = self.current
        self.rows.set_rows(rows_now)
        if not self.touched:
            # Connections answer one after another: until a key is pressed, the first is what is wanted.
            self.rows.cursor_home()
        if self.current != before:
            self.seen_anew()
        self.refresh_head()
        self.refresh_age()
        self.refresh_consequence()
        self.refresh_keys()
        if not rows_now:
            self.preview.show_message(Content(""))
            self.show_list()

    def ages(self) -> str:
        """How old what is listed is, of the connections that have not answered."""
        inbox = self.services.inbox
        kept = [(part.connection, part.as_of) for part in inbox.parts if part.as_of is not None]
        return ages_line(kept, inbox.awaited, self.now)

    def _problem(self) -> str | None:
        """Why there is no connection to ask; None where there is one."""
        if self.services.hub.names:
            return None
        return self.context.notices[0] if self.context.notices else "The config file names none."

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

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw the item under the cursor; a post's body is asked for where it is not known."""
        approval = self.current
        if approval is None:
            return
        kept = self.kept(approval)
        unsent = self.unsent(approval.ref, kept)
        self.mark(approval, kept)
        if approval.kind is not ApprovalKind.POST:
            shown = approval if kept is None else replace(approval, text=kept)
            header = self.with_notice(approval.ref, approval_header(shown, self.now, edited=unsent))
            self.preview.show_text(approval.ref, header, shown.text or approval.title)
            return
        body = self.body(approval.ref, approval.updated_at)
        if body is not None:
            self.show_body(body)
        else:
            header = self.with_notice(approval.ref, approval_header(approval, self.now, edited=unsent))
            self.preview.show(approval.ref, header, None if approval.ready else "")
        if approval.ready:
            self.want_body(approval.ref)

    def open_item(self, ref: ItemRef) -> None:
        """Read one of the items that wait."""
        if self.words and self.rows.index_of(ref) is None:
            self._filter("")
        if self.rows.move_to(ref):
            self.show_current()
            self.action_item_open()

    # Verdicts

    def offers(self, each: Command) -> bool:
        """The foot shows what the item under the cursor can take."""
        approval = self.current
        if each.id.startswith(("verdict.", "post.", "item.open")) and approval is None:
            return False
        if approval is None:
            return super().offers(each)
        read_only = self.read_only(approval.ref)
        if each.id.startswith("verdict.") and read_only is not None:
            return False
        match each.id:
            case "verdict.approve":
                return approval_refusal(approval) is None
            case "verdict.delete":
                return Verb.DELETE in approval.verbs
            case "post.copy":
                return approval.kind is ApprovalKind.POST and bool(self.takers(approval.ref))
        return super().offers(each)

    def action_verdict_edit(self) -> None:
        """Edit the item in the editor: a post is saved then, a topic or text goes with the yes."""
        approval = self.current
        if approval is None or (not self.kept(approval) and self.is_read_only(approval, "edited")):
            return
        if approval.kind is ApprovalKind.POST:
            self.edit_post(approval.ref, approval.title)
        else:
            self.edit_text(approval)

    def action_filter_edit(self) -> None:
        """Show only what holds some words."""
        hint = "Words in title, kind, type or connection; nothing shows all"
        asking.ask_line(self.app, "Filter", hint, self._filter, text=self.words)

    def action_filter_clear(self) -> None:
        """Show all that waits."""
        self._filter("")

    def _filter(self, words: str) -> None:
        self.words = words
        self.show_rows()
