"""The slots of a week: where they stand, which clash, and moving one."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.schedules import a_run, a_slot
from tui.domain.week import Place, Week, clashing, moved, place_of, placed_at, rows_of

places = st.builds(Place, st.integers(0, 6), st.builds(time, st.integers(0, 23), st.integers(0, 59)))


def test_slots_stand_by_day_and_time_and_those_of_one_place_are_stacked() -> None:
    slots = [
        a_slot("1", 3, "11:30"),
        a_slot("2", 0, "14:00"),
        a_slot("3", 0, "09:00"),
        a_slot("4", 0, "09:00", "2"),
    ]
    week = Week.of([*slots, replace(a_slot("5"), rhythm=None), a_run(frequency="daily")])
    assert [each.ref.id for each in week.slots] == ["3", "4", "2", "1"]
    assert [each.ref.id for each in week.at(0, time(9))] == ["3", "4"]
    assert rows_of(week) == [(time(9), 0), (time(9), 1), (time(11, 30), 0), (time(14), 0)]
    by_id = {each.ref.id: each.ref for each in week.slots}
    assert week.along(by_id["3"], 1) == by_id["4"]
    assert week.along(by_id["3"], 9) == by_id["2"]
    assert week.along(by_id["3"], -1) == by_id["3"]
    assert week.beside(by_id["2"], 1) == by_id["1"], "over days without any"
    assert week.beside(by_id["1"], -1) == by_id["3"], "the nearest; of two, the first"
    assert week.beside(by_id["1"], 1) is None
    assert week.beside(a_slot("9").ref, 1) is None
    assert week.along(a_slot("9").ref, 1) is None


def test_slots_of_one_account_at_the_same_time_clash_while_both_are_on() -> None:
    one, same, other, off = (
        a_slot("1"),
        a_slot("2"),
        a_slot("3", account="2"),
        a_slot("4", is_active=False),
    )
    assert clashing([one, same, other, off]) == {one.ref, same.ref}
    assert clashing([one, other, off]) == frozenset()
    assert clashing([one, a_slot("2", connection="elsewhere")]) == frozenset()


@pytest.mark.parametrize(
    ("place", "by", "to"),
    [
        (Place(0, time(9)), {"days": 1}, Place(1, time(9))),
        (Place(6, time(9)), {"days": 1}, Place(0, time(9))),
        (Place(0, time(9)), {"minutes": 30}, Place(0, time(9, 30))),
        (Place(0, time(9, 10)), {"minutes": 30}, Place(0, time(9, 30))),
        (Place(0, time(9, 10)), {"minutes": -30}, Place(0, time(9))),
        (Place(0, time(9, 10)), {"minutes": 5}, Place(0, time(9, 15))),
        (Place(6, time(23, 45)), {"minutes": 30}, Place(0, time(0))),
        (Place(0, time(0)), {"minutes": -5}, Place(6, time(23, 55))),
    ],
)
def test_a_slot_is_moved_by_days_and_to_full_steps(place: Place, by: dict[str, int], to: Place) -> None:
    assert moved(place, **by) == to
    assert place_of(placed_at(a_slot(), to)) == to


@given(places, st.integers(-6, 6))
def test_days_there_and_back_are_where_it_was(place: Place, days: int) -> None:
    assert moved(moved(place, days=days), days=-days) == place


@given(places, st.sampled_from([5, 30]))
def test_a_step_later_and_one_earlier_is_the_full_step_before(place: Place, step: int) -> None:
    back = moved(moved(place, minutes=step), minutes=-step)
    assert back.day == place.day
    assert 0 <= (place.clock.hour - back.clock.hour) * 60 + place.clock.minute - back.clock.minute < step
