"""What stands over the `:` line: what may be said, and what a command takes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.commands import Command
from tui.commands.line import name_on_line
from tui.presentation import roles
from tui.presentation.text import plain

MOST_NAMES = 40


def offered_line(commands: Sequence[Command], chosen: str, key: str) -> Content:
    """The commands that a beginning may become; of the one that is `chosen`, or of the first, its `key` and
    what it does.
    """
    if not commands:
        return Content.styled(" no command begins so", roles.DIM)
    first = next((each for each in commands if name_on_line(each) == chosen), commands[0])
    about = f"{_called(first)}  {'' if key.startswith(':') else key + '  '}{first.help}"
    others = [each for each in commands if each is not first][:MOST_NAMES]
    names = "".join(f"  {name_on_line(each)}" for each in others)
    return Content.assemble(" ", (about, roles.STRONG), (names, roles.DIM))


def _called(command: Command) -> str:
    return f"{name_on_line(command)} {command.takes}" if command.takes else name_on_line(command)


def values_line(command: Command, values: Sequence[str]) -> Content:
    """What can be said with a command."""
    if not command.takes:
        return Content.styled(f" {name_on_line(command)} takes nothing", roles.DIM)
    listed = "".join(f"  {plain(each, 40)}" for each in values[:MOST_NAMES])
    return Content.assemble(f" {_called(command)}", (listed or f"  {command.help}", roles.DIM))
