"""What a person does among the posts, by keys, at a wide and a narrow size."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.fakes.items import a_post, ago
from tests.fakes.platform import FakePlatform
from tests.screens.desk import Screen, open_app
from tui.domain.errors import Unreachable
from tui.domain.posts import PostState
from tui.domain.verdicts import Verb

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


@SIZES
async def test_filters_by_several_states_types_and_connections(tmp_path: Path, size: Size) -> None:
    async with open_app(tmp_path, library(), library(6, "blog"), size=size) as screen:
        await screen.press("2")
        await screen.until(lambda: len(screen.listed) == 12)
        await screen.press("slash")
        await screen.shows("status   ◑ draft", "type     changelog", "conn     acme")
        await screen.press("space", "j", "j", "space", "j", "j", "space", "enter")
        await screen.shows("status:draft type:changelog conn:acme")
        await screen.until(lambda: [post.ref.id for post in screen.listed] == ["p0", "p2"])
        await screen.press("F")
        await screen.until(lambda: len(screen.listed) == 12)
        await screen.press("s", "s")
        await screen.shows("status:published")
        await screen.until(lambda: len(screen.listed) == 6)


@SIZES
async def test_pages_come_as_they_are_needed(tmp_path: Path, size: Size) -> None:
    platform = library(400)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "of 400")
        assert len(screen.listed) < 400
        for loaded in range(100, 401, 50):
            await screen.press("G")
            await screen.until(partial(holds, screen, loaded))
        await screen.press("G")
        await screen.shows("acme 399", "400 of 400")
        assert len({post.ref for post in screen.listed}) == 400


@SIZES
async def test_a_failing_connection_is_named_and_the_others_are_shown(tmp_path: Path, size: Size) -> None:
    broken = library(2, "blog")
    broken.fail("posts", Unreachable("blog did not answer"))
    async with open_app(tmp_path, library(2), broken, size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 0", "blog did not answer")


@SIZES
async def test_the_text_is_rendered_with_its_facts(tmp_path: Path, size: Size) -> None:
    platform = FakePlatform("acme").with_posts(
        a_post("p1", title="Facts", markdown="# Head\n\nA *word*.\n", tags=("cli", "tui"), version=3)
    )
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("Facts")
        await screen.press("enter")
        await screen.shows("version 3", "cli, tui", "post-p1", "Head", "A word.")


@SIZES
async def test_publishing_from_the_list_asks_and_taking_back_does_not(tmp_path: Path, size: Size) -> None:
    platform = library(1)
    async with open_app(tmp_path, platform, size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 0")
        await screen.press("a")
        await screen.shows("Publish?", "acme 0")
        await screen.press("y")
        await screen.shows("● published")
        assert platform.called("publish") == 1
        await screen.press("U")
        await screen.shows("a draft again: acme 0", "◑ draft")


@SIZES
async def test_a_copy_becomes_a_draft_elsewhere(tmp_path: Path, size: Size) -> None:
    blog = FakePlatform("blog")
    async with open_app(tmp_path, library(1), blog, size=size) as screen:
        await screen.press("2")
        await screen.shows("acme 0")
        await screen.press("c")
        await screen.shows("Copy as a draft to", "blog")
        await screen.press("enter")
        await screen.shows("acme 0 is a draft on blog")
        (made,) = blog.posts_by_id.values()
        assert made.markdown == "The body of p0.\n"


@SIZES
async def test_an_empty_list_says_which_keys_help(tmp_path: Path, size: Size) -> None:
    async with open_app(tmp_path, library(2), size=size) as screen:
        await screen.press("2", "t", "t", "s")
        await screen.shows("status:draft type:blog_post", "No post fits the filter. F takes it away")


async def test_a_decision_key_is_deaf_until_the_post_can_have_been_seen(tmp_path: Path) -> None:
    platform = library()
    async with open_app(tmp_path, platform, grace_seconds=3600) as screen:
        await screen.press("2")
        await screen.shows("acme 1")
        await screen.press("j", "U")
        await screen.shows("Press the key again")
        assert screen.under_cursor.title == "acme 1"
        for key in ("d", "a"):
            await screen.press(key)
            assert not {"Delete?", "Publish?"} & set(screen.text.split())
        assert platform.called("unpublish") == 0
