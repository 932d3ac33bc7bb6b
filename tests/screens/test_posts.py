"""What a person does among the posts, by keys, at a wide and a narrow size."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.items import NOON, a_post, ago, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Invalid, Unreachable
from tui.domain.posts import PostState
from tui.domain.verdicts import Consequence, Verb

Size = tuple[int, int]
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])


def library(count: int = 6, connection: str = "acme") -> FakePlatform:
    """A platform with drafts (even) and published posts (odd) of two types, the newest first."""
    posts = []
    for number in range(count):
        published = number % 2 == 1
        verbs = {Verb.EDIT, Verb.DELETE, Verb.UNPUBLISH if published else Verb.PUBLISH}
        posts.append(
            a_post(
                f"p{number}",
                connection,
                title=f"{connection} {number}",
                state=PostState.PUBLISHED if published else PostState.DRAFT,
                content_type="changelog" if number < count / 2 else "blog_post",
                created_at=ago(minutes=number),
                verbs=frozenset(verbs),
            )
        )
    return FakePlatform(connection).with_posts(*posts)


def holds(screen: Screen, count: int) -> bool:
    """Whether so many posts are in the list, or more."""
    return len(screen.listed) >= count


@SIZES
async def test_posts_of_all_connections_stand_in_one_order(tmp_path: Path, size: Size) -> None:
    async with open_app(tmp_path, library(3), library(3, "blog"), size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 2", "blog 2")
        made = [post.created_at for post in screen.listed]
        assert made == sorted(made, reverse=True)
        await screen.press("o")
        await screen.shows("oldest first")
        await screen.until(lambda: [p.created_at for p in screen.listed] == sorted(made))


async def test_filters_by_several_states_types_and_connections(tmp_path: Path) -> None:
    async with open_app(tmp_path, library(), library(6, "blog")) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 12)
        await screen.press("slash", *"status:draft type:changelog,image conn:acme", "enter")
        await screen.shows("status:draft type:changelog,image conn:acme")
        await screen.until(lambda: [post.ref.id for post in screen.listed] == ["p0", "p2"])
        await screen.press("F")
        await screen.until(lambda: len(screen.listed) == 12)
        await screen.press("n", "n")
        await screen.shows("status:published")
        await screen.until(lambda: len(screen.listed) == 6)
        await screen.press("exclamation_mark")
        await screen.shows("status:failed")
        await screen.until(lambda: not screen.listed)
        await screen.press("exclamation_mark")
        await screen.until(lambda: len(screen.listed) == 12)


@SIZES
async def test_pages_come_as_they_are_needed(tmp_path: Path, size: Size) -> None:
    platform = library(400)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "▌all 400▐", "1 of 400")
        assert len(list(screen.listed)) < 150
        asked = platform.called("posts")
        await screen.press("G")
        await screen.shows("acme 399", "400 of 400")
        assert platform.called("posts") < asked + 10, "what stands between was not read"
        for _ in range(400 // (size[1] - 10) + 2):
            await screen.press("ctrl+b")
        await screen.until(lambda: len({post.ref for post in screen.listed}) == 400)
        await screen.shows("acme 0", "1 of 400")


async def test_a_failing_connection_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    broken = library(2, "blog")
    broken.fail("posts", Unreachable("blog did not answer"))
    async with open_app(tmp_path, library(2), broken, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "blog did not answer")


async def test_the_text_is_rendered_with_its_facts(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(
        a_post("p1", title="Facts", markdown="# Head\n\nA *word*.\n", tags=("cli", "tui"), version=3)
    )
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("Facts")
        await screen.press("enter")
        await screen.shows("version 3", "cli, tui", "post-p1", "Head", "A word.")


async def test_publishing_from_the_list_asks_and_taking_back_does_not(tmp_path: Path) -> None:
    platform = library(1)
    async with open_app(tmp_path, platform, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows("acme 0")
        await screen.press("a")
        await screen.shows("Publish?", "acme 0")
        await screen.press("y")
        await screen.shows("● published")
        assert platform.called("publish") == 1
        await screen.press("U")
        await screen.shows("a draft again: acme 0", "◑ draft")


async def test_a_copy_becomes_a_draft_elsewhere(tmp_path: Path) -> None:
    blog = FakePlatform("blog")
    async with open_app(tmp_path, library(1), blog) as screen:
        await screen.press("2")
        await screen.shows("acme 0")
        await screen.press("c")
        await screen.shows("Copy as a draft to", "blog")
        await screen.press("enter")
        await screen.shows("copied: acme 0 · a draft on blog")
        (made,) = blog.posts_by_id.values()
        assert (made.markdown, made.state) == ("The body of p0.\n", PostState.DRAFT)


async def test_an_empty_list_says_which_keys_help(tmp_path: Path) -> None:
    async with open_app(tmp_path, library(2), size=(80, 24)) as screen:
        await screen.press("2", "t", "t", "n")
        await screen.shows("type:blog_post status:draft", "No post fits the filter. F takes it away")


async def test_a_decision_key_is_deaf_until_the_post_can_have_been_seen(tmp_path: Path) -> None:
    platform = library()
    async with open_app(tmp_path, platform, grace_seconds=3600) as screen:
        await screen.press("2")
        await screen.shows("acme 1")
        await screen.press("j", "U")
        await screen.shows("Press the key again")
        assert screen.under_cursor.title == "acme 1"
        for key in ("d", "a", "c"):
            await screen.press(key)
            assert not {"Delete?", "Publish?"} & set(screen.text.split())
            assert "No other connection" not in screen.text
        assert platform.called("unpublish") == 0


def stuck(connection: str = "blog") -> FakePlatform:
    """A platform with a post that is being written, one that failed and one that has no site to go to."""
    nowhere = Consequence("publishes nowhere: no site is connected")
    verbs = frozenset({Verb.EDIT, Verb.DELETE})
    platform = FakePlatform(connection).with_posts(
        a_post(
            "g", connection, title="Half", state=PostState.GENERATING, created_at=ago(minutes=1), verbs=verbs
        ),
        a_post(
            "f", connection, title="Broken", state=PostState.FAILED, created_at=ago(minutes=2), markdown=""
        ),
        a_post("n", connection, title="Nowhere", created_at=ago(minutes=3)),
        a_post(
            "p", connection, title="Out", state=PostState.PUBLISHED, created_at=ago(minutes=4), verbs=verbs
        ),
    )
    return platform.with_approvals(
        an_approval("g", connection, title="Half", ready=False, state_word="generating"),
        an_approval("n", connection, title="Nowhere", consequence=nowhere, verbs=verbs),
    )


async def test_what_cannot_be_approved_says_why_before_the_key_and_asks_nothing(tmp_path: Path) -> None:
    platform = stuck()
    async with open_app(tmp_path, platform) as screen:
        await screen.shows("Nowhere", "not ready")
        await screen.press("2")
        for title, why in (
            ("Half", "cannot be approved yet: it is still being written"),
            ("Broken", "cannot be approved: its writing failed, and it has no text"),
            ("Nowhere", "cannot be approved: publishes nowhere: no site is connected"),
            ("Out", "is published already"),
        ):
            await screen.shows(f" {why}", gone=("a approve", "a →"))
            assert screen.under_cursor.title == title
            await screen.press("a")
            await screen.shows(f"✗ {title} {why}"[:60])
            assert "Publish?" not in screen.text
            await screen.press("j")
        assert not platform.called("publish") + platform.called("approve")


async def test_what_failed_can_be_published_again_where_it_has_a_text(tmp_path: Path) -> None:
    platform = FakePlatform("acme").with_posts(a_post("f", title="Refused", state=PostState.FAILED))
    gate = platform.hold("post")
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("cannot be approved before its text has been read", gone=("a approve",))
        gate.set()
        await screen.shows("a → publishes on acme", "a approve")


async def test_publishing_what_is_scheduled_says_that_its_time_is_overtaken(tmp_path: Path) -> None:
    for_good = FakePlatform("blog", replace(CAPABLE, unpublishes=False)).with_posts(
        a_post("s", "blog", title="Sunday", state=PostState.SCHEDULED, scheduled_at=NOON + timedelta(days=2))
    )
    said = "publishes NOW on blog, not Sun 12:00; cannot be undone"
    async with open_app(tmp_path, for_good, size=(80, 24)) as screen:
        await screen.press("2")
        await screen.shows(f"a → {said}", "a approve")
        await screen.press("a")
        await screen.shows("Publish?", "not Sun 12:00")


async def test_the_line_follows_what_the_inbox_learns(tmp_path: Path) -> None:
    platform = FakePlatform("blog").with_posts(a_post("n", "blog", title="Nowhere"))
    nowhere = Consequence("publishes nowhere: no site is connected")
    platform.with_approvals(an_approval("n", "blog", consequence=nowhere, verbs=frozenset({Verb.EDIT})))
    gate = platform.hold("approvals")
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("a → publishes on blog", "a approve")
        gate.set()
        await screen.shows("cannot be approved: publishes nowhere", gone=("a approve",))


async def test_a_refresh_takes_away_what_was_said_before_it(tmp_path: Path) -> None:
    platform = library(1)
    platform.fail("publish", Invalid("acme wants a slug"))
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("acme 0")
        await screen.press("a")
        await screen.shows("Publish?")
        await screen.press("y")
        await screen.shows("not published: acme 0: acme wants a slug")
        await screen.press("r")
        await screen.shows("acme 0", gone=("not published",))
        platform.fail("posts", Unreachable("acme is away"))
        await screen.press("r")
        await screen.shows("acme is away")


async def test_a_result_outlives_the_refresh_that_it_brings(tmp_path: Path) -> None:
    platform = library(1)
    async with open_app(tmp_path, platform) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "a approve")
        await screen.press("a")
        await screen.shows("Publish?")
        asked = platform.called("posts")
        await screen.press("y")
        await screen.until(lambda: platform.called("posts") > asked)
        await screen.shows("● published", "✓ published: acme 0")


async def test_posts_of_a_slow_connection_come_when_it_answers(tmp_path: Path) -> None:
    slow = library(3, "slow")
    gate = slow.hold("posts")
    async with open_app(tmp_path, library(3), slow) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "slow has not answered yet")
        gate.set()
        await screen.shows("slow 0", "acme 0")


async def test_a_connection_that_fails_does_not_end_the_list_of_the_others(tmp_path: Path) -> None:
    bad = library(3, "bad")
    bad.fail("posts", Unreachable("bad is down"))
    async with open_app(tmp_path, library(120), bad) as screen:
        await screen.press("2")
        await screen.shows("acme 20")
        await screen.press("G")
        await screen.shows("acme 119")
        assert screen.under_cursor.title == "acme 119"
