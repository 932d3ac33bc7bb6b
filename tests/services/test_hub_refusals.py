"""What was refused is not asked again by itself."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.clock import until
from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform, opener
from tests.services.hubs import a_hub, read
from tui.domain.connections import Health, Reach
from tui.domain.errors import (
    CopydeskError,
    CredentialError,
    Forbidden,
    ReadOnly,
    SignInRefused,
    Unpaid,
)
from tui.domain.generation import TopicRequest
from tui.domain.ports import Platform
from tui.services.hub import Hub


@pytest.mark.parametrize(
    "refusal", [SignInRefused("acme refused the key"), CredentialError("pass is locked")]
)
async def test_what_was_refused_is_asked_again_by_a_person_only_and_once(refusal: CopydeskError) -> None:
    opened: list[FakePlatform] = []
    forgot: list[str] = []

    async def open_platform(name: str) -> Platform:
        opened.append(FakePlatform(name).with_posts(a_post()))
        if len(opened) < 3:
            opened[-1].fail("post", refusal)
            opened[-1].fail("publish", refusal)
        return opened[-1]

    hub = Hub(["acme"], open_platform, forget_secret=forgot.append)
    told: list[Health] = []
    hub.changed.subscribe(told.append)
    await hub.connect()
    for _ in range(5):
        await hub.revive()
        with pytest.raises(type(refusal), match=refusal.happened):
            await hub.ask("acme", read)
        with pytest.raises(type(refusal), match=refusal.happened):
            await hub.write("acme", "p1", lambda p: p.publish("p1"))
    assert len(opened) == 1
    assert opened[0].called("post") + opened[0].called("publish") == 1
    assert told == [Health("acme", Reach.REFUSED, refusal.happened, refusal.advice)]
    assert forgot == []

    await hub.revive(refused=True)
    for _ in range(3):
        await hub.revive()
        with pytest.raises(type(refusal)):
            await hub.ask("acme", read)
    assert forgot == ["acme"]
    assert [each.called("post") for each in opened] == [1, 1]
    assert hub.health["acme"].reach is Reach.REFUSED

    await hub.revive(refused=True)
    assert (await hub.ask("acme", read)).ref.id == "p1"
    assert hub.health["acme"] == Health("acme", Reach.UP)
    assert len(opened) == 3
    await hub.revive(refused=True)
    assert len(opened) == 3, "what is well is not opened anew"
    await hub.close()
    assert all(each.closed for each in opened)


async def test_an_answer_to_what_left_before_the_refusal_does_not_hide_it() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    gate = platform.hold("approvals")
    asking = asyncio.create_task(hub.ask("acme", lambda p: p.approvals()))
    await until(lambda: platform.called("approvals") == 1)
    platform.fail("post", SignInRefused("acme refused the key"))
    with pytest.raises(SignInRefused):
        await hub.ask("acme", read)
    gate.set()
    await asking
    assert hub.health["acme"].reach is Reach.REFUSED


async def test_a_forbidden_read_is_marked_and_may_be_asked_again() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    platform.fail("post", Forbidden("acme does not let this key do that", request_id="req-7"), times=1)
    with pytest.raises(Forbidden):
        await hub.ask("acme", read)
    fares = hub.health["acme"]
    assert (fares.reach, fares.reason) == (Reach.REFUSED, "acme does not let this key do that")
    assert fares.advice is not None
    assert fares.advice.endswith("(request req-7)")
    assert hub.read_only("acme") is None
    await hub.ask("acme", read)
    assert hub.health["acme"] == Health("acme", Reach.UP)


async def test_the_first_forbidden_change_makes_a_connection_read_only_for_this_run() -> None:
    platform, other = FakePlatform("acme").with_posts(a_post()), FakePlatform("blog")
    other.with_posts(a_post(connection="blog"))
    hub = await a_hub(platform, other)
    told: list[Health] = []
    hub.changed.subscribe(told.append)
    why = "acme does not let this key do that: read-only key"
    platform.fail("publish", Forbidden(why, request_id="req-1"))
    assert hub.read_only("acme") is None
    with pytest.raises(Forbidden, match="read-only key") as found:
        await hub.write("acme", "p1", lambda p: p.publish("p1"))
    assert "acme is read-only until Copydesk is started again" in found.value.sentence
    assert found.value.request_id == "req-1"
    assert hub.read_only("acme") == why
    assert told == [Health("acme", Reach.UP, read_only=why)]
    for verb in (lambda p: p.publish("p1"), lambda p: p.delete("p1")):
        with pytest.raises(ReadOnly, match="nothing was sent: acme does not let this key") as refused:
            await hub.write("acme", "p1", verb)
        assert "start Copydesk again" in refused.value.advice
    assert platform.called("publish") == 1
    assert platform.called("delete") == 0
    assert (await hub.ask("acme", read)).ref.id == "p1"
    assert hub.health["acme"].read_only == why
    assert hub.read_only("blog") is None
    await hub.write("blog", "p1", lambda p: p.publish("p1"))


async def test_what_the_config_says_is_read_only_is_never_written_to_and_read_as_ever() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = Hub(["acme"], opener([platform]), read_only=["acme"])
    assert hub.health["acme"].read_only == "the config file says so"
    with pytest.raises(ReadOnly, match="config file") as found:
        await hub.write("acme", "p1", lambda p: p.publish("p1"))
    assert "Take read_only out" in found.value.advice
    await hub.connect()
    assert (await hub.ask("acme", read)).ref.id == "p1"
    assert hub.health["acme"] == Health("acme", Reach.UP, read_only="the config file says so")
    assert platform.called("publish") == 0


async def test_a_plan_that_is_not_paid_for_makes_nothing_read_only() -> None:
    platform = FakePlatform().with_posts(a_post())
    hub = await a_hub(platform)
    platform.fail("generate", Unpaid("acme wants its plan to be paid first"))
    with pytest.raises(Unpaid) as found:
        await hub.write("acme", "g", lambda p: p.generate(TopicRequest("x")))
    assert "read-only" not in found.value.sentence
    assert hub.read_only("acme") is None
    assert hub.health["acme"] == Health("acme", Reach.UP)
    await hub.write("acme", "p1", lambda p: p.publish("p1"))
