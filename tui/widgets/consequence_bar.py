"""The line above the foot: what the next key will do, or what the last one did."""

from __future__ import annotations

from textual.content import Content

from tui.presentation.bars import Tone, note_line
from tui.widgets.lines import Bar


class ConsequenceBar(Bar):
    """One line: a result while there is one to tell, else the consequence (`show`)."""

    def __init__(self, *, ascii: bool = False, id: str | None = None, classes: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id, classes=classes)
        self._ascii = ascii
        self._note: tuple[Tone, str, str] | None = None

    def note(self, tone: Tone, text: str, tail: str = "") -> None:
        """Tell a result in place of the consequence until `clear_note`; text may come from outside."""
        self._note = (tone, text, tail)
        self.repaint_changed()

    def clear_note(self) -> None:
        """Show the consequence again."""
        self._note = None
        self.repaint_changed()

    @property
    def noted(self) -> bool:
        """Whether a result stands there."""
        return self._note is not None

    def content_at(self, width: int) -> Content:
        """The result, or the consequence."""
        if self._note is None:
            return self.content
        tone, text, tail = self._note
        return note_line(tone, text, width, tail, ascii=self._ascii)
