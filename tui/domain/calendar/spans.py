"""Which days are shown, and how long each is where clocks are set."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from tui.domain.zoned import Wall, placed

DAY = timedelta(days=1)
AGENDA_DAYS = 14


class Shape(StrEnum):
    """How days are shown."""

    MONTH = "month"
    WEEK = "week"
    AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Span:
    """Days, one after the other."""

    first: date
    days: int

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.first + self.days * DAY

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - DAY

    @property
    def middle(self) -> date:
        """A day in the middle: of a month's weeks always one of that month."""
        return self.first + self.days // 2 * DAY

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.first + number * DAY for number in range(self.days))


def span_of(shape: Shape, day: date) -> Span:
    """The days that are shown with one of them: whole weeks from a Monday on. A month has those around it
    that share its weeks; an agenda begins with the day's week.
    """
    match shape:
        case Shape.MONTH:
            first = _monday(day.replace(day=1))
            last = day.replace(day=monthrange(day.year, day.month)[1])
            return Span(first, (_monday(last) - first).days + 7)
        case Shape.WEEK:
            return Span(_monday(day), 7)
        case Shape.AGENDA:
            return Span(_monday(day), AGENDA_DAYS)


def span_with(shape: Shape, day: date, shown: Span) -> Span:
    """The days to show when one is wanted that is not among those `shown`: agendas follow one another without
    a gap, wherever they began.
    """
    if shape is not Shape.AGENDA:
        return span_of(shape, day)
    agendas = (day - shown.first).days // AGENDA_DAYS
    return Span(shown.first + agendas * AGENDA_DAYS * DAY, AGENDA_DAYS)


def shows(shape: Shape, shown: Span, day: date) -> bool:
    """Whether a day is among those that are shown; of a month's weeks the days of its neighbours are not."""
    return day in shown and (shape is not Shape.MONTH or day.month == shown.middle.month)


def stepped(shape: Shape, day: date, by: int) -> date:
    """The day that is so many months, weeks or agendas later (negative: earlier); of a month that has no
    such day its last. At the ends of time it stays.
    """
    try:
        if shape is not Shape.MONTH:
            days = 7 if shape is Shape.WEEK else AGENDA_DAYS
            return kept_in(day + by * days * DAY)
        number = day.year * 12 + day.month - 1 + by
        year, month = number // 12, number % 12 + 1
        return kept_in(date(year, month, min(day.day, monthrange(year, month)[1])))
    except (ValueError, OverflowError):
        return day


FIRST, LAST = date(1971, 1, 4), date(9990, 12, 31)
"""Days between which a calendar can be turned: beyond them zones have no instants."""


def kept_in(day: date) -> date:
    """The day, or the nearest that a calendar can show."""
    return max(FIRST, min(day, LAST))


def begins(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day begins in a zone, in UTC: where midnight is skipped, the first after it."""
    return placed(Wall(day, time()), zone).at


def noon(day: date, zone: tzinfo) -> datetime:
    """The middle of a day in a zone, in UTC: when the clocks that are set on it have been."""
    return placed(Wall(day, time(12)), zone).at


def length(day: date, zone: tzinfo) -> timedelta:
    """How long a day is in a zone: 23 or 25 hours where its clocks are set, 0 where it is left out."""
    return begins(day + DAY, zone) - begins(day, zone)


def _monday(day: date) -> date:
    return day - day.weekday() * DAY
