"""Times in few cells. Every function takes aware times; `now` also gives the zone they are shown in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.domain.instants import instant

NONE = "–"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86_400, 604_800
_YEAR = 365 * _DAY


def _local(at: datetime, now: datetime) -> datetime:
    """A time in the zone of `now`; one without a zone is taken as UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(now.tzinfo)


def _short(seconds: float) -> str:
    """A span of a minute or more in one unit: 5m, 2h, 3d, 4w, 2y."""
    for size, unit in ((_YEAR, "y"), (_WEEK, "w"), (_DAY, "d"), (_HOUR, "h")):
        if seconds >= size:
            return f"{int(seconds // size)}{unit}"
    return f"{max(int(seconds // _MINUTE), 1)}m"


def age(at: datetime | None, now: datetime) -> str:
    """How long ago: now, 5m, 2h, 3d, 4w, 2y; – where it is not known. A time ahead counts as now."""
    if at is None:
        return NONE
    seconds = instant(now) - instant(at)
    return "now" if seconds < _MINUTE else _short(seconds)


def due(at: datetime | None, now: datetime) -> str:
    """When something is due, in at most 9 cells: now, 14:00, Tue 09:00, 24 Nov, Jan 2027, late 3d;
    – for never.
    """
    if at is None:
        return NONE
    # By their instants: times that share a zone are counted by their walls in Python.
    seconds = instant(at) - instant(now)
    if abs(seconds) < _MINUTE:
        return "now"
    return f"late {_short(-seconds)}" if seconds < 0 else moment(at, now)


def is_due(at: datetime | None, now: datetime) -> bool:
    """Whether a due time has come."""
    return at is not None and instant(at) <= instant(now)


def moment(at: datetime, now: datetime) -> str:
    """A time of day with as much of its date as is needed, in at most 9 cells."""
    at = _local(at, now)
    days = (at.date() - now.date()).days
    if days == 0:
        return clock(at, now)
    if abs(days) < 7:
        return f"{_DAYS[at.weekday()]} {clock(at, now)}"
    if at.year == now.year or abs(days) < 180:
        return f"{at.day} {_MONTHS[at.month - 1]}"
    return f"{_MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime, now: datetime) -> str:
    """A time of day: 14:02."""
    at = _local(at, now)
    return f"{at.hour:02}:{at.minute:02}"


def clock_seconds(at: datetime, now: datetime) -> str:
    """A time of day with seconds: 14:02:07."""
    return f"{clock(at, now)}:{_local(at, now).second:02}"


def stamp(at: datetime, now: datetime) -> str:
    """A day and time in full: Tue 24 Nov 2026 09:00."""
    at = _local(at, now)
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year} {clock(at, now)}"


def here_too(at: datetime | None, now: datetime) -> str:
    """What a time that is told by another clock is here, such as " (Tue 7 Apr 2026 11:00 here)"; empty where
    the person's clock shows the same.
    """
    if at is None or at.tzinfo is None or at.utcoffset() == _local(at, now).utcoffset():
        return ""
    return f" ({stamp(at, now)} here)"


def duration(span: timedelta) -> str:
    """How long something took: 0:21, 12:05, 1:02:05. Never negative."""
    seconds = max(int(span.total_seconds()), 0)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def minutes(span: timedelta) -> str:
    """How long something has taken, in whole minutes: <1m, 5m, 2h."""
    seconds = span.total_seconds()
    return "<1m" if seconds < _MINUTE else _short(seconds)
