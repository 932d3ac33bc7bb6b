"""A time by the clock on the wall of a zone as an instant, and what the clocks do to it when they are set.

Instants come in UTC: times that share a zone are compared and counted by their walls in Python, and both
go wrong by an hour where the clocks are set.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

_SECOND = timedelta(seconds=1)


class Jump(StrEnum):
    """What clocks that are set do to a time of day."""

    SKIPPED = "skipped"
    """It is not on that day: the clocks are put forward over it."""
    TWICE = "twice"
    """It is on that day two times: the clocks are put back over it."""


@dataclass(frozen=True, slots=True, order=True)
class Wall:
    """A day and a time as the clock shows them, in whichever zone it hangs."""

    day: date
    clock: time
    """Without a zone."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The instant of a time on the wall."""

    at: datetime
    """In UTC. SKIPPED: the first instant after the gap; TWICE: the first of the two."""
    jump: Jump | None = None


def placed(wall: Wall, zone: tzinfo) -> Placed:
    """The instant at which the clock of a zone shows that. Raises OverflowError at the ends of time."""
    shown = datetime.combine(wall.day, wall.clock.replace(tzinfo=None, fold=0))
    first = shown.replace(tzinfo=zone).astimezone(UTC)
    if _shown(first, zone) != shown:
        return Placed(_first_from(shown, zone, first), Jump.SKIPPED)
    second = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return Placed(first, Jump.TWICE if second != first else None)


def on_wall(at: datetime, zone: tzinfo) -> Wall:
    """What the clock of a zone shows at an instant."""
    shown = _shown(at, zone)
    return Wall(shown.date(), shown.time())


def _shown(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _first_from(shown: datetime, zone: tzinfo, after: datetime) -> datetime:
    """The first instant at which the clock shows that or more. `after`: one behind the gap."""
    # By the offset that holds behind the gap the same wall is an instant before it.
    before = shown.replace(tzinfo=zone, fold=1).astimezone(UTC).replace(microsecond=0)
    low, high = 0, -((before - after) // _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _shown(before + middle * _SECOND, zone) >= shown:
            high = middle
        else:
            low = middle
    return before + high * _SECOND
