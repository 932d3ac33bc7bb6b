"""Something that was asked for is on its way: keys pressed meanwhile are for it, not for the list."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Dialog


class Waiting(Dialog[None]):
    """Says what is awaited; Escape wants it no longer."""

    def __init__(self, text: str) -> None:
        """Say `text`, which may hold words from outside."""
        super().__init__()
        self._text = text
        self.was_left = False
        """Whether a person wants it no longer."""

    def compose(self) -> ComposeResult:
        """The words."""
        with Vertical(id="card"):
            yield Static(plain(self._text, 200), id="said", markup=False)
            yield Static("Esc leaves", id="hint", markup=False)

    def action_leave(self) -> None:
        """Leave it."""
        self.was_left = True
        super().action_leave()

    def say(self, text: str) -> None:
        """Say something else: how far it is."""
        self._text = text
        for said in self.query("#said").results(Static):
            said.update(plain(text, 200))
