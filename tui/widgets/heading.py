"""The names of a list's columns, above it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from tui.presentation.marks import over
from tui.widgets.line_list import GUTTER
from tui.widgets.lines import Bar


class Heading(Bar):
    """One line that stands over a `LineList` of the same width."""

    def __init__(self, draw: Callable[[int], Content], *, id: str | None = None) -> None:
        """`draw` gives the names in the cells that a row has."""
        super().__init__(id=id)
        self._draw = draw
        self._marked = Content("")

    def show_marked(self, marked: Content) -> None:
        """Say over the first names how many rows are marked; empty: none is."""
        self._marked = marked
        self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """The names, as far in as the rows are."""
        names = Content.assemble(" " * GUTTER, self._draw(max(width - GUTTER - 1, 0)))
        return over(self._marked, names)
