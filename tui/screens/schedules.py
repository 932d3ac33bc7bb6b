"""The schedules: weekly slots, and what is written when."""

from __future__ import annotations

from typing import Any

from textual.content import Content

from tui.commands import Area
from tui.screens.list_screen import ListScreen
from tui.widgets.line_list import LineList


class SchedulesScreen(ListScreen[Any]):
    """The schedules: weekly slots, and what is written when."""

    AREA = Area.SCHEDULES

    def heading(self, width: int) -> Content:
        """The names of the columns."""
        return Content("")

    def make_list(self) -> LineList[Any]:
        """The list."""
        return LineList(row_id=id, draw=lambda row, width, look: Content(""), ascii=self.ascii, id="list")
