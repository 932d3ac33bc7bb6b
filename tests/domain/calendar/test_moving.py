"""Where an item comes to when it is moved by keys."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.calendar.clocks import BERLIN, at, moments, zones
from tui.domain.calendar.moving import Step, moved, place_of
from tui.domain.calendar.spans import (
    DAY,
)
from tui.domain.zoned import Wall, on_wall


@given(moments, zones, st.sampled_from(Step))
def test_a_step_never_comes_to_a_time_that_clocks_skip(when: datetime, zone: tzinfo, step: Step) -> None:
    there = moved(when, step, zone)
    assert there != when
    assert (there > when) is (step in {Step.LATER, Step.LATER_DAY})
    if step in {Step.EARLIER_DAY, Step.LATER_DAY}:
        before, after = on_wall(when, zone), on_wall(there, zone)
        assert before.clock == after.clock
        assert abs(after.day - before.day) <= 2 * DAY


def test_hours_pass_over_a_gap_and_come_twice_to_what_is_shown_twice() -> None:
    def hours(first: datetime, step: Step, count: int) -> list[str]:
        found = [first]
        for _ in range(count):
            found.append(moved(found[-1], step, BERLIN))
        assert all(one != two for one, two in pairwise(found))
        return [f"{each.astimezone(BERLIN):%H:%M%z}" for each in found]

    gap = at("2027-03-28T00:20", BERLIN)
    assert hours(gap, Step.LATER, 3) == ["00:20+0100", "01:00+0100", "03:00+0200", "04:00+0200"]
    twice = at("2026-10-25T01:00", BERLIN)
    assert hours(twice, Step.LATER, 3) == ["01:00+0200", "02:00+0200", "02:00+0100", "03:00+0100"]
    assert place_of(at("2026-10-25T00:30"), BERLIN).twice
    assert hours(at("2027-03-28T03:20", BERLIN), Step.EARLIER, 2) == [
        "03:20+0200",
        "03:00+0200",
        "01:00+0100",
    ]
    # A day on which clocks skip that time is passed over.
    night = moved(at("2027-03-27T02:30", BERLIN), Step.LATER_DAY, BERLIN)
    assert on_wall(night, BERLIN) == Wall(date(2027, 3, 29), time(2, 30))
