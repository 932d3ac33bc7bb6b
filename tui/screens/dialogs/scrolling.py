"""A card to be read: it scrolls, and any of q, Enter and Escape leaves."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui.screens.dialogs.dialog import Dialog


class Scrolling(Dialog[None]):
    """Scrolls what has the id "scroll" with j and k."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,enter", "leave", "leave", show=False),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
        Binding("space,ctrl+d,pagedown", "scroll(10)", "page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "page up", show=False),
    ]

    def __init__(self) -> None:
        """As tall as the screen where it must be."""
        # One that scrolls within a card that scrolls would show two bars.
        super().__init__(classes="-tall")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#scroll").scroll_relative(y=by, animate=False)
