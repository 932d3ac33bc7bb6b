"""The next free slots of a post, and a line for another time; what Enter does is told in full first."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantFocus
from textual.widgets import Static

from tui.domain.instants import instant
from tui.domain.posts import Post
from tui.domain.slots import Slot
from tui.presentation import roles
from tui.presentation.slots import slot_row, slot_told, time_told
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.time_line import TimeLine
from tui.services.slots import Offer
from tui.services.typed_times import ASKED
from tui.widgets.short_list import ShortList

Numbered = tuple[int, Slot]
ASKING = "asking what is taken …"


class Slots(Dialog[datetime]):
    """The answer is a time. Slots are chosen by digit or with j, k and Enter; Tab goes to the line. What is
    known is offered at once, and taken when its platform has told what is taken.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"pick({digit - 1})", str(digit), show=False) for digit in range(1, 10)),
        Binding("j", "step(1)", "down", show=False),
        Binding("k", "step(-1)", "up", show=False),
    ]

    def __init__(
        self, post: Post, offer: Callable[[], Offer], context: Context, ask_zone: Callable[[], object]
    ) -> None:
        """`offer`: what can be offered now; `ask_zone`: asks whose clock the slots go by."""
        super().__init__()
        self._post = post
        self._make = offer
        self._told_by = context
        self._ask_zone = ask_zone
        self._offer = offer()
        self._list: ShortList[Numbered] = ShortList(
            self._rows(), row_id=self._row_id, draw=self._draw, id="slots"
        )

    def compose(self) -> ComposeResult:
        """The slots, what one of them does, and the line."""
        connection = self._post.ref.connection
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = f"Next free slots of {plain(connection, 40)}"
            yield Static(Content(plain(self._post.title, 90)), markup=False)
            yield Static("", id="state", markup=False)
            yield self._list
            yield Static("", id="told", markup=False)
            yield Static("or another time", classes="label")
            yield TimeLine(self._told_by.now, self._told_by.zone, self._tell)
            yield Static(
                f"{ASKED}\n1-9 or j k and Enter choose    Tab to the line and back    Esc leaves",
                id="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """Begin on the first slot."""
        self._list.set_rows(self._rows())
        self._list.focus()
        self._show()

    def _rows(self) -> list[Numbered]:
        return [(place, slot) for place, slot in enumerate(self._offer.slots, 1) if slot is not None]

    @staticmethod
    def _row_id(row: Numbered) -> Hashable:
        return row[1].at or row[1].wall

    def _draw(self, row: Numbered, width: int) -> Content:
        place, slot = row
        shown = slot_row(slot, self._told_by.zone, own=slot.is_of(self._post))
        return Content.assemble((f"{place} ", roles.DIM), shown)

    def _tell(self, at: datetime) -> str:
        return time_told(at, self._post.ref.connection, self._told_by.now(), self._told_by.zone)

    def offer_changed(self, context: Context) -> None:
        """What can be offered is another now, or is known for good."""
        self._told_by = context
        self._offer = self._make()
        if self.is_mounted and self.is_attached:
            self._list.set_rows(self._rows())
            self._show()

    def say(self, text: str) -> None:
        """Say why something could not be done."""
        if self.is_attached:
            self.query_one("#state", Static).update(Content.styled(plain(text, 200), roles.WARNING))

    def _show(self) -> None:
        self.query_one("#state", Static).update(self._state())
        self._show_told()

    def _state(self) -> Content:
        offer = self._offer
        name = plain(offer.connection, 40)
        if offer.failure is not None:
            said = "so this is what was known last" if offer.slots else "so no slot is known"
            return Content.styled(f"{plain(offer.failure, 200).rstrip('. ')}; {said}.", roles.WARNING)
        if not offer.fresh:
            return Content.styled(ASKING, roles.DIM)
        if not offer.slots:
            return Content(f"{name} has no slot for posts that is switched on, or all are taken for a year.")
        if not offer.whole:
            return Content.styled(
                f"{name} has more posts than were read: one may be in a slot.", roles.WARNING
            )
        return Content("")

    @on(DescendantFocus)
    @on(ShortList.CursorMoved, "#slots")
    def _show_told(self) -> None:
        # What Enter does, and nothing else: in the line it is about what is typed there.
        row = self._list.cursor_row if self.focused is self._list else None
        told = "" if row is None else f"{self._told(row[1])}."
        self.query_one("#told", Static).update(Content(told))

    def _told(self, slot: Slot) -> str:
        context = self._told_by
        return slot_told(slot, self._offer.connection, context.now(), context.zone, self._offer.zone)

    # Choosing

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._list.action_step(by)

    def action_pick(self, place: int) -> None:
        """Go to a slot by its digit, and choose it."""
        row = next((row for row in self._rows() if row[0] == place + 1), None)
        if row is not None:
            self._choose(row[1])

    @on(ShortList.Chosen, "#slots")
    def _chosen(self, event: ShortList.Chosen) -> None:
        self._choose(event.row[1])

    def _choose(self, slot: Slot) -> None:
        if self._offer.zone is None:
            self._ask_zone()
        elif slot.at is None or instant(slot.at) <= instant(self._told_by.now()):
            self.offer_changed(self._told_by)
        elif self._offer.fresh or self._offer.failure is not None:
            self.answer(slot.at)
        else:
            self.say(f"A moment: {self._offer.connection} has not told yet what is taken.")

    @on(TimeLine.Typed)
    def _typed(self, event: TimeLine.Typed) -> None:
        self.answer(event.at)
