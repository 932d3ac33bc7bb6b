"""What a terminal may lack, taken out where lines are drawn: signs that not every font has, and links."""

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


class NoLinks(LineFilter):
    """A line without links, for terminals that would show their addresses as text."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line without links (Textual calls this)."""
        return [
            Segment(text, style.update_link(None) if style is not None and style.link else style, control)
            for text, style, control in segments
        ]


PLAIN_SIGNS = PlainSigns()
NO_LINKS = NoLinks()
