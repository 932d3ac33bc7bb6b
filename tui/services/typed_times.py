"""Times as people type them: tue 9, tomorrow 17:30, in 2 hours, 25 dec 10:00, or 2026-12-01 09:00.

The kept library reads the words; before it is asked, what could be read in two ways is refused: it would
choose one of them and not say so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from tui.domain.instants import instant
from tui.domain.written_times import time_of, time_text

ASKED = "such as tue 9, tomorrow 17:30, 25 dec 10:00, in 2 hours or 2026-12-01 09:00"
LONGEST = 60
"""Characters; more are no time."""
SURE_DAYS = 300
"""A day without its year that is further away is more likely one that has just been."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_UNIT = r"minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?"
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight)"
_OFFSET = re.compile(r"(?:(?<=[\d:a-z]) ?|^)(utc|gmt|z|[+-]\d{2}(?::?\d{2})?)(?= |$)")
_WRITTEN = re.compile(r"\d{4}-\d")
_TOKENS = re.compile(
    rf"(?:(?P<clock>{_CLOCK})|(?P<weekday>{_WEEKDAY})|(?P<month>{_MONTH})"
    rf"|(?P<count>(?:\d{{1,3}}|an?) ?(?:{_UNIT}))|(?P<year>\d{{4}})|(?P<day>\d{{1,2}}(?:st|nd|rd|th)?)"
    r"|(?P<named>today|tomorrow|day after tomorrow)|(?P<word>in|at|on|of|the|and|next|this|from now))(?= |$)"
)
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?:(\d{4})\b)?")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
_DATED = re.compile(r"\b(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
_HALF_DAY = re.compile(r"\b(\d{1,2})(?::\d{2})* ?[ap]m\b")
_BARE_HOUR = re.compile(
    rf"\b(at|today|tomorrow|{_WEEKDAY}) ([01]?\d|2[0-3])(?=$| (?!(?:of )?(?:{_MONTH}|{_UNIT}|[ap]m)\b))"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_HOUR_OF_A_DAY = re.compile(
    rf"\b((?:{_DAY} (?:of )?(?:{_MONTH})|(?:{_MONTH}) {_DAY})(?: \d{{4}})?) ([01]?\d|2[0-3])$"
)
_MINUTES = re.compile(r":\d\d$")


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
    at = time_of(text, zone) if _is_written(text) else _in_words(text, now, zone)
    if instant(at) <= instant(now):
        raise ValueError(f"that time is over: {time_text(at, zone)}")
    return at


@lru_cache(maxsize=1)
def get_ready() -> None:
    """Have the library there, so that no key waits for it."""
    _words("tomorrow 9:00", datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None))


def is_ready(text: str) -> bool:
    """Whether a text is read in no time: it needs no library, or that is there."""
    return _is_written(text) or get_ready.cache_info().currsize > 0


def _is_written(text: str) -> bool:
    return _WRITTEN.match(text.strip()) is not None and "/" not in text


def _in_words(text: str, now: datetime, zone: tzinfo | None) -> datetime:
    plain, offset = _plain(text)
    told = _told(plain)
    zone = offset or zone
    if told.relative and not told.kinds & {"weekday", "month", "named"}:
        return _from_now(plain, now, zone)
    if "clock" not in told.kinds:
        raise ValueError(f"at what time? {ASKED}")
    local = now.astimezone(zone).replace(tzinfo=None, fold=0)
    typed = _words(plain, local)
    if typed is None:
        raise ValueError("there is no such day or time")
    if told.weekday and _WEEKDAYS[typed.weekday()] != told.weekday:
        day = f"{typed.day} {_MONTHS[typed.month - 1].capitalize()} {typed.year}"
        raise ValueError(f"{day} is a {typed:%A}: say one of the two")
    if "month" in told.kinds and "year" not in told.kinds and (typed - local).days > SURE_DAYS:
        raise ValueError(f"that day comes next in {typed.year}: add the year")
    # By the rules of the zone: what its clocks skip, or show twice, is refused there.
    return time_of(typed.isoformat(sep=" "), zone)


def _plain(text: str) -> tuple[str, tzinfo | None]:
    """The text in one form of writing, without its offset; and that. Raises ValueError."""
    if len(text) > LONGEST:
        raise ValueError(f"it must be a time, {ASKED}")
    plain = " ".join(text.casefold().replace(",", " ").split()).replace("a.m.", "am").replace("p.m.", "pm")
    for half in _HALF_DAY.finditer(plain):
        if not 1 <= int(half[1]) <= 12:
            # The library would take the hour and leave the rest.
            raise ValueError(f"{half[0]} is no time of day")
    plain = _DATED.sub(lambda found: _day(found[3], found[2], found[1]), plain)
    plain = _DOTTED.sub(lambda found: _day(found[1], found[2], found[3]), plain)
    plain = " ".join(_SLASHED.sub(_slashed, plain).split())
    found = _OFFSET.search(plain)
    offset = None
    if found is not None:
        _see_that_it_is_no_range(plain[: found.start()], found[0])
        offset = _offset(found[1])
        plain = f"{plain[: found.start()]}{plain[found.end() :]}".strip()
    for bare in (_BARE_HOUR, _HOUR_OF_A_DAY):
        plain = bare.sub(r"\1 \2:00", plain)
    return plain, offset


def _see_that_it_is_no_range(before: str, offset: str) -> None:
    """Raises ValueError where an offset could as well be when something ends: 9-10, 9:00-10:00."""
    if "-" in offset and (offset[0] == "-" or (len(offset) == 4 and not _MINUTES.search(before))):
        said = f"{before.rpartition(' ')[2]}{offset}"
        raise ValueError(f"{said} may be two times: an offset is written as in 9:00 -05:00")


def _offset(text: str) -> tzinfo:
    if text in {"utc", "gmt", "z"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[3:].lstrip(":") or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"there is no offset {text}")
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def _slashed(found: re.Match[str]) -> str:
    first, second = int(found[1]), int(found[2])
    if first != second and first <= 12 and second <= 12:
        raise ValueError(f"{found[0]} may be two days: write its month by name")
    return _day(found[2], found[1], found[3]) if second > 12 else _day(found[1], found[2], found[3])


def _day(day: str, month: str, year: str | None) -> str:
    if not 1 <= int(month) <= 12:
        raise ValueError(f"there is no month {month}")
    return f"{int(day)} {_MONTHS[int(month) - 1]} {year or ''} "


def _told(plain: str) -> _Told:
    """What the words are. Raises ValueError where one is none that is known, or stands there twice."""
    kinds: list[str] = []
    weekday = ""
    at = 0
    while at < len(plain):
        found = _TOKENS.match(plain, at)
        if found is None:
            raise ValueError(f"it must be a time, {ASKED}")
        kind = found.lastgroup or ""
        if kind in kinds and kind not in {"word", "count"}:
            raise ValueError(f"it says two times: one is wanted, {ASKED}")
        kinds.append(kind)
        weekday = found[0][:3] if kind == "weekday" else weekday
        at = found.end() + 1
    _fit(kinds)
    return _Told(frozenset(kinds), weekday)


def _fit(kinds: list[str]) -> None:
    """Raises ValueError where a number is neither a day of a month nor a time of day, or days contradict."""
    if ("day" in kinds) is not ("month" in kinds) or ("year" in kinds and "month" not in kinds):
        raise ValueError(f"it must be a time, {ASKED}")
    days = [kind for kind in kinds if kind in {"weekday", "month", "named", "count"}]
    alone = {"named", "count"} & {*days}
    if alone and len({*days}) > 1:
        raise ValueError(f"it says two times: one is wanted, {ASKED}")


def _from_now(plain: str, now: datetime, zone: tzinfo | None) -> datetime:
    """So long from now: counted by instants, since clocks may be set meanwhile."""
    if not re.search(r"\d ?(?:h|m)|(?:minute|min|hour|hr)s?\b", plain):
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

    settings = {
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": now,
        "RETURN_AS_TIMEZONE_AWARE": False,
        "RETURN_TIME_AS_PERIOD": True,
    }
    told = DateDataParser(languages=["en"], settings=settings).get_date_data(plain)
    return told.date_obj if told.period == "time" else None
