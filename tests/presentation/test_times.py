"""Times in few cells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.presentation.values import NOW
from tui.presentation.times import (
    age,
    clock,
    clock_seconds,
    due,
    duration,
    here_too,
    is_due,
    moment,
    stamp,
)

spans = st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000))


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(hours=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5, seconds=59), "5m"),
        (timedelta(hours=2), "2h"),
        (timedelta(days=3, hours=23), "3d"),
        (timedelta(days=30), "4w"),
        (timedelta(days=800), "2y"),
    ],
)
def test_age(ago: timedelta, shown: str) -> None:
    assert age(NOW - ago, NOW) == shown


@pytest.mark.parametrize(
    ("ahead", "shown"),
    [
        (timedelta(seconds=30), "now"),
        (timedelta(seconds=-30), "now"),
        (timedelta(hours=2), "14:00"),
        (timedelta(hours=21), "Tue 09:00"),
        (timedelta(days=8), "1 Dec"),
        (timedelta(days=400), "Dec 2027"),
        (timedelta(minutes=-5), "late 5m"),
        (timedelta(days=-3), "late 3d"),
    ],
)
def test_due(ahead: timedelta, shown: str) -> None:
    assert due(NOW + ahead, NOW) == shown


def test_unknown_times_are_a_dash() -> None:
    assert age(None, NOW) == due(None, NOW) == "–"


def test_times_are_shown_in_the_zone_of_now() -> None:
    at = datetime(2026, 11, 23, 13, 2, 7, tzinfo=UTC)
    assert clock(at, NOW) == "14:02"
    assert clock_seconds(at, NOW) == "14:02:07"
    assert moment(at, NOW) == "14:02"
    assert moment(at.replace(tzinfo=None), NOW) == "14:02"
    assert stamp(at, NOW) == "Mon 23 Nov 2026 14:02"


@pytest.mark.parametrize(
    ("seconds", "shown"), [(-1, "0:00"), (21.9, "0:21"), (725, "12:05"), (3725, "1:02:05")]
)
def test_duration(seconds: float, shown: str) -> None:
    assert duration(timedelta(seconds=seconds)) == shown


@given(spans)
def test_times_fit_their_columns(span: timedelta) -> None:
    assert len(due(NOW + span, NOW)) <= 9
    assert len(age(NOW + span, NOW)) <= 4


def test_a_time_of_another_clock_is_told_by_the_clock_here_too() -> None:
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    at = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
    assert here_too(at, berlin) == " (Tue 7 Apr 2026 11:00 here)"
    assert here_too(at.astimezone(berlin.tzinfo), berlin) == here_too(None, berlin) == ""
    assert here_too(at, NOW.astimezone(UTC)) == ""


def test_what_is_due_is_so_by_instants_where_clocks_are_set_between() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC).astimezone(berlin)  # 02:30, the first time
    after = datetime(2026, 10, 25, 1, 20, tzinfo=UTC).astimezone(berlin)  # 02:20, the second
    assert not is_due(after, before)
    assert age(before, after) == "50m"
