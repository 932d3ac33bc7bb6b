"""A short list of what can be chosen, several of it: [x] chosen, [ ] not, - where it cannot be."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from typing import NamedTuple

from textual.content import Content
from textual.message import Message

from tui.presentation import roles
from tui.widgets.short_list import ShortList


class Tick(NamedTuple):
    """One thing to choose."""

    value: Hashable
    shown: Content
    closed: str = ""
    """Why it cannot be chosen; empty: it can."""


class TickList(ShortList[Tick]):
    """Ticks stay with their values over whatever is offered anew. Posts `Changed`, `Done` at Enter, and at a
    click what `LineList` does.
    """

    class Changed(Message, namespace="tick_list"):
        """Other things are chosen now."""

    class Done(Message, namespace="tick_list"):
        """Nothing more is to be chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        """Offer nothing yet."""
        self._on: set[Hashable] = set()
        self._seen: set[Hashable] = set()
        super().__init__((), row_id=lambda tick: tick.value, draw=self._signed, id=id)

    def offer(self, ticks: Sequence[Tick], chosen: Collection[Hashable]) -> None:
        """Offer these; of those that were not there before, the `chosen` ones are."""
        self._on |= {tick.value for tick in ticks if tick.value in chosen and tick.value not in self._seen}
        self._on &= {tick.value for tick in ticks if not tick.closed}
        self._seen |= {tick.value for tick in ticks}
        self.set_rows(ticks)

    def _signed(self, tick: Tick, width: int) -> Content:
        if tick.closed:
            return Content.assemble((" -  ", roles.DIM), tick.shown)
        return Content.assemble("[x] " if tick.value in self._on else "[ ] ", tick.shown)

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """What is chosen, in the order in which it is offered."""
        return tuple(tick.value for tick in self.rows if tick.value in self._on)

    def turn(self) -> str:
        """Choose what is under the cursor, or choose it no longer; gives why it cannot be, or nothing."""
        tick = self.cursor_row
        if tick is None:
            return ""
        if not tick.closed:
            self._set(self._on ^ {tick.value})
        return tick.closed

    def action_choose(self) -> None:
        """Enter: what is chosen is all."""
        self.post_message(self.Done())

    def choose_all(self) -> None:
        """Choose all that can be; where all are chosen, none."""
        able = {tick.value for tick in self.rows if not tick.closed}
        self._set(set() if able == self._on else able)

    def _set(self, on: set[Hashable]) -> None:
        self._on = on
        self.redraw()
        self.post_message(self.Changed())
