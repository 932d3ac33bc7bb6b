"""The outbox: what is on its way, what was not sent and why, and below it all that ever left."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.content import Content

from tui.commands import Area, Command
from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import CopydeskError, StateError
from tui.domain.outbox import Entry, Written
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Gravity
from tui.presentation import empty
from tui.presentation.bars import Tone
from tui.presentation.outbox import how_it_stands, taken_back_line
from tui.presentation.outbox_facts import entry_consequence, entry_header, written_header
from tui.presentation.outbox_rows import entry_row, held_seconds, outbox_heading, written_row
from tui.presentation.rows import section_row
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.kept_deletions import KeptDeletions
from tui.screens.messages import OpenPost, OutboxChanged
from tui.screens.outbox_landing import LandingsOfWhatLeft
from tui.screens.outbox_rows import Heading, OutboxRow, joined, listed, row_id, sent_as
from tui.widgets.line_list import LineList, RowLook

PAGE = 200
"""Lines of the audit that are read at once; more as the list is scrolled."""
TICK_SECONDS = 1.0


class OutboxScreen(KeptDeletions, LandingsOfWhatLeft):
    """What was decided here and has not come to a good end, then the audit; beside it all that is known."""

    AREA = Area.OUTBOX

    def __init__(self, context: Context) -> None:
        """Start with nothing read."""
        super().__init__(context)
        self._audit: tuple[Written, ...] = ()
        self._all_read = False
        self._stale = False
        self._told: list[tuple[int | None, bool]] = []

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return outbox_heading(width)

    def make_list(self) -> LineList[OutboxRow]:
        """The entries and the audit."""
        return LineList(
            row_id=row_id,
            draw=self._draw,
            selectable=lambda row: not isinstance(row, Heading),
            empty=empty.outbox(),
            rest_seconds=0.01,
            ascii=self.ascii,
            id="list",
        )

    def _draw(self, row: OutboxRow, width: int, look: RowLook) -> Content:
        if isinstance(row, Heading):
            return section_row(row.label, width)
        if isinstance(row, Written):
            return written_row(row, width, self.now, ascii=self.ascii)
        reread = self.services.outbox.reads(row)
        return entry_row(row, width, self.now, steps=self.context.hold_steps, reread=reread, ascii=self.ascii)

    def on_mount(self) -> None:
        """Show what there is; how long things are held, and that they are read again, is drawn anew."""
        self._read_audit(PAGE)
        self.show_rows()
        self.set_interval(TICK_SECONDS, self._tick_holds)

    def on_screen_resume(self) -> None:
        """The screen is open again: what it missed is shown."""
        if self._stale:
            self._changed()

    def _tick_holds(self) -> None:
        entries = self.services.outbox.entries
        steps, reads = self.context.hold_steps, self.services.outbox.reads
        told = [(held_seconds(each, self.now, steps), reads(each)) for each in entries]
        if self.is_current and told != self._told:
            self._told = told
            self.rows.redraw()
            self.show_current()

    # The list

    def show_rows(self) -> None:
        """Draw the entries and the audit."""
        entry, rows = self.entry, listed(self.services.outbox.entries, self._audit)
        self.rows.set_rows(rows)
        sent = sent_as(entry, rows) if entry is not None else None
        if sent is not None:
            self.rows.move_to(row_id(sent))
        self.refresh_head()
        self.refresh_consequence()
        self.refresh_keys()
        self.show_current()

    def _read_audit(self, limit: int) -> None:
        """Read the latest lines; those beyond them that are known stay."""
        try:
            latest = self.services.outbox.audit(limit)
        except StateError as error:
            self.note(error.sentence, Tone.BAD)
            return
        self._all_read = len(latest) < limit
        self._audit = latest if self._all_read else joined(self._audit, latest)

    @on(OutboxChanged)
    def _changed(self) -> None:
        self._stale = not self.is_current
        if self.is_current:
            self._read_audit(PAGE)
            self.show_rows()

    @on(LineList.EndNear)
    def _end_near(self) -> None:
        if not self._all_read:
            self._read_audit(len(self._audit) + PAGE)
            self.show_rows()

    def action_screen_refresh(self) -> None:
        """Read the outbox anew; a result that still stands is of before, and goes."""
        self._forget_note()
        outbox = self.services.outbox
        outbox.look()
        self._read_audit(max(len(self._audit), PAGE))
        self.show_rows()
        if outbox.trouble is not None:
            self.note(outbox.trouble.sentence, Tone.BAD)

    # The row under the cursor

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None on a line of the audit."""
        row = self.rows.cursor_row
        return row if isinstance(row, Entry) else None

    @on(LineList.Rested)
    def _rested(self) -> None:
        self.show_current()

    def show_current(self) -> None:
        """Draw what is known of the row under the cursor."""
        row, text = self.rows.cursor_row, None
        if isinstance(row, Entry):
            outbox = self.services.outbox
            reread, lost = outbox.reads(row), outbox.lost(row)
            header = entry_header(row, self.now, mine=outbox.mine(row), lost=lost, reread=reread)
        elif isinstance(row, Written):
            deleted = self.deleted_here
            text = deleted.post.markdown if deleted is not None else None
            header = written_header(row, self.now, deleted=deleted, copies=self.key("post.copy"))
        else:
            self.preview.show_message(Content(""))
            self.show_list()
            return
        self.preview.show(row_id(row), header, text)

    def consequence(self) -> Content:
        """What can be done about it."""
        entry = self.entry
        if entry is None:
            return Content("")
        keys = {word: self.key(f"outbox.{word}") for word in ("send", "withdraw", "put_away")}
        outbox = self.services.outbox
        return entry_consequence(entry, mine=outbox.mine(entry), lost=outbox.lost(entry), keys=keys)

    def offers(self, each: Command) -> bool:
        """The foot shows what the entry under the cursor takes."""
        if each.id == "item.open":
            return self.rows.cursor_row is not None and (self._reads or self._item is not None)
        if each.id == "post.copy":
            return self.deleted_here is not None
        if not each.id.startswith("outbox."):
            return super().offers(each)
        entry = self.entry
        if entry is None:
            return False
        match each.id:
            case "outbox.send":
                return self._can_send(entry)
            case "outbox.withdraw":
                return entry.state in {EntryState.HELD, EntryState.PARKED}
        return entry.state.ended or self.services.outbox.lost(entry)

    def _can_send(self, entry: Entry) -> bool:
        held_here = entry.state is EntryState.HELD and self.services.outbox.mine(entry)
        return held_here or entry.state is EntryState.PARKED

    @property
    def _reads(self) -> bool:
        """Whether Enter gives the text the whole width: where it is not seen otherwise, or has no item."""
        return not self.reading and (not self.shows_text or self._item is None)

    @property
    def _item(self) -> ItemRef | None:
        """The item of the row under the cursor, where there is one to be opened."""
        row = self.rows.cursor_row
        if isinstance(row, Entry):
            ref = row.made or row.ref
            gone = row.state is EntryState.CHANGED and row.found is None
            made = row.made is not None or not row.intent.action.makes
            return ref if made and not gone and ref.kind is ItemKind.POST else None
        if isinstance(row, Written):
            kind, _, id = row.item.partition("/")
            done = row.state is EntryState.SENT
            made = done or not row.action.makes
            gone = done and row.action is Action.DELETE
            if kind == ItemKind.POST and made and not gone:
                return ItemRef(row.connection, ItemKind.POST, id)
        return None

    def action_item_open(self) -> None:
        """Open the item; where the text is not seen beside the list, that comes first."""
        if self.rows.cursor_row is None:
            return
        if self._reads:
            super().action_item_open()
        elif self._item is not None:
            self.app.post_message(OpenPost(self._item))

    # What can be done about it

    def action_outbox_withdraw(self) -> None:
        """Take back what is held or parked."""
        entry = self.entry
        if entry is None:
            return
        try:
            taken = self.services.outbox.withdraw([entry.id])
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return
        if taken:
            self.note(taken_back_line(taken))
        else:
            self.note(f"cannot be taken back, {how_it_stands(entry.state)}: {entry.intent.title}")

    def action_outbox_send(self) -> None:
        """Send what is parked, or held here, now; what goes public asks first."""
        entry = self.entry
        if entry is None or self.too_soon():
            return
        if not self._can_send(entry):
            self.note(f"cannot be sent from here, {how_it_stands(entry.state)}: {entry.intent.title}")
            return
        partners = [
            each for each in self.services.outbox.entries if (each.step, each.ref) == (entry.step, entry.ref)
        ]
        if all(each.intent.gravity is Gravity.UNDOABLE for each in partners):
            self._send(entry)
            return
        question = Content(f"{plain(entry.intent.title, 60)}\n{_says(partners)}")
        self.let_out(
            [each.intent for each in partners],
            lambda: self._send(entry),
            title="Send now?",
            question=question,
            yes="send it",
        )

    def _send(self, entry: Entry) -> None:
        try:
            self.services.hub.check_write(entry.ref.connection)
            sent = self.services.outbox.send_now([entry.id])
        except CopydeskError as error:
            self.note(f"not sent: {entry.intent.title}: {error.sentence}", Tone.BAD)
            return
        if not sent:
            self.note(f"not sent, it is no longer {entry.state}: {entry.intent.title}")

    def action_outbox_put_away(self) -> None:
        """Show it no longer."""
        entry = self.entry
        if entry is None:
            return
        if not (entry.state.ended or self.services.outbox.lost(entry)):
            why = "only what has come to its end is put away"
            self.note(f"{why}, {how_it_stands(entry.state)}: {entry.intent.title}")
            return
        try:
            self.services.outbox.put_away(entry.id)
        except CopydeskError as error:
            self.note(error.sentence, Tone.BAD)
            return
        self.services.outbox.tell()


def _says(entries: Sequence[Entry]) -> str:
    return "\n".join(plain(entry.intent.says, 200) for entry in entries)
