"""The weekly slots as a week: which stand where, which clash, and where one comes to when it is moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tui.domain.schedules import Frequency, Rhythm, Schedule

if TYPE_CHECKING:
    from tui.domain.refs import ItemRef

DAYS = 7
_DAY_MINUTES = 24 * 60


class Place(NamedTuple):
    """A day of the week (0 is Monday) and a time by the wall."""

    day: int
    clock: time


def place_of(schedule: Schedule) -> Place | None:
    """Where a schedule stands in the week; None where it is not weekly, or told no such place."""
    rhythm = schedule.rhythm
    if rhythm is None or rhythm.frequency is not Frequency.WEEKLY or rhythm.weekday is None:
        return None
    return Place(rhythm.weekday, rhythm.at) if 0 <= rhythm.weekday < DAYS else None


def placed_at(schedule: Schedule, place: Place) -> Schedule:
    """A schedule as it would be there."""
    return replace(schedule, rhythm=Rhythm(Frequency.WEEKLY, place.clock, place.day))


def moved(place: Place, *, days: int = 0, minutes: int = 0) -> Place:
    """So many days on, or to the next full step of so many minutes, over the ends of days and of the week."""
    at = place.day * _DAY_MINUTES + place.clock.hour * 60 + place.clock.minute
    if minutes:
        step = abs(minutes)
        at = (at // step + 1) * step if minutes > 0 else -(-at // step) * step - step
    at = (at + days * _DAY_MINUTES) % (DAYS * _DAY_MINUTES)
    day, minute = divmod(at, _DAY_MINUTES)
    return Place(day, time(minute // 60, minute % 60))


def clashing(schedules: Iterable[Schedule]) -> frozenset[ItemRef]:
    """The slots that stand at the same time as another one of the same account, both switched on."""
    there: dict[tuple[ItemRef, Place], list[ItemRef]] = {}
    for each in schedules:
        place = place_of(each)
        if each.active and each.account is not None and place is not None:
            there.setdefault((each.account, place), []).append(each.ref)
    return frozenset(ref for refs in there.values() if len(refs) > 1 for ref in refs)


@dataclass(frozen=True)
class Week:
    """Slots by day and time."""

    slots: tuple[Schedule, ...]
    """By day, then time; those of one place in the order in which they were told."""

    @classmethod
    def of(cls, schedules: Iterable[Schedule]) -> Week:
        """A week of those that have a place in it."""
        placed = [(place, each) for each in schedules if (place := place_of(each)) is not None]
        return cls(tuple(each for _, each in sorted(placed, key=lambda one: one[0])))

    @cached_property
    def times(self) -> tuple[time, ...]:
        """The times at which there is any."""
        return tuple(sorted({place.clock for place in self._places}))

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        return tuple(place for each in self.slots if (place := place_of(each)) is not None)

    @cached_property
    def _stacks(self) -> dict[Place, tuple[Schedule, ...]]:
        stacks: dict[Place, list[Schedule]] = {}
        for place, each in zip(self._places, self.slots, strict=True):
            stacks.setdefault(place, []).append(each)
        return {place: tuple(stack) for place, stack in stacks.items()}

    def at(self, day: int, clock: time) -> tuple[Schedule, ...]:
        """Those of one place."""
        return self._stacks.get(Place(day, clock), ())

    def of_day(self, day: int) -> tuple[Schedule, ...]:
        """Those of a day, by time."""
        return tuple(each for place, each in zip(self._places, self.slots, strict=True) if place.day == day)

    def beside(self, ref: ItemRef, days: int) -> ItemRef | None:
        """The slot on the next day that has any, in that direction, at the time nearest to that of `ref`;
        None where there is none.
        """
        here = next((place_of(each) for each in self.slots if each.ref == ref), None)
        if here is None:
            return None
        day = here.day + days
        while 0 <= day < DAYS:
            if others := self.of_day(day):
                return min(others, key=lambda each: _apart(each, here.clock)).ref
            day += days
        return None

    def along(self, ref: ItemRef, by: int) -> ItemRef | None:
        """The slot so many later on the same day (negative: earlier), or the last one there."""
        here = next((place_of(each) for each in self.slots if each.ref == ref), None)
        if here is None:
            return None
        refs = [each.ref for each in self.of_day(here.day)]
        return refs[max(min(refs.index(ref) + by, len(refs) - 1), 0)]


def _apart(schedule: Schedule, clock: time) -> int:
    place = place_of(schedule)
    at = place.clock if place is not None else clock
    return abs((at.hour - clock.hour) * 60 + at.minute - clock.minute)


def rows_of(week: Week) -> Sequence[tuple[time, int]]:
    """The lines of the week: each time, as often as the most slots that stand on one day at it, with which
    of them it is.
    """
    return [
        (clock, number)
        for clock in week.times
        for number in range(max(len(week.at(day, clock)) for day in range(DAYS)))
    ]
