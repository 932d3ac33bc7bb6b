"""The accounts: where posts go to and what they come from, on every connection."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from tui.commands import Area
from tui.screens.list_screen import ListScreen
from tui.widgets.line_list import LineList


class AccountsScreen(ListScreen[Any]):
    """The accounts: where posts go to and what they come from, on every connection."""

    AREA = Area.ACCOUNTS

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return Content("")

    def make_list(self) -> LineList[Any]:
        """The list."""
        return LineList(row_id=id, draw=lambda row, width, look: Content(""), ascii=self.ascii, id="list")
