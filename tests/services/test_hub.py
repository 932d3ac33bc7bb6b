from __future__ import annotations

import asyncio

import pytest

from tests.fakes.clock import settle, until
from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform, opener
from tests.services.hubs import a_hub, read
from tui.domain.connections import Health, Reach
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    CredentialError,
    DeskError,
    Forbidden,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.domain.ports import Platform
from tui.domain.verdicts import Outcome
from tui.services.hub import Hub


async def test_names_are_known_before_anything_is_opened() -> None:
    hub = Hub(["acme", "blog"], opener([]))
    assert hub.names == ("acme", "blog")
    assert hub.health["blog"] == Health("blog", Reach.CONNECTING)
    assert hub.capabilities("acme") is None
    with pytest.raises(CopydeskError, match="still being opened"):
        hub.platform("acme")


async def test_connections_are_opened_once_however_often_it_is_asked() -> None:
    opened: list[str] = []
    gate = asyncio.Event()

    async def open_platform(name: str) -> Platform:
        opened.append(name)
        await gate.wait()
        return FakePlatform(name)

    hub = Hub(["acme", "blog"], open_platform)
    waiting = [asyncio.create_task(hub.connect()) for _ in range(3)]
    await settle()
    waiting[0].cancel()
    gate.set()
    await asyncio.gather(*waiting[1:])
    await hub.connect()
    assert opened == ["acme", "blog"]
    assert hub.platform("acme").connection == "acme"
    assert hub.health["acme"].reach is Reach.CONNECTING, "nobody has heard of it yet"


async def test_a_slow_opening_holds_no_other_connection() -> None:
    gate = asyncio.Event()

    async def open_platform(name: str) -> Platform:
        if name == "desk":
            await gate.wait()
        return FakePlatform(name).with_posts(a_post(connection=name))

    hub = Hub(["desk", "acme"], open_platform)
    connecting = asyncio.create_task(hub.connect())
    assert (await hub.ask("acme", read)).ref.connection == "acme"
    asking = asyncio.create_task(hub.ask("desk", read))
    await settle()
    assert not asking.done()
    gate.set()
    await connecting
    assert (await asking).ref.connection == "desk"


async def test_what_was_refused_is_tried_again_when_it_is_asked_to_connect_again() -> None:
    refused: dict[str, CopydeskError] = {"acme": DeskError("The desk did not start")}
    hub = Hub(["acme"], opener([FakePlatform().with_posts(a_post())], refused))
    told: list[Reach] = []
    hub.changed.subscribe(lambda health: told.append(health.reach))
    await hub.connect()
    refused.clear()
    await hub.connect()
    assert told == [Reach.MISCONFIGURED, Reach.CONNECTING]
    assert (await hub.ask("acme", read)).ref.id == "p1"


async def test_who_asks_before_it_is_open_waits() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = Hub(["acme"], opener([platform]))
    asking = asyncio.create_task(hub.ask("acme", read))
    await settle()
    assert not asking.done()
    await hub.connect()
    assert (await asking).ref.id == "p1"


async def test_one_that_cannot_be_opened_is_misconfigured_and_the_others_go_on() -> None:
    error = CredentialError("blog: the variable BLOG_KEY is not set")
    hub = Hub(["acme", "blog", "broken"], opener([FakePlatform()], {"blog": error}))
    told: list[Health] = []
    hub.changed.subscribe(told.append)
    await hub.connect()
    assert hub.health["blog"] == Health("blog", Reach.MISCONFIGURED, error.happened, error.advice)
    assert [health.connection for health in told] == ["blog", "broken"]
    assert hub.capabilities("acme") is not None
    assert hub.capabilities("blog") is None
    with pytest.raises(CredentialError, match="BLOG_KEY"):
        await hub.ask("blog", read)
    with pytest.raises(CopydeskError, match="broken could not be opened \\(KeyError\\)"):
        await hub.ready("broken")
    with pytest.raises(CopydeskError, match='no connection "other"'):
        await hub.ready("other")
    assert hub.health["blog"].reach is Reach.MISCONFIGURED


@pytest.mark.parametrize(
    ("error", "reach"),
    [
        (Unreachable("acme did not answer"), Reach.DOWN),
        (PlatformFault("acme answered 502"), Reach.DOWN),
        (DeskError("The desk is gone"), Reach.DOWN),
        (SignInRefused("acme refused the key"), Reach.REFUSED),
        (CredentialError("pass is locked"), Reach.REFUSED),
        (RateLimited("acme asks to wait", retry_after=3), Reach.SLOWED),
        (NotFound("acme has no p1"), Reach.UP),
        (Conflict("the slug is taken"), Reach.UP),
        (Invalid("the title is too long"), Reach.UP),
        (Forbidden("the key may not read this"), Reach.REFUSED),
        (NotSupported("acme has no such thing"), Reach.CONNECTING),
        (OutcomeUnknown("the answer was lost"), Reach.CONNECTING),
    ],
)
async def test_health_follows_what_comes_back(error: CopydeskError, reach: Reach) -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    platform.fail("post", error)
    with pytest.raises(type(error)):
        await hub.ask("acme", read)
    assert hub.health["acme"].reach is reach
    well = reach in {Reach.UP, Reach.CONNECTING}
    assert hub.health["acme"].reason == (None if well else error.happened)
    platform.heal("post")
    if isinstance(error, SignInRefused | CredentialError):
        with pytest.raises(type(error)):
            await hub.ask("acme", read)
        await hub.revive(refused=True)
    await hub.ask("acme", read)
    assert hub.health["acme"] == Health("acme", Reach.UP)


async def test_only_changes_of_health_are_published() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    told: list[Reach] = []
    hub.changed.subscribe(lambda health: told.append(health.reach))
    await hub.ask("acme", read)
    await hub.ask("acme", read)
    platform.fail("post", Unreachable("gone"), times=2)
    for _ in range(2):
        with pytest.raises(Unreachable):
            await hub.ask("acme", read)
    await hub.ask("acme", read)
    assert told == [Reach.UP, Reach.DOWN, Reach.UP]


async def test_a_fault_of_a_client_is_told_as_the_platforms_and_ends_nothing() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    platform.fail("post", KeyError("markdown"))
    with pytest.raises(PlatformFault, match="acme"):
        await hub.ask("acme", read)
    with pytest.raises(OutcomeUnknown):
        await hub.write("acme", "key", read)


async def test_a_cancelled_write_goes_to_its_end() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    gate = platform.hold("delete")
    post = a_post()
    deleting = asyncio.create_task(hub.write("acme", post.ref, lambda p: p.delete(post.ref.id)))
    await until(lambda: platform.called("delete") == 1)
    deleting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await deleting
    with pytest.raises(Conflict, match="no answer yet"):
        await hub.write("acme", post.ref, lambda p: p.delete(post.ref.id))
    gate.set()
    await hub.close()
    assert platform.called("delete") == 1
    assert platform.posts_by_id == {}


async def test_a_write_that_was_cancelled_before_it_left_is_not_sent() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = Hub(["acme"], opener([platform]))
    deleting = asyncio.create_task(hub.write("acme", "p1", lambda p: p.delete("p1")))
    await settle()
    deleting.cancel()
    await hub.connect()
    await settle()
    assert platform.called("delete") == 0


async def test_a_failed_write_whose_caller_left_disturbs_nobody() -> None:
    platform = FakePlatform()
    hub = await a_hub(platform)
    gate = platform.hold("delete")
    deleting = asyncio.create_task(hub.write("acme", "p1", lambda p: p.delete("p1")))
    await until(lambda: platform.called("delete") == 1)
    deleting.cancel()
    gate.set()
    await hub.close()


async def down_and_revived(*platforms: FakePlatform) -> tuple[Hub, asyncio.Task[Outcome]]:
    """A hub that opened the second platform in place of the first, which has a write under way."""
    first = platforms[0].with_posts(a_post())
    opened = iter(platforms)

    async def open_platform(name: str) -> Platform:
        return next(opened)

    hub = Hub(["acme"], open_platform)
    await hub.connect()
    first.hold("publish")
    publishing = asyncio.create_task(hub.write("acme", "p1", lambda p: p.publish("p1")))
    await until(lambda: first.called("publish") == 1)
    first.fail("post", Unreachable("acme is down"))
    with pytest.raises(Unreachable):
        await hub.ask("acme", read)
    await hub.revive()
    return hub, publishing


async def test_what_is_opened_anew_does_not_cut_off_a_write_of_the_one_before() -> None:
    first, second = FakePlatform("acme"), FakePlatform("acme").with_posts(a_post())
    hub, publishing = await down_and_revived(first, second)
    assert (await hub.ask("acme", read)).title == "Post p1"
    await settle()
    assert first.called("close") == 0
    first.hold("publish").set()
    assert (await publishing).text == "published"
    await until(lambda: first.closed)
    assert not second.closed
    await hub.close()


@pytest.mark.parametrize("late", [Unreachable("acme gave no answer"), None])
async def test_what_the_one_before_hears_late_tells_nothing_of_the_new_one(late: Exception | None) -> None:
    first, second = FakePlatform("acme"), FakePlatform("acme").with_posts(a_post())
    hub, publishing = await down_and_revived(first, second)
    second.fail("post", RateLimited("acme asks to wait", retry_after=3))
    with pytest.raises(RateLimited):
        await hub.ask("acme", read)
    told: list[Health] = []
    hub.changed.subscribe(told.append)
    if late is not None:
        first.fail("publish", late)
    first.hold("publish").set()
    await asyncio.gather(publishing, return_exceptions=True)
    assert told == []
    assert hub.health["acme"].reach is Reach.SLOWED
    await hub.close()


async def test_closing_closes_the_one_before_too() -> None:
    first, second = FakePlatform("acme"), FakePlatform("acme")
    hub, publishing = await down_and_revived(first, second)
    closing = asyncio.create_task(hub.close())
    await settle()
    assert first.called("close") == 0
    first.hold("publish").set()
    await closing
    assert first.closed
    assert second.closed
    assert (await publishing).text == "published"


async def test_closing_waits_for_writes_and_closes_all_in_order_even_if_one_fails() -> None:
    first, second = FakePlatform("acme"), FakePlatform("blog")
    first.fail("close", RuntimeError("boom"))
    second.with_posts(a_post(connection="blog"))
    hub = await a_hub(first, second)
    gate = second.hold("publish")
    publishing = asyncio.create_task(hub.write("blog", "p1", lambda p: p.publish("p1")))
    await until(lambda: second.called("publish") == 1)
    closing = asyncio.create_task(hub.close())
    await settle()
    assert not closing.done()
    assert first.called("close") == 0
    gate.set()
    await closing
    assert (await publishing).text == "published"
    assert first.called("close") == 1
    assert second.closed
    await hub.close()
    assert second.called("close") == 1
    with pytest.raises(CopydeskError, match="closed"):
        await hub.ask("acme", read)


async def test_closing_while_it_opens_lets_nobody_wait() -> None:
    async def open_platform(name: str) -> Platform:
        await asyncio.Event().wait()
        return FakePlatform(name)

    hub = Hub(["acme"], open_platform)
    connecting = asyncio.create_task(hub.connect())
    asking = asyncio.create_task(hub.ask("acme", read))
    await settle()
    await hub.close()
    await connecting
    with pytest.raises(CopydeskError, match="closed"):
        await asking
    await hub.connect()


# What is only read
