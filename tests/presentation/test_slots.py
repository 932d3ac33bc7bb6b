"""Slots as a person decides on them: the person's clock, UTC beside it, and what clocks do to them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.fakes.schedules import a_slot
from tui.domain.slots import Slot, free_slots, slots_as_given
from tui.presentation.slots import after_a_yes, none_left, shared_lines, slot_row, slot_told

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NOW = datetime(2026, 10, 19, 12, 0, tzinfo=UTC)


def next_slot(now: datetime = NOW, day: int = 6, clock: str = "02:30") -> Slot:
    (slot,) = free_slots([a_slot("1", day, clock)], (), now, BERLIN, count=1)
    return slot


def test_a_slot_is_told_by_the_clock_of_the_person_with_utc_and_theirs_beside_it() -> None:
    slot = next_slot(day=1, clock="09:00")
    assert slot_row(slot, BERLIN, own=True).plain == "Tue 20 Oct 2026 09:00 (07:00 UTC)  My blog  its own"
    now = slot_row(slot, BERLIN, has=True).plain
    assert now == "Tue 20 Oct 2026 09:00 (07:00 UTC)  its time now  My blog"
    # Times stand below one another.
    early = next_slot(datetime(2026, 11, 2, tzinfo=UTC), day=1, clock="09:00")
    assert slot_row(early, BERLIN).plain == "Tue  3 Nov 2026 09:00 (08:00 UTC)  My blog"
    assert slot_row(slot, UTC).plain == "Tue 20 Oct 2026 07:00 UTC  My blog"
    full = "Goes out on agency at Tue 20 Oct 2026 09:00 Europe/Berlin = 07:00 UTC, in 19 h"
    assert slot_told(slot, "agency", NOW, BERLIN, BERLIN) == full
    # What only a yes lets out does not go out by its time.
    waits = slot_told(slot, "agency", NOW, BERLIN, BERLIN, needs_yes=True)
    at = "Tue 20 Oct 2026 09:00 Europe/Berlin = 07:00 UTC"
    assert waits == f"Planned on agency for {at}, in 19 h; it goes out only after a yes"
    assert [after_a_yes(1, 1), after_a_yes(2, 2), after_a_yes(1, 2), after_a_yes(0, 2)] == [
        "it goes out only after a yes",
        "they go out only after a yes",
        "1 of them goes out only after a yes",
        "",
    ]
    there = slot_told(slot, "agency", NOW, NEW_YORK, BERLIN)
    assert "Tue 20 Oct 2026 03:00 America/New_York = 07:00 UTC" in there
    assert there.endswith("By the clock of its schedules 09:00")
    night = slot_told(next_slot(clock="02:30"), "agency", NOW, NEW_YORK, BERLIN)
    assert "Sat 24 Oct 2026 20:30 America/New_York = Sun 25 Oct 00:30 UTC" in night
    assert "By the clock of its schedules Sun 02:30" in night
    assert none_left("agency", 0, 0).startswith("agency has no slot for posts: the schedules screen adds one")
    assert none_left("agency", 2, 2).startswith("All slots of agency are taken for a year")


def test_what_clocks_skip_or_show_twice_is_said() -> None:
    twice = next_slot()
    assert slot_row(twice, BERLIN).plain == "Sun 25 Oct 2026 02:30 (00:30 UTC)  ! twice  My blog"
    assert slot_told(twice, "agency", NOW, BERLIN, BERLIN).endswith("show that time twice: it is the first")
    skipped = next_slot(datetime(2027, 3, 22, tzinfo=UTC))
    assert slot_row(skipped, BERLIN).plain == "Sun 28 Mar 2027 03:00 (01:00 UTC)  ! skipped  My blog"
    told = slot_told(skipped, "agency", NOW, BERLIN, BERLIN)
    assert told.endswith("Clocks are put forward over it: it comes right after")


def test_without_a_zone_it_is_as_given_and_nothing_else() -> None:
    (given,) = slots_as_given([a_slot("1", 1, "09:00")], NOW.date(), count=1)
    assert slot_row(given, BERLIN).plain == "Tue 20 Oct 09:00  as given  My blog"
    told = slot_told(given, "agency\x1b[2J", NOW, BERLIN, None)
    assert "does not say in which zone" in told
    assert "\x1b" not in told


def test_many_are_listed_with_their_times_and_the_rest_is_counted() -> None:
    given = [(f"Draft {n}", datetime(2026, 10, 20 + n, 7, 0, tzinfo=UTC)) for n in range(3)]
    assert shared_lines(given, BERLIN, ["agency"] * 3, most=2) == [
        "Tue 20 Oct 09:00 (07:00 UTC) · Draft 0",
        "Wed 21 Oct 09:00 (07:00 UTC) · Draft 1",
        "and 1 more, until Thu 22 Oct 09:00 (07:00 UTC)",
    ]
    assert shared_lines(given, UTC, ["agency", "blog", "blog"], most=9)[0].endswith("Draft 0 · agency")
