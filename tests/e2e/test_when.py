"""When things go out, by keys on the real desk: slots and schedules, the calendar, and a post that is given
its time. The desk's clock is Berlin's, the person's New York's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.checkout import make_checkout
from tests.e2e.home import Home, home
from tests.e2e.person import (
    cursor_line,
    decide,
    empty_line,
    filter_by,
    go_to,
    leave,
    press_for_another,
    turn_to,
    wait_for_the_inbox,
)
from tests.e2e.terminal import Terminal

DESKS, PERSONS = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
FRIDAY, SATURDAY = 4, 5
SAVE = "\x13"
POST = "Names that"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Home]:
    with home(tmp_path / "home") as made:
        made.cwd = make_checkout(tmp_path)
        made.hold(0)
        made.serve("--no-limits", "--zone", DESKS.key)
        yield made


@SIZES
def test_what_goes_out_when_is_set_up_seen_and_changed(desk: Home, size: tuple[int, int]) -> None:
    columns, lines = size

    def opened() -> Terminal:
        return desk.open(environ={"TZ": PERSONS.key}, columns=columns, lines=lines)

    with opened() as terminal:
        wait_for_the_inbox(terminal)
        set_up_slots(terminal, desk)
        set_up_schedules(terminal, desk)
        leave(terminal)
    # Anew: quicker than any person, these keys would ask for more than Repostra's sixty answers a minute.
    with opened() as terminal:
        wait_for_the_inbox(terminal)
        due = give_times(terminal, desk)
        move_in_the_calendar(terminal, desk, due)
        leave(terminal)
    assert len(desk.repostra("GET", "/posting-schedules")["data"]) == 3, "the samples"
    assert desk.notra("GET", "/v1/schedules")["schedules"] == []


def set_up_slots(terminal: Terminal, desk: Home) -> None:
    terminal.press("6")
    terminal.wait_for("Mon", "My bl", f"clock of desk-repostra: {DESKS.key}", "09:00", "next, by")
    terminal.press("a")
    terminal.wait_for("Add a slot on desk-repostra", "account *")
    turn_to(terminal, "account *", "My blog (sample) (website)")
    terminal.press("down")
    turn_to(terminal, "day *", "Thursday")
    # What is missing is told at its field; the rest stays.
    terminal.press(SAVE)
    terminal.wait_for("time must be filled in", "‹ Thursday ›")
    terminal.press(*"18:00", SAVE)
    terminal.wait_to_hear("✓ added: My blog (sample), weekly Thu 18:00", gone=["Add a slot"])
    terminal.wait_until(lambda: "weekly Thu 18:00" in told_of(terminal), "the slot under the cursor")

    terminal.press("m")
    terminal.wait_for("enter put down", "Thu 18:00")
    terminal.press("l", "j")
    terminal.wait_for("Thu 18:00 → Fri 18:30")
    terminal.press("enter")
    terminal.wait_to_hear("✓ moved: My blog (sample), weekly Fri 18:30", gone=["put down"])
    # By the desk's clock, in the person's time, and in UTC.
    next_run = after(datetime.now(UTC), FRIDAY, "18:30")
    terminal.wait_for(f"by {DESKS.key}, in your time and in UTC", told(next_run))

    terminal.press("c")
    terminal.wait_for("copy: Sat 18:30")
    terminal.press("enter")
    terminal.wait_to_hear("✓ copied: My blog (sample), weekly Sat 18:30", gone=["put down"])
    terminal.wait_for(told(after(datetime.now(UTC), SATURDAY, "18:30")))
    decide(terminal, "o", "✓ switched off: My blog (sample), weekly Sat 18:30")
    terminal.wait_for("My blog (sample) is off: nothing comes of it")
    made = slots_of(desk)
    assert made == {("friday", "18:30"): True, ("saturday", "18:30"): False}
    for day in ("Sat", "Fri"):
        delete(terminal, "Delete the slot?", f"weekly {day} 18:30")
        if day == "Sat":
            go_to_slot(terminal, "weekly Fri 18:30", gone="weekly Sat 18:30")


def slots_of(desk: Home) -> dict[tuple[str, str], bool]:
    """Whether the slots in the evening are switched on, by day and time."""
    slots = desk.repostra("GET", "/posting-schedules")["data"]
    return {(each["day_of_week"], each["time"]): each["is_active"] for each in slots if each["time"] > "18"}


def go_to_slot(terminal: Terminal, words: str, *, gone: str) -> None:
    """Go back over the week, from what took the place of a slot that is gone, to the one of which the line
    above the keys tells this.
    """
    terminal.wait_until(lambda: told_of(terminal) and gone not in told_of(terminal), "another slot")
    terminal.still()
    while words not in told_of(terminal):
        press_for_another(terminal, "h", lambda: told_of(terminal))


def told_of(terminal: Terminal) -> str:
    """What the line above the keys tells of what is under the cursor."""
    return terminal.text.splitlines()[-2].strip()


def delete(terminal: Terminal, question: str, what: str) -> None:
    decide(terminal, "d", question)
    terminal.wait_for(what)
    terminal.press("y")
    terminal.wait_to_hear("✓ deleted: ", what, gone=[question])


def after(now: datetime, weekday: int, clock: str) -> datetime:
    """The next such time by the desk's clock."""
    hour, minute = map(int, clock.split(":"))
    here = now.astimezone(DESKS)
    days = (here + timedelta(days=n) for n in range(8))
    runs = (day.replace(hour=hour, minute=minute, second=0, microsecond=0) for day in days)
    return next(run for run in runs if run.weekday() == weekday and run > here)


def told(run: datetime) -> str:
    """A time as the person is told it, with UTC beside it."""
    mine, utc = run.astimezone(PERSONS), run.astimezone(UTC)
    return f"{mine:%a} {mine.day:2} {mine:%b %Y %H:%M}  {utc:%H:%M} UTC"


def set_up_schedules(terminal: Terminal, desk: Home) -> None:
    terminal.press("v")
    terminal.wait_for("what is written when", "Nothing is written by a schedule")
    terminal.press("a")
    terminal.wait_for("Add a schedule on desk-notra", "name *", "[ ] lantern")
    terminal.press(*"On Fridays", "down")
    turn_to(terminal, "how often *", "weekly")
    terminal.press("down", *"18:30", "down")
    turn_to(terminal, "day *", "Friday")
    terminal.press("down", "space")
    terminal.wait_for("[x] lantern")
    terminal.press("down")
    turn_to(terminal, "what is written *", "changelog")
    terminal.press("down", "down", "down", "down")
    turn_to(terminal, "active", "no")
    terminal.press("down")
    turn_to(terminal, "publishes by itself", "yes")
    terminal.press(SAVE)
    # Nothing publishes by itself because nobody was asked.
    terminal.wait_for("Publish without your yes?", "nobody reads it before")
    terminal.press("n")
    terminal.wait_for("Nothing was sent", "‹ yes ›", gone=["Publish without"])
    assert desk.notra("GET", "/v1/schedules")["schedules"] == []
    terminal.press(SAVE)
    terminal.wait_for("Publish without your yes?")
    terminal.press("y")
    terminal.wait_to_hear("✓ added: On Fridays, weekly Fri 18:30", gone=["Add a schedule"])
    run = after(datetime.now(UTC), FRIDAY, "18:30")
    terminal.wait_for(*(told(in_weeks(run, number)) for number in range(5)))

    decide(terminal, "o", "Publish without your yes?")
    terminal.press("n")
    terminal.wait_to_hear("On Fridays stays off", gone=["Publish without"])
    decide(terminal, "o", "Publish without your yes?")
    terminal.press("y")
    terminal.wait_to_hear("✓ switched on: On Fridays")
    (kept,) = desk.notra("GET", "/v1/schedules")["schedules"]
    assert (kept["enabled"], kept["autoPublish"]) == (True, True)
    delete(terminal, "Delete the schedule?", "On Fridays")
    terminal.wait_for("Nothing is written by a schedule")


def in_weeks(run: datetime, weeks: int) -> datetime:
    """The same time by the desk's clock some weeks on, whatever its clocks do meanwhile."""
    return run + timedelta(weeks=weeks)


def give_times(terminal: Terminal, desk: Home) -> datetime:
    """Give a post the next free slot, and then a time that is typed; gives that."""
    terminal.press("2")
    terminal.wait_for("/ filter", "Names")
    filter_by(terminal, f"{POST} conn:desk-repostra")
    terminal.wait_until(lambda: POST in cursor_line(terminal), POST)
    decide(terminal, "s", "Next free slots of desk-repostra")
    slot = after_any(terminal)
    terminal.press("enter")
    terminal.wait_to_hear("✓ scheduled: Names", gone=["Next free slots"])
    assert time_of(desk) == slot

    decide(terminal, "S", "Planned for")
    tomorrow = datetime.now(PERSONS).date() + timedelta(days=1)
    due = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 17, 30, tzinfo=PERSONS)
    empty_line(terminal)
    terminal.press(*"tomorrow 17:30")
    terminal.wait_for(f"17:30 {PERSONS.key} =", f"{due.astimezone(UTC):%H:%M} UTC")
    terminal.press("enter")
    terminal.wait_to_hear("✓ scheduled: Names", gone=["Planned for"])
    terminal.wait_until(lambda: time_of(desk) == due, "the new time")
    return due


def after_any(terminal: Terminal) -> datetime:
    """The first slot that is offered; both clocks of it are told."""
    screen = terminal.wait_for_match(r"▌ +1 .*My blog")
    offered = re.search(r"1 \w+ +(\d+ \w+ \d+ \d+:\d+) \((?:\w+ +\d+ \w+ )?(\d+:\d+) UTC\)", screen)
    assert offered is not None, screen
    mine = datetime.strptime(offered[1], "%d %b %Y %H:%M").replace(tzinfo=PERSONS)
    assert f"{mine.astimezone(UTC):%H:%M}" == offered[2]
    terminal.wait_for(f"its schedules {mine.astimezone(DESKS):%H:%M}")
    return mine


def time_of(desk: Home) -> datetime | None:
    """When the desk has the post go out."""
    posts = desk.repostra("GET", "/content")["data"]
    (at,) = (each["scheduled_for"] for each in posts if each["title"].startswith(POST))
    return datetime.fromisoformat(at) if at else None


def move_in_the_calendar(terminal: Terminal, desk: Home, due: datetime) -> None:
    terminal.press("4")
    terminal.wait_for("v shape", "t today")
    shapes = [re.compile(r"^ \w+ 20\d\d  ", re.M), re.compile(r"Mon \d+ ──"), re.compile(r"time +UTC +title")]

    def shape() -> str | None:
        return next((each.pattern for each in shapes if each.search(terminal.text)), None)

    terminal.wait_until(shape, "a shape")
    begun = shape()
    for _ in shapes:
        press_for_another(terminal, "v", shape)
        terminal.still()
    assert shape() == begun, "each was there once"
    while shape() != shapes[-1].pattern:
        press_for_another(terminal, "v", shape)
    # What needs a look is counted and marked, and gone through by a key.
    terminal.wait_for_match(r"○ ?\d+")
    terminal.press("n")
    terminal.wait_until(lambda: re.search(r"[○‖≠] (empty|clash|disagrees)", cursor_line(terminal)), "a mark")
    # From other days than today's: what `t` does is seen then.
    for key in "<>>t":
        press_for_another(terminal, key, lambda: days_shown(terminal))
    terminal.wait_until(lambda: on_today(terminal), "today")

    terminal.wait_for(POST)
    go_to(terminal, POST)
    line = cursor_line(terminal)
    assert f"{due:%H:%M}" in line
    assert f"{due.astimezone(UTC):%H:%M}" in line
    decide(terminal, "m", "put it down")
    terminal.press("l", "j")
    # A day on, and to the next whole hour.
    moved = datetime.combine(due.date() + timedelta(days=1), due.time(), PERSONS) + timedelta(minutes=30)
    terminal.wait_for(f"{moved:%H:%M} {PERSONS.key} = ", f"{moved.astimezone(UTC):%H:%M} UTC")
    terminal.press("enter")
    terminal.wait_to_hear("✓ scheduled: Names")
    terminal.wait_until(lambda: time_of(desk) == moved, "the new time")
    terminal.wait_until(lambda: POST in cursor_line(terminal), "the post where it is now")
    terminal.press("enter")
    terminal.wait_for_match(r"▌(1 )?Inbox|▌(2 )?Posts")
    terminal.wait_for(POST)


def on_today(terminal: Terminal) -> bool:
    """Whether the cursor of the calendar is on today, or on what stands on it first."""
    return re.search(r"^(▌[^│▐\n]* · today|[^│▐\n]* · today.*\n▌[^▐\n]*$)", terminal.text, re.M) is not None


def days_shown(terminal: Terminal) -> str:
    """From when to when the calendar shows, as its head tells."""
    return terminal.text.splitlines()[1].split("  ")[0]
