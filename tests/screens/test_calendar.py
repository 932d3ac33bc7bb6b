"""The calendar by keys: days in three shapes, what needs a look, and a post that is moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.fakes.items import an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.calendar_weeks import A_JOB, MONDAY, at, clock, connections, planned
from tests.screens.desk import Screen, open_app
from tests.screens.pictured import compare, drawn, lines_of
from tui.domain.calendar.items import CalendarItem
from tui.domain.errors import Unreachable
from tui.domain.holds import Holds
from tui.domain.posts import PostChanges, PostFilter, PostState
from tui.domain.terminal import Terminal
from tui.screens.calendar import CalendarScreen
from tui.screens.messages import PostsChanged

HELD = Holds(approve=60)


async def opened(screen: Screen, *wanted: str) -> None:
    """The calendar is open, and all is there that was asked for."""
    await screen.press("4")
    await screen.shows(*wanted)
    await screen.answered("calendar", "inbox")
    calendar = screen.app.screen
    assert isinstance(calendar, CalendarScreen)
    await screen.until(lambda: not calendar._gathering)


def asked(platform: FakePlatform) -> int:
    """How often the calendar asked it; the inbox asks for what failed, and nothing else."""
    wanted = (call.args[0] for call in platform.calls if call.method == "posts")
    return sum(isinstance(each, PostFilter) and PostState.SCHEDULED in each.states for each in wanted)


def title(screen: Screen) -> str:
    """What the cursor is on."""
    row = screen.under_cursor
    return row.title if isinstance(row, CalendarItem) else "nothing"


async def test_a_week_is_gone_through_by_keys_and_each_item_opens_where_it_is_worked_on(
    tmp_path: Path,
) -> None:
    agency, acme = connections()
    acme.script("j1", A_JOB)
    async with open_app(tmp_path, agency, acme, now=lambda: MONDAY, zones=clock) as screen:
        await screen.services.jobs.watch("acme", "j1")
        await opened(screen, "19 – 25 Oct 2026", "2 clashing", "1 disagrees", "1 late", "2 empty slots")
        # Times are the person's, with UTC beside them; the clock of the platform's day is told too.
        await screen.shows("Mon 19 Oct 2026 · today", "03:00 · 07:00 UTC  ◕ scheduled  Sign-in asks once")
        assert title(screen) == "Release 2.4"
        await screen.press("j", "j", "j")
        assert title(screen) == "weekly log"
        await screen.press("l", "l", "down")
        assert title(screen) == "Postgres queues"
        await screen.shows("Wed 21 Oct 2026", "‖ clash: something else of agency")
        # Round through what needs a look.
        seen = []
        for _ in range(7):
            await screen.press("n")
            seen.append(title(screen))
        others = ["My blog", "Search is faster", "My blog", "Sign-in asks once", "Calm on-call teams"]
        assert seen == [*others, "Postgres queues", "My blog"]
        # Over the edge of the week, and back to today.
        await screen.press("t", "h")
        await screen.shows(
            "12 – 18 Oct 2026", "Nothing stands on this day", "Next: Mon 19 Oct 01:01 · 05:01 UTC"
        )
        await screen.press("enter")
        await screen.shows("── Nothing stands on this day")
        await screen.press("l", ">", ">")
        await screen.shows("2 – 8 Nov 2026")
        await screen.press("<", "t")
        # An agenda lists, a month goes by weeks.
        await screen.press("v")
        await screen.shows("19 Oct – 1 Nov 2026", "25 h: clocks back on agency", "Sun 1 Nov · ± 25 h: clocks")
        await screen.press("v")
        await screen.shows("October 2026", "1 ±25h")
        await screen.press("j", "j", "j")
        assert title(screen) == "Exports keep zones"
        await screen.shows("Mon 26 Oct 2026")
        await screen.press("k")
        assert title(screen) == "weekly log"
        # A day of the next month is gone to among its own.
        await screen.press("j", *["l"] * 6)
        await screen.shows("November 2026", "Sun 1 Nov 2026", " 6 ────")
        await screen.press("v", "t")
        # What is opened is shown where it is worked on, and the calendar stays where it was.
        for keys, shown in (
            (("j", "j", "j"), "3 Jobs▐"),
            (("l", "l", "l"), "Schedules▐"),
            (("j",), "1 Inbox 1▐"),
        ):
            await screen.press(*keys)
            await screen.press("enter")
            await screen.shows(shown)
            # Escape leads back; who goes elsewhere by a key stays where the key leads.
            await screen.press("escape")
            await screen.shows("4 Calendar▐")
        assert title(screen) == "thread: queues"
        await screen.press("enter")
        await screen.shows("1 Inbox 1▐", "esc back")
        await screen.press("2", "1", "escape")
        await screen.shows("1 Inbox 1▐", gone=("esc back",))
        await screen.press("4")
        # What is written when stands in the other shape of the schedules.
        await screen.press("t", ">", "j", "enter")
        await screen.shows("Schedules▐", "Weekly changelog")
        assert screen.under_cursor.name == "Weekly changelog"


async def test_a_post_is_moved_by_keys_held_and_taken_back(tmp_path: Path) -> None:
    agency, acme = connections()
    async with open_app(tmp_path, agency, acme, now=lambda: MONDAY, zones=clock, holds=HELD) as screen:
        await opened(screen, "Postgres queues")
        await screen.press("l", "l", "j", "m")
        await screen.shows("where Calm on-call teams stands", "enter put it down")
        # A day and an hour on; by weeks, over the night in which the person's clock goes back.
        await screen.press("right", "down")
        await screen.shows("Thu 22 Oct 2026 04:00 America/New_York = 08:00 UTC", "→04:00 Postgres")
        await screen.press("escape")
        await screen.shows("enter → opens it", gone=("→04:00",))
        assert title(screen) == "Postgres queues"
        await screen.press("m", ">", ">", "l", "l")
        await screen.shows("Fri 6 Nov 2026 03:00 America/New_York = 08:00 UTC", "2 – 8 Nov 2026")
        # The day that it would stand on is told, and how far the zone is off UTC then.
        await screen.shows(
            "Fri 6 Nov 2026\n", "→ 03:00 · 08:00 UTC  Postgres queues", "(UTC-05:00), UTC beside"
        )
        await screen.shows("agency  enter →")
        # The next empty slot of the days that are shown, by the clock of the platform.
        await screen.press("<", "n")
        await screen.shows("Sat 31 Oct 2026 21:30 America/New_York = Sun 1 Nov 01:30 UTC", "26 Oct – 1 Nov")
        await screen.press("enter")
        await screen.shows("scheduling in 60 s for Sat 31 Oct 21:30 · u takes it back: Postgres", "u undo")
        await screen.until(lambda: title(screen) == "Postgres queues")
        assert screen.under_cursor.at == datetime(2026, 11, 1, 1, 30, tzinfo=UTC)
        assert not agency.called("save")
        await screen.press("u")
        await screen.shows("‖ 2 clashing", gone=("u undo",))
        assert title(screen) == "Postgres queues"
        assert screen.under_cursor.at == at(21, 9)
        assert not agency.called("save")
        # Without the time that it had it is not what was taken up, and would go public all the same.
        await screen.press("k")
        assert title(screen) == "Calm on-call teams"
        calm = screen.under_cursor.ref.id
        agency.posts_by_id[calm] = replace(
            agency.posts_by_id[calm], scheduled_at=None, state=PostState.DRAFT, state_word="draft"
        )
        await screen.press("m", "l", "enter")
        await screen.shows("not moved: Calm on-call teams: it has no time by now")
        assert not screen.services.outbox.entries
        await screen.answered("calendar", "calendar of what changed")
        # Behind another screen nothing is asked that nobody sees, and once for all of it afterwards.
        await screen.press("1")
        before = asked(agency)
        for _ in range(3):
            screen.app.post_message(PostsChanged("agency"))
            await screen.idle()
        assert asked(agency) == before
        await screen.press("4")
        await screen.until(lambda: asked(agency) > before)


async def give_time(screen: Screen, text: str, told: str) -> None:
    """Type a time; Enter takes what was told, and nothing before."""
    await screen.press(*text)
    await screen.shows(told)
    await screen.press("enter")


async def test_what_is_typed_ahead_takes_a_post_up_and_does_not_put_it_down(tmp_path: Path) -> None:
    agency, acme = connections()
    agency.with_posts(*(planned(f"q{number}", "Later", at(1, 9, month=12)) for number in range(120)))
    async with open_app(tmp_path, agency, acme, now=lambda: MONDAY, zones=clock, grace_seconds=60) as screen:
        # Only so many are read, and that is said.
        await opened(screen, "Postgres queues", "agency has more than is shown")
        await screen.press("l", "l", "j", "m", ">", "enter")
        await screen.shows("That was quick", "→03:00 Postgres", "26 Oct – 1 Nov")
        assert agency.called("save") == 0


async def test_what_cannot_be_moved_says_why_and_a_time_that_is_over_is_not_sent(tmp_path: Path) -> None:
    agency, acme = connections()
    agency.posts_by_id["p7"] = replace(planned("p7", "No verbs", at(20, 9)), verbs=frozenset())
    # No list of posts has it: it is read before it is asked when it goes out.
    agency.posts_by_id["p8"] = replace(planned("p8", "Only waits", at(23, 8)), state=PostState.UNKNOWN)
    agency.with_approvals(an_approval("p8", "agency", title="Only waits", due=at(23, 8).astimezone(UTC)))
    acme.fail("posts", Unreachable("acme did not answer", advice="It is asked again."))
    async with open_app(tmp_path, agency, acme, size=(80, 24), now=lambda: MONDAY, zones=clock) as screen:
        # At 80 cells the days are listed, with what needs a look beside each.
        await opened(screen, "Mon 19 Oct · today", "! late", "≠ disagrees", "○ empty", "acme did not answer")
        await screen.press("m")
        await screen.shows("Release 2.4 is published")
        await screen.press("l", "m")
        await screen.shows("No verbs cannot be given another time on agency")
        await screen.press("l", "l", "m")
        await screen.shows("My blog is moved among the schedules: enter goes there")
        await screen.press("r", "s")
        await screen.shows("My blog is moved among the schedules: enter goes there")
        await screen.press("j", "m")
        await screen.shows("thread: queues has the time that its platform gave it")
        await screen.press("j")
        assert title(screen) == "Only waits"
        await screen.press("s")
        await screen.shows("Next free slots of agency", "Sat 24 Oct 2026 20:30")
        await screen.press("escape", "S")
        await screen.shows("Goes out at", "2026-10-23 02:00", gone=("02:00-04:00",))
        saving = agency.hold("save")
        await give_time(screen, "wed 21 oct 11", "Wed 21 Oct 2026 11:00")
        # The cursor goes where it went; what waits is still told with the time that it had.
        await screen.until(lambda: title(screen) == "Only waits" and screen.under_cursor.at == at(21, 17))
        agency.release("save")
        saving.set()
        await screen.until(lambda: not any(each.state.under_way for each in screen.services.outbox.entries))
        agency.calls.clear()
        # Where an agenda ends the next one begins; that of today begins with it.
        await screen.press("t", "k")
        await screen.shows("5 – 18 Oct 2026", "▌  Sun 18 Oct")
        await screen.press("j")
        await screen.shows("19 Oct – 1 Nov 2026")
        # What is late can only be taken up for what is to come.
        await screen.press("t", "m", "j", "m")
        await screen.shows("Mon 19 Oct 2026 09:00", "→09:00", gone=("is published",))
        await screen.press("h", "enter")
        await screen.shows("That time has passed")
        await screen.press("l")
        await screen.shows("Mon 19 Oct 2026 09:00", gone=("That time has passed",))
        await screen.press("j", "enter")
        await screen.until(lambda: agency.called("save") == 1)
        assert [call.args[1] for call in agency.calls if call.method == "save"] == [
            PostChanges(scheduled_at=datetime(2026, 10, 19, 14, 0, tzinfo=UTC))
        ]
        await screen.shows("10:00    14:00      ◕ scheduled  Sign-in asks once", gone=("! late",))
        assert title(screen) == "Sign-in asks once"
        # A connection that failed is asked again by a key.
        acme.heal("posts")
        before = acme.called("posts")
        await screen.press("r")
        await screen.until(lambda: acme.called("posts") > before)
        await screen.answered("calendar")


PICTURES = (
    # Berlin's clock goes back at the end of the first week, New York's at the end of the second.
    ("calendar-week-when-berlin-goes-back", (120, 40), ("n",), ("▸ 03:00 · 07:00 UTC", "  ! late")),
    ("calendar-week-when-new-york-goes-back", (120, 40), (">", "n"), ("Wed 28 Oct 2026", "○ empty")),
    ("calendar-two-weeks-of-both", (80, 24), ("j",), ("m → gives it another time",)),
    ("calendar-month-of-both", (60, 16), ("v",), ("October 2026", "enter open")),
)


@pytest.mark.parametrize(("name", "size", "keys", "shown"), PICTURES, ids=[each[0] for each in PICTURES])
async def test_weeks_in_which_clocks_are_set_in_two_zones(
    tmp_path: Path, name: str, size: tuple[int, int], keys: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    plain = Terminal(plain=True) if size == (60, 16) else None
    async with open_app(
        tmp_path, *connections(), size=size, now=lambda: MONDAY, zones=clock, terminal=plain
    ) as screen:
        await opened(screen, "19" if size[0] == 60 else "Sign-in")
        await screen.until(lambda: len(screen.listed) > 14)
        await screen.press(*keys)
        await screen.shows(*shown)
        compare(name, drawn(lines_of(screen.app)) + "\n")
