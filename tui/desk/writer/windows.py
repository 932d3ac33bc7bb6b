"""Look-back windows: whole UTC days, midnight to midnight, as Notra counts them (contracts/notra.md)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tui.desk.writer.draft import WriterError

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""English whatever the locale: a draft reads the same on every machine."""

# First day and day after the last, counted from today.
_DAYS = {
    "current_day": (0, 1),
    "yesterday": (-1, 0),
    "last_7_days": (-6, 1),
    "last_14_days": (-13, 1),
    "last_30_days": (-29, 1),
}

_WORDS = {
    "current_day": "today",
    "yesterday": "yesterday",
    "last_7_days": "the last 7 days",
    "last_14_days": "the last 14 days",
    "last_30_days": "the last 30 days",
}


def window(lookback: str, now: datetime) -> tuple[datetime, datetime]:
    """The start (taken in) and end (left out) of a look-back window, both midnight UTC.

    `now` is aware, in any zone. `last_N_days` are N whole days of which today is the last: the contract
    leaves that open, and a changelog of "the last 7 days" without today's commits would surprise.
    Raises WriterError for a window that is not known.
    """
    if lookback not in _DAYS:
        raise WriterError(f"There is no look-back window “{lookback}”. Known are: {', '.join(_DAYS)}.")
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first, after = _DAYS[lookback]
    return today + timedelta(days=first), today + timedelta(days=after)


def window_words(lookback: str, since: datetime, until: datetime) -> str:
    """The window for a sentence: "the last 7 days (3–9 March 2025, UTC)"."""
    days = f"{span(since, until)}, UTC"
    named = _WORDS.get(lookback)
    return f"{named} ({days})" if named else days


def day(at: datetime, *, year: bool = True) -> str:
    """A UTC day: "9 March 2025"."""
    at = at.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1]}" + (f" {at.year}" if year else "")


def span(since: datetime, until: datetime) -> str:
    """The days of a window whose end is left out: "9 March 2025", "3–9 March 2025",
    "28 February – 6 March 2025", "30 December 2024 – 5 January 2025".
    """
    first, last = _ends(since, until)
    if first.date() == last.date():
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first, year=first.year != last.year)} – {day(last)}"


def during(since: datetime, until: datetime) -> str:
    """The same for the begin of a sentence: "On 9 March 2025", "From 3 to 9 March 2025"."""
    first, last = _ends(since, until)
    if first.date() == last.date():
        return f"On {day(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"From {first.day} to {day(last)}"
    return f"From {day(first, year=first.year != last.year)} to {day(last)}"


def _ends(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    first = since.astimezone(UTC)
    return first, max(first, until.astimezone(UTC) - timedelta(seconds=1))
