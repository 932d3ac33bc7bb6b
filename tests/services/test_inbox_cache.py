"""What is shown before anyone has answered, and where nobody does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.fakes.clock import FakeClock, until
from tests.fakes.items import NOON, a_post, ago, an_approval
from tests.fakes.platform import FakePlatform, opener
from tui.domain.approvals import InboxPart
from tui.domain.errors import Forbidden, NotFound, StateError, Unreachable
from tui.domain.holds import Holds
from tui.domain.intents import approving, deleting
from tui.domain.kept import KeptPost, KeptPosts, with_kept
from tui.domain.posts import Post, PostFilter, PostState
from tui.services import Services
from tui.services.feed import PostsFeed
from tui.state import open_state

ALL = PostFilter()
DOWN = Unreachable("acme did not answer")
Start: TypeAlias = Callable[..., AbstractAsyncContextManager[Services]]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def start(tmp_path: Path, clock: FakeClock) -> Start:
    """One run of the services after the other, on one state database."""

    @asynccontextmanager
    async def start(*platforms: FakePlatform, connected: bool = True) -> AsyncIterator[Services]:
        state = open_state(tmp_path / "state.db", clock.now)
        names = [each.connection for each in platforms]
        services = Services.make(names, opener(platforms), state, clock.now, holds=Holds(0, 0, 0))
        services.inbox.start()
        if connected:
            await services.hub.connect()
        yield services
        closing = asyncio.create_task(services.close())
        await until(closing.done)
        await closing
        state.close()

    return start


async def refreshed(services: Services) -> tuple[InboxPart, ...]:
    async for _ in services.inbox.refresh():
        pass
    return services.inbox.parts


async def test_the_inbox_is_there_before_anyone_is_asked(start: Start, clock: FakeClock) -> None:
    acme = FakePlatform("acme").with_approvals(an_approval())
    blog = FakePlatform("blog").with_approvals(an_approval(connection="blog"))
    async with start(acme, blog) as services:
        assert not services.inbox.parts
        assert list(services.inbox.awaited) == ["acme", "blog"]
        assert all(part.as_of is None for part in await refreshed(services))
        assert not services.inbox.awaited
    await clock.advance(300)
    acme.waiting = [an_approval("p2")]
    blog.fail("approvals", DOWN)
    async with start(acme, blog, connected=False) as services:
        assert services.inbox.parts == (
            InboxPart("acme", (an_approval(),), NOON),
            InboxPart("blog", (an_approval(connection="blog"),), NOON),
        )
        assert list(services.inbox.awaited) == ["acme", "blog"]
        await services.hub.connect()
        assert await refreshed(services) == (
            InboxPart("acme", (an_approval("p2"),)),
            InboxPart("blog", (an_approval(connection="blog"),), NOON),
        ), "one that fails keeps what it had, with its age"
        assert not services.inbox.awaited


async def test_what_was_told_in_this_run_has_an_age_once_its_connection_fails(
    start: Start, clock: FakeClock
) -> None:
    acme = FakePlatform("acme").with_approvals(an_approval())
    async with start(acme) as services:
        await refreshed(services)
        await clock.advance(60)
        acme.fail("approvals", DOWN)
        assert await refreshed(services) == (InboxPart("acme", (an_approval(),), NOON),)
        acme.heal("approvals")
        assert await refreshed(services) == (InboxPart("acme", (an_approval(),)),)


async def test_a_row_of_before_can_be_decided_on_and_is_gone_at_the_next_start(start: Start) -> None:
    acme = FakePlatform("acme").with_posts(a_post()).with_approvals(an_approval(), an_approval("p2"))
    async with start(acme) as services:
        await refreshed(services)
    async with start(acme) as services:
        services.outbox.start()
        (approval, _) = services.inbox.parts[0].approvals
        services.outbox.put(approving(approval, None, None))
        await until(lambda: not services.outbox.entries)
        assert services.inbox.parts == (InboxPart("acme", (an_approval("p2"),), NOON),)
        assert acme.posts_by_id["p1"].state is PostState.PUBLISHED
    async with start(acme, connected=False) as services:
        assert services.inbox.parts == (InboxPart("acme", (an_approval("p2"),), NOON),)


async def test_connections_that_the_config_no_longer_names_are_not_shown(start: Start) -> None:
    acme, gone = (
        FakePlatform(name).with_approvals(an_approval(connection=name)) for name in ("acme", "gone")
    )
    async with start(acme, gone) as services:
        await refreshed(services)
    async with start(acme) as services:
        assert [part.connection for part in services.inbox.parts] == ["acme"]
        await refreshed(services)
    async with start(acme, gone, connected=False) as services:
        assert [part.connection for part in services.inbox.parts] == ["acme"], "they were forgotten"


async def test_posts_are_there_before_anyone_is_asked(
    start: Start, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine is, both have answered.
    monkeypatch.setattr("tui.services.feed.PostsFeed", partial(PostsFeed, patience=90))
    acme = FakePlatform("acme", page_size=2).with_posts(*(a_post(f"p{n}") for n in range(5)))
    blog = FakePlatform("blog").with_posts(a_post("b1", "blog", state=PostState.PUBLISHED))
    async with start(acme, blog) as services:
        feed = services.posts.open(ALL)
        assert (await feed.more(3)).posts
        assert not feed.silent + feed.awaited
        await services.posts.open(PostFilter(states=frozenset({PostState.PUBLISHED}))).more()
    await clock.advance(300)
    async with start(acme, blog, connected=False) as services:
        assert services.posts.kept(ALL, ("acme", "blog")) == ()
        await services.posts.recall()
        await services.posts.recall()
        kept = services.posts.kept(ALL, ("acme", "blog", "other"))
        bare = tuple(replace(acme.posts_by_id[f"p{n}"], markdown=None) for n in range(4))
        assert kept[0] == KeptPosts("acme", bare, NOON), "all that was read of the list without a filter"
        assert [len(each.posts) for each in kept] == [4, 1]
        published = services.posts.kept(PostFilter(states=frozenset({PostState.PUBLISHED})), ("acme", "blog"))
        assert [len(each.posts) for each in published] == [0, 1]
        of_blog = services.posts.kept(PostFilter(connections=frozenset({"blog"})), ("acme", "blog"))
        assert [each.connection for each in of_blog] == ["blog"]
        assert services.posts.kept(PostFilter(newest_first=False), ("acme", "blog")) == ()


async def test_one_that_does_not_answer_is_silent_till_it_does(start: Start) -> None:
    acme, blog = FakePlatform("acme").with_posts(a_post()), FakePlatform("blog")
    acme.fail("posts", DOWN, times=1)
    async with start(acme, blog) as services:
        feed = services.posts.open(ALL)
        await feed.more()
        assert feed.silent == ("acme",)
        await feed.more()
        assert not feed.silent


async def test_a_body_is_there_until_its_post_is_gone(start: Start, clock: FakeClock) -> None:
    acme = FakePlatform("acme").with_posts(a_post(), a_post("p2"), a_post("p3"))
    async with start(acme) as services:
        for post in acme.posts_by_id.values():
            await services.posts.read(post.ref)
    await clock.advance(60)
    async with start(acme) as services:
        assert services.posts.last_read(a_post().ref) == KeptPost(a_post(), NOON)
        acme.fail("post", NotFound("gone"))
        with pytest.raises(NotFound):
            await services.posts.read_or_last(a_post().ref)
        assert services.posts.last_read(a_post().ref) is None
        acme.heal("post")
        services.outbox.start()
        services.outbox.put([deleting(a_post("p2"))])
        await until(lambda: not services.outbox.entries)
        assert services.posts.last_read(a_post("p2").ref) is None
        assert services.posts.last_read(a_post("p3").ref)


async def test_what_cannot_be_reached_is_opened_as_it_was_read(start: Start) -> None:
    acme = FakePlatform("acme").with_posts(a_post(), a_post("p2"))
    async with start(acme) as services:
        await services.posts.read(a_post().ref)
        acme.fail("post", DOWN)
        assert await services.posts.read_or_last(a_post().ref) == a_post()
        with pytest.raises(Unreachable):
            await services.posts.read_or_last(a_post("p2").ref)
        acme.fail("post", Forbidden("no"))
        with pytest.raises(Forbidden):
            await services.posts.read_or_last(a_post().ref)


async def test_a_state_that_fails_takes_nothing_but_the_next_first_frame(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.state.statements import Statements

    acme = FakePlatform("acme").with_posts(a_post()).with_approvals(an_approval())
    async with start(acme) as services:
        _ = services.outbox.hidden

        def failing(*_: object) -> None:
            raise StateError("The disk is full")

        with monkeypatch.context() as patched:
            patched.setattr(Statements, "run", failing)
            services.inbox.start()
            await services.posts.recall()
            assert len(await refreshed(services)) == 1
            assert await services.posts.read(a_post().ref) == a_post()
            assert services.posts.last_read(a_post().ref) is None
            await services.shelf.close()


def test_what_is_kept_takes_its_place_among_what_is_told() -> None:
    told = [a_post(f"t{hour}", created_at=ago(hours=hour)) for hour in (1, 3, 5)]
    kept = [a_post(f"k{hour}", "blog", created_at=ago(hours=hour)) for hour in (2, 4, 6, 7)]
    undated = a_post("undated", "blog", created_at=None)

    def shown(*kept_posts: Post, more: bool) -> list[str]:
        lists = [KeptPosts("blog", kept_posts, NOON)]
        return [post.ref.id for post in with_kept(told, lists, more=more)]

    assert shown(*kept, more=False) == ["t1", "k2", "t3", "k4", "t5", "k6", "k7"]
    assert shown(*kept, more=True) == ["t1", "k2", "t3", "k4", "t5"], "the end is where it is read on"
    assert shown(kept[0], undated, *kept[1:], more=False)[:4] == ["t1", "k2", "undated", "t3"]
    assert shown(*told, more=False) == ["t1", "t3", "t5"], "none stands there twice"
    assert with_kept((), [KeptPosts("blog", tuple(kept), NOON)], more=True) == tuple(kept)
    assert with_kept((), (), more=False) == ()
