"""Times as people type them: tue 9, tomorrow 17:30, in 2 hours, 25 dec 10:00, or 2026-12-01 09:00.

The kept library reads the words; before it is asked, what could be read in two ways is refused: it would
choose one of them and not say so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from tui.domain.instants import instant
from tui.domain.written_times import time_of, time_text
from tui.services.time_writing import (
    CLOCK,
    MONTH,
    MONTHS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    in_one_writing,
    signs_of,
)

ASKED = "such as tue 9, tomorrow 17:30, 25 dec 10:00, in 2 hours or 2026-12-01 09:00"
LONGEST = 60
"""Characters; more are no time."""
SURE_DAYS = 300
"""A day without its year that is further away is more likely one that has just been."""
FURTHEST_YEARS = 100
"""What is further ahead has a mistake in its year."""

_WRITTEN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}\s*[Tt ]\s*\d{1,2}:\d\d(:\d\d([.,]\d+)?)?\s*([Zz]|UTC|[+-]\S+)?$"
)
_TOKENS = re.compile(
    rf"(?:(?P<clock>{CLOCK})|(?P<weekday>{WEEKDAY})|(?P<month>{MONTH})"
    rf"|(?P<count>(?:\d{{1,4}}|an?) ?(?:{UNIT}))|(?P<year>\d{{4}})|(?P<day>\d{{1,2}}(?:st|nd|rd|th)?)"
    r"|(?P<named>today|tomorrow|day after tomorrow)|(?P<word>in|at|on|of|the|and|next|this|from now))(?= |$)"
)
_SAID_FOR_NO_TIME = {
    "now": "now is no time to come: in 2 minutes, say",
    "asap": "asap is no time: in 2 minutes, say",
    "yesterday": "yesterday is over",
    "last": "a time to come is wanted",
    "ago": "a time to come is wanted",
    **dict.fromkeys(("week", "month", "weekend"), "on which day? such as mon 9 or 25 dec 10:00"),
}
_KNOWN = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february"),
    *("march", "april", "june", "july", "august", "september", "october", "november", "december", "noon"),
    *("today", "tomorrow", "tonight", "morning", "afternoon", "evening", "midnight", "minutes", "hours"),
)
_SHORT_UNIT = re.compile(r"\b(?:minutes?|hours?)\b")
_NEXT = re.compile(rf"\b(?:next|this) (?={WEEKDAY})")


class _Told(NamedTuple):
    """What the words of a text are."""

    kinds: frozenset[str]
    weekday: str = ""

    @property
    def relative(self) -> bool:
        """Whether it says how long from now, and no time of day."""
        return "count" in self.kinds and "clock" not in self.kinds


def typed_time(text: str, now: datetime, zone: tzinfo | None = None) -> datetime:
    """The time to come that was typed, by the clock of `zone` (None: this machine's). Raises ValueError
    with a sentence without an end for what cannot be read as one time, and for a time that is over. Slow
    when it is called first: `get_ready` is for a thread.
    """
    if len(text.strip()) > LONGEST:
        raise ValueError(f"it must be a time, {ASKED}")
    signs = signs_of(text)
    at = time_of(signs, zone) if _WRITTEN.match(signs) else _in_words(signs, now, zone)
    if instant(at) <= instant(now):
        raise ValueError(f"that time is over: {time_text(at, zone)}")
    if at.year - now.year > FURTHEST_YEARS:
        raise ValueError(f"that is {at.year - now.year} years ahead: look at the year")
    return at


@lru_cache(maxsize=1)
def get_ready() -> None:
    """Have the library there, so that no key waits for it."""
    _words("tomorrow 9:00", datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))


def is_ready(text: str) -> bool:
    """Whether a text is read in no time: it needs no library, or that is there."""
    return get_ready.cache_info().currsize > 0 or _WRITTEN.match(signs_of(text[:LONGEST])) is not None


def _in_words(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    plain, offset = in_one_writing(text, now.astimezone(zone).date())
    told = _told(plain)
    zone = offset or zone
    if told.relative and not told.kinds & {"weekday", "month", "named"}:
        return _from_now(plain, now, zone)
    if "clock" not in told.kinds:
        raise ValueError(f"at what time? {ASKED}")
    local = now.astimezone(zone).replace(tzinfo=None, fold=0)
    # The library reads "next" of few days; which days it is read of is seen below.
    typed = _words(_NEXT.sub("", plain), local)
    if typed is None:
        late = " (24:00 is 0:00 of the day after)" if "24:00" in plain else ""
        raise ValueError(f"there is no such day or time{late}")
    _see_that_the_day_is_sure(plain, told, typed, local)
    # By the rules of the zone: what its clocks skip, or show twice, is refused there.
    return time_of(typed.isoformat(sep=" "), zone)


def _see_that_the_day_is_sure(plain: str, told: _Told, typed: datetime, local: datetime) -> None:
    """Raises ValueError where another day may be meant than the one that was read. `local`: what the clock
    shows now.
    """
    if "month" in told.kinds:
        if told.weekday and WEEKDAYS[typed.weekday()] != told.weekday:
            raise ValueError(f"{_day(typed)} {typed.year} is a {typed:%A}: say one of the two")
        if "year" not in told.kinds and (typed - local).days > SURE_DAYS:
            raise ValueError(f"that day comes next in {typed.year}: add the year")
    elif told.weekday:
        in_a_week = typed + timedelta(days=7)
        found = _NEXT.search(plain)
        if found is not None and found[0] == "next ":
            if typed.weekday() > local.weekday():
                both = f"{_day(typed)} or {_day(in_a_week)}"
                raise ValueError(f"next {typed:%A} may be {both}: write {told.weekday}, or its date")
        elif typed.weekday() == local.weekday() and typed.time() > local.time():
            raise ValueError(f"{typed:%A} may be today or {_day(typed)}: write today, or its date")
    if "midnight" in plain and told.kinds & {"weekday", "month", "named", "count"}:
        raise ValueError("midnight of a day is its start or its end: write 0:00, with the day that begins")


def _day(at: datetime) -> str:
    return f"{at.day} {MONTHS[at.month - 1].capitalize()}"


def _told(plain: str) -> _Told:
    """What the words are. Raises ValueError where one is none that is known, or stands there twice."""
    kinds: list[str] = []
    weekday = ""
    at, twice = 0, False
    while at < len(plain):
        found = _TOKENS.match(plain, at)
        if found is None:
            raise ValueError(_not_understood(plain[at:].split(" ")[0]))
        kind = found.lastgroup or ""
        if kind in kinds and kind not in {"word", "count"}:
            twice = True
        kinds.append(kind)
        weekday = found[0][:3] if kind == "weekday" else weekday
        at = found.end() + 1
    if twice:
        raise ValueError(f"it says two times: one is wanted, {ASKED}")
    _fit(kinds, plain)
    return _Told(frozenset(kinds), weekday)


def _not_understood(word: str) -> str:
    if word in _SAID_FOR_NO_TIME:
        return _SAID_FOR_NO_TIME[word]
    near = get_close_matches(word, _KNOWN, n=1, cutoff=0.8)
    if near:
        return f"{word} is not understood: is {near[0]} meant?"
    shown = word if len(word) <= 20 else f"{word[:20]}…"
    return f"{shown} is not understood: it must be a time, such as tue 9 or tomorrow 17:30"


def _fit(kinds: list[str], plain: str) -> None:
    """Raises ValueError where a number is neither a day of a month nor a time of day, or days contradict."""
    if ("day" in kinds) is not ("month" in kinds) or ("year" in kinds and "month" not in kinds):
        number = re.fullmatch(r"(\d{1,2})", plain)
        if number is not None and int(plain) < 24:
            raise ValueError(f"{plain} may be a day or a time: write {int(plain)}:00 for the time")
        raise ValueError(f"it must be a time, {ASKED}")
    days = [kind for kind in kinds if kind in {"weekday", "month", "named", "count"}]
    alone = {"named", "count"} & {*days}
    if alone and len({*days}) > 1:
        raise ValueError(f"it says two times: one is wanted, {ASKED}")
    if {"count", "clock"} <= {*kinds} and _SHORT_UNIT.search(plain):
        raise ValueError(f"it says two times: one is wanted, {ASKED}")


def _from_now(plain: str, now: datetime, zone: tzinfo | None) -> datetime:
    """So long from now: counted by instants, since clocks may be set meanwhile."""
    if not _SHORT_UNIT.search(plain):
        raise ValueError(f"at what time? {ASKED}")
    if "in" not in plain.split() and "from now" not in plain:
        plain = f"in {plain}"
    typed = _words(plain, now.astimezone(UTC).replace(tzinfo=None))
    if typed is None:
        raise ValueError(f"it must be a time, {ASKED}")
    whole = typed.replace(second=0, microsecond=0, tzinfo=UTC)
    return whole.astimezone(zone)


def _words(plain: str, now: datetime) -> datetime | None:
    """What the library reads, by a clock that shows `now`; None where that is no time of day."""
    # Only here: it takes longer to be there than a key may.
    from dateparser.date import DateDataParser

    # At the very minute that is asked for the library would call it a day.
    now = now if now.microsecond else now.replace(microsecond=1)
    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": now,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "RETURN_TIME_AS_PERIOD": True,
    }
    told = DateDataParser(languages=["en"], settings=settings).get_date_data(plain)
    return told.date_obj if told.period == "time" else None
