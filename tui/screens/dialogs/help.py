"""All keys of the screen below, by group."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.commands import Area, Group, of_area
from tui.screens.dialogs.dialog import Dialog

_KEY_COLUMN = 16


def help_text(area: Area) -> Content:
    """The commands of an area: keys, and what they do, under the name of their group."""
    lines: list[Content] = []
    for group in Group:
        commands = [each for each in of_area(area) if each.group is group and each.keys]
        if not commands:
            continue
        lines.append(Content.styled(group.value, "bold $accent"))
        lines += [
            Content.assemble((f"  {each.shown_keys:<{_KEY_COLUMN}}", "bold"), each.help) for each in commands
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

    def compose(self) -> ComposeResult:
        """The keys, in a card that scrolls."""
        with Vertical(id="card") as card:
            card.border_title = f"Keys · {self._area.value}"
            with VerticalScroll(id="scroll"):
                yield Static(help_text(self._area), markup=False)
            yield Static("g g goes to the top    j k scroll    Esc leaves", id="hint", markup=False)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#scroll").scroll_relative(y=by, animate=False)
