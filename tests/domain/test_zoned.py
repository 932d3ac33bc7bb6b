"""Times on the wall as instants: in any zone, over every change of its clocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.zoned import Jump, Wall, on_wall, placed

BERLIN = ZoneInfo("Europe/Berlin")
ZONES: tuple[tzinfo, ...] = (
    *map(
        ZoneInfo,
        (
            "Europe/Berlin",
            "Europe/London",
            "Europe/Dublin",  # its winter is the time that is set
            "America/New_York",
            "America/Sao_Paulo",  # was set at midnight
            "America/Scoresbysund",
            "Africa/Casablanca",  # set back for a month each year
            "Africa/Monrovia",  # had an offset with seconds
            "Australia/Lord_Howe",  # set by half an hour
            "Antarctica/Troll",  # set by two hours
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Pacific/Apia",  # skipped a day
            "Pacific/Kwajalein",
            "UTC",
        ),
    ),
    timezone(-timedelta(hours=3, minutes=30)),
)
zones = st.sampled_from(ZONES)
days = st.dates(date(1970, 1, 1), date(2037, 12, 31))
walls = st.builds(Wall, days, st.times().map(lambda at: at.replace(microsecond=0)))


def _changes(zone: tzinfo) -> Iterator[datetime]:
    """What the clock of a zone shows when it is set, in some years, that of Samoa's lost day among them."""
    week = datetime(2008, 1, 1, tzinfo=UTC)
    while week.year < 2028:
        following = week + timedelta(days=7)
        before = week.astimezone(zone).utcoffset() or timedelta()
        if following.astimezone(zone).utcoffset() != before:
            low, high = week, following
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            yield (high + before).replace(tzinfo=None, second=0, microsecond=0)
        week = following


CHANGES = tuple((zone, at) for zone in ZONES for at in _changes(zone))


@st.composite
def walls_at_changes(draw: st.DrawFn) -> tuple[Wall, tzinfo]:
    """A time near a change of the clocks, which one by luck never is."""
    zone, change = draw(st.sampled_from(CHANGES))
    at = change + timedelta(minutes=draw(st.integers(-90, 90)))
    return Wall(at.date(), at.time()), zone


def test_enough_of_these_times_are_skipped_or_come_twice() -> None:
    near = [(zone, change + timedelta(minutes=by)) for zone, change in CHANGES for by in (-10, 10)]
    jumps = Counter(placed(Wall(at.date(), at.time()), zone).jump for zone, at in near)
    assert jumps[Jump.SKIPPED] > 100
    assert jumps[Jump.TWICE] > 100


@given(walls_at_changes() | st.tuples(walls, zones))
def test_the_clock_shows_what_was_asked_for_or_the_first_that_comes_after_a_gap(
    case: tuple[Wall, tzinfo],
) -> None:
    wall, zone = case
    found = placed(wall, zone)
    second = timedelta(seconds=1)
    assert found.at.tzinfo is UTC
    if found.jump is Jump.SKIPPED:
        assert on_wall(found.at, zone) > wall
        assert on_wall(found.at - second, zone) < wall, "the first instant after the gap"
    else:
        assert on_wall(found.at, zone) == wall
        day = timedelta(days=1)
        around = [found.at + timedelta(minutes=each) for each in range(-24 * 60, 24 * 60, 30)]
        again = [at for at in around if on_wall(at, zone) == wall and abs(at - found.at) < day]
        assert min(again) == found.at, "the first of the two"
        assert (len(again) > 1) is (found.jump is Jump.TWICE)


@given(st.tuples(walls, walls, zones))
def test_a_later_time_is_no_earlier_instant(case: tuple[Wall, Wall, tzinfo]) -> None:
    one, other, zone = case
    first, then = sorted((one, other))
    assert placed(first, zone).at <= placed(then, zone).at


@pytest.mark.parametrize(
    ("day", "clock", "at", "jump"),
    [
        (date(2026, 3, 29), time(2, 30), "2026-03-29T01:00:00", Jump.SKIPPED),
        (date(2026, 3, 29), time(2, 0), "2026-03-29T01:00:00", Jump.SKIPPED),
        (date(2026, 3, 29), time(3, 0), "2026-03-29T01:00:00", None),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T00:30:00", Jump.TWICE),
        (date(2026, 10, 25), time(3, 0), "2026-10-25T02:00:00", None),
        (date(2026, 7, 1), time(9, 0), "2026-07-01T07:00:00", None),
    ],
)
def test_berlin_on_the_days_when_clocks_are_set(day: date, clock: time, at: str, jump: Jump | None) -> None:
    found = placed(Wall(day, clock), BERLIN)
    assert (found.at, found.jump) == (datetime.fromisoformat(at).replace(tzinfo=UTC), jump)
