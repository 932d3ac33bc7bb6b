"""The line of head: name, screens with counts, connections with their marks."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.domain.connections import Health
from tui.presentation.bars import ScreenTab, head_line
from tui.widgets.lines import Bar


class HeadBar(Bar):
    """The head. It says shorter what does not fit; `ascii`: signs that every font has."""

    def __init__(self, *, ascii: bool = False, id: str | None = None, classes: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id, classes=classes)
        self.ascii = ascii
        self._tabs: tuple[ScreenTab, ...] = ()
        self._open = ""
        self._healths: tuple[Health, ...] = ()

    def show_screens(self, tabs: Sequence[ScreenTab], open_id: str) -> None:
        """Show these screens; the one of that id is open."""
        self._tabs, self._open = tuple(tabs), open_id
        self.repaint_changed()

    def show_healths(self, healths: Sequence[Health]) -> None:
        """Show how the connections fare."""
        self._healths = tuple(healths)
        self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """The head at this width."""
        return head_line(self._tabs, self._open, self._healths, width, ascii=self.ascii)
