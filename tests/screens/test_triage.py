"""Working through the inbox by keys: decline, put off, failures, and a topic that becomes a text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_job, a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.jobs import JobState
from tui.domain.preferences import AfterVerdict, Preferences, Triage
from tui.domain.verdicts import Consequence, Effect
from tui.screens import refilling


def drafts(count: int) -> FakePlatform:
    """A platform with so many drafts that wait."""
    posts = [a_post(f"p{n}", title=f"Draft {n}") for n in range(count)]
    waits = [an_approval(f"p{n}", title=f"Draft {n}", created_at=ago(hours=9 - n)) for n in range(count)]
    return FakePlatform().with_posts(*posts).with_approvals(*waits)


async def test_what_is_declined_is_kept_here_with_its_reason_and_can_be_brought_back(tmp_path: Path) -> None:
    platform = drafts(3)
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0", "D decline", "z snooze")
        await screen.press("D")
        await screen.shows("kept here only, acme has no reject", "2 wrong facts", "another reason")
        await screen.press("2")
        await screen.shows(
            "declined here · acme has no reject: it is still a draft there · Draft 0", "Inbox 2"
        )
        assert screen.under_cursor.title == "Draft 1"
        await screen.shows("declined 1", "is:declined")
        await screen.press("D", "7", *"so so", "enter")
        await screen.shows("a draft there · Draft 1", "declined 2", "Inbox 1")
        await screen.press("u")
        await screen.shows("waits again: Draft 1", "Inbox 2", "declined 1")
        assert screen.under_cursor.title == "Draft 1"
        await screen.press("slash", *"is:declined", "enter")
        await screen.shows("declined  1", "is:declined", "Draft 0")
        assert [row.title for row in screen.listed[1:]] == ["Draft 0"]
        await screen.press("enter")
        await screen.shows("declined here 12:00: wrong facts · z or D or u brings it back", "The body of p0.")
        await screen.press("escape", "D")
        await screen.shows("waits again: Draft 0", "Inbox 3")
        await screen.press("F")
        await screen.shows("Draft 0", "Draft 1", "Draft 2", gone=("declined",))
        # What is marked is one step.
        await screen.press("home", "space", "space", "z", "3")
        await screen.shows("put off here until 13:00 · u takes it back: 2 items", "Inbox 1")
        await screen.press("u")
        await screen.shows("waits again: 2 items", "Inbox 3", "2 marked")
    assert not {call.method for call in platform.calls} & {"approve", "save", "delete"}


async def test_what_was_typed_ahead_puts_nothing_out_of_the_queue(tmp_path: Path) -> None:
    async with open_app(tmp_path, drafts(1), grace_seconds=60) as screen:
        await screen.shows("Draft 0")
        for key in ("D", "z"):
            await screen.press(key)
            await screen.shows("That was quick", "Inbox 1", gone=("kept here only",))


async def test_what_is_put_off_comes_back_when_its_time_comes_or_it_changes(tmp_path: Path) -> None:
    platform, clock = drafts(3), [NOON]
    async with open_app(tmp_path, platform, now=lambda: clock[-1]) as screen:
        await screen.shows("Draft 0")
        await screen.press("z")
        await screen.shows(
            "Put off: kept here only", "1 hour", "tomorrow 09:00", "until it changes", "a time …"
        )
        await screen.press("1")
        await screen.shows("put off here until it changes · u takes it back: Draft 0", "put off 1", "Inbox 2")
        await screen.press("z", "2")
        await screen.shows("Put off until")
        await screen.press("ctrl+u", *"2025-01-01 09:00", "enter")
        await screen.shows("that time is over")
        await screen.press("ctrl+u", *"2025-11-21 12:00:00.2+00:00")
        await screen.press("enter")
        await screen.shows("put off here until", "Draft 1", "put off 2", "Inbox 1")
        clock.append(NOON + timedelta(seconds=1))
        await screen.shows("waits again: Draft 1", "put off 1", "Inbox 2")
        platform.waiting[0] = replace(platform.waiting[0], updated_at=NOON)
        await screen.press("r")
        await screen.shows("Draft 0", "Inbox 3", gone=("put off 1",))


async def test_a_topic_comes_back_by_itself_as_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refilling, "TEXT_SECONDS", (0.02, 0.02, 0.02))
    writes = Consequence("starts the writing", effect=Effect.WRITES)
    topic = an_approval("s1", kind=ApprovalKind.TOPIC, title="A topic", consequence=writes)
    platform = drafts(2).with_approvals(replace(topic, created_at=ago(hours=20)))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("A topic", "Inbox 3")
        await screen.press("a")
        await screen.shows("not ready  1", "Inbox 2")
        assert screen.under_cursor.title == "Draft 0"
        # It is asked for a few times, and not for ever.
        await screen.until(lambda: platform.called("approvals") == 5)
        text = replace(topic, kind=ApprovalKind.TEXT, text="The text of it.", created_at=ago(hours=8.5))
        platform.waiting.append(text)
        await screen.press("r")
        await screen.shows("new: A topic", "Inbox 3", gone=("not ready",))
        assert [row.title for row in screen.listed] == ["Draft 0", "A topic", "Draft 1"]
        await screen.press("j")
        await screen.shows("The text of it.", gone=("new:",))


async def test_failures_stand_in_the_queue_until_they_are_mended_or_put_away(tmp_path: Path) -> None:
    platform = drafts(1)
    platform.script("j1", a_job(state=JobState.FAILED, reason="no commits", started_at=ago(minutes=20)))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft 0")
        await screen.services.jobs.watch("acme", "j1")
        await screen.shows("fails", "changelog · last 7 days ", "no commits", "Inbox 2")
        await screen.press("exclamation_mark")
        await screen.shows("kind:fails", "acme · job · failed · since Fri 21 Nov 2025", gone=("Draft 0",))
        await screen.shows("→ the job · x → puts it away here until it changes")
        await screen.press("y", "y")
        await screen.shows("nothing here can be copied")
        # It has no modes to be read in: the text of what stood there before does not come back.
        await screen.press("p", "tab")
        await screen.shows(
            "a failure is read in one way", "acme · job · failed", gone=("The body of p0.", "1/8")
        )
        await screen.press("enter")
        await screen.shows("failed", "▌3 Jobs")
        assert screen.under_cursor.ref.id == "j1"
        await screen.press("1", "exclamation_mark", "j", "x")
        await screen.shows("put away here until it changes", "put away 1", "Inbox 1", gone=("fails  ",))
        assert screen.under_cursor.title == "Draft 0"
        await screen.press("exclamation_mark")
        await screen.shows("put away  1", "no commits")
        await screen.press("x")
        await screen.shows("waits again", "Inbox 2")


@pytest.mark.parametrize(
    ("after", "under"),
    [
        (AfterVerdict.NEXT, ["3", "4", "1"]),
        (AfterVerdict.PREVIOUS, ["1", "0", "3"]),
        (AfterVerdict.STAY, ["3", "4", "1"]),
    ],
)
async def test_after_a_verdict_the_wanted_one_is_there_with_its_text(
    tmp_path: Path, after: AfterVerdict, under: list[str]
) -> None:
    wanted = Preferences(triage=Triage(after_verdict=after, reasons=("off topic",)))
    platform = drafts(5)
    async with open_app(tmp_path, platform, preferences=wanted) as screen:
        await screen.shows("Draft 0", "The body of p0.")
        # What comes next has been read before the cursor comes there.
        await screen.until(lambda: platform.called("post") == 3)
        await screen.press("j", "j")
        await screen.shows("The body of p2.")
        await screen.until(lambda: platform.called("post") == 5)
        await screen.answered("ahead")
        assert platform.called("post") == 5, "each once"
        for key, number in (("a", under[0]), ("D", under[1]), ("a", under[2])):
            await screen.press(key, *("1" if key == "D" else ""))
            await screen.shows(f"The body of p{number}.")
            assert screen.under_cursor.title == f"Draft {number}"
