"""The deliveries: which post is on which site, and how it got there."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from tui.commands import Area
from tui.screens.list_screen import ListScreen
from tui.widgets.line_list import LineList


class DeliveriesScreen(ListScreen[Any]):
    """The deliveries: which post is on which site, and how it got there."""

    AREA = Area.DELIVERIES

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return Content("")

    def make_list(self) -> LineList[Any]:
        """The list."""
        return LineList(row_id=id, draw=lambda row, width, look: Content(""), ascii=self.ascii, id="list")
