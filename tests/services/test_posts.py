from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from tests.fakes.clock import until
from tests.fakes.items import a_post
from tests.fakes.platform import CAPABLE, Call, FakePlatform, opener
from tui.domain.errors import Conflict, Invalid, NotFound, NotSupported
from tui.domain.posts import NewPost, PostChanges, PostState
from tui.services.hub import Hub
from tui.services.posts import PostsService


@dataclass
class Desk:
    acme: FakePlatform
    blog: FakePlatform
    posts: PostsService
    hub: Hub


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    acme = FakePlatform("acme").with_posts(a_post(tags=("a", "b")))
    blog = FakePlatform("blog")
    hub = Hub(["acme", "blog"], opener([acme, blog]))
    await hub.connect()
    yield Desk(acme, blog, PostsService(hub), hub)
    await hub.close()


REF = a_post().ref


async def test_reading_and_changing_go_to_the_posts_own_connection(desk: Desk) -> None:
    assert (await desk.posts.read(REF)).title == "Post p1"
    saved = await desk.posts.save(REF, PostChanges(title="New"))
    assert (saved.title, saved.markdown) == ("New", "The body of p1.\n")
    assert (await desk.posts.publish(REF)).text == "published"
    assert (await desk.posts.unpublish(REF)).state is PostState.DRAFT
    await desk.posts.delete(REF)
    with pytest.raises(NotFound):
        await desk.posts.read(REF)
    assert desk.blog.calls == []


async def test_a_save_without_changes_sends_nothing(desk: Desk) -> None:
    await desk.posts.save(REF, PostChanges())
    assert desk.acme.called("save") == 0


async def test_one_change_to_a_post_at_a_time(desk: Desk) -> None:
    gate = desk.acme.hold("save")
    saving = asyncio.create_task(desk.posts.save(REF, PostChanges(title="New")))
    await until(lambda: desk.acme.called("save") == 1)
    assert desk.hub.writes_under_way
    with pytest.raises(Conflict):
        await desk.posts.publish(REF)
    gate.set()
    await saving
    assert not desk.hub.writes_under_way
    await desk.posts.publish(REF)


async def test_a_save_that_is_cancelled_is_carried_to_its_end(desk: Desk) -> None:
    gate = desk.acme.hold("save")
    saving = asyncio.create_task(desk.posts.save(REF, PostChanges(title="New")))
    await until(lambda: desk.acme.called("save") == 1)
    saving.cancel()
    gate.set()
    await until(lambda: not desk.hub.writes_under_way)
    assert desk.acme.posts_by_id["p1"].title == "New"


async def test_a_refused_save_says_what_the_platform_said(desk: Desk) -> None:
    desk.acme.fail("save", Invalid("The title is too long", fields={"title": "max 120"}))
    with pytest.raises(Invalid) as told:
        await desk.posts.save(REF, PostChanges(title="x" * 121))
    assert told.value.fields == {"title": "max 120"}
    assert not desk.hub.writes_under_way


async def test_a_copy_reads_the_body_first_and_makes_a_draft(desk: Desk) -> None:
    listed = replace(a_post(tags=("a", "b")), markdown=None)
    made = await desk.posts.copy(listed, "blog")
    assert made.ref.connection == "blog"
    assert desk.blog.calls == [Call("create", (NewPost("Post p1", "The body of p1.\n", ("a", "b")),))]
    assert desk.acme.called("post") == 1
    await desk.posts.copy(a_post(), "blog")
    assert desk.acme.called("post") == 1, "a body that is known is not read again"


async def test_a_copy_is_not_made_where_it_cannot_be(desk: Desk) -> None:
    desk.blog.capabilities = replace(CAPABLE, creates=False)
    with pytest.raises(NotSupported, match="blog cannot make a post"):
        await desk.posts.copy(a_post(), "blog")
    desk.blog.capabilities = CAPABLE
    desk.acme.with_posts(a_post(markdown=None))
    with pytest.raises(NotSupported, match="no text to copy"):
        await desk.posts.copy(a_post(markdown=None), "blog")
    assert desk.blog.calls == []


async def test_the_same_copy_is_not_made_twice_at_the_same_time(desk: Desk) -> None:
    gate = desk.blog.hold("create")
    copying = asyncio.create_task(desk.posts.copy(a_post(), "blog"))
    await until(lambda: desk.blog.called("create") == 1)
    with pytest.raises(Conflict):
        await desk.posts.copy(a_post(), "blog")
    gate.set()
    await copying
    assert len(desk.blog.posts_by_id) == 1
