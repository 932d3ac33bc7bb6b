"""A short list of switches for forms: [x] on, [ ] off, told by signs that every terminal has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class SwitchList(OptionList):
    """Space turns the switch under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "switch", "switch", show=False)]

    def __init__(self, choices: Sequence[tuple[str, Content, bool]], *, id: str | None = None) -> None:
        """Offer `choices`: a value, how it is shown, and whether it is on."""
        self._shown = tuple((value, shown) for value, shown, _ in choices)
        self._on = [on for _, _, on in choices]
        super().__init__(*(Option(self._prompt(place)) for place in range(len(choices))), id=id, markup=False)

    def _prompt(self, place: int) -> Content:
        return Content.assemble("[x] " if self._on[place] else "[ ] ", self._shown[place][1])

    def action_cursor_up(self) -> None:
        """The switch above; at the first, the field above."""
        if self.highlighted == 0:
            self.screen.focus_previous()
        else:
            super().action_cursor_up()

    def action_cursor_down(self) -> None:
        """The switch below; at the last, the field below."""
        if self.highlighted == len(self._on) - 1:
            self.screen.focus_next()
        else:
            super().action_cursor_down()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The values that are on, in their order."""
        return tuple(value for (value, _), on in zip(self._shown, self._on, strict=True) if on)

    def action_switch(self) -> None:
        """Turn the switch under the cursor."""
        if self.highlighted is not None:
            self._turn(self.highlighted, not self._on[self.highlighted])

    def all_off(self) -> None:
        """Turn every switch off."""
        for place in range(len(self._on)):
            self._turn(place, False)

    def _turn(self, place: int, on: bool) -> None:
        self._on[place] = on
        self.replace_option_prompt_at_index(place, self._prompt(place))

    def on_mount(self) -> None:
        """The cursor is at the first."""
        self.highlighted = 0 if self._shown else None
