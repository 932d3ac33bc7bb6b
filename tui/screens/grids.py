"""Screens where the arrows go over days: what their own keys do, where a list stands in the grid's place."""

from __future__ import annotations

from typing import TypeVar

from tui.screens.list_screen import ListScreen

Row = TypeVar("Row")


class Grids(ListScreen[Row]):
    """A screen with a grid of days. What is not overridden acts as on every list."""

    def action_grid_left(self) -> None:
        """The day before; in a list, back."""
        self.action_item_close()

    def action_grid_right(self) -> None:
        """The day after; in a list, the item."""
        self.action_item_open()

    def action_grid_open(self) -> None:
        """Open the item under the cursor."""
        self.action_item_open()

    def action_grid_close(self) -> None:
        """Back."""
        self.action_item_close()
