"""Times as people type them: read as they are meant, or refused, and never anything in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.domain.instants import instant
from tui.domain.written_times import time_of
from tui.services.typed_times import typed_time

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 13, 50, tzinfo=BERLIN)
"""A Sunday."""

READ = {
    "tue 9": "2026-11-24 09:00",
    "Tuesday at 9": "2026-11-24 09:00",
    "TUE, 9AM": "2026-11-24 09:00",
    "thursday 17": "2026-11-26 17:00",
    "mon 9": "2026-11-23 09:00",
    "at 9": "2026-11-23 09:00",
    "9pm": "2026-11-22 21:00",
    "9:00": "2026-11-23 09:00",
    "today 18": "2026-11-22 18:00",
    "tomorrow 17:30": "2026-11-23 17:30",
    "17:30 tomorrow": "2026-11-23 17:30",
    "noon tomorrow": "2026-11-23 12:00",
    "day after tomorrow 9:00": "2026-11-24 09:00",
    "fri 14:00": "2026-11-27 14:00",
    "next friday 9am": "2026-11-27 09:00",
    "in 2 hours": "2026-11-22 15:50",
    "in an hour": "2026-11-22 14:50",
    "90 minutes from now": "2026-11-22 15:20",
    "in 1 hour and 30 minutes": "2026-11-22 15:20",
    "in 3 days at 9": "2026-11-25 09:00",
    "25 dec 10:00": "2026-12-25 10:00",
    "dec 25th at 10": "2026-12-25 10:00",
    "25th of december 10:00": "2026-12-25 10:00",
    "fri 25 dec 10:00": "2026-12-25 10:00",
    "25.12. 10:00": "2026-12-25 10:00",
    "3.4.2027 9:00": "2027-04-03 09:00",
    "12/25 10:00": "2026-12-25 10:00",
    "2026/12/01 9:00": "2026-12-01 09:00",
    "1 jan 9:00": "2027-01-01 09:00",
    "2026-12-01 09:00": "2026-12-01 09:00",
    "2026-12-01 09:00+05:00": "2026-12-01 05:00",
    "tomorrow 9:00 utc": "2026-11-23 10:00",
    "tomorrow 9:00+05:30": "2026-11-23 04:30",
    "1 jul 2027 9:00": "2027-07-01 09:00",
    "25 dec 9": "2026-12-25 09:00",
    "1.12. 9": "2026-12-01 09:00",
    "mon, november 30th 9": "2026-11-30 09:00",
    "dec 1 2026 9": "2026-12-01 09:00",
    "tomorrow 9:00 -05:00": "2026-11-23 15:00",
    "tomorrow 9:00 -05": "2026-11-23 15:00",
    "tue 9 UTC+1": "2026-11-24 09:00",
    "tonight 9": "2026-11-22 21:00",
    "tonight at 20:00": "2026-11-22 20:00",
    "9 in the evening": "2026-11-22 21:00",
    "this evening 8:30": "2026-11-22 20:30",
    "tomorrow morning 9": "2026-11-23 09:00",
    "monday afternoon 12": "2026-11-23 12:00",
    "tue 9p": "2026-11-24 21:00",
    "9 tomorrow": "2026-11-23 09:00",
    "9.30": "2026-11-23 09:30",
    "tue 9.30": "2026-11-24 09:30",
    "tomorrow 9.10": "2026-11-23 09:10",
    "24.12 9": "2026-12-24 09:00",
    "24.12.26 17:30": "2026-12-24 17:30",
    "12/24/26 9": "2026-12-24 09:00",
    "9.12 10:00": "2026-12-09 10:00",
    "tue 9h30": "2026-11-24 09:30",
    "weds 9": "2026-11-25 09:00",
    "thurs. 9": "2026-11-26 09:00",
    "tue 1730": "2026-11-24 17:30",
    "tmrw nine": "2026-11-23 09:00",
    "9 o'clock": "2026-11-23 09:00",
    "tue @9!": "2026-11-24 09:00",
    "the 24th at 9": "2026-11-24 09:00",
    "tuesday the 24th 9": "2026-11-24 09:00",
    "21st 9": "2026-12-21 09:00",
    "31st 9": "2026-12-31 09:00",
    "2026-12-01 9": "2026-12-01 09:00",
    "2026-12-01 9pm": "2026-12-01 21:00",
    "+2h": "2026-11-22 15:50",
    "in 1h30": "2026-11-22 15:20",
    "1h 30m": "2026-11-22 15:20",
    "in 1.5 hours": "2026-11-22 15:20",
    "in half an hour": "2026-11-22 14:20",
    "in two hours": "2026-11-22 15:50",
    "in 2hours": "2026-11-22 15:50",
    "24. dec 9": "2026-12-24 09:00",
    "25-dec 9:00": "2026-12-25 09:00",
    "in 3 days 9": "2026-11-25 09:00",
    "sunday 9": "2026-11-29 09:00",
    "next sunday 18:00": "2026-11-29 18:00",
    "tomorrow 13:50": "2026-11-23 13:50",
    "1 jan 2099 9:00": "2099-01-01 09:00",
    "29 feb 2028 9:00": "2028-02-29 09:00",
    "\uff54\uff55\uff45 \uff19:\uff10\uff10": "2026-11-24 09:00",
    "\u200ftue\u00a09\u200e": "2026-11-24 09:00",
    "\ufeff2026-12-01\u202f09:00": "2026-12-01 09:00",
}
REFUSED = {
    "": "at what time?",
    "tomorrow": "at what time?",
    "monday": "at what time?",
    "in 3 days": "at what time?",
    "25 dec": "at what time?",
    "2026-12-01": "at what time?",
    "9": "write 9:00 for the time",
    "foo": "foo is not understood: it must be a time",
    "f" * 50: "f… is not understood",
    "tonight": "at what time?",
    "tonight 2": "2:00 is no time in the evening",
    "tomorrow 9:00 CET": "write its offset, as in 9:00 -05:00",
    "morgen 9:00": "morgen is not understood: it must be a time",
    "tuesdy 9": "tuesdy is not understood: is tuesday meant?",
    "tue 24 9:00": "must be a time",
    "9.12": "write 9 dec, or 9:12",
    "tue 9.10": "write 9 oct, or 9:10",
    "9h": "write in 9h, or 9:00",
    "in 5": "in 5 what?",
    "in 2 hours at 9": "two times",
    "now": "no time to come",
    "next week 9": "on which day?",
    "last friday 9": "a time to come is wanted",
    "tomorrow midnight": "midnight of a day is its start or its end",
    "tomorrow 24:00": "24:00 is 0:00 of the day after",
    "sun 23": "Sunday may be today or 29 Nov: write today",
    "01-12-2026 9:00": "may be two days: write it as in 2026-12-01",
    "32nd 9": "there is no 32nd",
    "29 feb 9:00": "comes next in 2028: add the year",
    "today 13:50": "that time is over",
    "1 jan 9998 9:00": "7972 years ahead: look at the year",
    "9999-12-31T23:59-05:00": "no such day or time",
    "9999-12-31T23:59Z": "no such day or time",
    "tue -9": "must be a time",
    "tue 9-10": "9-10 may be two times",
    "tue 9 -10": "9 -10 may be two times",
    "tue 9:00-10:00": "9:00-10:00 may be two times",
    "25 dec 26": "two times",
    "9" * 5000: "must be a time",
    "tue wed 9:00": "two times",
    "tue 9:00 10:00": "two times",
    "tomorrow tue 9:00": "two times",
    "tomorrow 9:00 in 2 hours": "two times",
    "3/4 9:00": "may be two days",
    "tue 25 nov 9:00": "25 Nov 2026 is a Wednesday",
    "31 feb 9:00": "no such day",
    "tomorrow 25:00": "no such day or time",
    "tomorrow 0:30 pm": "0:30 pm is no time of day",
    "tomorrow 13 p.m.": "13 pm is no time of day",
    "25.13. 9:00": "no month 13",
    "tomorrow 9:00 +25:00": "no offset",
    "nov 22 9:00": "comes next in 2027",
    "today 9:00": "that time is over: 2026-11-22 09:00",
    "fri 13 nov 2026 9:00": "that time is over",
    "2026-11-22 13:50": "that time is over",
    "28 mar 2027 2:30": "never show that time",
    "31 oct 2027 2:30": "add its offset, +02:00 or +01:00",
}


@pytest.mark.parametrize("text", READ)
def test_what_is_meant_is_read(text: str) -> None:
    assert typed_time(f" {text} ", NOW, BERLIN) == time_of(READ[text], BERLIN)


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_cannot_be_sure_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w") as caught:
        typed_time(text, NOW, BERLIN)
    assert REFUSED[text] in str(caught.value)
    assert len(str(caught.value)) < 120


def test_so_long_from_now_is_counted_over_a_change_of_clocks() -> None:
    before = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01:30; at 02:00 clocks are put forward
    assert typed_time("in 2 hours", before, BERLIN) == before + timedelta(hours=2)
    assert typed_time("2027-10-31 02:30+02:00", before, BERLIN) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_next_is_read_where_it_is_one_day() -> None:
    wednesday = NOW + timedelta(days=3)
    assert typed_time("next mon 9", wednesday, BERLIN) == time_of("2026-11-30 09:00", BERLIN)
    assert typed_time("next wed 18", wednesday, BERLIN) == time_of("2026-12-02 18:00", BERLIN)
    assert typed_time("this fri 9", wednesday, BERLIN) == time_of("2026-11-27 09:00", BERLIN)
    with pytest.raises(ValueError, match="next Friday may be 27 Nov or 4 Dec: write fri, or its date"):
        typed_time("next friday 9am", wednesday, BERLIN)


FORMS = (
    "%a %d %b %Y %H:%M",
    "%A, %d %B %Y at %H:%M",
    "%d %b %Y %I:%M%p",
    "%b %d %Y %I:%M %p",
    "%H:%M %d %B %Y",
    "%d.%m.%Y %H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
)


@settings(max_examples=60)
@given(
    st.integers(1, 2 * 366 * 24 * 60),
    st.sampled_from(FORMS),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
@example(180_760, FORMS[0], "Europe/Berlin")
def test_a_time_that_is_written_in_full_is_that_time_or_refused_for_its_clocks(
    minutes: int, form: str, name: str
) -> None:
    zone = ZoneInfo(name)
    at = (NOW.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)
    try:
        wanted = time_of(f"{at:%Y-%m-%d %H:%M}", zone)
    except ValueError:
        with pytest.raises(ValueError, match="clocks are put"):
            typed_time(at.strftime(form), NOW, zone)
    else:
        assert typed_time(at.strftime(form), NOW, zone) == wanted


WORDS = [
    "mon",
    "tuesday",
    "thu",
    "today",
    "tomorrow",
    "next",
    "this",
    "in",
    "at",
    "on",
    "of",
    "9",
    "17",
    "24",
    "31",
    "9:00",
    "17:30",
    "9am",
    "noon",
    "25:99",
    "dec",
    "february",
    "2026",
    "2027",
    "2",
    "hours",
    "minutes",
    "days",
    "an",
    "utc",
    "+02:00",
    "25.12.",
    "3/4",
    "13/4",
    "and",
    "now",
    "30th",
    "day",
    "after",
    "from",
    "tonight",
    "evening",
    "9.30",
    "9.12",
    "9h",
    "1h30",
    "+2h",
    "24th",
    "1730",
    "9999",
    "-12-31",
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join) | st.text(max_size=30))
def test_whatever_is_typed_is_a_time_to_come_or_a_sentence(text: str) -> None:
    said = ""
    try:
        at = typed_time(text, NOW, BERLIN)
    except ValueError as error:
        said = str(error)
        at = None
    if at is None:
        assert said
        assert not said.endswith(".")
    else:
        assert at.tzinfo is not None
        assert instant(at) > instant(NOW)
