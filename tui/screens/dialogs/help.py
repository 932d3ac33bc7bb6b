"""All keys of the screen below, by group."""

from __future__ import annotations

from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from tui.commands import Area, Group, of_area
from tui.screens.dialogs.dialog import Dialog

_KEY_COLUMN = 16
_LEAST = 20
"""Cells for what a key does, however small the terminal is."""


def room_in_card(width: int) -> int:
    """How wide a text in a card can be that scrolls, in a terminal of so many cells, by dialog.tcss."""
    return min(76, width * 96 // 100) - 7


def help_text(area: Area, width: int) -> Content:
    """The commands of an area: keys, and what they do, under the name of their group; in `width` cells, what
    goes on in another line under its beginning.
    """
    beginning = 2 + _KEY_COLUMN
    room = max(width - beginning, _LEAST)
    lines: list[Content] = []
    for group in Group:
        commands = [each for each in of_area(area) if each.group is group and each.keys]
        if not commands:
            continue
        lines.append(Content.styled(group.value, "bold $accent"))
        lines += [
            Content.assemble(
                (f"  {each.shown_keys:<{_KEY_COLUMN}}", "bold"),
                f"\n{' ' * beginning}".join(wrap(each.help, room)),
            )
            for each in commands
        ]
        lines.append(Content(""))
    return Content("\n").join(lines[:-1])


class Help(Dialog[None]):
    """Scrolls with j and k; any of q, ? and Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,enter", "leave", "leave", show=False),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
        Binding("space,ctrl+d,pagedown", "scroll(10)", "page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "page up", show=False),
    ]

    def __init__(self, area: Area) -> None:
        """Show the keys of `area`."""
        # One that scrolls within a card that scrolls would show two bars.
        super().__init__(classes="-tall")
        self._area = area
        self._room = room_in_card(self.app.size.width)

    def compose(self) -> ComposeResult:
        """The keys, in a card that scrolls."""
        with Vertical(id="card") as card:
            card.border_title = f"Keys · {self._area.value}"
            with VerticalScroll(id="scroll"):
                yield Static(help_text(self._area, self._room), id="help", markup=False)
            yield Static("g g goes to the top    j k scroll    Esc leaves", id="hint", markup=False)

    def on_resize(self, event: Resize) -> None:
        """Wrap anew where there is another room (Textual calls this)."""
        room = room_in_card(event.size.width)
        if room != self._room:
            self._room = room
            for keys in self.query("#help").results(Static):
                keys.update(help_text(self._area, room))

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#scroll").scroll_relative(y=by, animate=False)
