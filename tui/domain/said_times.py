"""Times in full, for whoever decides on one: by the clock of their zone, with UTC beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from tui.domain.zones import MACHINE, name_of

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


OTHER_TIME = "not at the time that was sent: "
"""What an answer begins with that tells of another time than was sent."""


def otherwise(sent: datetime | None, came: datetime | None, connection: str) -> str | None:
    """That what came back is another time than was sent; None where it is the same to the minute, or none
    was sent. In this machine's zone, with UTC beside it.
    """
    if sent is None or (came is not None and _minute(sent) == _minute(came)):
        return None
    told = "no time" if came is None else shortly(came, MACHINE)
    return f"{OTHER_TIME}sent {shortly(sent, MACHINE)}; {connection} says {told}"


def _minute(at: datetime) -> datetime:
    # Not every platform keeps seconds.
    return _aware(at).astimezone(UTC).replace(second=0, microsecond=0)


def in_full(at: datetime, zone: tzinfo | None = None) -> str:
    """Such as "Tue 24 Nov 2026 09:00 Europe/Berlin = 08:00 UTC"; `zone`: whose clock is told (None: that of
    the time itself). A time without a zone is taken as UTC.
    """
    local = _aware(at) if zone is None else _aware(at).astimezone(zone)
    offset = local.utcoffset() or timedelta(0)
    name = name_of(local.tzinfo)
    if not offset and name in {None, "UTC", "Etc/UTC"}:
        return f"{day_of(local)} {_clock(local)} UTC"
    return f"{day_of(local)} {_clock(local)} {name or signed(offset)} = {utc_beside(local)}"


def utc_beside(local: datetime) -> str:
    """A time by UTC, with its day where that is another: "08:00 UTC", "Mon 23 Nov 23:00 UTC"."""
    utc = local.astimezone(UTC)
    day = "" if utc.date() == local.date() else f"{_DAYS[utc.weekday()]} {utc.day} {_MONTHS[utc.month - 1]} "
    return f"{day}{_clock(utc)} UTC"


def shortly(at: datetime, zone: tzinfo | None, *, utc: bool = True) -> str:
    """Such as "Tue 24 Nov 09:00 (08:00 UTC)", in a person's zone (None: that of the time itself); without
    `utc` nothing stands beside it.
    """
    local = _aware(at) if zone is None else _aware(at).astimezone(zone)
    beside = "" if not utc else f" ({utc_beside(local)})" if local.utcoffset() else " UTC"
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {_clock(local)}{beside}"


def day_of(local: datetime, *, aligned: bool = False) -> str:
    """A day in full: "Tue 24 Nov 2026". `aligned`: as wide as any other, to stand below them."""
    day = f"{local.day:2}" if aligned else f"{local.day}"
    return f"{_DAYS[local.weekday()]} {day} {_MONTHS[local.month - 1]} {local.year}"


def from_now(at: datetime, now: datetime) -> str:
    """How far ahead a time is: "in 1 day 19 h", "in 3 h 5 min", "in 2 min"."""
    minutes = max(int((_aware(at).astimezone(UTC) - now.astimezone(UTC)).total_seconds() // 60), 0)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    if days > 2 * 366:
        return f"in {days // 365} years"
    units = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min")]
    # The first unit that says something, and the one after it.
    first = next((place for place, (count, _) in enumerate(units) if count), 2)
    told = [f"{count} {unit}" for count, unit in units[first : first + 2] if count]
    return f"in {' '.join(told) or 'less than a minute'}"


def signed(offset: timedelta) -> str:
    """An offset from UTC: "+01:00"."""
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _clock(at: datetime) -> str:
    seconds = f":{at.second:02}" if at.second else ""
    return f"{at.hour:02}:{at.minute:02}{seconds}"


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
