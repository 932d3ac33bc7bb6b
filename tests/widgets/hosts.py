"""Tiny applications that hold one widget."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tests.idle import idle
from tui.widgets.line_list import LineList, RowLook

DEADLINE_SECONDS = 60.0
Row = tuple[int, str]


class CountingList(LineList[Row]):
    """A list that counts what it draws."""

    def __init__(self, rows: Sequence[Row] = (), selectable: Callable[[Row], bool] | None = None) -> None:
        self.draws = 0
        self.lines_drawn: list[int] = []
        super().__init__(
            row_id=lambda row: row[0],
            draw=self.count_and_draw,
            selectable=selectable,
            empty=Content("Nothing here. g generates."),
            rest_seconds=0.05,
        )
        self.set_rows(rows)

    def count_and_draw(self, row: Row, width: int, look: RowLook) -> Content:
        self.draws += 1
        return Content(f"{row[0]} {row[1]}")

    def render_line(self, y: int) -> Strip:
        self.lines_drawn.append(y)
        return super().render_line(y)


class Host(App[None]):
    """Shows one widget over the whole screen and keeps every message of it."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.told: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_line_list_cursor_moved(self, message: LineList.CursorMoved) -> None:
        self.told.append(message)

    def on_line_list_rested(self, message: LineList.Rested) -> None:
        self.told.append(message)

    def on_line_list_end_near(self, message: LineList.EndNear) -> None:
        self.told.append(message)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        self.told.append(message)

    def count(self, kind: type[Message]) -> int:
        return sum(isinstance(message, kind) for message in self.told)


def shown(widget: Widget) -> list[str]:
    """What stands on the widget's lines, without the blanks at their ends."""
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < end, "the condition never held"
        await asyncio.sleep(0.005)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is to be done at once."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        await idle(pilot.app)


async def resized(pilot: Pilot[None], width: int, height: int) -> None:
    """Give the terminal another size, and wait until all is drawn in it: Textual takes it a moment later."""
    await pilot.resize_terminal(width, height)
    await until(lambda: pilot.app.screen._compositor.size == Size(width, height))
    await settled(pilot)


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when all is done that the one before it set off."""
    await settled(pilot)
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def clicked(
    pilot: Pilot[None], widget: Widget | None = None, *, offset: tuple[int, int], times: int = 1
) -> None:
    """Click, and wait until all is done that this set off."""
    await settled(pilot)
    await pilot.click(widget, offset=offset, times=times)
    await settled(pilot)
