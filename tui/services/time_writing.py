"""Texts for times in one form of writing, as the library reads them. What may be two times is refused here:
the library would choose one of them and not say so.

All that refuses raises ValueError with a sentence without an end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, timedelta, timezone, tzinfo
from functools import partial

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
UNIT = r"minutes?|hours?|days?|weeks?|months?"
CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?|\d{1,2} ?[ap]m|noon|midnight)"

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SAID = {word: str(number) for number, word in enumerate(_NUMBERS, 1)}
_SAID |= {"half an hour": "30 minutes", "tmrw": "tomorrow", "tmr": "tomorrow"}
_WORDS = re.compile(rf"\b(?:{'|'.join(_SAID)})\b")
_ZONES = re.compile(r"\b(?:[ec]et|[ec]est|wet|west|bst|msk|ist|jst|[ecmp][sd]t)\b")

_FROM_NOW = re.compile(r"^in |\bfrom now$")
_HOW_MUCH = re.compile(r"^in (\d+)$")
_HOURS_AND_MINUTES = re.compile(r"\b(\d{1,3}) ?h ?(\d{1,2}) ?m(?:in)?\b")
_HOURS_AND_DIGITS = re.compile(r"\b(\d{1,3})h(\d{2})\b")
_HALF_HOURS = re.compile(r"\b(\d{1,2})\.5 ?h(?:ours?|rs?)?\b")
_COUNTED = re.compile(r"\b(\d{1,4}) ?(min(?:ute)?s?|m|h(?:ou)?rs?|h|days?|d|weeks?|w)\b")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_H = re.compile(r"\b(\d{1,2})h(\d{2})?\b")

_ABBREVIATED = re.compile(rf"\b({WEEKDAY}|{MONTH})\.")
_BEFORE_A_MONTH = re.compile(rf"\b(\d{{1,2}})[.-] ?(?=(?:{MONTH})\b)")
_DATED = re.compile(r"(?<!\d)(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?= |$)")
_DASHED = re.compile(r"\d+-\d+-\d+")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(?:(\d{4}|\d{2})\b(?!:))?")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?\b")
_POINT = re.compile(r"(?<![\d.:])(\d{1,2})\.(\d{1,2})(?![\d.:])(?P<half> ?[ap]m\b)?")
_A_DAY = re.compile(rf"\b(?:today|tomorrow|tonight|{WEEKDAY}|{MONTH})\b|\d[./]\d{{1,2}}[./]|\d/\d")
_A_DATE = re.compile(rf"\b(?:today|tomorrow|tonight|{MONTH})\b")

_OFFSET = re.compile(
    r"(?:(?<=[\d:a-z]) ?|^)((?:utc|gmt) ?[+-]\d{1,2}(?::?\d{2})?|utc|gmt|z|[+-]\d{2}(?::?\d{2})?)(?= |$)"
)
_MINUTES = re.compile(r":\d\d$")
_HALF_DAY = re.compile(r"\b(\d{1,2})(?::\d{2})* ?[ap]m\b")
_PART = re.compile(r"\b(?P<how>in the |this |at )?(?P<part>morning|afternoon|evening|night)\b|\btonight\b")
_PARTS = {"morning": range(4, 12), "afternoon": range(12, 18), "evening": range(17, 24)}
_PARTS |= {"night": _PARTS["evening"]}
_SHOWN = re.compile(r"\b(\d{1,2}):(\d{2})(?: ?([ap]m))?\b|\b(\d{1,2}) ?([ap]m)\b")

_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_HOUR = r"(?:[01]?\d|2[0-3])"
_AFTER_A_DAY = rf"at|today|tomorrow|{WEEKDAY}|days?|weeks?|months?"
_BARE_HOUR = re.compile(rf"\b({_AFTER_A_DAY}) ({_HOUR})(?=$| (?!(?:of )?(?:{MONTH}|{UNIT}|[ap]m)\b))")
_FOUR_DIGITS = re.compile(rf"\b({_AFTER_A_DAY}) ([01]\d|2[0-3])([0-5]\d)(?= |$)")
_HOUR_FIRST = re.compile(rf"^({_HOUR}) (?=(?:on )?(?:today|tomorrow|{WEEKDAY})\b)")
_HOUR_OF_A_DAY = re.compile(rf"\b((?:{_DAY} (?:of )?(?:{MONTH})|(?:{MONTH}) {_DAY})(?: \d{{4}})?) ({_HOUR})$")
_ONE_OF_A_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_A_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY})\b")
_A_MONTH = re.compile(rf"\b(?:{MONTH})\b")


def signs_of(text: str) -> str:
    """What is to be seen of a text, without marks that are not, and with wide letters as the usual ones."""
    from unicodedata import category, normalize

    return "".join(each for each in normalize("NFKC", text) if category(each) != "Cf").strip()


def in_one_writing(text: str, today: date) -> tuple[str, tzinfo | None]:
    """A text in one form of writing, without the offset that it names; and that."""
    plain = " ".join(text.casefold().replace(",", " ").replace("@", " at ").split())
    plain = plain.replace("a.m.", "am").replace("p.m.", "pm")
    named = _ZONES.search(plain)
    if named is not None:
        raise ValueError(f"{named[0]} is not sure to be one zone: write its offset, as in 9:00 -05:00")
    plain = _WORDS.sub(lambda found: _SAID[found[0]], plain)
    plain = _with_units(plain)
    plain = " ".join(_with_days(plain).split()).rstrip(" .!?")
    plain, offset = _without_offset(plain)
    plain = re.sub(r"(?<=\d)([ap])(?= |$)", r"\1m", plain)
    plain = re.sub(r"(?:\bat )?\b(\d{1,2}) ?o[’']?clock\b", r"at \1", plain)
    plain = _with_clock(_with_month(_A_WEEKDAY.sub(lambda found: found[0][:3], plain), today))
    for half in _HALF_DAY.finditer(plain):
        if not 1 <= int(half[1]) <= 12:
            # The library would take the hour and leave the rest.
            raise ValueError(f"{half[0]} is no time of day")
    return plain, offset


def _with_units(plain: str) -> str:
    """So long from now in whole words; 9h and 9h30 of a day as its time."""
    plain = re.sub(r"^\+ ?(?=\d)", "in ", plain)
    much = _HOW_MUCH.search(plain)
    if much is not None:
        raise ValueError(f"in {much[1]} what? in {much[1]} minutes, say, or in {much[1]} hours")
    plain = _HOURS_AND_MINUTES.sub(r"\1 hours \2 minutes", plain)
    plain = _HALF_HOURS.sub(r"\1 hours 30 minutes", plain)
    if _FROM_NOW.search(plain):
        plain = _HOURS_AND_DIGITS.sub(r"\1 hours \2 minutes", plain)
    elif _A_DAY.search(plain):
        plain = _H.sub(lambda found: f"{found[1]}:{found[2] or '00'}", plain)
    elif (clock := _H.search(plain)) is not None:
        told = f"{clock[1]}:{clock[2] or '00'}"
        raise ValueError(f"{clock[0]} may be two times: write in {clock[0]}, or {told}")
    return _COUNTED.sub(lambda found: f"{found[1]} {_UNITS[found[2][0]]}", plain)


# Days


def _with_days(plain: str) -> str:
    """Days that are written in numbers with their months by name."""
    plain = _BEFORE_A_MONTH.sub(r"\1 ", _ABBREVIATED.sub(r"\1 ", plain))
    plain = _DATED.sub(lambda found: _day(found[3], found[2], found[1]), plain)
    dashed = _DASHED.search(plain)
    if dashed is not None:
        raise ValueError(f"{dashed[0]} may be two days: write it as in 2026-12-01")
    plain = _DOTTED.sub(lambda found: _day(found[1], found[2], found[3]), plain)
    plain = _SLASHED.sub(_slashed, plain)
    return _POINT.sub(partial(_pointed, plain), plain)


def _slashed(found: re.Match[str]) -> str:
    first, second = int(found[1]), int(found[2])
    if first != second and first <= 12 and second <= 12:
        raise ValueError(f"{found[0]} may be two days: write its month by name")
    return _day(found[2], found[1], found[3]) if second > 12 else _day(found[1], found[2], found[3])


def _pointed(plain: str, found: re.Match[str]) -> str:
    """9.30 is a time and 24.12 a day; 9.12 may be both."""
    first, second = int(found[1]), int(found[2])
    can_be_time = first < 24 and second < 60 and len(found[2]) == 2
    can_be_day = 1 <= first <= 31 and 1 <= second <= 12 and not found["half"]
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    if can_be_time and can_be_day and not _A_DATE.search(rest):
        if not re.search(CLOCK, rest):
            month = MONTHS[second - 1]
            raise ValueError(
                f"{found[0]} may be a day or a time: write {first} {month}, or {first}:{found[2]}"
            )
        can_be_time = False
    if can_be_time:
        return f"{first}:{found[2]}{found['half'] or ''}"
    return _day(found[1], found[2], None)


def _day(day: str, month: str, year: str | None) -> str:
    if not 1 <= int(month) <= 12:
        raise ValueError(f"there is no month {month}")
    whole = f"20{year}" if year is not None and len(year) == 2 else year or ""
    return f"{int(day)} {MONTHS[int(month) - 1]} {whole} "


def _with_month(plain: str, today: date) -> str:
    """The 24th is the next that comes."""
    found = _ONE_OF_A_MONTH.search(plain)
    if found is None or _A_MONTH.search(plain):
        return plain
    day, first = int(found[1]), today.replace(day=1)
    for _ in range(3):
        if day <= monthrange(first.year, first.month)[1] and first + timedelta(days=day - 1) >= today:
            return f"{plain[: found.end()]} {MONTHS[first.month - 1]} {first.year}{plain[found.end() :]}"
        first = (first + timedelta(days=31)).replace(day=1)
    raise ValueError(f"there is no {found[0]}")


# Times of a day


def _without_offset(plain: str) -> tuple[str, tzinfo | None]:
    found = _OFFSET.search(plain)
    if found is None:
        return plain, None
    _see_that_it_is_no_range(plain[: found.start()], found[0])
    return f"{plain[: found.start()]}{plain[found.end() :]}".strip(), _offset(found[1])


def _see_that_it_is_no_range(before: str, offset: str) -> None:
    """An offset could as well be when something ends: 9-10, 9:00-10:00."""
    if "-" in offset and (offset[0] == "-" or (len(offset) == 4 and not _MINUTES.search(before))):
        said = f"{before.rpartition(' ')[2]}{offset}"
        raise ValueError(f"{said} may be two times: an offset is written as in 9:00 -05:00")


def _offset(text: str) -> tzinfo:
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if found is None:
        return UTC
    hours, minutes = int(found[2]), int(found[3] or 0)
    if hours > 23 or minutes > 59:
        raise ValueError(f"there is no offset {text}")
    return timezone((-1 if found[1] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _with_clock(plain: str) -> str:
    """With hours as times of day where they can be nothing else, and by 24 hours where a part of the day is
    named.
    """
    found = _PART.search(plain)
    if found is not None:
        before = plain[: found.start()].strip()
        if found["how"] in {"in the ", "at "} and re.search(rf"(?:^| ){_HOUR}$", before):
            before = re.sub(rf"(?:\bat )?({_HOUR})$", r"at \1", before)
        today = "today" if found["how"] == "this " or found["part"] is None else ""
        plain = " ".join(f"{before} {today} {plain[found.end() :]}".split())
    plain = _FOUR_DIGITS.sub(r"\1 \2:\3", plain)
    for bare in (_BARE_HOUR, _HOUR_OF_A_DAY):
        plain = bare.sub(r"\1 \2:00", plain)
    if not _A_MONTH.search(plain):
        plain = _HOUR_FIRST.sub(r"\1:00 ", plain)
    return plain if found is None else _SHOWN.sub(partial(_of_part, found["part"] or "evening"), plain)


def _of_part(part: str, found: re.Match[str]) -> str:
    hour, minutes = int(found[1] or found[4]), found[2] or "00"
    half = found[3] or found[5]
    if half:
        hours = {hour % 12 + (12 if half == "pm" else 0)}
    else:
        hours = {hour, hour + 12} if 1 <= hour < 12 and part != "morning" else {hour}
    meant = hours & {*_PARTS[part]}
    if len(meant) != 1:
        raise ValueError(f"{found[0]} is no time in the {part}: write it as in 9:00 or 21:00")
    return f"{meant.pop()}:{minutes}"
