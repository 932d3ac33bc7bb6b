"""Moving an item by days and hours, as the clock on the person's wall shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import Enum

from tui.domain.calendar.items import in_utc
from tui.domain.calendar.spans import DAY, FIRST, LAST
from tui.domain.zoned import Jump, Wall, on_wall, placed


class Step(Enum):
    """One key of a move."""

    EARLIER_DAY = -DAY
    LATER_DAY = DAY
    EARLIER = -timedelta(hours=1)
    LATER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item would stand."""

    at: datetime
    """In UTC."""
    twice: bool = False
    """Whether the person's clock shows that time twice on its day."""


def moved(at: datetime, step: Step, zone: tzinfo) -> datetime:
    """The instant one step from another. By a day: the same time of day on the day before or after, or the
    nearest such day on which clocks show that time. By an hour: the hour before or after, on the full hour;
    what clocks skip is passed over, and what they show twice is come to twice.
    """
    at = in_utc(at)
    if step in {Step.EARLIER, Step.LATER}:
        return _by_hour(at, step, zone)
    return _by_day(at, step.value, zone)


def _by_day(at: datetime, by: timedelta, zone: tzinfo) -> datetime:
    wall = on_wall(at, zone)
    day = wall.day
    while FIRST < day < LAST:
        day += by
        found = placed(Wall(day, wall.clock), zone)
        if found.jump is not Jump.SKIPPED:
            return found.at
    return at


def _by_hour(at: datetime, step: Step, zone: tzinfo) -> datetime:
    """Instants go on by the hour, and never over a gap; then to the full hour that the wall shows there."""
    clock = on_wall(at, zone).clock
    past = timedelta(minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    there = at - past if past and step is Step.EARLIER else at - past + step.value
    day = on_wall(there, zone).day
    return there if FIRST <= day <= LAST else at


def place_of(at: datetime, zone: tzinfo) -> Place:
    """How a time stands on the person's clock."""
    return Place(at, placed(on_wall(at, zone), zone).jump is Jump.TWICE)


def first_full_hour(now: datetime, zone: tzinfo) -> datetime:
    """The next full hour: where what was planned for a time that is over is taken up."""
    return _by_hour(in_utc(now), Step.LATER, zone)
