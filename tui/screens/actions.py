"""Textual's actions, named from the registry of commands."""

from __future__ import annotations

from tui.commands import Command

_OF_APP = ("app.", "go.")


def action_of(command: Command) -> str:
    """A command's action as a screen calls it: those of the whole application are the App's."""
    return f"app.{command.action}" if command.id.startswith(_OF_APP) else command.action
