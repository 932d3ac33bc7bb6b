"""What stands on a calendar, and on which day, in weeks whose clocks are set and in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.calendar.clocks import BERLIN, NEW_YORK, at, days, moments, zones
from tests.domain.test_zoned import ZONES
from tests.fakes.items import a_job, a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.domain.calendar.gathering import Known, by_day, scheduled_items, timed_items, within
from tui.domain.calendar.items import CalendarItem, Kind, Mark
from tui.domain.calendar.marks import counted, disagreement, marked
from tui.domain.calendar.slots import takings
from tui.domain.calendar.spans import DAY, Span
from tui.domain.posts import PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import Frequency, Rhythm, Schedule, ScheduleKind
from tui.domain.verdicts import Verb
from tui.domain.zoned import Jump, Wall, on_wall

NOW = datetime(2026, 10, 21, 12, 0, tzinfo=UTC)
BACK = Span(date(2026, 10, 19), 14)
"""Two weeks: the clocks of Berlin go back in the first, those of New York at the end of the second."""
FORWARD = Span(date(2027, 3, 8), 21)


def a_slot(id: str = "s1", weekday: int = 0, clock: time = time(9), **fields: Any) -> Schedule:
    """A weekly slot of the blog: Monday at nine."""
    given: dict[str, Any] = {"network": "website", "kind": ScheduleKind.SLOTS, "name": "My Blog"} | fields
    return Schedule(
        ref=ItemRef("agency", ItemKind.SCHEDULE, id),
        rhythm=Rhythm(Frequency.WEEKLY, clock, weekday=weekday),
        **given,
    )


def planned(id: str, when: datetime, slot: str | None = None, **fields: Any) -> Any:
    """A post that is to go out."""
    verbs = frozenset({Verb.SCHEDULE})
    given = {"state": PostState.SCHEDULED, "scheduled_at": when, "slot": slot, "verbs": verbs} | fields
    return a_post(id, "agency", **given)


def all_items(known: Known, span: Span, zones: Callable[[str], tzinfo | None]) -> tuple[CalendarItem, ...]:
    timed = timed_items(known)
    return (*timed, *scheduled_items(known, takings(timed), span, zones))


def by(zone: tzinfo | None) -> Callable[[str], tzinfo | None]:
    return lambda connection: zone


def shown(
    known: Known, span: Span, zone: tzinfo = NEW_YORK, clock: tzinfo | None = BERLIN
) -> tuple[CalendarItem, ...]:
    """The items of the days with their marks."""
    items = marked(all_items(known, span, by(clock)), known.schedules, zone, by(clock), known.now, known.told)
    return within(items, span, zone)


def marks(items: tuple[CalendarItem, ...]) -> dict[str, set[Mark]]:
    return {each.title: set(each.marks) for each in items}


@given(st.lists(st.tuples(moments, st.booleans()), max_size=6), days, zones, zones)
def test_spans_that_meet_have_each_item_once_and_each_stands_on_the_day_that_its_clock_shows(
    whens: list[tuple[datetime, bool]], day: date, zone: tzinfo, clock: tzinfo
) -> None:
    posts = [
        planned(str(n), when) if waits else a_post(str(n), state=PostState.PUBLISHED, published_at=when)
        for n, (when, waits) in enumerate(whens)
    ]
    schedules = (a_slot("s1"), a_slot("s2", 6, time(2, 30)))
    now = datetime(1989, 1, 1, tzinfo=UTC)
    known = Known(now, tuple(posts), schedules=schedules)
    first, second = Span(day, 7), Span(day + 7 * DAY, 7)
    both = Span(day, 14)
    apart = [
        *within(all_items(known, first, by(clock)), first, zone),
        *within(all_items(known, second, by(clock)), second, zone),
    ]
    whole = within(all_items(known, both, by(clock)), both, zone)
    assert sorted(str(each.key) for each in apart) == sorted(str(each.key) for each in whole)
    assert len({each.key for each in whole}) == len(whole)
    grouped = by_day(whole, both, zone)
    assert list(grouped) == list(both)
    for there, items in grouped.items():
        assert all(each.at is not None and on_wall(each.at, zone).day == there for each in items)
        assert [each.shown(zone) for each in items] == sorted(each.shown(zone) for each in items)


def test_all_kinds_stand_where_their_state_says() -> None:
    runs = Schedule(
        ItemRef("acme", ItemKind.SCHEDULE, "r1"), ScheduleKind.RUNS, "weekly log", a_slot(weekday=4).rhythm
    )
    known = Known(
        NOW,
        posts=(
            planned("later", at("2026-10-22T09:00")),
            # Its state decides, not its dates.
            a_post("out", state=PostState.PUBLISHED, published_at=at("2026-10-20T08:00"), scheduled_at=NOW),
            a_post("gone", state=PostState.FAILED, updated_at=at("2026-10-20T10:00")),
            a_post("draft"),
        ),
        approvals=(
            an_approval("later", "agency", title="the same post", due=at("2026-10-30T09:00")),
            an_approval("t1", "agency", ApprovalKind.TEXT, title="a text", due=at("2026-10-23T07:00")),
            an_approval("t2", "agency", ApprovalKind.TEXT, title="due at no time"),
        ),
        jobs=(a_job(started_at=at("2026-10-19T15:00")),),
        schedules=(runs, a_slot("linkedin", 1, network="linkedin", name="Ada"), a_slot("off", active=False)),
    )
    found = shown(known, Span(date(2026, 10, 19), 7), UTC, UTC)
    assert [(each.kind, each.title) for each in found] == [
        (Kind.JOB, "changelog · last 7 days · acme/api"),
        (Kind.PUBLICATION, "Post out"),
        (Kind.POST, "Post gone"),
        (Kind.POST, "Post later"),
        (Kind.TEXT, "a text"),
        (Kind.RUN, "weekly log"),
    ]
    # What was decided on here stands where it is on its way to.
    deciding = replace(known, deciding={ItemRef("agency", ItemKind.POST, "later"): at("2026-10-24T09:00")})
    (moving,) = [each for each in shown(deciding, BACK, UTC, UTC) if each.on_its_way]
    assert moving.shown(UTC) == Wall(date(2026, 10, 24), time(9))
    # Whether a slot for texts is free cannot be told: what was approved is told no more.
    (texts,) = [each for each in shown(known, BACK, UTC, UTC) if each.kind is Kind.SLOT]
    assert texts.title == "Ada"
    assert not texts.marks


def test_times_at_the_ends_of_time_stand_nowhere() -> None:
    far = [datetime.fromisoformat(each) for each in ("0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00")]
    posts = [planned(str(n), when, "s1") for n, when in enumerate(far)]
    posts += [a_post(f"out{n}", state=PostState.PUBLISHED, published_at=when) for n, when in enumerate(far)]
    approvals = tuple(an_approval(str(when.year), due=when) for when in far)
    known = Known(NOW, tuple(posts), approvals, (a_job(started_at=far[0]),), (a_slot(active=False),))
    assert shown(known, BACK) == ()


# Clocks that are set


@pytest.mark.parametrize(
    ("first", "hours"),
    [
        # Berlin goes back on 25 October, New York a week later: between them they are five hours apart.
        (date(2026, 10, 24), [3, *[4] * 7, 3, 3]),
        # New York goes forward on 14 March, Berlin two weeks later.
        (date(2027, 3, 13), [3, *[4] * 14, 3, 3]),
    ],
)
def test_a_slot_of_berlin_moves_for_new_york_between_the_two_changes(first: date, hours: list[int]) -> None:
    slots = tuple(a_slot(f"s{day}", day) for day in range(7))
    found = shown(Known(NOW, schedules=slots), Span(first, len(hours)))
    assert [each.shown(NEW_YORK).day for each in found] == list(Span(first, len(hours)))
    assert [each.shown(NEW_YORK).clock.hour for each in found] == hours
    assert all(on_wall(each.at, BERLIN).clock == time(9) for each in found if each.at)


@pytest.mark.parametrize(
    ("span", "clock", "jump", "told"),
    [
        (BACK, time(2, 30), Jump.TWICE, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (FORWARD, time(2, 30), Jump.SKIPPED, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_slot_that_the_clocks_of_its_platform_skip_or_show_twice_is_marked(
    span: Span, clock: time, jump: Jump, told: datetime
) -> None:
    found = shown(Known(NOW, schedules=(a_slot("s", 6, clock),)), span)
    (there,) = [each for each in found if Mark.JUMP in each.marks]
    assert (there.jump, there.at) == (jump, told)
    # A post for it is at the first instant after the gap, or at the first of the two, and agrees.
    post = planned("p", told, "s")
    known = Known(NOW, (post,), schedules=(a_slot("s", 6, clock),))
    assert (
        not {Mark.DISAGREES, Mark.EMPTY} & marks(shown(known, Span(there.shown(NEW_YORK).day, 1)))["Post p"]
    )


def test_a_time_that_the_persons_clock_shows_twice_is_marked() -> None:
    twice, once = at("2026-11-01T05:30"), at("2026-11-01T07:30")
    found = marks(shown(Known(NOW, (planned("a", twice), planned("b", once))), BACK))
    assert found == {"Post a": {Mark.JUMP}, "Post b": set()}


# Slots and what they are planned with


def test_a_slot_is_empty_unless_a_post_claims_it_or_stands_there() -> None:
    slots = (a_slot("mon", 0), a_slot("wed", 2), a_slot("fri", 4))
    posts = (
        planned("claims", at("2026-10-26T09:00", BERLIN), "mon"),
        planned("stands there", at("2026-10-28T09:00", BERLIN)),
        planned("failed", at("2026-10-30T09:00", BERLIN), "fri", state=PostState.FAILED),
    )
    found = shown(Known(NOW, posts, schedules=slots), Span(date(2026, 10, 26), 7))
    assert [each.slot for each in found if Mark.EMPTY in each.marks] == ["fri"]
    # Before its posts are known nobody says of any slot that it is.
    name = posts[0].ref.connection
    found = shown(Known(NOW, schedules=slots, untold=frozenset({name})), Span(date(2026, 10, 26), 7))
    assert [(each.slot, each.marks) for each in found] == [(id, frozenset()) for id in ("mon", "wed", "fri")]
    # What is over is no matter.
    before = shown(Known(NOW, schedules=slots), Span(date(2026, 10, 19), 7))
    assert [each.slot for each in before] == ["fri"]


def test_clashes_are_of_one_connection_at_one_time_or_in_one_slot() -> None:
    nine = at("2026-10-26T09:00", BERLIN)
    other = replace(planned("d", nine), ref=ItemRef("acme", ItemKind.POST, "d"), title="Post d")
    posts = (
        planned("a", nine),
        planned("b", nine.astimezone(UTC)),
        planned("c", nine + timedelta(hours=1)),
        other,
    )
    text = an_approval("t", "agency", ApprovalKind.TEXT, title="a text", due=nine)
    found = marks(shown(Known(NOW, posts, (text,)), BACK))
    assert [title for title, has in found.items() if Mark.CLASH in has] == ["Post a", "Post b"]
    slots = (a_slot("mon"), a_slot("tue", 1), a_slot("other account"))
    in_slots = (
        planned("a", nine, "mon"),
        planned("b", nine + DAY, "mon"),
        planned("c", nine + 7 * DAY, "mon"),
        planned("d", nine, "other account"),
    )
    found = marks(shown(Known(NOW, in_slots, schedules=slots), BACK))
    assert [title for title, has in found.items() if Mark.CLASH in has] == ["Post a", "Post b"]


@given(days, st.integers(0, 6), st.times(), st.sampled_from(ZONES), st.integers(-3, 3))
def test_a_post_at_its_slots_time_never_disagrees_and_one_a_day_off_does(
    day: date, weekday: int, clock: time, zone: tzinfo, off: int
) -> None:
    rhythm = Rhythm(Frequency.WEEKLY, clock.replace(second=0, microsecond=0), weekday=weekday)
    day += ((weekday - day.weekday()) % 7) * DAY
    when = datetime.combine(day, rhythm.at).replace(tzinfo=zone).astimezone(UTC)
    if on_wall(when, zone) != Wall(day, rhythm.at):
        return  # skipped there: the one above says it
    item = CalendarItem(ItemRef("a", ItemKind.POST, "p"), Kind.POST, "", when)
    assert disagreement(item, rhythm, zone) == frozenset()
    # Whatever the zone is, where it is not known nothing is said for sure that is not so.
    assert Mark.DISAGREES not in disagreement(item, rhythm, None)
    if off:
        there = replace(item, at=when + off * DAY)
        assert disagreement(there, rhythm, zone) == {Mark.DISAGREES}


@pytest.mark.parametrize(
    ("when", "mark"),
    [
        ("2026-10-26T09:00+00:00", set()),
        ("2026-10-26T09:00+01:00", set()),  # as it is written
        ("2026-10-26T08:00+00:00", {Mark.MAY_DISAGREE}),  # Berlin could be its zone
        ("2026-10-26T22:00+00:00", {Mark.DISAGREES}),
        ("2026-10-27T09:00+00:00", {Mark.DISAGREES}),  # the example of the contract: a Monday's on a Tuesday
        ("2026-10-25T19:00+00:00", {Mark.MAY_DISAGREE}),
        ("2026-10-25T18:59+00:00", {Mark.DISAGREES}),
    ],
)
def test_where_the_zone_is_not_known_only_what_no_zone_explains_disagrees_for_sure(
    when: str, mark: set[Mark]
) -> None:
    known = Known(NOW, (planned("p", datetime.fromisoformat(when), "s1"),), schedules=(a_slot(),))
    found = shown(known, BACK, UTC, None)
    assert marks(found)["Post p"] == mark
    # The slot after it stands as it was given, with no instant.
    after = shown(known, Span(date(2026, 11, 2), 7), UTC, None)
    (free,) = [each for each in after if each.kind is Kind.SLOT]
    assert (free.at, free.wall, free.marks) == (
        None,
        Wall(date(2026, 11, 2), time(9)),
        frozenset({Mark.EMPTY}),
    )


def test_late_is_what_was_seen_after_its_time_and_is_neither_approved_nor_published() -> None:
    over = NOW - timedelta(hours=1)
    posts = (
        planned("a", over),
        planned("b", over, state=PostState.FAILED),
        a_post("c", state=PostState.PUBLISHED, published_at=over),
        planned("d", NOW - timedelta(minutes=1)),
    )
    text = an_approval("t", "agency", ApprovalKind.TEXT, title="a text", due=over)
    known = Known(NOW, posts, (text,))
    late = {title for title, has in marks(shown(known, BACK)).items() if Mark.LATE in has}
    assert late == {"Post a", "a text"}
    assert counted(shown(known, BACK)) == {Mark.LATE: 2}
    # What was told before its time says nothing of what came of it.
    unseen = shown(replace(known, told={"agency": over}), BACK)
    assert not [each for each in unseen if Mark.LATE in each.marks]
