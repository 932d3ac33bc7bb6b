"""When a schedule comes round: as instants where its zone is known, else by the clock on its wall."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice, takewhile

from tui.domain.schedules import Frequency, Rhythm
from tui.domain.zoned import Jump, Wall, on_wall, placed

_DAY = timedelta(days=1)
_EARLIER = 2 * _DAY
"""How long before an instant the walls are looked at whose times the clocks put behind it: zones that
changed the side of the date line skipped a day.
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One time at which a schedule comes round."""

    at: datetime
    """In UTC."""
    wall: Wall
    """What was asked for, by the clock of the zone."""
    jump: Jump | None = None
    """What the clocks did to it: SKIPPED comes at the first instant after the gap, TWICE the first time."""


def runs(
    rhythm: Rhythm, after: datetime, zone: tzinfo, *, count: int | None = None, until: datetime | None = None
) -> tuple[Run, ...]:
    """The times at `after` or later, the earliest first: as many as `count`, and those before `until`. One
    of the two must be given.
    """
    if count is None and until is None:
        raise ValueError("runs without an end")
    later = (run for run in _placed(rhythm, after, zone) if run.at >= after)
    return tuple(islice(takewhile(lambda run: until is None or run.at < until, later), count))


def wall_runs(rhythm: Rhythm, from_day: date, to_day: date) -> tuple[Wall, ...]:
    """The times from a day on and before another, by the clock on the wall: nothing is known of its zone."""
    return tuple(Wall(day, rhythm.at) for day in takewhile(lambda day: day < to_day, _days(rhythm, from_day)))


def _placed(rhythm: Rhythm, after: datetime, zone: tzinfo) -> Iterator[Run]:
    for day in _days(rhythm, on_wall(after, zone).day - _EARLIER):
        wall = Wall(day, rhythm.at)
        try:
            found = placed(wall, zone)
        except OverflowError:
            return
        yield Run(found.at.astimezone(UTC), wall, found.jump)


def _days(rhythm: Rhythm, since: date) -> Iterator[date]:
    """The days on which it comes round, from one on; none where the rhythm tells no day that there is."""
    match rhythm.frequency:
        case Frequency.DAILY:
            yield from _every(since, 1)
        case Frequency.WEEKLY if rhythm.weekday is not None and 0 <= rhythm.weekday <= 6:
            yield from _every(since, 7, (rhythm.weekday - since.weekday()) % 7)
        case Frequency.MONTHLY if rhythm.day is not None and 1 <= rhythm.day <= 31:
            yield from _monthly(since, rhythm.day)


def _every(since: date, step: int, first: int = 0) -> Iterator[date]:
    for number in range(since.toordinal() + first, date.max.toordinal() + 1, step):
        yield date.fromordinal(number)


def _monthly(since: date, day: int) -> Iterator[date]:
    for number in range(since.year * 12 + since.month - 1, date.max.year * 12 + 12):
        year, month = number // 12, number % 12 + 1
        # Short months are passed over, as cron does: the 31st does not become the 30th.
        if day <= monthrange(year, month)[1] and (found := date(year, month, day)) >= since:
            yield found
