"""Setting connections up, on their own screen."""

from __future__ import annotations

from tui.commands.model import Area, Command, Group

_HERE = (Area.CONNECTIONS,)

CONNECTING: tuple[Command, ...] = (
    Command("connection.add", ("a",), "add", "Add a connection to the config file", Group.MAKE, _HERE, 1),
    Command(
        "connection.edit", ("e",), "edit", "Change the connection in the config file", Group.MAKE, _HERE, 2
    ),
    Command("connection.test", ("t",), "test", "Ask the platform something harmless", Group.SHOW, _HERE, 3),
    Command(
        "connection.remove",
        ("d",),
        "remove",
        "Take the connection out of the config file, after a question",
        Group.MAKE,
        _HERE,
        6,
    ),
)
