"""When schedules come round: in a zone, over the changes of its clocks, and by the wall alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_zoned import CHANGES, ZONES
from tui.domain.runs import runs, wall_runs
from tui.domain.schedules import Frequency, Rhythm
from tui.domain.zoned import Jump, on_wall, placed

BERLIN = ZoneInfo("Europe/Berlin")
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
rhythms = st.one_of(
    st.builds(Rhythm, st.just(Frequency.DAILY), clocks),
    st.builds(Rhythm, st.just(Frequency.WEEKLY), clocks, weekday=st.integers(0, 6)),
    st.builds(Rhythm, st.just(Frequency.MONTHLY), clocks, day=st.integers(1, 31)),
)
moments = st.integers(0, 47 * 365 * 24 * 60).map(
    lambda minutes: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rhythm, datetime, tzinfo]:
    """A rhythm, a moment and a zone; often such as the clocks are set for a run of it soon after."""
    if draw(st.booleans()):
        return draw(rhythms), draw(moments), draw(st.sampled_from(ZONES))
    zone, change = draw(st.sampled_from(CHANGES))
    at = change + timedelta(minutes=draw(st.integers(-70, 70)))
    frequency = draw(st.sampled_from(Frequency))
    rhythm = Rhythm(frequency, at.time(), weekday=at.weekday(), day=at.day)
    after = at.replace(tzinfo=UTC) - timedelta(minutes=draw(st.integers(0, 9 * 24 * 60)))
    return rhythm, after, zone


@given(cases())
def test_each_run_is_what_the_rhythm_says_and_none_is_left_out(
    case: tuple[Rhythm, datetime, tzinfo],
) -> None:
    rhythm, after, zone = case
    found = runs(rhythm, after, zone, count=5)
    assert len(found) == 5
    assert all(run.at >= after for run in found)
    assert all(one.at <= two.at and one.wall < two.wall for one, two in pairwise(found))
    for run in found:
        assert run.wall.clock == rhythm.at
        assert (on_wall(run.at, zone) == run.wall) is (run.jump is not Jump.SKIPPED)
    # By the wall nothing stands between them, and nothing between the moment and the first.
    days = [run.wall.day for run in found]
    walls = wall_runs(rhythm, days[0], days[-1] + timedelta(days=1))
    assert tuple(wall.day for wall in walls) == tuple(days)
    before = wall_runs(rhythm, on_wall(after, zone).day, days[0])
    assert all(placed(wall, zone).at < after for wall in before)


@given(cases(), st.integers(0, 60))
def test_spans_that_meet_have_each_run_once(case: tuple[Rhythm, datetime, tzinfo], days: int) -> None:
    rhythm, after, zone = case
    until = after + timedelta(days=90)
    between = after + timedelta(days=days)
    whole = runs(rhythm, after, zone, until=until)
    assert whole == runs(rhythm, after, zone, until=between) + runs(rhythm, between, zone, until=until)
    assert whole[:3] == runs(rhythm, after, zone, until=until, count=3)


def test_the_31st_passes_over_short_months_and_the_29th_most_februaries() -> None:
    last = wall_runs(Rhythm(Frequency.MONTHLY, time(9), day=31), date(2026, 1, 1), date(2027, 1, 1))
    assert [wall.day.month for wall in last] == [1, 3, 5, 7, 8, 10, 12]
    leap = wall_runs(Rhythm(Frequency.MONTHLY, time(9), day=29), date(2026, 2, 1), date(2028, 3, 1))
    assert [wall.day for wall in leap if wall.day.month == 2] == [date(2028, 2, 29)]


def test_a_daily_run_is_said_to_be_skipped_in_spring_and_to_come_twice_in_autumn() -> None:
    nightly = Rhythm(Frequency.DAILY, time(2, 30))
    spring = runs(nightly, datetime(2026, 3, 28, tzinfo=UTC), BERLIN, count=3)
    assert [run.jump for run in spring] == [None, Jump.SKIPPED, None]
    assert [f"{run.at:%d %H:%M}" for run in spring] == ["28 01:30", "29 01:00", "30 00:30"]
    autumn = runs(nightly, datetime(2026, 10, 24, 12, tzinfo=UTC), BERLIN, count=2)
    assert [run.jump for run in autumn] == [Jump.TWICE, None]


@pytest.mark.parametrize(
    "rhythm",
    [
        Rhythm(Frequency.WEEKLY, time(9)),
        Rhythm(Frequency.WEEKLY, time(9), weekday=7),
        Rhythm(Frequency.MONTHLY, time(9)),
        Rhythm(Frequency.MONTHLY, time(9), day=32),
    ],
)
def test_a_rhythm_that_tells_no_day_never_comes_round(rhythm: Rhythm) -> None:
    assert runs(rhythm, datetime(2026, 1, 1, tzinfo=UTC), BERLIN, count=5) == ()
    assert wall_runs(rhythm, date(2026, 1, 1), date(2030, 1, 1)) == ()


def test_the_end_of_time_is_an_end() -> None:
    daily = Rhythm(Frequency.DAILY, time(23, 59))
    found = runs(daily, datetime(9999, 12, 30, tzinfo=UTC), ZoneInfo("America/New_York"), count=5)
    assert len(found) <= 2
    with pytest.raises(ValueError, match="without an end"):
        runs(daily, datetime(2026, 1, 1, tzinfo=UTC), BERLIN)
