"""The text beside the list is the one that there is: after an edit, a save, a refresh, by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import PlatformFault
from tui.screens.messages import PostsChanged

Size = tuple[int, int]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


def a_draft() -> FakePlatform:
    """A platform with a draft that waits."""
    return (
        FakePlatform("acme")
        .with_posts(a_post("p0", title="Draft 0"))
        .with_approvals(an_approval("p0", title="Draft 0"))
    )


@SIZES
async def test_a_saved_post_is_shown_at_once(tmp_path: Path, size: Size) -> None:
    platform = FakePlatform("acme").with_posts(a_post("p1", title="Draft", markdown="Old\n"))
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("Draft")
        await screen.press("enter")
        await screen.shows("Old", "1 word")
        await screen.press("e")
        await screen.shows("^s saves")
        saving = platform.hold("save")
        await screen.press(*["down"] * 6, *"More.", "ctrl+s")
        await screen.until(lambda: platform.called("save") == 1)
        # What it shows from here on is what saving it gave back, and nothing that was read.
        platform.hold("posts")
        platform.hold("post")
        saving.set()
        await screen.shows("saved: Draft", "Old More.", "2 words", gone=("^s saves", "edited here"))


async def test_a_text_keeps_its_place_while_it_is_read_again(tmp_path: Path) -> None:
    body = "\n\n".join(f"Paragraph {n}" for n in range(60))
    platform = FakePlatform("acme").with_posts(a_post("p0", title="Long one", markdown=body))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Paragraph 0")
        await screen.press("enter", "G")
        await screen.shows("Paragraph 59")
        platform.hold("post")
        asked = platform.called("post")
        await screen.press("r")
        await screen.until(lambda: platform.called("post") == asked + 1)
        assert "Paragraph 59" in screen.text


async def test_a_saved_post_is_read_before_it_is_approved(tmp_path: Path) -> None:
    platform = a_draft()
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0")
        await screen.press("enter")
        await screen.shows("The body of p0.", "4 words")
        await screen.press("e")
        await screen.shows("^s saves")
        saving = platform.hold("save")
        await screen.press(*["down"] * 6, *"More.", "ctrl+s")
        await screen.until(lambda: platform.called("save") == 1)
        for asked in ("approvals", "post"):
            platform.hold(asked)
        saving.set()
        await screen.shows("saved: Draft 0", "The body of p0. More.", "5 words", gone=("^s saves",))


async def test_what_was_saved_among_the_posts_is_read_anew_in_the_inbox(tmp_path: Path) -> None:
    async with open_app(tmp_path, a_draft()) as screen:
        await screen.shows("The body of p0.")
        await screen.press("2")
        await screen.shows("▌2 Posts▐", "The body of p0.")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*["down"] * 6, *"More.", "ctrl+s")
        await screen.shows("saved: Draft 0")
        await screen.press("1")
        await screen.shows("▌1 Inbox", "The body of p0. More.")


async def test_a_text_that_changed_elsewhere_is_shown_where_the_list_says_so(tmp_path: Path) -> None:
    platform = a_draft()
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The body of p0.")
        changed = replace(platform.posts_by_id["p0"], markdown="Another body.", updated_at=NOON)
        platform.with_posts(changed)
        platform.waiting[0] = replace(platform.waiting[0], updated_at=NOON)
        screen.app.post_message(PostsChanged("acme"))
        await screen.shows("Another body.", gone=("The body of p0.",))


async def test_an_edited_topic_is_shown_at_once_and_marked_in_the_list(tmp_path: Path) -> None:
    platform = FakePlatform("blog").with_approvals(
        an_approval("t1", "blog", ApprovalKind.TOPIC, title="SEO tips", text="SEO tips")
    )
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("SEO tips")
        await screen.press("e")
        await screen.shows("^s saves")
        await screen.press(*"Better ", "ctrl+s")
        await screen.shows("✎ SEO tips", gone=("^s saves",))
        await screen.press("enter")
        await screen.shows("Better SEO tips", "15 characters", "edited here; not sent yet")


async def test_a_refresh_reads_the_text_again_that_did_not_come(tmp_path: Path) -> None:
    platform = a_draft()
    platform.fail("post", PlatformFault("acme broke"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("acme broke")
        platform.heal("post")
        await screen.press("r")
        await screen.shows("The body of p0.")


async def test_a_text_that_comes_back_empty_changes_nothing(tmp_path: Path) -> None:
    platform = a_draft()
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.shows("Draft 0")
        await screen.press("e")
        await screen.shows("^s saves", "title:")
        await screen.press("f7", "delete", "ctrl+s")
        await screen.shows("the text came back empty", gone=("^s saves",))
        assert platform.called("save") == 0
        await screen.press("e")
        await screen.shows("^s saves", "The body of p0.")
