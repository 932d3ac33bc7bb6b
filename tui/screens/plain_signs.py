"""Signs that every font has, put in where lines are drawn."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.presentation.signs import in_plain


class PlainSigns(LineFilter):
    """Each sign of a line as a plain one, in as many cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line in plain signs (Textual calls this)."""
        return [Segment(in_plain(text), style, control) for text, style, control in segments]


PLAIN_SIGNS = PlainSigns()
