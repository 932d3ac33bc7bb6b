"""Marks: the items of a list that a verb is given for together."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on

from tui.commands import Command
from tui.domain.approvals import Approval
from tui.domain.entry_states import EntryState
from tui.domain.places import Place
from tui.domain.readings import reading_of
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.sparse import Missing, SparseRows
from tui.presentation.marks import marked_words
from tui.screens import asking
from tui.screens.context import Context
from tui.screens.messages import ConnectionsChanged, EntryEnded, OutboxChanged
from tui.screens.post_verbs import PostVerbs
from tui.widgets.heading import Heading

if TYPE_CHECKING:
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.domain.query import Words

Row = TypeVar("Row")
MOST_KEPT = 500
"""How many marks a start after a dropped line comes back to; the place is written every few seconds."""


class Marks(PostVerbs[Row]):
    """A list with marks. A mark stays with its item over refreshes, filters and pages; it goes when the
    item was decided on, and comes back where that failed or was taken back.
    """

    def __init__(self, context: Context) -> None:
        """Begin with nothing marked."""
        super().__init__(context)
        self._marks: dict[ItemRef, Post | Approval | None] = {}
        """What is marked, in the order of marking, as it was listed last; None: not listed in this run."""
        self._marked_as: dict[ItemRef, Post | Approval] = {}
        """The same, as it was listed when it was marked."""
        self._on_their_way: dict[ItemRef, tuple[ItemRef, Post | Approval | None]] = {}
        """Marked items on their way, by what their entries are of; with how they were listed."""
        self._scanned: object = None

    @abstractmethod
    def item_in(self, row: Row) -> Post | Approval | None:
        """The item that a row is; None where it is none."""

    def known_words(self) -> Words:
        """The values that a query can name here."""
        raise NotImplementedError

    def facts_of(self, item: Post | Approval) -> Collection[str]:
        """What `is:` finds an item to be that only the screen knows."""
        return ()

    # What is marked

    @property
    def marked(self) -> tuple[ItemRef, ...]:
        """The items that are marked, in the order of marking."""
        return tuple(self._marks)

    def marked_items(self) -> list[Post | Approval]:
        """What is marked, as it is listed now, or was last."""
        self._see_listed()
        return [item for item in self._marks.values() if item is not None]

    def decided_on(self) -> list[Post | Approval]:
        """What a verb is given for: what is marked, or else the item under the cursor."""
        if self._marks:
            return self.marked_items()
        row = self.rows.cursor_row
        item = self.item_in(row) if row is not None else None
        return [] if item is None else [item]

    def _see_listed(self) -> None:
        """Know what is marked as it is listed now; looks at the list once for each time it is another."""
        rows = self.rows.rows
        if rows is self._scanned or not self._marks:
            return
        self._scanned = rows
        for row in rows:
            item = self.item_in(row)
            if item is not None and item.ref in self._marks:
                self._marks[item.ref] = item
                self._marked_as.setdefault(item.ref, item)

    def changed_since_marked(self, item: Post | Approval) -> str | None:
        """That an item is not what it was when it was marked: a verb that is given for several at once must
        not be given for what nobody looked at. None where it is.
        """
        was = self._marked_as.get(item.ref) if item.ref in self._marks else None
        if was is None or was is item:
            return None
        now, known = reading_of(item), (reading_of(was), *self.services.outbox.made_of(item.ref))
        if any(each.listed_as(now) for each in known):
            return None
        return f"has changed since it was marked: look at it, and mark it anew ({self.key('mark.toggle')})"

    def set_marks(self, items: Iterable[Post | Approval], *, marked: bool = True) -> None:
        """Mark items, or take their marks away."""
        for item in items:
            if marked:
                self._marks[item.ref] = self._marked_as[item.ref] = item
            else:
                self._marks.pop(item.ref, None)
                self._marked_as.pop(item.ref, None)
        self._show_marks()

    def unmark(self, refs: Collection[ItemRef]) -> None:
        """Take marks away."""
        if not self._marks.keys().isdisjoint(refs):
            for ref in refs:
                self._marks.pop(ref, None)
                self._marked_as.pop(ref, None)
            self._show_marks()

    def _show_marks(self) -> None:
        self.rows.show_marks(self._marks)
        self.query_one(Heading).show_marked(marked_words(len(self._marks), ascii=self.ascii))

    def _marks_changed(self) -> None:
        self.refresh_consequence()
        self.refresh_keys()

    def offers(self, each: Command) -> bool:
        """What acts on marks is in the foot while there are some."""
        if each.id in {"mark.approve", "mark.clear"}:
            return bool(self._marks)
        there = self.rows.cursor_row is not None and not isinstance(self.rows.cursor_row, Missing)
        return super().offers(each) and (each.id != "mark.toggle" or there)

    def name_keys(self) -> None:
        """Signs may be others too."""
        super().name_keys()
        self._show_marks()

    # The keys

    def action_mark_toggle(self) -> None:
        """Mark the item under the cursor, or take its mark away, and go on to the next."""
        if self.rows.ranging:
            self._take_range()
            return
        row, before = self.rows.cursor_row, self.rows.cursor
        item = self.item_in(row) if row is not None else None
        if item is not None:
            self.set_marks([item], marked=item.ref not in self._marks)
        elif isinstance(row, Missing):
            self.note("this has not come yet: it can be marked when it is there")
        elif row is not None:
            self.note("this cannot be marked: it is decided on by itself")
        self.rows.cursor_down()
        if self.rows.cursor == before:
            # Where the cursor moves on, this is done once it rests.
            self._marks_changed()

    def action_mark_range(self) -> None:
        """Begin a range, or mark what is in it."""
        if self.rows.ranging:
            self._take_range()
        elif self.rows.cursor_row is not None:
            self.rows.begin_range()
            end, mark, leave = (self.key(id) for id in ("mark.range", "mark.toggle", "item.close"))
            self.note(f"range: move, then {end} or {mark} marks it; {leave} leaves")

    def _take_range(self) -> None:
        chosen = self.rows.in_range()
        self.rows.end_range()
        self._forget_note()
        self.set_marks([item for row in chosen if (item := self.item_in(row)) is not None])
        self._marks_changed()

    def action_item_close(self) -> None:
        """A range is left first."""
        if self.rows.ranging:
            self.rows.end_range()
            self._forget_note()
        else:
            super().action_item_close()

    def action_mark_query(self, text: str = "") -> None:
        """Mark what a query takes; it is typed, or said."""
        from tui.domain.query import parse

        def slip(text: str) -> str | None:
            slips = parse(text, self.known_words()).slips
            return slips[0].sentence if slips else None

        if text and slip(text) is None:
            self._mark_what_holds(text)
        else:
            hint = "All listed that this takes is marked: words, status: type: conn: tag: age: is: …"
            asking.ask_line(self.app, "Mark", hint, self._mark_what_holds, text=text, check=slip)

    def _mark_what_holds(self, text: str) -> None:
        from tui.domain.query import parse, takes

        query = parse(text, self.known_words()).query
        if not query.terms:
            return
        query = query.spelled(self.known_words())
        items = [item for row in self.rows.rows if (item := self.item_in(row)) is not None]
        found = [item for item in items if takes(query, item, self.now, self.facts_of(item))]
        self.set_marks(found)
        self._marks_changed()
        rows = self.rows.rows
        of = "has come" if isinstance(rows, SparseRows) and not rows.complete else "is listed"
        self.note(f"{len(found) or 'nothing'} of what {of} marked: {text}")

    def action_mark_clear(self) -> None:
        """Take every mark away."""
        self.rows.end_range()
        self.unmark(self.marked)
        self._marks_changed()

    # What becomes of marks

    def decide(self, intents: Sequence[Intent], *, beside: str = "", origins: Sequence[ItemRef] = ()) -> bool:
        """As any decision; what was marked and is decided on is marked no longer, until that fails or is
        taken back. `origins`: the items that intents were made of, where they are of others.
        """
        if not super().decide(intents, beside=beside):
            return False
        of = dict(zip((intent.ref for intent in intents), origins, strict=False))
        leaving = {intent.ref: of.get(intent.ref, intent.ref) for intent in intents}
        self._on_their_way |= {
            sent: (ref, self._marked_as.get(ref)) for sent, ref in leaving.items() if ref in self._marks
        }
        self.unmark(leaving.values())
        return True

    @on(EntryEnded)
    def _marked_ended(self, message: EntryEnded) -> None:
        entry = message.ended.entry
        if entry.state is not EntryState.SENT:
            # What is gone is in no list: nobody could take its mark away.
            gone = entry.state is EntryState.CHANGED and entry.found is None
            self._mark_again([entry.ref] if entry.state.ended and not gone else [])
        elif not any(each.ref == entry.ref and each.state.under_way for each in self.services.outbox.entries):
            self._on_their_way.pop(entry.ref, None)

    @on(OutboxChanged)
    def _look_for_taken_back(self) -> None:
        # What has ended left the outbox as well, and word of it is on its way here.
        if self._on_their_way:
            self.call_later(self._mark_taken_back)

    def _mark_taken_back(self) -> None:
        known = {each.ref for each in self.services.outbox.entries}
        self._mark_again([ref for ref in self._on_their_way if ref not in known])

    def _mark_again(self, refs: Collection[ItemRef]) -> None:
        """What was not done after all can be looked at, and tried again."""
        back = [self._on_their_way.pop(ref) for ref in refs if ref in self._on_their_way]
        if back:
            self._marks |= dict(back)
            self._marked_as |= {ref: item for ref, item in back if item is not None}
            self._scanned = None
            self._show_marks()
            self._marks_changed()

    @on(ConnectionsChanged)
    def _unmark_those_gone(self, message: ConnectionsChanged) -> None:
        """Of a connection that is not there any more nothing is listed: nobody could take its marks away."""
        if message.names:
            names = self.services.hub.names
            self.unmark([ref for ref in self._marks if ref.connection not in names])
            self._marks_changed()

    # Coming back

    def place(self) -> dict[str, Any]:
        """Where the person is, with the first of the marks."""
        kept = islice(self._marks, MOST_KEPT)
        marks = [[ref.connection, ref.kind.value, ref.id] for ref in kept]
        return {**super().place(), **({"marks": marks} if marks else {})}

    def resume(self, place: Place) -> None:
        """Come back to a place, and to its marks."""
        super().resume(place)
        for connection, kind, id in place.get("marks", ()):
            if connection in self.services.hub.names:
                self._marks.setdefault(ItemRef(connection, ItemKind(kind), str(id)), None)
        self._scanned = None
        self._show_marks()
