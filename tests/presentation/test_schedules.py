"""Schedules in words: when they come, by whose clock, and what clocks that are set do to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.fakes.schedules import a_run, a_slot
from tests.presentation.hostile import HOSTILE
from tui.commands.keymap import USUAL
from tui.domain.schedules import Frequency, Rhythm, Schedule
from tui.domain.week import Place, Week
from tui.presentation import schedules as words
from tui.presentation.text import cells
from tui.presentation.week_grid import OFF, WeekLook, cell_text, fits, week_heading, week_line

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        (Rhythm(Frequency.DAILY, time(9)), "daily 09:00"),
        (Rhythm(Frequency.WEEKLY, time(9), weekday=6), "weekly Sun 09:00"),
        (Rhythm(Frequency.MONTHLY, time(9), day=1), "monthly on the 1st 09:00"),
        (Rhythm(Frequency.MONTHLY, time(9), day=12), "monthly on the 12th 09:00"),
        (Rhythm(Frequency.MONTHLY, time(9), day=23), "monthly on the 23rd 09:00"),
        (Rhythm(Frequency.WEEKLY, time(9)), "monday 09:00"),
        (None, "monday 09:00"),
    ],
)
def test_when_it_comes_is_said_in_words(rhythm: Rhythm | None, said: str) -> None:
    assert words.when(replace(a_slot(), rhythm=rhythm)) == said
    assert words.when(replace(a_slot(), rhythm=None, said="")) == words.UNREADABLE


def next_lines(schedule: Schedule, zone: ZoneInfo | None, now: datetime) -> list[str]:
    return [line.plain.strip() for line in words.next_times(schedule, zone, now)]


def test_the_week_of_a_change_of_clocks_is_told_in_the_persons_zone_with_utc_beside() -> None:
    nightly = a_run(frequency="daily", time="02:30")
    autumn = next_lines(nightly, BERLIN, datetime(2026, 10, 23, 18, tzinfo=NEW_YORK))
    assert autumn == [
        "next, by Europe/Berlin, in your time and in UTC",
        "Fri 23 Oct 2026 20:30  Sat 00:30 UTC",
        "Sat 24 Oct 2026 20:30  Sun 00:30 UTC  ! 02:30 comes twice that day: the first one",
        "Sun 25 Oct 2026 21:30  Mon 01:30 UTC",
        "Mon 26 Oct 2026 21:30  Tue 01:30 UTC",
        "Tue 27 Oct 2026 21:30  Wed 01:30 UTC",
    ]
    spring = next_lines(nightly, BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC))
    # Whose clock is UTC's is told it once.
    assert spring[0] == "next, by Europe/Berlin, in UTC"
    assert spring[1] == "Sun 29 Mar 2026 01:00 UTC  ! the clocks skip 02:30 that day: right after the gap"
    # The person's own clocks are set besides: 20:30 there is another instant a week later.
    morning = next_lines(a_slot(day=6, at="09:00"), BERLIN, datetime(2026, 10, 24, tzinfo=NEW_YORK))
    assert morning[1:3] == ["Sun 25 Oct 2026 04:00  08:00 UTC", "Sun  1 Nov 2026 03:00  08:00 UTC"]


def test_times_of_an_unknown_zone_are_given_as_they_are_and_never_as_instants() -> None:
    told = next_lines(a_slot(), None, datetime(2026, 11, 23, 23, tzinfo=UTC))
    assert told[0] == "next, as given: the zone of agency is not known"
    assert told[1] == "Mon 23 Nov 2026 09:00", "whether it is over there nobody can say"
    assert "[connections.agency]" in told[-1]
    assert not any("UTC" in line for line in told)
    off = next_lines(a_slot(is_active=False), None, datetime(2026, 11, 23, tzinfo=UTC))
    assert off[0].startswith("it is off; on, it would come as given")
    unreadable = next_lines(replace(a_slot(), rhythm=None), BERLIN, datetime(2026, 11, 23, tzinfo=UTC))
    assert len(unreadable) == 1


def test_a_cell_says_that_a_slot_is_off_however_narrow_it_is() -> None:
    off = a_slot(account="2", is_active=False)
    for width in range(6, 40):
        text = cell_text(off, width, sign=OFF)
        assert "off" in text
        assert cells(text) <= width
    assert cell_text(a_slot(account="2"), 24) == "My company text"
    assert cell_text(a_slot(account="2"), 9) == "My c… txt"
    assert cell_text(replace(a_slot(), column=2), 24) == "My blog col 2"
    assert fits(76)
    assert not fits(56)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_from_outside_harms_the_screen(text: str) -> None:
    harmful: dict[str, Any] = {
        "name": text,
        "network": text,
        "content_type": text,
        "said": text,
        "sources": (text,),
    }
    slot = replace(a_slot(), **harmful)
    run = replace(a_run(), **harmful, look_back=text)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    lines = [
        words.slot_row(slot, 76, clashes=True),
        words.run_row(run, 116),
        week_line(WeekLook(Week.of([slot])), time(9), 0, 116, ""),
        words.schedule_consequence(run, clashes=False, switches="o"),
        words.lifted_line(slot, Place(1, time(9)), copy=False, clashes=True, sending=False, keys=USUAL),
        *words.next_times(replace(run, rhythm=None), BERLIN, now),
    ]
    for line in lines:
        assert "\n" not in line.plain
    several = [
        words.schedule_header(slot, clashes=[slot]),
        words.schedule_facts(run),
        words.removal_question(run),
        words.public_question(text, text),
    ]
    said, _ = words.done_note("moved", slot, [(text, text, text)])
    for content in (*lines, *several):
        assert not set(content.plain) & {"\x1b", "\x9b", "\u202e", "\x07"}
    assert cells(lines[0].plain) == 76
    assert cells(lines[1].plain) == 116
    assert cells(lines[2].plain) <= 116
    assert cells(said) < 600
    assert cells(week_heading(76).plain) <= 76


def test_who_failed_and_whose_clock_is_not_known_come_before_what_is_well() -> None:
    clocks = [("blog", "Europe/Berlin", True), ("agency", None, False)]
    line = words.clocks_line("the week's slots", clocks, ["acme"]).plain
    told = ["acme did not answer", "clock of agency: not known, as given", "clock of blog: Europe/Berlin"]
    assert line.endswith(" · ".join(told))
