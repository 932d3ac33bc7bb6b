"""Fields for text that a person types or pastes; what is in it never reaches the terminal as more than
signs.

Textual calls the handlers of a class and then those of the class that it is made of, for one event.
"""

from __future__ import annotations

from rich.text import Text
from textual.events import Mount, Paste
from textual.widgets import Input, TextArea

from tui.presentation.text import plain_piece, signs


class Line(Input):
    """One line; of what is pasted only the first line's text is taken. It blinks where things may move."""

    def _on_mount(self, event: Mount) -> None:
        self.set_reactive(Input.cursor_blink, self.app.animation_level != "none")

    def _on_paste(self, event: Paste) -> None:
        first, *_ = event.text.splitlines() or [""]
        event.text = plain_piece(first)


class Document(TextArea):
    """Many lines. The text stays as it is, to the character; it is drawn as signs."""

    def _on_mount(self, event: Mount) -> None:
        self.set_reactive(TextArea.cursor_blink, self.app.animation_level != "none")

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn (Textual calls this), as long as it is in the document."""
        line = super().get_line(line_index)
        line.plain = signs(line.plain)
        return line
