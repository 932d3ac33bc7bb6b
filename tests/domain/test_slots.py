"""The next free slots: what schedules offer, less what is taken, over the changes of clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_zoned import ZONES
from tests.fakes.items import a_post
from tests.fakes.schedules import a_run, a_slot
from tui.domain.posts import PostState
from tui.domain.runs import runs
from tui.domain.schedules import Schedule
from tui.domain.slots import FURTHEST, Slot, Taken, free_slots, shared_out, slots_as_given, taken_by
from tui.domain.zoned import Jump

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, 50, tzinfo=UTC)
"""A Sunday."""
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""At nine in Berlin."""
WEEK = timedelta(days=7)


def at(slots: tuple[Slot, ...]) -> list[datetime | None]:
    return [each.at for each in slots]


def test_the_next_free_ones_come_in_their_order() -> None:
    slots = [a_slot("1", 0, "09:00"), a_slot("2", 2, "17:30"), replace(a_slot("3", 1, "09:00"), active=False)]
    wednesday = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)
    found = free_slots(slots, (), NOW, BERLIN, count=4)
    assert at(found) == [MONDAY, wednesday, MONDAY + WEEK, wednesday + WEEK]
    assert found[0].names == ("My blog",)
    assert found[1].wall.clock == time(17, 30)
    taken = (Taken(MONDAY), Taken(wednesday + WEEK, "2"), Taken(wednesday + timedelta(minutes=1)))
    assert at(free_slots(slots, taken, NOW, BERLIN, count=3)) == [wednesday, MONDAY + WEEK, MONDAY + 2 * WEEK]


def test_only_slots_that_take_posts_count_and_one_that_is_about_to_be_over_does_not() -> None:
    slots = [a_slot("1", account="2"), a_run(connection="agency"), replace(a_slot("2"), rhythm=None)]
    assert free_slots(slots, (), NOW, BERLIN, count=3) == ()
    assert slots_as_given(slots, NOW.date(), count=3) == ()
    assert at(free_slots([a_slot()], (), MONDAY - timedelta(seconds=30), BERLIN, count=1)) == [MONDAY + WEEK]


def test_slots_of_one_time_are_one_until_all_of_them_are_taken() -> None:
    blog, other = a_slot("1"), replace(a_slot("2"), name="Other blog")
    (both,) = free_slots([blog, other], (), NOW, BERLIN, count=1)
    assert (both.at, both.names) == (MONDAY, ("My blog", "Other blog"))
    (one,) = free_slots([blog, other], [Taken(MONDAY, "1")], NOW, BERLIN, count=1)
    assert (one.at, one.names) == (MONDAY, ("Other blog",))
    assert one.is_of(a_post(slot="2"))
    assert not one.is_of(a_post(slot="1"))
    for unsaid in (None, "gone"):
        (next,) = free_slots([blog, other], [Taken(MONDAY, unsaid)], NOW, BERLIN, count=1)
        assert next.at == MONDAY + WEEK
    both_taken = [Taken(MONDAY, "1"), Taken(MONDAY, "2")]
    assert at(free_slots([blog, other], both_taken, NOW, BERLIN, count=1)) == [MONDAY + WEEK]


def test_what_takes_a_time_is_what_is_yet_to_go_out() -> None:
    own = a_post("own", scheduled_at=MONDAY)
    posts = [
        own,
        a_post("due", scheduled_at=MONDAY, slot="1", state=PostState.SCHEDULED),
        a_post("planned", scheduled_at=MONDAY.replace(tzinfo=None), state=PostState.PLANNED),
        a_post("out", scheduled_at=MONDAY, state=PostState.PUBLISHED),
        a_post("failed", scheduled_at=MONDAY, state=PostState.FAILED),
        a_post("never", state=PostState.DRAFT),
    ]
    assert taken_by(posts, [own]) == (Taken(MONDAY, "1"), Taken(MONDAY))


def test_each_post_has_its_own_in_the_order_of_the_list() -> None:
    posts = [a_post("p0"), a_post("p1"), a_post("p2")]
    found = shared_out(posts, [a_slot()], [Taken(MONDAY + WEEK)], NOW, BERLIN)
    assert [each and each.at for each in found] == [MONDAY, MONDAY + 2 * WEEK, MONDAY + 3 * WEEK]
    assert shared_out(posts, [], (), NOW, BERLIN) == (None, None, None)


def test_what_clocks_skip_or_show_twice_is_marked() -> None:
    sunday = a_slot("1", 6, "02:30")
    before = datetime(2027, 3, 21, tzinfo=UTC)
    jumps = [each.jump for each in free_slots([sunday], (), before, BERLIN, count=3)]
    assert jumps == [None, Jump.SKIPPED, None]
    before = datetime(2026, 10, 19, tzinfo=UTC)
    (twice,) = free_slots([sunday], (), before, BERLIN, count=1)
    assert (twice.jump, twice.at) == (Jump.TWICE, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert [each.jump for each in free_slots([sunday], (), before, ZoneInfo("Asia/Tokyo"), count=2)] == [
        None
    ] * 2


def test_without_a_zone_they_are_as_given_and_at_no_instant() -> None:
    slots = [a_slot("2", 2, "17:30"), a_slot("1", 0, "09:00"), replace(a_slot("3"), name="Other blog")]
    found = slots_as_given(slots, date(2026, 11, 22), count=3)
    days = [date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 30)]
    assert [each.wall.day for each in found] == days
    assert found[0].names == ("My blog", "Other blog")
    assert {each.at for each in found} == {None}


some_slots = st.lists(st.tuples(st.integers(0, 6), st.times(), st.sampled_from(["1", "2"])), max_size=6).map(
    lambda given: [
        a_slot(str(id), day, f"{clock:%H:%M}", account) for id, (day, clock, account) in enumerate(given)
    ]
)
moments = st.integers(0, 47 * 365 * 24 * 60).map(
    lambda minutes: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=60)
@given(some_slots, moments, st.sampled_from(ZONES), st.data())
def test_none_is_taken_none_is_left_out_and_each_is_one_of_the_schedules(
    slots: list[Schedule], now: datetime, zone: tzinfo, data: st.DataObject
) -> None:
    offered = free_slots(slots, (), now, zone, count=8)
    times = [each.at for each in offered if each.at is not None]
    taken = [Taken(each) for each in data.draw(st.lists(st.sampled_from(times)) if times else st.just([]))]
    found = free_slots(slots, taken, now, zone, count=5)
    gone = {each.at for each in taken}
    assert not gone & {*at(found)}
    assert [each for each in at(offered) if each not in gone][:5] == at(found)[: len({*times} - gone)]
    assert all(one.at < two.at for one, two in pairwise(found) if one.at and two.at)
    for each in found:
        assert each.at is not None
        assert now < each.at < now + FURTHEST
        for schedule in each.schedules:
            assert schedule.network == "website"
            assert schedule.rhythm is not None
            assert runs(schedule.rhythm, each.at, zone, count=1)[0].at == each.at
