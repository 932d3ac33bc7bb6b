"""The built-in editor, for those who have set neither $VISUAL nor $EDITOR."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from tui.screens.dialogs.dialog import Dialog
from tui.widgets.typed_text import Document


class EditText(Dialog[str]):
    """A text to edit; the answer is what it became."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", show=False, priority=True),
    ]

    def __init__(self, title: str, text: str, error: str = "") -> None:
        """Edit `text`; `error` says what would not do in it last time."""
        super().__init__(classes="-tall")
        self._title = title
        self._text = text
        self._error = error
        self._warned = False

    def compose(self) -> ComposeResult:
        """The text, and the two keys."""
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = Content(self._title)
            yield Document(self._text, soft_wrap=True, show_line_numbers=False)
            yield Static(self._error, id="error", markup=False)
            yield Static(
                "^s saves    Esc leaves it as it was    ($EDITOR is not set)", id="hint", markup=False
            )

    def action_leave(self) -> None:
        """Leave; a text that was changed is not thrown away by one key."""
        changed = self.query_one(TextArea).text != self._text
        if changed and not self._warned:
            self._warned = True
            self.query_one("#error", Static).update(
                "The text was changed. Esc again throws it away, ^s saves."
            )
        else:
            super().action_leave()

    def action_save(self) -> None:
        """Answer with the text as it stands."""
        self.answer(self.query_one(TextArea).text)
