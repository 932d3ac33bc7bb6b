"""What can be taken back and what is not even sent, by keys: a hold, an end in its middle, a refusal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.items import a_post, ago, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import open_app
from tui.domain.approvals import ApprovalKind
from tui.domain.editing import document
from tui.domain.errors import StateError
from tui.domain.fields import MARKDOWN, TITLE
from tui.domain.holds import Holds
from tui.domain.kept_edits import KeptEdit
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity
from tui.services import Services
from tui.state import State

HELD = Holds(600, 600, 600)
Size = tuple[int, int]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


def drafts(count: int) -> FakePlatform:
    """A platform with so many drafts that wait, in the order of their numbers."""
    numbers = range(count)
    return (
        FakePlatform("acme")
        .with_posts(*(a_post(f"p{n}", title=f"Draft {n}") for n in numbers))
        .with_approvals(
            *(an_approval(f"p{n}", title=f"Draft {n}", created_at=ago(hours=9 - n)) for n in numbers)
        )
    )


def writes(platform: FakePlatform) -> int:
    """How often anything was sent that changes something."""
    return sum(map(platform.called, ("approve", "publish", "unpublish", "save", "delete", "create")))


async def test_the_way_back_is_said_on_when_what_left_before_has_its_end(tmp_path: Path) -> None:
    final = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)
    platform = drafts(3)
    platform.waiting[1] = replace(platform.waiting[1], consequence=final)
    gate = platform.hold("approve")
    async with open_app(tmp_path, platform, holds=Holds(0, 0, 600)) as screen:
        await screen.shows("Draft 0")
        await screen.press("a", "a", "y")
        await screen.shows("approving in 600 s · u takes it back: Draft 1")
        gate.set()
        await screen.shows("approving in 600 s · u takes it back: Draft 1 · approved: Draft 0")
        await screen.press("u")
        await screen.shows("taken back, nothing was sent: Draft 1")


@SIZES
async def test_what_is_held_is_taken_back_into_its_place(tmp_path: Path, size: Size) -> None:
    platform = drafts(3)
    async with open_app(tmp_path, platform, size=size, holds=HELD) as screen:
        await screen.shows("Draft 0")
        await screen.press("j", "a")
        await screen.shows("approving in 600 s · u takes it back: Draft 1", "Inbox 2")
        assert [row.title for row in screen.listed] == ["Draft 0", "Draft 2"]
        assert screen.under_cursor.title == "Draft 2"
        await screen.press("a")
        await screen.shows("2 held", "Inbox 1")
        for title, waiting in (("Draft 2", 2), ("Draft 1", 3)):
            await screen.press("u")
            await screen.shows(f"taken back, nothing was sent: {title}", f"Inbox {waiting}")
            assert screen.under_cursor.title == title
        assert [row.title for row in screen.listed] == ["Draft 0", "Draft 1", "Draft 2"]
        await screen.press("u")
        await screen.shows("nothing is held any more")
        assert writes(platform) == 0


@SIZES
async def test_q_tells_of_what_is_held_and_the_next_start_tells_that_it_was_not_sent(
    tmp_path: Path, size: Size, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = drafts(2)
    told = "1 held: q again leaves and sends nothing"
    if size[0] > 100:
        # Also beside what else would be lost.
        monkeypatch.setattr(Services, "unanswered", 1)
        told = "1 held · 1 sent, and no answer yet"
    async with open_app(tmp_path, platform, size=size, holds=HELD) as screen:
        await screen.shows("Draft 0")
        await screen.press("a")
        await screen.shows("Inbox 1")
        await screen.press("q")
        await screen.shows(told)
        assert screen.app.is_running
        await screen.press("q")
        await screen.until(lambda: not screen.app.is_running)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.shows("1 decision was still held when Copydesk ended, and not sent", "Inbox 2")
        assert writes(platform) == 0


async def test_a_yes_to_a_text_that_does_not_hold_names_its_line_and_sends_nothing(tmp_path: Path) -> None:
    platform = drafts(1)
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("The body of p0.")
        kept = document(platform.posts_by_id["p0"]).replace('title: "Draft 0"', "broken")
        screen.services.edits.keep(platform.waiting[0], kept)
        await screen.press("a")
        await screen.shows("not approved: Draft 0: Line 2", "Inbox 1")
        assert screen.services.edits.get(platform.waiting[0]) == kept
        assert writes(platform) == 0


async def test_what_its_platform_cannot_delete_is_not_deleted(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_approvals(an_approval("t1", kind=ApprovalKind.TOPIC, title="Topic"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Topic")
        await screen.press("d")
        await screen.shows("acme cannot delete this", gone=("Delete?",))
        assert writes(platform) == 0


async def test_a_copy_is_offered_only_where_one_can_be_made(tmp_path: Path) -> None:
    full = FakePlatform("full", replace(CAPABLE, creates=False))
    async with open_app(tmp_path, drafts(1), full) as screen:
        await screen.press("2")
        await screen.shows("Draft 0")
        await screen.press("c")
        await screen.shows("No other connection can take a draft")
        assert writes(full) == 0


async def test_a_kept_text_is_saved_before_its_post_is_published_from_the_list(tmp_path: Path) -> None:
    post = a_post("p1", title="Draft")
    platform = FakePlatform("acme", replace(CAPABLE, fields=(TITLE, MARKDOWN))).with_posts(post)
    async with open_app(tmp_path, platform) as screen:
        screen.services.edits.keep(post, '---\ntitle: "Draft"\n---\n\nMine.\n')
        await screen.press("2")
        await screen.shows("Mine.", "edited here")
        await screen.press("a")
        await screen.shows("Publish?")
        await screen.press("y")
        await screen.until(lambda: platform.called("publish") == 1)
        wrote = [call.method for call in platform.calls if call.method in {"save", "publish"}]
        assert wrote == ["save", "publish"]
        await screen.until(lambda: screen.services.edits.get(post) is None)


async def test_a_yes_is_refused_where_it_cannot_be_told_whether_a_text_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = a_post("p1", title="Draft")
    platform = FakePlatform("acme").with_posts(post).with_approvals(an_approval("p1", title="Draft"))
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Draft", "The body of p1")

        def broken(place: ItemRef) -> KeptEdit | None:
            raise StateError("The state database could not be used")

        monkeypatch.setattr(State, "edit", lambda self, place: broken(place))
        await screen.press("a")
        await screen.shows("not approved: Draft: The state database could not be used")
        assert platform.called("approve") == 0
