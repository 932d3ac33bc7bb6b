"""A field of a form that offers a few values: ← and → change it, letters of a value jump to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

LABEL = 14
"""Cells that the name of a field has in a form."""


class ChoiceField(Widget, can_focus=True):
    """One line: a label and the chosen value between two arrows."""

    DEFAULT_CSS = """
    ChoiceField { height: 1; }
    ChoiceField:focus { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "previous value", show=False),
        Binding("right,l,space", "step(1)", "next value", show=False),
    ]
    index: reactive[int] = reactive(0)

    @dataclass
    class Changed(Message):
        """Another value was chosen."""

        field: ChoiceField

        @property
        def control(self) -> ChoiceField:
            """The field that changed."""
            return self.field

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, Content]],
        *,
        chosen: str | None = None,
        label_width: int = LABEL,
        id: str | None = None,
    ) -> None:
        """Offer `options`, pairs of a value and how it is shown; at least one."""
        super().__init__(id=id)
        self._label = label
        self._label_width = label_width
        self._options = tuple(options)
        values = [value for value, _ in self._options]
        self.set_reactive(ChoiceField.index, values.index(chosen) if chosen in values else 0)

    def offer(self, options: Sequence[tuple[str, Content]], *, chosen: str | None = None) -> None:
        """Offer these instead; the first is chosen, where `chosen` is not among them."""
        self._options = tuple(options)
        values = [value for value, _ in self._options]
        self.index = values.index(chosen) if chosen in values else 0
        self.refresh()

    def choose(self, value: str) -> None:
        """Choose one of those that are offered; another changes nothing."""
        values = [each for each, _ in self._options]
        if value in values:
            self.index = values.index(value)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._options[self.index][0]

    def render(self) -> Content:
        """The label, then the value between its arrows."""
        shown = self._options[self.index][1]
        if len(self._options) == 1:
            return Content.assemble(f"{self._label:<{self._label_width}}", shown)
        return Content.assemble(f"{self._label:<{self._label_width}}", "‹ ", shown.stylize("bold"), " ›")

    def action_step(self, by: int) -> None:
        """Choose the value `by` places on, around the end."""
        self.index = (self.index + by) % len(self._options)
        self.post_message(self.Changed(self))

    def on_key(self, event: Key) -> None:
        """A letter goes to the next value that begins with it."""
        letter = event.character
        if letter is None or not letter.isalnum() or letter in "hl":
            return
        order = [(self.index + step) % len(self._options) for step in range(1, len(self._options) + 1)]
        for place in order:
            if self._options[place][1].plain.lower().startswith(letter.lower()):
                event.stop()
                self.index = place
                self.post_message(self.Changed(self))
                return
