"""Ask for one line of text; what was typed stays until it is accepted."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.screens.dialogs.dialog import Dialog
from tui.widgets.typed_text import Line


class AskLine(Dialog[str]):
    """One input. `check` gives a sentence for a text that will not do, and the dialog stays open."""

    def __init__(
        self,
        title: str,
        hint: str,
        *,
        text: str = "",
        check: Callable[[str], str | None] = lambda text: None,
    ) -> None:
        """Ask under `title`; `hint` says what is wanted."""
        super().__init__()
        self._title = title
        self._hint = hint
        self._text = text
        self._check = check

    def compose(self) -> ComposeResult:
        """The input and what is wanted of it."""
        with Vertical(id="card") as card:
            card.border_title = Content(self._title)
            yield Line(self._text, select_on_focus=False)
            yield Static("", id="error", markup=False)
            yield Static(f"{self._hint}\nEnter takes it    Esc leaves", id="hint", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        wrong = self._check(event.value.strip())
        if wrong is None:
            self.answer(event.value.strip())
        else:
            self.query_one("#error", Static).update(Content(wrong))
