"""Textual's bindings, made from the registry of commands."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.commands import Area, Command, of_area


def binding(command: Command) -> Binding:
    """The binding of one command; its id is what a keymap names."""
    return Binding(
        ",".join(command.keys),
        command.action,
        command.label,
        show=False,
        tooltip=command.help,
        id=command.id,
    )


def bindings(area: Area, *, app: bool) -> list[BindingType]:
    """The bindings of an area's screen, or (`app`) those that the App itself answers."""
    return [
        binding(command)
        for command in of_area(area)
        if command.keys and command.id.startswith(_OF_APP) == app
    ]


_OF_APP = ("app.", "go.")
