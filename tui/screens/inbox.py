"""The inbox: everything that waits for a yes, over all connections."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.failing import Failing
from tui.domain.inbox import InboxRows
from tui.domain.local_verdicts import Waiting
from tui.domain.places import Place
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb
from tui.presentation import empty
from tui.presentation.ages import ages_line
from tui.presentation.facts import approval_header, approval_refusal
from tui.presentation.filters import words_line
from tui.presentation.local_verdicts import failing_row
from tui.presentation.rows import approval_heading, approval_row, section_row
from tui.screens.bodies import Shown
from tui.screens.inbox_rows import (
    FAILED,
    InboxRow,
    Section,
    asks_for,
    fact_of,
    listed,
    not_listed,
    row_id,
    subject_of_failing,
)
from tui.screens.querying import Querying
from tui.screens.reading_ahead import ReadingAhead
from tui.widgets.line_list import LineList, RowLook
from tui.widgets.lines import Bar

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.query import Query, Words


class InboxScreen(Querying[InboxRow], ReadingAhead):
    """The queue, with the item beside it; what approving will do stands under it."""

    AREA = Area.INBOX

    touched = False
    """Whether a key was pressed since the start."""
    _under: frozenset[ItemRef] = frozenset()

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
            selectable=lambda row: not isinstance(row, Section),
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: InboxRow, width: int, look: RowLook) -> Content:
        if isinstance(row, Section):
            return section_row(row.label, width, row.size)
        if isinstance(row, Failing):
            return failing_row(row, width, self.now)
        return approval_row(
            row,
            width,
            self.now,
            self.kept(row) is not None,
            self.on_its_way(row.ref),
            under=row.ref in self._under,
            news="new:" if self.services.inbox.is_new(row.ref) else self.changed_sign(row),
            ascii=self.ascii,
        )

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
        """What the list shows: what waits, less what is on its way and what the query leaves out."""
        return self.services.triage.rows(self._lists)

    def _lists(self, item: Waiting) -> bool:
        if isinstance(item, Approval):
            return self.takes(item)
        return not self.query_now or self.takes(subject_of_failing(item))

    @property
    def query_now(self) -> Query | None:
        """What is typed, or else in force."""
        return self.in_force if self.typed is None else self.typed

    def name_keys(self) -> None:
        """In the sentence of an empty list, and above the list."""
        super().name_keys()
        self.show_rows()

    def show_rows(self) -> None:
        """Draw what waits."""
        super().show_rows()
        shown, asked = self.shown(), asks_for(self.query_now)
        rows_now = listed(shown, asked)
        self._under = shown.under
        found = len(shown.queue) + sum(shown.kept_out.get(each, 0) for each in asked)
        self.query_one("#filter", Bar).show(words_line(self.query_text, found, self.keymap))
        self.set_class(bool(self.query_text), "-filtered")
        failed = [each.connection for each in self.services.inbox.failures]
        self.rows.set_empty(
            empty.inbox(
                asked=self.asked,
                failed=failed,
                words=self.query_text,
                problem=self.no_connection,
                out=not_listed(shown, asked),
                keys=self.keymap,
            )
        )
        before = self.current_waiting
        self.rows.set_rows(rows_now)
        if not self.touched:
            # Connections answer one after another: until a key is pressed, the first is what is wanted.
            self.rows.cursor_home()
        if self.current_waiting != before:
            self.seen_anew()
        self.wake_in_time()
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

    # The item under the cursor

    @property
    def current(self) -> Approval | None:
        """The approval under the cursor."""
        row = self.rows.cursor_row
        return row if isinstance(row, Approval) else None

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()
        if self.current is not None and self.services.inbox.seen(self.current.ref):
            self.rows.redraw()

    def show_current(self) -> None:
        """Draw the item under the cursor; a post's body is asked for where it is not known."""
        if self.failure is not None:
            self.show_failure(self.failure)
        approval = self.current
        if approval is None:
            return
        kept = self.kept(approval)
        unsent = self.unsent(approval.ref, kept)
        self.mark(approval, kept)
        if approval.kind is not ApprovalKind.POST:
            shown = approval if kept is None else replace(approval, text=kept)
            header = self.with_notice(approval.ref, approval_header(shown, self.now, edited=unsent))
            text = shown.text or approval.title
            self.show_item(Shown(shown, approval, header, text, markdown=False, kept=kept))
            return
        body = self.body(approval.ref, approval.updated_at)
        if body is not None:
            self.show_body(body)
        else:
            header = self.with_notice(approval.ref, approval_header(approval, self.now, edited=unsent))
            self.show_item(Shown(approval, approval, header, None if approval.ready else "", kept=kept))
        if approval.ready:
            self.want_body(approval.ref)

    def open_item(self, ref: ItemRef) -> None:
        """Read one of the items that wait."""
        if self.query_text and self.rows.index_of(ref) is None:
            self.action_filter_clear()
        if self.rows.move_to(ref):
            self.show_current()
            self.action_item_open()

    # Verdicts

    def offers(self, each: Command) -> bool:
        """The foot shows what the item under the cursor can take."""
        approval = self.current
        if each.id in {"failure.put_away", "verdict.snooze", "item.open"} and self.failure is not None:
            return True
        of_items = ("verdict.", "post.", "item.open", "failure.", "preview.", "mark.toggle")
        if each.id.startswith(of_items) and approval is None:
            return False
        if approval is None:
            return super().offers(each)
        if each.id in {"verdict.decline", "verdict.snooze"}:
            return approval.ready
        read_only = self.read_only(approval.ref)
        if each.id.startswith("verdict.") and read_only is not None:
            return False
        match each.id:
            case "verdict.approve":
                return approval_refusal(approval) is None and self.blocked(approval) is None
            case "failure.put_away":
                return False
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

    # The query

    def known_words(self) -> Words:
        """What the connections can name, and what waits is."""
        from tui.screens.query_words import words_of

        waiting = (each for part in self.services.inbox.parts for each in part.approvals)
        return words_of(self.services.hub, waiting)

    def facts_of(self, item: Post | Approval) -> tuple[str, ...]:
        """What `is:` finds an item to be."""
        facts = ("edited",) if self.kept(item) is not None else ()
        verdict = self.services.triage.verdict(item) if isinstance(item, Approval) else None
        return (*facts, fact_of(verdict)) if verdict is not None else facts

    def action_filter_failed(self) -> None:
        """List only what failed, or everything again."""
        from tui.domain.query import parse

        failed = parse(FAILED).query
        self.ask_for(parse("").query if self.in_force == failed else failed)

    def show_typed(self) -> None:
        """List what the query takes of what waits."""
        self.show_rows()

    # Coming back

    def place(self) -> dict[str, Any]:
        """Where the person is, with the query."""
        return {**super().place(), "query": self.query_text}

    def resume(self, place: Place) -> None:
        """Come back to a query, and to the row among what it takes."""
        from tui.domain.query import parse

        if place.get("query"):
            self.ask_for(parse(str(place["query"])).query)
        super().resume(place)
