"""The line of views over the posts."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.presentation.views import ViewTab, views_line
from tui.widgets.lines import Bar


class ViewBar(Bar):
    """Views as tabs, what the open one asks for, and the order."""

    def __init__(self, *, ascii: bool = False, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self.ascii = ascii
        self._tabs: tuple[ViewTab, ...] = ()
        self._open = 0
        self._asked = Content("")
        self._facts: tuple[str, ...] = ()

    def show_views(self, tabs: Sequence[ViewTab], open_at: int, asked: Content, *facts: str) -> None:
        """Show these views, the one at that place open, what it asks for, and facts of its list, the most
        wanted first.
        """
        self._tabs, self._open, self._asked, self._facts = tuple(tabs), open_at, asked, facts
        self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """The line at this width."""
        if not self._tabs:
            return Content("")
        return views_line(self._tabs, self._open, self._asked, self._facts, width, ascii=self.ascii)
