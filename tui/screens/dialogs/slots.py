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
from textual.widgets import Static

from tui.domain.instants import instant
from tui.domain.posts import Post
from tui.domain.slots import Slot
from tui.presentation import roles
from tui.presentation.slots import none_left, slot_row, slot_told, time_told
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.dialogs.dialog import Dialog
from tui.screens.dialogs.time_line import TimeLine
from tui.services.slots import OLD, Offer
from tui.services.typed_times import ASKED
from tui.widgets.short_list import ShortList
from tui.widgets.typed_text import Line

Numbered = tuple[int, Slot]
ASKING = "asking what is taken …"
LOW = 20
"""Lines of a terminal under which there is little room."""


class Slots(Dialog[datetime]):
    """The answer is a time. All that is typed goes into the line: the number of a slot, or a time; while
    nothing is there Enter takes the slot that the arrows go to. What is known is offered at once, and taken
    when its platform has told what is taken.
    """

    DEFAULT_CSS = """
    Slots.-low #slots { max-height: 3; }
    Slots.-low .label, Slots.-low TimeLine #read { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "down", show=False),
        Binding("up,ctrl+p", "step(-1)", "up", show=False),
    ]

    def __init__(
        self,
        post: Post,
        offer: Callable[[], Offer],
        context: Context,
        look: Callable[[], object],
        ask_zone: Callable[[], object],
    ) -> None:
        """`offer`: what can be offered now; `look`: asks anew what is taken; `ask_zone`: asks whose clock the
        slots go by.
        """
        super().__init__()
        # Where there is little room what Enter does is seen before all slots are.
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]
        self._post = post
        self._make = offer
        self._told_by = context
        self._look = look
        self._ask_zone = ask_zone
        self._told_at = context.now()
        self._stepped = False
        """Whether the person has gone to a slot: until then the cursor stands on the next one."""
        self._offer = offer()
        self._list: ShortList[Numbered] = ShortList(
            self._rows(), row_id=self._row_id, draw=self._draw, id="slots"
        )
        self._line = TimeLine(context.now, context.zone, self._tell, other=self._tell_slot)

    def compose(self) -> ComposeResult:
        """The slots, what one of them does, and the line."""
        connection = self._post.ref.connection
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = Content(f"Next free slots of {plain(connection, 40)}")
            yield Static(Content(plain(self._post.title, 90)), markup=False)
            yield Static("", id="state", markup=False)
            yield self._list
            yield Static("number, or another time", classes="label")
            yield self._line
            yield Static(
                f"{ASKED}\nArrows choose a slot    Enter takes what is told above    Esc leaves",
                id="hint",
                markup=False,
            )

    def on_mount(self) -> None:
        """Begin on the first slot, with the line ready."""
        self._list.can_focus = False
        self._list.set_rows(self._rows())
        self._list.cursor_home()
        self._line.query_one(Line).focus()
        self._show()

    def _rows(self) -> list[Numbered]:
        return [(place, slot) for place, slot in enumerate(self._offer.slots, 1) if slot is not None]

    @staticmethod
    def _row_id(row: Numbered) -> Hashable:
        return row[1].at or row[1].wall

    def _draw(self, row: Numbered, width: int) -> Content:
        place, slot = row
        has = slot.at is not None and slot.at == self._post.scheduled_at
        shown = slot_row(slot, self._told_by.zone, own=slot.is_of(self._post), has=has)
        return Content.assemble((f"{place} ", roles.DIM), shown)

    def _tell(self, at: datetime) -> str:
        post, context = self._post, self._told_by
        return time_told(at, post.ref.connection, context.now(), context.zone, needs_yes=post.needs_yes)

    def offer_changed(self, context: Context) -> None:
        """What can be offered is another now, or is known for good."""
        self._told_by = context
        self._told_at = context.now()
        self._offer = self._make()
        if self.is_mounted and self.is_attached:
            self._list.set_rows(self._rows())
            if not self._stepped:
                self._list.cursor_home()
            self._show()

    def say(self, text: str) -> None:
        """Say why something could not be done."""
        if self.is_attached:
            self.query_one("#state", Static).update(Content.styled(plain(text, 200), roles.WARNING))

    def _show(self) -> None:
        self.query_one("#state", Static).update(self._state())
        self._line.look_anew()

    def _state(self) -> Content:
        offer = self._offer
        name = plain(offer.connection, 40)
        if offer.failure is not None:
            said = "this is what was known last" if offer.slots else "no slot is known"
            why = plain(offer.failure, 200).rstrip(". ")
            return Content.styled(f"{why}: {said}. Leave and come back to ask again.", roles.WARNING)
        if not offer.fresh:
            return Content.styled(ASKING, roles.DIM)
        if not offer.slots:
            return Content(none_left(name, offer.there, offer.taking))
        if not offer.whole:
            return Content.styled(
                f"{name} has more posts than were read: one may be in a slot.", roles.WARNING
            )
        return Content("")

    @on(ShortList.CursorMoved, "#slots")
    def _cursor_moved(self) -> None:
        self._line.look_anew()

    def _chosen_by(self, text: str) -> Slot | None:
        """The slot that a text is the number of, or that the cursor stands on while there is none."""
        if text:
            return next((slot for place, slot in self._rows() if str(place) == text), None)
        return self._list.cursor_row[1] if self._list.cursor_row is not None else None

    def _tell_slot(self, text: str) -> str | None:
        slot = self._chosen_by(text)
        return f"{self._told(slot)}." if slot is not None else None

    def _told(self, slot: Slot) -> str:
        context = self._told_by
        return slot_told(
            slot,
            self._offer.connection,
            context.now(),
            context.zone,
            self._offer.zone,
            needs_yes=self._post.needs_yes,
        )

    # Choosing

    def action_step(self, by: int) -> None:
        """Go to the slot below or above."""
        self._stepped = True
        self._list.action_step(by)

    @on(ShortList.Chosen, "#slots")
    def _clicked(self, event: ShortList.Chosen) -> None:
        self._stepped = True
        self._line.look_anew()

    @on(TimeLine.Other)
    def _entered(self, event: TimeLine.Other) -> None:
        slot = self._chosen_by(event.text)
        if slot is not None:
            self._choose(slot)

    def _choose(self, slot: Slot) -> None:
        if self._offer.zone is None:
            self._ask_zone()
        elif slot.at is None or instant(slot.at) <= instant(self._told_by.now()):
            self.offer_changed(self._told_by)
        elif self._offer.fresh and self._told_by.now() - self._told_at > OLD:
            self._look()
            self.offer_changed(self._told_by)
            self._line.take_next()
        elif self._offer.fresh or self._offer.failure is not None:
            self.answer(slot.at)
        else:
            self.say(f"A moment: {self._offer.connection} has not told yet what is taken.")

    @on(TimeLine.Typed)
    def _typed(self, event: TimeLine.Typed) -> None:
        self.answer(event.at)
