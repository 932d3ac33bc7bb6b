"""Every command as data: bindings, footer, palette, `:` line and help all come from here.

A command's id is what a keymap names; its action is the method `action_ID` (dots become underscores)
of the screen or App that offers it.
"""

from __future__ import annotations

from functools import cache

from tui.commands.connecting import CONNECTING
from tui.commands.copying import COPYING
from tui.commands.deciding import DECIDING
from tui.commands.going import GOING
from tui.commands.making import MAKING
from tui.commands.marking import MARKING
from tui.commands.model import Area, Command, Group
from tui.commands.moving import MOVING
from tui.commands.setting_up import SETTING_UP
from tui.commands.showing import SHOWING

__all__ = ["COMMANDS", "Area", "Command", "Group", "command", "of_area"]

COMMANDS: tuple[Command, ...] = (
    *DECIDING,
    *MARKING,
    *MAKING,
    *MOVING,
    *SHOWING,
    *COPYING,
    *GOING,
    *CONNECTING,
    *SETTING_UP,
)


@cache
def command(id: str) -> Command:
    """The command of that id. Raises KeyError."""
    return {each.id: each for each in COMMANDS}[id]


@cache
def of_area(area: Area) -> tuple[Command, ...]:
    """The commands that can be given in an area, ANYWHERE's included."""
    return tuple(each for each in COMMANDS if area in each.areas or Area.ANYWHERE in each.areas)
