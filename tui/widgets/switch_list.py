"""A short list of switches for forms: [x] on, [ ] off, told by signs that every terminal has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from tui.widgets.short_list import ShortList

Switch = tuple[str, Content]
"""A value, and how it is shown."""


class SwitchList(ShortList[Switch]):
    """Space turns the switch under the cursor."""

    class Switched(Message):
        """A switch was turned."""

        def __init__(self, switches: SwitchList) -> None:
            """It is one of `switches`."""
            super().__init__()
            self.switches = switches

        @property
        def control(self) -> SwitchList:
            """The list that it is in (Textual's name)."""
            return self.switches

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "switch", "switch", show=False)]

    def __init__(self, choices: Sequence[tuple[str, Content, bool]], *, id: str | None = None) -> None:
        """Offer `choices`: a value, how it is shown, and whether it is on."""
        self._on: set[str] = set()
        super().__init__((), row_id=lambda switch: switch[0], draw=self._signed, id=id)
        self.offer(choices)

    def offer(self, choices: Sequence[tuple[str, Content, bool]]) -> None:
        """Offer these instead."""
        self._on = {value for value, _, on in choices if on}
        self.set_rows([(value, shown) for value, shown, _ in choices])

    def turn_on(self, values: Collection[str]) -> None:
        """Turn on these of those that are offered, and no others."""
        self._on = {value for value, _ in self.rows if value in values}
        self.redraw()

    def _signed(self, switch: Switch, width: int) -> Content:
        value, shown = switch
        return Content.assemble("[x] " if value in self._on else "[ ] ", shown)

    def action_step(self, by: int) -> None:
        """The switch above or below; at the end, the field there."""
        before = self.cursor
        super().action_step(by)
        if self.cursor == before:
            if by > 0:
                self.screen.focus_next()
            else:
                self.screen.focus_previous()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are on, in their order."""
        return tuple(value for value, _ in self.rows if value in self._on)

    def action_switch(self) -> None:
        """Turn the switch under the cursor."""
        if self.cursor_row is not None:
            self._on ^= {self.cursor_row[0]}
            self.redraw()
            self.post_message(self.Switched(self))
