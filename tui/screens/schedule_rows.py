"""What stands in the list of schedules."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tui.domain.schedules import Schedule
from tui.presentation.text import plain
from tui.screens.messages import Latest


@dataclass(frozen=True, slots=True)
class Heading:
    """A day over its slots, or a connection over what is written on it."""

    label: str


Row: TypeAlias = Schedule | Heading


def by_connection(written: Sequence[Schedule]) -> list[Row]:
    """What is written when, each connection's under its name where there are several: their names may be the
    same.
    """
    of: dict[str, list[Row]] = {}
    for each in written:
        of.setdefault(each.ref.connection, []).append(each)
    if len(of) < 2:
        return [*written]
    return [row for name, rows in of.items() for row in (Heading(plain(name, 40)), *rows)]


class SchedulesChanged(Latest):
    """What is known of the schedules is not what it was."""


def row_id(row: Row) -> Hashable:
    """How a row is named."""
    return row.ref if isinstance(row, Schedule) else ("heading", row.label)
