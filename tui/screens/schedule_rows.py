"""What stands in the list of schedules."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

from tui.domain.schedules import Schedule
from tui.screens.messages import Latest


@dataclass(frozen=True, slots=True)
class Heading:
    """A day over its slots."""

    label: str


Row: TypeAlias = Schedule | Heading


class SchedulesChanged(Latest):
    """What is known of the schedules is not what it was."""


def row_id(row: Row) -> Hashable:
    """How a row is named."""
    return row.ref if isinstance(row, Schedule) else ("heading", row.label)
