"""Connections that come, leave and change while Copydesk runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.fakes.clock import settle
from tests.fakes.items import NOON, a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform, opener
from tests.services.outbox_desk import Open
from tui.domain.connections import Reach
from tui.domain.entry_states import EntryState
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    CredentialError,
    Forbidden,
    OutcomeUnknown,
    ReadOnly,
    Unreachable,
)
from tui.domain.jobs import JobState
from tui.domain.ports import Platform
from tui.domain.posts import Post
from tui.services import Services
from tui.services.hub import Hub, Taken
from tui.state import open_state


async def read(platform: Platform) -> Post:
    return await platform.post("p1")


def stock(*names: str) -> dict[str, FakePlatform]:
    return {name: FakePlatform(name).with_posts(a_post("p1", name)) for name in names}


async def test_names_come_and_go_in_the_order_of_the_file() -> None:
    platforms = stock("a", "b", "c")
    hub = Hub(["a", "b"], opener(platforms.values()))
    await hub.connect()
    health, told = hub.health, list[Taken]()
    hub.taken.subscribe(told.append)
    await hub.ask("b", read)
    hub.take(["c", "b"])
    assert hub.names == tuple(health) == ("c", "b"), "the mapping that was given out stays true"
    assert told == [Taken(("c",), ("a",), ())]
    with pytest.raises(CopydeskError, match='no connection "a"'):
        await hub.ask("a", read)
    with pytest.raises(CopydeskError, match='no connection "a"'):
        hub.check_write("a")
    asked = asyncio.create_task(hub.ask("c", read))
    await settle()
    assert not asked.done(), "it is not open yet"
    await hub.connect()
    await asked
    assert platforms["a"].closed
    assert (health["b"].reach, health["c"].reach) == (Reach.UP, Reach.UP), "what stayed is as it was"
    assert not platforms["b"].closed
    await hub.close()
    assert platforms["c"].closed


async def test_a_platform_is_closed_when_its_writes_are_answered() -> None:
    acme = stock("acme")["acme"]
    hub = Hub(["acme"], opener([acme]))
    await hub.connect()
    gate = acme.hold("delete")
    writing = asyncio.create_task(hub.write("acme", "p1", lambda platform: platform.delete("p1")))
    await settle()
    hub.take([])
    await settle()
    assert acme.called("close") == 0
    gate.set()
    await writing
    await settle()
    assert acme.called("close") == 1
    assert dict(hub.health) == {}, "its late answer brings it not back"
    hub.take(["acme"])
    assert hub.health["acme"].reach is Reach.CONNECTING
    await hub.close()


async def test_what_is_still_being_opened_when_it_leaves_is_closed_again() -> None:
    gate, opened = asyncio.Event(), list[FakePlatform]()

    async def open_platform(name: str) -> Platform:
        opened.append(FakePlatform(name))
        mine = opened[-1]
        await gate.wait()
        return mine

    hub = Hub(["acme"], open_platform)
    connecting = asyncio.create_task(hub.connect())
    waits = asyncio.create_task(hub.ask("acme", read))
    await settle()
    hub.take(["acme"], anew=["acme"])
    again = asyncio.create_task(hub.connect())
    await settle()
    gate.set()
    await asyncio.gather(connecting, again)
    with pytest.raises(CopydeskError):
        await waits
    assert [each.closed for each in opened] == [True, False]
    assert hub.platform("acme") is opened[1]
    await hub.close()


async def test_what_waited_to_be_sent_to_one_connection_is_not_sent_to_the_next_of_its_name() -> None:
    first, second = (stock("acme")["acme"] for _ in range(2))
    begun: list[str] = []
    gate = asyncio.Event()

    async def open_platform(name: str) -> Platform:
        begun.append(name)
        if len(begun) == 1:
            return first
        await gate.wait()
        return second

    hub = Hub(["acme"], open_platform)
    await hub.connect()
    first.fail("post", Unreachable("down"), times=1)
    with pytest.raises(Unreachable):
        await hub.ask("acme", read)
    reviving = asyncio.create_task(hub.revive())
    await settle()
    waits = asyncio.create_task(_delete(hub))
    await settle()
    hub.take(["acme"], anew=["acme"])
    gate.set()
    await asyncio.gather(reviving, hub.connect())
    with pytest.raises(Conflict, match="another connection now"):
        await waits
    assert not second.called("delete")
    await hub.close()


@pytest.mark.parametrize("method", ["post", "delete"])
async def test_what_a_connection_refused_does_not_count_against_the_next_of_its_name(method: str) -> None:
    forgotten: list[str] = []
    acme = stock("acme")["acme"]
    hub = Hub(["acme"], opener([acme]), forget_secret=forgotten.append)
    await hub.connect()
    refusal = {"post": CredentialError("pass is locked"), "delete": Forbidden("not with this key")}[method]
    acme.fail(method, refusal, times=1)
    with pytest.raises(CopydeskError):
        await (hub.ask("acme", read) if method == "post" else _delete(hub))
    hub.take(["acme"], anew=["acme"])
    await hub.connect()
    await hub.ask("acme", read)
    await _delete(hub)
    assert forgotten == ["acme"]


async def _delete(hub: Hub) -> None:
    await hub.write("acme", "p1", lambda platform: platform.delete("p1"))


async def test_read_only_comes_and_goes_with_the_file() -> None:
    hub = Hub(["a", "b"], opener(stock("a", "b").values()), read_only=["a"])
    await hub.connect()
    hub.take(["a", "b"], read_only=["b"])
    hub.check_write("a")
    with pytest.raises(ReadOnly):
        hub.check_write("b")
    assert [each.read_only is None for each in hub.health.values()] == [True, False]


async def test_what_was_held_for_a_connection_that_left_is_parked(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.with_posts(a_post("p1")).with_approvals(an_approval("p1"))
    entry = one.approve(an_approval("p1"), a_post("p1"))
    one.hub.take([])
    await one.pass_time(60)
    assert one.states() == [EntryState.PARKED]
    assert acme.called("approve") == 0
    one.hub.take(["acme"])
    await one.hub.connect()
    await one.pass_time(60)
    assert one.states() == [EntryState.PARKED], "only a person sends it on"
    one.outbox.send_now([entry.id])
    await one.pass_time(5)
    assert acme.called("approve") == 1


async def test_what_was_sent_is_not_looked_for_on_another_connection_of_that_name(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", OutcomeUnknown("its answer was lost"))
    acme.fail("approvals", Unreachable("acme did not answer"))
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(12)
    assert one.states() == [EntryState.UNKNOWN]
    acme.posts_by_id.clear()
    acme.waiting.clear()
    acme.heal("approvals")
    one.hub.take(["acme"], anew=["acme"])
    await one.hub.connect()
    await one.pass_time(60)
    (entry,) = one.outbox.entries
    assert one.outbox.lost(entry), "that it does not wait on the other tells nothing"


async def test_rows_and_jobs_of_a_connection_that_left_leave(tmp_path: Path) -> None:
    platforms = stock("a", "b")
    for name, each in platforms.items():
        each.with_approvals(an_approval("p1", name))
    state = open_state(tmp_path / "state.db")
    services = Services.make(["a", "b"], opener(platforms.values()), state, lambda: NOON)
    await services.hub.connect()
    gate = platforms["a"].hold("approvals")
    services.jobs._put(a_job("j1", "a", state=JobState.RUNNING), tell=True)
    refreshing = asyncio.create_task(_all(services))
    await settle()
    services.hub.take(["b"])
    gate.set()
    await refreshing
    assert [part.connection for part in services.inbox.parts] == ["b"]
    assert services.inbox.failures == ()
    trouble = services.jobs.trouble(services.jobs.board.open[0].ref)
    assert trouble is not None
    assert "no connection a" in trouble.happened
    await services.shelf.close()
    assert [part.connection for part in state.cache.inbox()] == ["b"]
    services.hub.take(["b"], anew=["b"])
    assert state.cache.inbox() == (), "what the other account told is not shown as this one's"
    services.hub.take(["b", "a"])
    assert services.jobs.trouble(services.jobs.board.open[0].ref) is None
    assert services.inbox.awaited == ("b", "a")
    await services.close()
    state.close()


async def _all(services: Services) -> None:
    async for _ in services.inbox.refresh():
        pass
