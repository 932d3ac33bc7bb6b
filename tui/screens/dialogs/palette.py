"""The command palette: a command by its name, from the one registry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui.commands import Command, Group
from tui.commands.keymap import Keymap
from tui.presentation.text import cut
from tui.screens.dialogs.dialog import Dialog
from tui.widgets.short_list import ShortList
from tui.widgets.typed_text import Line

KEYS_WIDTH = 12


def _rank(command: Command, words: str) -> int:
    """How well a command fits: 0 is best. A name goes before what is said of it, a whole word before a
    beginning, and both before what is somewhere within.
    """
    label, said = command.label.lower(), re.findall(r"\w+", command.help.lower())
    fits = (
        label == words,
        label.startswith(words),
        words in said,
        any(word.startswith(words) for word in said),
        command.help.lower().startswith(words),
    )
    return fits.index(True) if True in fits else len(fits)


def fitting(commands: Sequence[Command], words: str) -> list[Command]:
    """The commands that have all of `words` in their name or in what is said of them, the best first."""
    wanted = words.lower().split()
    found = [each for each in commands if all(word in f"{each.label} {each.help}".lower() for word in wanted)]
    if not wanted:
        return found
    # Of two that fit as well, the one that decides nothing goes first.
    return sorted(found, key=lambda each: (_rank(each, " ".join(wanted)), each.group is Group.DECIDE))


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

    def __init__(self, commands: Sequence[Command], keymap: Keymap) -> None:
        """Offer these, with their keys."""
        super().__init__()
        self._commands = commands
        self._keymap = keymap

    def _drawn(self, command: Command, width: int) -> Content:
        keys = cut(self._keymap.all_of(command.id), KEYS_WIDTH)
        return Content.assemble((f"{keys:<{KEYS_WIDTH}}  ", "bold"), command.help)

    def compose(self) -> ComposeResult:
        """The words, and the commands that fit them."""
        with Vertical(id="card") as card:
            card.border_title = "Command"
            yield Line(placeholder="what to do")
            commands = ShortList(
                self._commands,
                row_id=lambda each: each.id,
                draw=self._drawn,
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
    def _take(self) -> None:
        # What was typed has come to the list before Enter.
        chosen = self.query_one(ShortList).cursor_row
        if chosen is not None:
            self.answer(chosen)

    @on(ShortList.Chosen)
    def _chosen(self, event: ShortList.Chosen) -> None:
        self.answer(event.row)
