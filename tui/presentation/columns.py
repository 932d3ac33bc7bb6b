"""Rows of columns at a given width: one column grows, the others drop one by one as it gets narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from tui.presentation.text import cells, cut

GAP = 2
LEAST_GROWING = 20


class Column(NamedTuple):
    """A column: its heading, its width in cells (0: it grows) and how long it stays (0: first to go)."""

    heading: str
    width: int
    stays: int = 0
    right: bool = False
    least: int = LEAST_GROWING
    """Of the growing column: cells that it keeps as long as another one can be dropped."""


class Cell(NamedTuple):
    """What stands in a column: clean text (`tui.presentation.text`) and what it is for."""

    text: str
    role: str = ""


def columns_that_fit(columns: Sequence[Column], width: int) -> tuple[int, ...]:
    """The places of the columns shown in `width` cells. The growing column is always among them."""
    shown = list(range(len(columns)))
    least = next((column.least for column in columns if not column.width), LEAST_GROWING)
    while len(shown) > 1:
        fixed = sum(columns[place].width + GAP for place in shown if columns[place].width)
        if width - fixed >= least:
            break
        droppable = [place for place in shown if columns[place].width]
        if not droppable:
            break
        shown.remove(min(droppable, key=lambda place: columns[place].stays))
    return tuple(shown)


def _fitted(text: str, width: int, right: bool) -> str:
    text = cut(text, width)
    fill = " " * (width - cells(text))
    return fill + text if right else text + fill


def row(columns: Sequence[Column], contents: Sequence[Cell], width: int) -> Content:
    """One row, exactly `width` cells wide (none for a width below 1)."""
    if width < 1:
        return Content("")
    shown = columns_that_fit(columns, width)
    fixed = sum(columns[place].width + GAP for place in shown if columns[place].width)
    parts: list[tuple[str, str]] = []
    for place in shown:
        column, cell = columns[place], contents[place]
        text = _fitted(cell.text, column.width or width - fixed, column.right)
        if place != shown[-1]:
            text += " " * GAP
        # Fewer changes of style are fewer bytes on the wire.
        if parts and parts[-1][1] == cell.role:
            parts[-1] = (parts[-1][0] + text, cell.role)
        else:
            parts.append((text, cell.role))
    return Content.assemble(*parts)


def heading(columns: Sequence[Column], width: int, role: str) -> Content:
    """The headings over such rows."""
    return row(columns, [Cell(column.heading, role) for column in columns], width)
