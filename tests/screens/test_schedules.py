"""The schedules, by keys: a week of slots in which one is moved, and what is written when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.fakes.platform import FakePlatform
from tests.fakes.schedules import a_run, a_slot, scheduling
from tests.screens.desk import Screen, open_app
from tui.commands import Area
from tui.domain.accounts import AccountKind
from tui.domain.errors import Conflict, Invalid, OutcomeUnknown, Unreachable
from tui.domain.forms import FieldKind, FormField
from tui.domain.preferences import ConnectionLook, Preferences
from tui.domain.schedules import ScheduleKind
from tui.screens.messages import ShowRow
from tui.screens.schedule_rows import Heading
from tui.services.schedules import LOOK_FIRST

BERLIN = ZoneInfo("Europe/Berlin")


async def type_in(screen: Screen, text: str) -> None:
    await screen.press(*("space" if each == " " else each for each in text))


def line_of(screen: Screen, *words: str) -> str:
    """The first line that has all of these."""
    found = [line for line in screen.text.splitlines() if all(word in line for word in words)]
    assert found, f"{words} on no line of\n{screen.text}"
    return found[0]


def foot(screen: Screen) -> str:
    return screen.text.splitlines()[-1]


async def test_a_week_of_slots_is_walked_by_day_and_time_and_a_slot_is_moved_by_keys(tmp_path: Path) -> None:
    agency, slots = scheduling(
        "agency",
        a_slot("1", 0, "09:00"),
        a_slot("2", 1, "14:00", "2"),
        a_slot("3", 1, "08:00", is_active=False),
        a_slot("4", 3, "11:30", "2"),
    )
    async with open_app(tmp_path, agency, FakePlatform("blog"), size=(80, 24)) as screen:
        await screen.press("6")
        await screen.shows("Mon       Tue       Wed", "clock of agency: not known, as given", "▌6 Sched▐")
        assert line_of(screen, "08:00").split() == ["08:00", "off", "My", "b…"]
        assert screen.under_cursor.ref.id == "1"
        # Over the days and within one; from the last nothing is further on.
        for keys, id in (("l", "3"), ("j", "2"), ("right", "4"), ("l", "4"), ("left", "2"), ("k", "3")):
            await screen.press(keys)
            assert screen.under_cursor.ref.id == id, keys
        await screen.shows("My blog is off: nothing comes of it · o switches it on")
        # Taken up it goes a day, half an hour, five minutes; other keys wait until it is put down.
        await screen.press("h", "m", "l", "l", "j", "J", "d", "G")
        await screen.shows("Mon 09:00 → Wed 09:35", "enter put down", "My blog is up")
        assert line_of(screen, "09:35", "◆ My blog")
        assert screen.under_cursor.ref.id == "1"
        await screen.press("escape")
        await screen.shows("My blog stays where it was", gone=("09:35",))
        assert slots.sent("change") == []
        # What is refused stays up; what comes back other than it was sent is told.
        slots.fail["change"] = Conflict("agency has another one there")
        await screen.press("m", "l", "K", "K", "enter")
        await screen.shows("not moved: My blog: agency has another one there", "Mon 09:00 → Tue 08:50")
        slots.fail.clear()
        slots.alters = {"time": "08:45"}
        await screen.press("enter")
        await screen.shows("agency made something else of what was sent: time 08:45, not 08:50")
        assert slots.sent("change") == [("1", {"day_of_week": "tuesday", "time": "08:50"})] * 2
        assert line_of(screen, "08:45", "My blog")
        slots.alters = {}
        # A lost answer: it is read again, and let go.
        slots.fail["change"] = OutcomeUnknown("The answer was lost")
        await screen.press("m", "l", "enter")
        await screen.shows("not moved: My blog: The answer was lost", gone=("enter put down",))
        assert LOOK_FIRST.split()[0] in screen.text
        assert len(slots.sent("change")) == 3


@pytest.mark.parametrize("size", [(120, 40), (60, 16)])
async def test_a_slot_is_copied_switched_and_deleted_and_clashes_are_marked(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    agency, slots = scheduling("agency", a_slot("1", 0, "09:00"), a_slot("2", 3, "11:30", "2"))
    async with open_app(tmp_path, agency, size=size, zones=lambda name: BERLIN) as screen:
        await screen.press("6")
        await screen.shows("My company", "clock of agency: Europe/Berlin")
        assert ("Monday" in screen.text) is (size[0] == 60), "without room for a week it is a list by day"
        # Its copy starts a day on; where another one of the account stands it says so.
        await screen.press("c", "h")
        await screen.shows("copy: Mon 09:00", "! clashes")
        await screen.press("enter")
        await screen.until(lambda: len(slots.has) == 3)
        await screen.shows("copied: My blog, weekly Mon 09:00")
        assert slots.sent("add") == [
            {
                "account_id": "1",
                "day_of_week": "monday",
                "time": "09:00",
                "content_type": "",
                "is_active": True,
            }
        ]
        assert screen.under_cursor.ref == slots.has[-1].ref
        await screen.shows("! My blog: another slot of it is at the same time")
        # Off, it clashes no longer.
        await screen.press("o")
        await screen.shows("switched off: My blog", "○", gone=("! My blog", ", off"))
        slots.fail["switch"] = Unreachable("agency did not answer")
        await screen.press("o")
        await screen.shows("not switched: My blog: agency did not answer")
        # Deleting asks once, and a second d says no.
        await screen.press("d")
        await screen.shows("Delete the slot?", "The slot of My blog, weekly Mon 09:00, goes for")
        await screen.press("n", "d", "y")
        await screen.shows("deleted: My blog, weekly Mon 09:00")
        assert [each.ref.id for each in slots.has] == ["1", "2"]
        # All that is known of one, with its next times.
        await screen.press("enter")
        await screen.shows("by Europe/Berlin, in UTC", "10:30 UTC")
        await screen.press("escape", "v")
        await screen.shows("No connection has schedules of what is written.", "the week's slots")


async def test_what_is_written_when_is_listed_with_its_next_five_runs_and_what_clocks_do_to_them(
    tmp_path: Path,
) -> None:
    # A night in New York's spring: the machine's person is in Kolkata, where no clock is ever set.
    now = datetime(2026, 3, 6, 18, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    acme, _ = scheduling(
        "acme",
        a_run("1", frequency="daily", time="02:30", name="Nightly"),
        a_run("2", frequency="monthly", day="31", name="Month's end", auto_publish=True),
        a_run("3", frequency="weekly", weekday="sunday", time="01:30", name="Sundays"),
        kind=ScheduleKind.RUNS,
    )
    other, _ = scheduling("other", a_run("9", connection="other", name="Elsewhere"), kind=ScheduleKind.RUNS)
    zones = {"acme": ZoneInfo("America/New_York")}
    async with open_app(tmp_path, acme, other, now=lambda: now, zones=zones.get) as screen:
        await screen.press("6")
        await screen.shows(
            "what is written when", "clock of acme: America/New_York", "clock of other: not known"
        )
        await screen.shows("daily 02:30", "monthly 31st 09:00", "weekly Sun 01:30", "weekly Mon 09:00")
        assert [row.label for row in screen.listed if isinstance(row, Heading)] == ["acme", "other"]
        assert "last 7 days" in line_of(screen, "Month's end")
        assert "publishes without your yes" in line_of(screen, "Month's end")
        assert "a draft" in line_of(screen, "Nightly")
        # Friday 18:00 in Kolkata is 07:30 in New York; its clocks skip 02:30 on Sunday, in neither's time.
        await screen.shows("Sat  7 Mar 2026 13:00  07:30 UTC", "Sun  8 Mar 2026 12:30  07:00 UTC")
        assert "the clocks skip 02:30 that day" in line_of(screen, "Sun  8 Mar 2026")
        assert "Mon  9 Mar 2026 12:00  06:30 UTC" in screen.text
        assert screen.text.count(" UTC") == 5 + 1
        await screen.press("j")
        await screen.shows(
            "Tue 31 Mar 2026 18:30", "Sun 31 May 2026", "monthly on the 31st 09:00", gone=("Apr 2026",)
        )
        await screen.shows("Month's end publishes without your yes")
        # A zone that is not known is not guessed: times as given, and where it is said.
        await screen.press("G")
        await screen.shows("next, as given: the zone of other is not known", "Mon 9 Mar 2026 09:00")
        assert 'zone = "Europe/Berlin", say, in [connections.other]' in screen.text
        assert " UTC" not in screen.text
        await screen.press("m")
        await screen.shows("Elsewhere: e changes when it comes round")
        await screen.press("v")
        await screen.shows("No connection has weekly slots")


async def test_publishing_without_a_yes_is_asked_for_and_nothing_typed_is_lost(tmp_path: Path) -> None:
    acme, runs = scheduling(
        "acme",
        a_run("1", name="Weekly"),
        a_run("2", name="Loud", auto_publish=True, enabled=False),
        kind=ScheduleKind.RUNS,
    )
    acme.capabilities = replace(acme.capabilities, accounts=(AccountKind.REPOSITORY,))
    async with open_app(tmp_path, acme) as screen:
        await screen.press("6")
        await screen.shows("Weekly", "a draft waits for your yes")
        # Switching one on that publishes by itself.
        await screen.press("j", "o")
        await screen.shows("Publish without your yes?", "goes public as it is, and nobody reads it")
        await screen.press("n")
        await screen.shows("Loud stays off", gone=("Publish without",))
        await screen.press("o", "y")
        await screen.shows("switched on: Loud")
        assert runs.sent("switch") == [("2", True)]
        # In its form: a no leaves the form as it was filled in, and so does a refusal.
        await screen.press("k", "e")
        await screen.shows("Change Weekly", "auto-publish")
        await screen.press("down", "down", "down", *["backspace"] * 5)
        await type_in(screen, "10:15")
        await screen.press("down", "right", "ctrl+s")
        await screen.shows("Publish without your yes?")
        await screen.press("n")
        await screen.shows("Nothing was sent", "10:15")
        assert runs.sent("change") == []
        runs.fail["change"] = Invalid("acme refused it", fields={"time": "is taken"})
        await screen.press("ctrl+s", "y")
        await screen.shows("is taken", "10:15")
        runs.fail.clear()
        await screen.press("ctrl+s", "y")
        await screen.shows("changed: Weekly, weekly Mon 10:15", gone=("Change Weekly",))
        assert runs.sent("change")[-1] == ("1", {"time": "10:15", "auto_publish": True})
        # Another like it: the same values, and the same question.
        await screen.press("c")
        await screen.shows("Add a schedule on acme", "10:15")
        await type_in(screen, " 2")
        await screen.press("ctrl+s", "y")
        await screen.shows("added: Weekly 2")
        assert screen.under_cursor.name == "Weekly 2"
        # A new one, which waits for a yes, is not asked about.
        await screen.press("a")
        await screen.shows("Add a schedule on acme")
        await type_in(screen, "Quiet")
        await screen.press("down", "down", "right", "down")
        await type_in(screen, "07:00")
        await screen.press("ctrl+s")
        await screen.shows("added: Quiet", gone=("Add a schedule",))
        # Where there is nothing to choose yet it is said where it is added.
        runs.more = (FormField("repositories", "repositories", FieldKind.MANY, required=True),)
        await screen.press("a")
        await screen.shows("repositories *", "none yet: 5 adds one")


async def test_a_protected_connection_asks_for_its_name_and_one_that_is_read_only_takes_nothing(
    tmp_path: Path,
) -> None:
    acme, runs = scheduling(
        "acme", a_run("1", auto_publish=True, enabled=False, name="Loud"), kind=ScheduleKind.RUNS
    )
    agency, slots = scheduling("agency", a_slot("1"))
    protected = Preferences(connections={"acme": ConnectionLook(protected=True)})
    async with open_app(tmp_path, acme, agency, preferences=protected, read_only=["agency"]) as screen:
        await screen.press("6")
        await screen.shows("My blog")
        for keys in (["m"], ["c"], ["o"], ["d"], ["e"], ["a"]):
            await screen.press("1", "6", *keys)
            await screen.shows("agency is read-only")
        assert slots.calls == [("all", None)] * slots.calls.count(("all", None))
        await screen.press("v", "o")
        await screen.shows("acme is protected: type its name")
        await type_in(screen, "agency")
        await screen.press("enter")
        await screen.shows("That is not its name.")
        await screen.press(*["backspace"] * 6)
        await type_in(screen, "acme")
        await screen.press("enter")
        await screen.shows("switched on: Loud")
        assert runs.sent("switch") == [("1", True)]


async def test_what_comes_late_does_not_turn_the_list_under_the_hand(tmp_path: Path) -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    acme, _ = scheduling("acme", a_run(), kind=ScheduleKind.RUNS)
    slots.fail["all"] = Unreachable("agency did not answer")
    async with open_app(tmp_path, agency, acme) as screen:
        await screen.press("6")
        await screen.shows("what is written when · agency did not answer", "Weekly changelog")
        slots.fail.clear()
        await screen.press("r")
        await screen.until(lambda: len(screen.services.schedules.known()) == 2)
        await screen.answered("schedules")
        await screen.shows(" what is written when · clock", "Weekly changelog")
        await screen.press("v")
        await screen.shows("the week's slots", "My blog")


async def test_a_connection_that_fails_is_named_and_a_start_after_a_cut_is_where_the_person_was(
    tmp_path: Path,
) -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    acme, runs = scheduling("acme", kind=ScheduleKind.RUNS)
    runs.fail["all"] = Unreachable("acme did not answer")
    async with open_app(tmp_path, agency, acme, resumes=True) as screen:
        await screen.press("6")
        await screen.shows("My blog", "acme did not answer")
        slots.has.append(a_slot("2", 4, "17:00", "2"))
        runs.fail.clear()
        runs.has.append(a_run())
        await screen.press("r")
        await screen.shows("17:00", "Mon  ")
        # A slot without a place in the week would not be seen in it.
        slots.has.append(replace(a_slot("3"), rhythm=None, said="someday 9"))
        await screen.press("r")
        await screen.shows("at a time that cannot be read", "Friday", "17:00")
        await screen.press("v")
        await screen.shows("Weekly changelog")
        runs.has.append(a_run("r2", name="Second"))
        await screen.press("r")
        await screen.shows("Second")
        await screen.press("j")
        screen.app.cut_off()
    async with open_app(tmp_path, agency, acme, resumes=True) as screen:
        await screen.shows("▌6 Schedules▐", "what is written when")
        await screen.until(lambda: getattr(screen.under_cursor, "name", "") == "Second")
        # What is to be shown from elsewhere is, in the shape that has it.
        await screen.press("1")
        screen.app.post_message(ShowRow(Area.SCHEDULES, slots.has[1].ref))
        await screen.shows("▌6 Schedules▐", "the week's slots")
        await screen.until(lambda: screen.under_cursor.ref == slots.has[1].ref)
