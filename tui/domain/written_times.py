"""Times as a person reads and types them in a document: 2026-12-01 09:00+01:00."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from tui.domain.instants import instant

_FORM = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?)?"
    r"\s*(Z|z|UTC|[+-]\d{1,2}(?::?\d{2}(?::\d{2})?)?)?"
)
ASKED = "a day and a time, such as 2026-12-01 09:00"


def time_text(at: datetime, zone: tzinfo | None = None) -> str:
    """A time with its offset in a person's zone (None: this machine's), to the minute where it has no
    seconds.
    """
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        local = aware.astimezone(zone)
    except (OverflowError, OSError, ValueError):  # hours from the year 1 or 9999: no clock goes there
        local = aware
    exact = "minutes" if not local.second and not local.microsecond else "auto"
    return local.isoformat(sep=" ", timespec=exact)


def typed_text(at: datetime, zone: tzinfo | None = None) -> str:
    """A time as a person types it in their zone; with its offset where it would be read otherwise without."""
    full = time_text(at, zone)
    found = _FORM.fullmatch(full)
    bare = full[: found.start(8)] if found is not None and found[8] else full
    try:
        same = instant(time_of(bare, zone)) == instant(at)
    except ValueError:  # clocks show it twice
        same = False
    return bare if same else full


def time_of(text: str, zone: tzinfo | None = None) -> datetime:
    """The time that was typed; without an offset it is one of the person's zone. Raises ValueError with
    a sentence without an end for what is no time, or none that clocks there ever show, or show twice.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"it must be {ASKED}")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    day_text = f"{year}-{int(month):02}-{int(day):02}"
    try:
        date.fromisoformat(day_text)
    except ValueError:
        raise ValueError(f"there is no such day: {ASKED}") from None
    if hour is None:
        raise ValueError(f"the time of day is missing: {ASKED}")
    try:
        clock_text = f"{int(hour):02}:{minute}:{second or '00'}.{(fraction or '').ljust(6, '0')}"
        typed = datetime.fromisoformat(f"{day_text}T{clock_text}{_offset(offset) if offset else ''}")
    except ValueError:
        raise ValueError(f"there is no such time: {ASKED}") from None
    return _seen(typed, zone) if offset else _in_zone(typed, zone)


def _offset(text: str) -> str:
    if text in {"Z", "z", "UTC"}:
        return "+00:00"
    hours, *rest = text[1:].split(":") if ":" in text or len(text) <= 3 else (text[1:-2], text[-2:])
    return ":".join([f"{text[0]}{int(hours):02}", *(rest or ["00"])])


def _seen(typed: datetime, zone: tzinfo | None) -> datetime:
    try:
        typed.astimezone(UTC).astimezone(zone)
    except (OverflowError, OSError, ValueError):  # hours from the year 1 or 9999: no clock goes there
        raise ValueError(f"there is no such day or time: {ASKED}") from None
    return typed


def _in_zone(typed: datetime, zone: tzinfo | None) -> datetime:
    try:
        earlier, later = (_placed(typed.replace(fold=fold), zone) for fold in (0, 1))
        seen = earlier.astimezone(UTC).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        raise ValueError(f"there is no such day or time: {ASKED}") from None
    if seen.replace(tzinfo=None, fold=0) != typed:
        raise ValueError("clocks are put forward then, and never show that time: choose another")
    if earlier.utcoffset() != later.utcoffset():
        both = " or ".join(_signed(one.utcoffset() or timedelta(0)) for one in (earlier, later))
        raise ValueError(f"clocks are put back then, and show that time twice: add its offset, {both}")
    return earlier


def _placed(typed: datetime, zone: tzinfo | None) -> datetime:
    # A time without a zone is this machine's; its rules, not today's offset.
    return typed.astimezone() if zone is None else typed.replace(tzinfo=zone)


def _signed(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"
