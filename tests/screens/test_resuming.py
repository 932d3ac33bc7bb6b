"""A line that drops: the next start is where the person was."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app

PLATFORM = [f"p{number:02}" for number in range(60)]


def acme() -> FakePlatform:
    drafts = (a_post(id) for id in PLATFORM)
    return FakePlatform("acme").with_posts(*drafts).with_approvals(*map(an_approval, PLATFORM[:20]))


async def test_a_start_after_a_cut_is_where_the_person_was_and_one_after_q_is_not(tmp_path: Path) -> None:
    async with open_app(tmp_path, acme(), resumes=True) as screen:
        await screen.shows("Inbox 20")
        await screen.press("/", *"p0", "enter", "j", "j", "j")
        await screen.until(lambda: len(screen.listed) == 10)
        await screen.press("2")
        await screen.shows("Post p00")
        await screen.press("G")
        await screen.press("k", "k", "enter")
        await screen.until(lambda: screen.app.screen.has_class("-reading"))
        read = screen.under_cursor.ref
        screen.app.cut_off()
    async with open_app(tmp_path, acme(), resumes=True) as screen:
        await screen.shows("▌2 Posts▐")
        await screen.until(lambda: getattr(screen.under_cursor, "ref", None) == read)
        await screen.until(lambda: screen.app.screen.has_class("-reading"))
        await screen.press("escape", "1")
        await screen.until(lambda: screen.app.current_mode == "inbox")
        assert screen.under_cursor.ref.id == "p03"
        assert len(screen.listed) == 10, "the query is in force again"
        await screen.press("q")
    async with open_app(tmp_path, acme(), resumes=True) as screen:
        await screen.shows("Inbox 20")
        assert screen.app.current_mode == "inbox"
        assert screen.under_cursor.ref.id == "p00"
