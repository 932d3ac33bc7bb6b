"""What was there is shown before anyone answers, and can be read where nobody does."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from textual.widgets import TextArea

from tests.fakes.items import NOON, a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tests.screens.test_editing import FIELDS
from tui.domain.approvals import Approval
from tui.domain.connections import Health, Reach
from tui.domain.entry_states import EntryState
from tui.domain.errors import Unreachable
from tui.domain.posts import Post
from tui.domain.readings import reading_of
from tui.presentation.ages import ages_line, as_of, asking_lines
from tui.screens.inbox import InboxScreen
from tui.widgets.rule_line import RuleLine

SIZES = [pytest.param((120, 40), id="wide"), pytest.param((80, 24), id="narrow")]
FIRST, SECOND = a_post("p1", created_at=ago(hours=3)), a_post("p2", created_at=ago(hours=4))
BLOGS = a_post("b1", "blog", created_at=ago(hours=2))


def desks() -> tuple[FakePlatform, FakePlatform]:
    acme = FakePlatform("acme").with_posts(FIRST, SECOND)
    acme.with_approvals(
        an_approval("p1", created_at=ago(hours=3)), an_approval("p2", created_at=ago(hours=4))
    )
    blog = FakePlatform("blog").with_posts(BLOGS)
    return acme, blog.with_approvals(an_approval("b1", "blog", created_at=ago(hours=2)))


def goes_down(*platforms: FakePlatform) -> None:
    for platform in platforms:
        for method in ("approvals", "posts", "post"):
            platform.fail(method, Unreachable(f"{platform.connection} did not answer"))


async def read_all(screen: Screen) -> None:
    """Let every list be told, and a body of each kind be read."""
    await screen.shows("Inbox 3", "The body of p2.")
    await screen.press("2")
    await screen.shows("newest first", "Post b1", "The body of b1.", gone=("Asking",))
    await screen.press("down")
    await screen.shows("The body of p1.")


async def seen(tmp_path: Path, *platforms: FakePlatform) -> None:
    async with open_app(tmp_path, *platforms) as screen:
        await read_all(screen)


def ids(screen: Screen) -> list[str]:
    return [row.ref.id for row in screen.listed if isinstance(row, Approval | Post)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_frame_shows_what_was_there(tmp_path: Path, size: tuple[int, int]) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    opened = asyncio.Event()
    acme.waiting = [an_approval("p2", title="Another title", created_at=ago(hours=4)), an_approval("p9")]
    async with open_app(tmp_path, acme, blog, size=size, opened=opened) as screen:
        shown = await screen.shows("Inbox 3", "as of just now; asking acme, blog …")
        assert ids(screen) == ["p2", "p1", "b1"]
        assert "Asking the connections" not in shown
        assert len(shown.splitlines()) <= size[1]
        await screen.press("j")
        opened.set()
        await screen.shows("Another title", "Post p9", gone=("as of", "Post p1"))
        assert ids(screen) == ["p2", "p9", "b1"]


async def test_the_cursor_stays_with_its_item_when_the_answers_come(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    opened = asyncio.Event()
    acme.waiting.insert(0, an_approval("new", due=ago(hours=1)))
    async with open_app(tmp_path, acme, blog, opened=opened) as screen:
        await screen.shows("asking acme, blog")
        await screen.press("G")
        assert screen.under_cursor.ref.id == "b1"
        opened.set()
        await screen.shows("Post new", gone=("as of",))
        assert ids(screen) == ["new", "p2", "p1", "b1"]
        assert screen.under_cursor.ref.id == "b1"


async def test_all_can_be_read_where_nobody_answers(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    goes_down(acme, blog)
    async with open_app(tmp_path, acme, blog, size=(80, 24)) as screen:
        await screen.shows("Inbox 3", "Post p1", "did not answer")
        screen.app.screen.query_one(RuleLine).clear_note()
        await screen.shows("acme, blog: as of just now", gone=("asking",))
        await screen.press("enter")
        await screen.shows("The body of p2.", "as of just now: it could not be read again")
        await screen.press("escape", "2")
        await screen.shows("newest first", "Post b1", "Post p1", "Post p2", "did not answer")
        screen.app.screen.query_one(RuleLine).clear_note()
        await screen.shows("acme, blog: as of just now", gone=("asking",))
        assert ids(screen) == ["b1", "p1", "p2"]
        await screen.press("enter")
        await screen.shows("The body of b1.", "as of just now: it could not be read again")
        await screen.press("escape", "n", "n")
        await screen.shows("status:published", "did not answer", gone=("Post p1",))
        await screen.press("F")
        await screen.shows("Post p1", "Post b1")


async def test_posts_of_one_that_is_down_stand_among_the_others(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    goes_down(blog)
    acme.with_posts(a_post("p0", created_at=ago(minutes=1)))
    acme.posts_by_id = dict(sorted(acme.posts_by_id.items()))
    async with open_app(tmp_path, acme, blog) as screen:
        await screen.press("2")
        await screen.shows("Post p0", "blog: as of just now", gone=("asking",))
        assert ids(screen) == ["p0", "b1", "p1", "p2"]
        for method in ("posts", "post", "approvals"):
            blog.heal(method)
        blog.posts_by_id["b1"] = replace(BLOGS, title="Its new title")
        await screen.press("r")
        await screen.shows("Its new title", gone=("as of",))
        assert ids(screen) == ["p0", "b1", "p1", "p2"]


async def test_posts_are_there_at_once_and_the_cursor_stays(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    opened = asyncio.Event()
    acme.posts_by_id = {"p0": a_post("p0", created_at=ago(minutes=1)), **acme.posts_by_id}
    async with open_app(tmp_path, acme, blog, opened=opened) as screen:
        await screen.press("2")
        await screen.shows("Post b1", "Post p2", "as of just now; asking acme, blog …")
        await screen.press("down")
        assert screen.under_cursor.ref.id == "p1"
        opened.set()
        await screen.shows("Post p0", gone=("as of",))
        assert ids(screen) == ["p0", "b1", "p1", "p2"]
        assert screen.under_cursor.ref.id == "p1"


async def test_a_body_of_before_is_shown_until_it_was_read(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    acme.posts_by_id["p2"] = replace(SECOND, markdown="What it says now.\n")
    gate = acme.hold("post")
    async with open_app(tmp_path, acme, blog) as screen:
        await screen.shows("The body of p2.", gone=("could not be read",))
        gate.set()
        await screen.shows("What it says now.", gone=("The body of p2.",))


async def test_a_body_that_its_list_knows_to_be_old_is_not_shown(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    acme.waiting = [replace(each, updated_at=ago(minutes=1)) for each in acme.waiting]
    gate = acme.hold("post")
    opened = asyncio.Event()
    async with open_app(tmp_path, acme, blog, opened=opened) as screen:
        await screen.shows("The body of p2.")
        opened.set()
        await screen.shows("Post p2", gone=("The body of p2.", "as of"))
        gate.set()
        await screen.shows("The body of p2.")


async def test_an_edit_without_a_network_waits_for_it(tmp_path: Path) -> None:
    acme, blog = desks()
    acme.capabilities = replace(acme.capabilities, fields=FIELDS)
    async with open_app(tmp_path, acme, blog) as screen:
        await screen.press("2")
        await screen.shows("Post b1", "The body of b1.")
        await screen.press("down")
        await screen.shows("The body of p1.")
    goes_down(acme)
    async with open_app(tmp_path, acme, blog) as screen:
        await screen.press("2")
        await screen.shows("Post b1", "Post p1", "acme: as of just now")
        await screen.press("down", "e")
        await screen.shows("^s saves", "The body of p1.")
        text = screen.app.screen.query_one(TextArea)
        text.insert("Offline.", text.document.end)
        await screen.press("ctrl+s")
        await screen.until(lambda: any(entry.answer for entry in screen.services.outbox.entries))
        (entry,) = screen.services.outbox.entries
        assert entry.state is EntryState.HELD, "it waits for its connection"
        assert entry.intent.read == reading_of(FIRST), "and is not sent if the post is not what was read"
        assert entry.intent.changes is not None
        assert "Offline." in (entry.intent.changes.markdown or "")
        assert not acme.called("save")


async def test_what_changed_under_the_cursor_is_not_decided_on_unseen(tmp_path: Path) -> None:
    acme, blog = desks()
    await seen(tmp_path, acme, blog)
    opened = asyncio.Event()
    acme.waiting[1] = replace(acme.waiting[1], title="Quite another")
    async with open_app(tmp_path, acme, blog, opened=opened, grace_seconds=1000) as screen:
        await screen.shows("asking acme")
        shown = screen.app.screen
        assert isinstance(shown, InboxScreen)
        shown._seen_since = -1000.0
        assert not shown.in_grace
        opened.set()
        await screen.shows("Quite another")
        await screen.press("a")
        await screen.shows("That was quick")
        assert not acme.called("approve")


def test_ages_are_told_in_few_words() -> None:
    def named(kept: list[tuple[str, datetime]], *asking: str) -> str:
        return ages_line(kept, asking, NOON)

    five, hours, days = ago(minutes=5), ago(hours=2), ago(days=1)
    assert named([]) == named([], "acme") == ""
    assert named([("acme", five)], "acme", "blog") == "as of 5 min ago; asking acme, blog …"
    assert named([("acme", five), ("blog", hours)], "blog", "acme") == "as of 2 h ago; asking blog, acme …"
    assert named([("acme", hours), ("blog", hours)]) == "acme, blog: as of 2 h ago"
    healths = {
        "acme": Health("acme", Reach.SLOWED, "acme waits 23 s", "It goes on by itself.", seconds=23),
        "blog": Health("blog", Reach.UP),
    }
    assert asking_lines(("acme", "blog"), healths) == [
        "Asking acme, blog …",
        "acme waits 23 s. It goes on by itself.",
    ]
    assert asking_lines(("blog",), healths) == ["Asking blog …"]
    told = named([("acme", hours), ("blog", days), ("agency", five)], "agency")
    assert told == "acme: as of 2 h ago · blog: as of 1 day ago · as of 5 min ago; asking agency …"
    many = [(f"c{n}", NOON) for n in range(5)]
    assert named(many) == "c0, c1, c2 and 2 more: as of just now"
    assert [as_of(at, NOON) for at in (ago(days=3), ago(weeks=2), ago(days=800), ago(minutes=-1))] == [
        "as of 3 days ago",
        "as of 2 weeks ago",
        "as of 2 years ago",
        "as of just now",
    ]
