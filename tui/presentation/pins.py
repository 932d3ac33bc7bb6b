"""The pinned word: which connection the item in hand belongs to, in that connection's own colour."""

from __future__ import annotations

from collections.abc import Sequence

from textual.color import Color, ColorParseError
from textual.content import Content

from tui.presentation.text import plain

COLOURS = ("$accent", "$success", "$warning", "$secondary", "$primary", "$foreground")
"""For connections that were given none, by their place in the config file."""
MOST_CELLS = 16


def pin(connection: str, colour: str | None, place: int, *, protected: bool = False) -> Content:
    """The word for a connection. `colour`: as the config file has it; `place`: where the file names it. The
    word stands out without colours too; one that is `protected` has a sign.
    """
    word = plain(connection, MOST_CELLS)
    sign = "!" if protected else ""
    return Content.assemble((f" {word}{sign} ", f"bold reverse {_painted(colour, place)}"))


def pin_of_several(connections: int) -> Content:
    """The word where several connections are in hand."""
    return Content.assemble((f" {connections} connections ", "bold reverse"))


def _painted(colour: str | None, place: int) -> str:
    """The colour, and what can be read on it."""
    if colour is not None:
        try:
            parsed = Color.parse(colour)
        except ColorParseError:
            pass
        else:
            return f"{parsed.hex} on {(parsed + parsed.get_contrast_text(1.0)).hex}"
    return f"{COLOURS[place % len(COLOURS)]} on $background"


def place_of(connection: str, connections: Sequence[str]) -> int:
    """Where a connection stands among all; one that is not there (any more) stands behind them."""
    return connections.index(connection) if connection in connections else len(connections)
