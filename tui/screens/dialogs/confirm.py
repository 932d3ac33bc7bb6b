"""A yes-or-no question about something that cannot be taken back. The default is No."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.screens.dialogs.dialog import Dialog


class Confirm(Dialog[bool]):
    """`y` says yes; Enter, `n`, `q` and Escape say no, so that no key pressed twice says yes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "yes", show=False),
        Binding("n,q,enter", "leave", "no", show=False),
    ]

    def __init__(self, title: str, question: Content, yes: str) -> None:
        """Ask `question`; `yes` is what `y` does, in a word or two ("delete it")."""
        super().__init__()
        self._title = title
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question and the two keys."""
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            yield Static(self._question, markup=False)
            yield Static(
                Content.assemble(
                    ("y", "bold $text-error"), f" {self._yes}    ", ("n", "bold"), " or Enter: no"
                ),
                id="hint",
            )

    def action_yes(self) -> None:
        """Say yes."""
        self.answer(True)
