"""Textual's bindings, made from the registry of commands."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.commands import Area, Command, of_area

_OF_APP = ("app.", "go.")


def action_of(command: Command) -> str:
    """A command's action as a screen calls it: those of the whole application are the App's."""
    return f"app.{command.action}" if command.id.startswith(_OF_APP) else command.action


def bindings(area: Area) -> list[BindingType]:
    """The bindings of an area's screen; a binding's id is what a keymap names."""
    return [
        Binding(",".join(each.keys), action_of(each), each.label, show=False, tooltip=each.help, id=each.id)
        for each in of_area(area)
        if each.keys
    ]
