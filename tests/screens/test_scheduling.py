"""A post is given its time by key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.posts import PostChanges
from tui.domain.verdicts import Verb

POST = a_post("p1", title="Draft", verbs=frozenset({Verb.EDIT, Verb.SCHEDULE}))


async def test_a_draft_of_the_inbox_is_given_a_time(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(POST).with_approvals(an_approval("p1", title="Draft"))
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft")
        await screen.until(lambda: platform.called("post") > 0)
        await screen.answered("inbox", "body")
        await screen.press("S")
        await screen.shows("Goes out at", "2025-11-22 12:00+00:00")
        await screen.press("ctrl+u", *"yesterday", "enter")
        await screen.shows("It cannot be read")
        await screen.press("ctrl+u", *"2024-01-01 09:00", "enter")
        await screen.shows("That time has passed", "2024-01-01 09:00")
        await screen.press("ctrl+u", *"2025-12-01 09:30", "enter")
        await screen.until(lambda: platform.called("save") == 1)
        (changes,) = (call.args[1] for call in platform.calls if call.method == "save")
        assert changes == PostChanges(scheduled_at=datetime(2025, 12, 1, 9, 30, tzinfo=UTC))
        await screen.shows("scheduled: Draft")


async def test_what_takes_no_time_says_so(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title="Draft"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Draft", gone=("S schedule",))
        await screen.press("S")
        await screen.shows("Draft cannot be given a time on acme")
        assert platform.called("save") == 0
