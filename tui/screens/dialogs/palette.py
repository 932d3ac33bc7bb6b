"""The command palette: a command by its name, from the one registry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input, Static

from tui.commands import Command
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.short_list import ShortList


def fitting(commands: Sequence[Command], words: str) -> list[Command]:
    """The commands whose help or label fit `words`, the best first; all of them for no words."""
    if not words.strip():
        return list(commands)
    matcher = Matcher(words.strip())
    scores = {each.id: matcher.match(f"{each.help} ({each.label})") for each in commands}
    return sorted((each for each in commands if scores[each.id] > 0), key=lambda each: -scores[each.id])


class Palette(Dialog[Command]):
    """Each command teaches its key. The list is that of what is typed at every moment, so that Enter
    gives the command that was meant however fast it was typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "step(1)", "down", show=False),
        Binding("up,ctrl+p", "step(-1)", "up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        """Offer these."""
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """The words, and the commands that fit them."""
        with Vertical(id="card") as card:
            card.border_title = "Command"
            yield Input(placeholder="what to do")
            commands = ShortList(
                self._commands,
                row_id=lambda each: each.id,
                draw=lambda each: Content.assemble(each.help, (f"  {each.shown_keys}", "dim")),
            )
            commands.set_empty(Content("no command is called so"))
            commands.can_focus = False
            yield commands
            yield Static("↑ ↓ and Enter choose    Esc leaves", id="hint", markup=False)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        commands = self.query_one(ShortList)
        commands.set_rows(fitting(self._commands, event.value))
        commands.cursor_home()

    def action_step(self, by: int) -> None:
        """Move the list's cursor; the words keep the focus."""
        self.query_one(ShortList).action_step(by)

    def action_page(self, by: int) -> None:
        """Move the list's cursor by a page."""
        self.query_one(ShortList).action_page(by)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        found = fitting(self._commands, event.value)
        under_cursor = self.query_one(ShortList).cursor_row
        if found:
            self.answer(under_cursor if under_cursor in found else found[0])

    @on(ShortList.Chosen)
    def _chosen(self, event: ShortList.Chosen) -> None:
        self.answer(event.row)
