from __future__ import annotations

import pytest

from tests.fakes.items import a_post
from tests.fakes.platform import Call, FakePlatform, opener
from tui.domain.errors import NotFound
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
