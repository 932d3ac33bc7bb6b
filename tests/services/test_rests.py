"""Connections that wait: said with the seconds, counted down, and over by itself."""

from __future__ import annotations

import pytest

from tests.fakes.clock import FakeClock, settle
from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform, opener
from tui.domain.connections import Health, Reach, Rest
from tui.domain.errors import Unreachable
from tui.domain.posts import PostFilter
from tui.services.hub import Hub
from tui.services.rests import Rests


async def test_a_wait_is_counted_down_and_ends() -> None:
    clock = FakeClock()
    said: list[Health | None] = []
    rests = Rests(lambda name: said.append(rests.health(name)), monotonic=clock.monotonic, sleep=clock.sleep)
    rests.begin("acme", Rest(2.5))
    rests.begin("blog", Rest(1, "60 requests a minute"))
    await settle()
    for _ in range(4):
        await clock.advance(1)
    acme = [each.reason for each in said if each is not None and each.connection == "acme"]
    assert acme == ["acme asked to wait 3 s", "acme asked to wait 2 s", "acme asked to wait 1 s"]
    blog = [each for each in said if each is not None and each.connection == "blog"]
    assert blog[0] == Health(
        "blog",
        Reach.SLOWED,
        "blog waits 1 s",
        "Copydesk keeps to its limit: 60 requests a minute. It goes on by itself.",
        seconds=1,
    )
    assert said[-1] is None
    assert rests.health("acme") is None
    rests.begin("acme", Rest(0))
    assert said[-1] is None
    rests.close()


async def a_hub() -> Hub:
    hub = Hub(["acme"], opener([FakePlatform().with_posts(a_post())]))
    await hub.connect()
    return hub


async def test_an_answer_to_what_left_before_does_not_end_a_wait() -> None:
    hub = await a_hub()
    reaches: list[Reach] = []
    hub.rests("acme", Rest(1999))
    reaches.append(hub.health["acme"].reach)
    await hub.ask("acme", lambda platform: platform.post("p1"))
    reaches.append(hub.health["acme"].reach)
    assert "acme asked to wait 1" in (hub.health["acme"].reason or "")
    hub.rests("acme", Rest(0))
    reaches.append(hub.health["acme"].reach)
    assert reaches == [Reach.SLOWED, Reach.SLOWED, Reach.UP]
    await hub.close()


async def test_what_is_down_is_not_only_slow() -> None:
    platform = FakePlatform()
    platform.fail("posts", Unreachable("acme did not answer"))
    hub = Hub(["acme"], opener([platform]))
    await hub.connect()
    hub.rests("acme", Rest(12))
    with pytest.raises(Unreachable):
        await hub.ask("acme", lambda platform: platform.posts(PostFilter()))
    assert hub.health["acme"].reach is Reach.DOWN
    hub.rests("acme", Rest(0))
    assert hub.health["acme"].reach is Reach.DOWN
    await hub.close()
    hub.rests("acme", Rest(12))
    hub.rests("other", Rest(12))
    assert hub.health["acme"].reach is Reach.DOWN
