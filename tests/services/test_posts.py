from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.fakes.clock import settle
from tests.fakes.items import a_post
from tests.fakes.platform import Call, FakePlatform, opener
from tui.domain.errors import NotFound
from tui.domain.posts import Post, PostChanges
from tui.services.hub import Hub
from tui.services.posts import PostsService


async def test_reading_goes_to_the_posts_own_connection() -> None:
    acme, blog = FakePlatform("acme").with_posts(a_post()), FakePlatform("blog")
    hub = Hub(["acme", "blog"], opener([acme, blog]))
    await hub.connect()
    posts = PostsService(hub)
    read = await posts.read(a_post().ref)
    assert (read.title, read.markdown) == ("Post p1", "The body of p1.\n")
    with pytest.raises(NotFound):
        await posts.read(a_post("gone").ref)
    assert acme.calls == [Call("post", ("p1",)), Call("post", ("gone",))]
    assert blog.calls == []
    await hub.close()


class SlowToTell(FakePlatform):
    """A platform whose answers tell of when they were asked for, however late they come."""

    async def post(self, id: str) -> Post:
        before = self.posts_by_id[id]
        await super().post(id)
        return before


async def test_what_is_changed_while_it_is_read_is_read_again() -> None:
    acme = SlowToTell("acme").with_posts(a_post())
    hub = Hub(["acme"], opener([acme]))
    await hub.connect()
    held = acme.hold("post")
    reading = asyncio.create_task(PostsService(hub).read(a_post().ref))
    await settle()
    await hub.write("acme", a_post().ref, lambda platform: platform.save("p1", PostChanges(title="Other")))
    acme.release("post")
    held.set()
    assert await reading == replace(a_post(), title="Other")
    await hub.close()
