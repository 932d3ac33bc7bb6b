"""The rows of the connections' list."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from tui.presentation.connections import ConnectionRow


class Heading(NamedTuple):
    """A line of the list that is no connection."""

    label: str


class Notice(NamedTuple):
    """What Copydesk has to say of its config file, or of its start."""

    place: int
    text: str


Row = ConnectionRow | Heading | Notice


def row_id(row: Row) -> Hashable:
    """What a row is named by over refreshes."""
    if isinstance(row, ConnectionRow):
        return row.name
    return (type(row).__name__, row.label if isinstance(row, Heading) else row.place)
