"""Accounts of all connections: one that fails never empties the others, and each write is told whole."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from tests.fakes.accounts import KEYS, FakeAccounts, an_account, platform_with
from tests.fakes.items import NOON
from tests.fakes.platform import FakePlatform, opener
from tests.fakes.schedules import FakeSchedules, a_slot
from tui.domain.accounts import Account, AccountKind, Making, MakingState
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    ReadOnly,
    Unreachable,
)
from tui.domain.refs import ItemRef
from tui.domain.schedules import Schedule
from tui.services import latest
from tui.services.accounts import LOOK_FIRST, AccountsService
from tui.services.hub import Hub, Taken
from tui.services.makings import next_look
from tui.services.schedules import SchedulesService


@dataclass
class Desk:
    service: AccountsService
    acme: FakeAccounts
    blog: FakeAccounts
    slots: FakeSchedules
    slept: list[float]

    def names(self) -> dict[str, list[str]]:
        return {part.connection: [each.name for each in part.accounts] for part in self.service.parts}


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    one, acme = platform_with(
        "acme",
        an_account("1", name="One"),
        an_account("2", name="Two", kind=AccountKind.VOICE, chosen=True),
        an_account("3", name="Three", kind=AccountKind.VOICE),
    )
    other, blog = platform_with("blog", an_account("s", "blog", AccountKind.SITE, name="Site"))
    slots = FakeSchedules("acme", has=[a_slot("7", connection="acme"), a_slot("8", 1, connection="acme")])
    one.schedules = acme.schedules = slots
    posts_only = FakePlatform("posts")
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    hub = Hub(["acme", "blog", "posts", "look"], opener([one, other, posts_only]), read_only=["look"])
    service = AccountsService(hub, SchedulesService(hub), lambda: NOON, sleep=sleep)
    connecting = asyncio.create_task(hub.connect(["acme", "blog", "posts"]))
    await connecting
    try:
        yield Desk(service, acme, blog, slots, slept)
    finally:
        await hub.close()


async def asked(desk: Desk) -> None:
    await desk.service.refresh(("acme", "blog", "posts"))


async def test_a_connection_that_fails_keeps_what_it_told_and_the_others_answer(desk: Desk) -> None:
    await asked(desk)
    told = {"acme": ["One", "Two", "Three"], "blog": ["Site"], "look": []}
    # What lets nothing be set up is not among them.
    assert desk.names() == told
    desk.acme.fail("all", Unreachable("acme did not answer"))
    desk.blog.known.append(an_account("t", "blog", AccountKind.SITE, name="Second"))
    await asked(desk)
    assert desk.names() == told | {"blog": ["Site", "Second"]}
    acme = desk.service.parts[0]
    assert isinstance(acme.error, Unreachable)
    assert acme.told_at == NOON
    await asked(desk)
    assert desk.service.parts[0].error is None
    # Where one kind of them does not come, the others are as they are now, and it stays as it was.
    desk.blog.known = [an_account("r", "blog", AccountKind.REPOSITORY, name="Repository")]
    desk.blog.untold = Forbidden("blog lets this key read no sites")
    await asked(desk)
    blog = desk.service.parts[1]
    assert blog.error is desk.blog.untold
    assert desk.names()["blog"] == ["Repository", "Site", "Second"]


async def test_what_was_asked_before_a_change_does_not_undo_it(desk: Desk) -> None:
    await asked(desk)
    account = desk.acme.known[0]
    gate = desk.acme.gates["all"] = asyncio.Event()
    looking = asyncio.create_task(desk.service.refresh(("acme",)))
    await asyncio.sleep(0)
    changed = await desk.service.switch(account, on=False)
    assert changed.active is False
    gate.set()
    await looking
    assert desk.service.parts[0].accounts[0].active is False
    assert desk.acme.called("all") == 3  # once more, since it was changed meanwhile


async def test_of_a_kind_one_is_chosen_and_keys_are_given_out_once(desk: Desk) -> None:
    await asked(desk)
    await desk.service.choose(desk.acme.known[2])
    assert [each.name for each in desk.service.parts[0].accounts if each.chosen] == ["Three"]
    await desk.service.rotate(desk.blog.known[0])
    keys = desk.service.take_keys()
    assert keys is not None
    assert keys.keys == KEYS
    assert desk.service.take_keys() is None
    assert "key-0123" not in repr(keys)
    await desk.service.add("blog", AccountKind.SITE, {"name": "New", "way": "manual"})
    assert desk.service.take_keys() is not None
    assert desk.names()["blog"] == ["Site", "New"]
    # Of two rotations the first one's keys hold no longer: they are not shown.
    for _ in range(2):
        await desk.service.rotate(desk.blog.known[0])
    assert desk.service.take_keys() is not None
    assert desk.service.take_keys() is None
    desk.blog.fail("rotate", OutcomeUnknown("The answer was lost"))
    with pytest.raises(OutcomeUnknown) as lost:
        await desk.service.rotate(desk.blog.known[0])
    assert "nobody has seen the new ones" in lost.value.sentence


async def test_where_nobody_can_say_what_was_done_the_list_is_read_and_nothing_is_sent_again(
    desk: Desk,
) -> None:
    desk.acme.fail("add", OutcomeUnknown("The answer was lost"))
    with pytest.raises(OutcomeUnknown) as lost:
        await desk.service.add("acme", AccountKind.ACCOUNT, {"name": "Came"})
    assert (lost.value.advice, desk.names()["acme"][0]) == (LOOK_FIRST, "One"), "it was not known before"
    await asked(desk)
    desk.acme.fail("change", OutcomeUnknown("The answer was lost"))
    desk.acme.known[0] = replace(desk.acme.known[0], name="Perhaps")
    with pytest.raises(OutcomeUnknown, match="lost") as lost:
        await desk.service.change(desk.acme.known[0], {"name": "Perhaps"})
    assert "read again" in lost.value.sentence
    assert desk.names()["acme"][0] == "Perhaps"
    assert desk.acme.called("change") == 1
    for news, told in (
        (an_account("9", name="Came"), "has Came, which was not there"),
        (None, "nothing new"),
    ):
        desk.acme.fail("add", OutcomeUnknown("The answer was lost"))
        desk.acme.known += [news] if news is not None else []
        with pytest.raises(OutcomeUnknown) as lost:
            await desk.service.add("acme", AccountKind.ACCOUNT, {"name": "Came"})
        assert told in lost.value.sentence
        assert ("were not shown" in lost.value.sentence) is (news is not None)
    with pytest.raises(ReadOnly):
        await desk.service.add("look", AccountKind.SITE, {})


async def test_a_lost_answer_is_told_also_where_the_list_hangs_as_well(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(latest, "MOMENT_SECONDS", 0.01)
    await asked(desk)
    desk.acme.gates["all"] = asyncio.Event()
    desk.acme.fail("change", OutcomeUnknown("The answer was lost"))
    with pytest.raises(OutcomeUnknown) as lost:
        await desk.service.change(desk.acme.known[0], {"name": "Perhaps"})
    assert lost.value.advice == OutcomeUnknown.advice_default
    # The look goes on, and shows what it brings.
    desk.acme.known[0] = replace(desk.acme.known[0], name="Perhaps")
    desk.acme.gates.pop("all").set()
    seen = asyncio.Event()
    desk.service.changed.subscribe(lambda _: seen.set() if desk.names()["acme"][0] == "Perhaps" else None)
    async with asyncio.timeout(90):
        await seen.wait()


async def test_schedules_that_use_an_account_are_deleted_in_order_before_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(desk)
    account = desk.acme.known[0]
    users = await desk.service.users_of(account)
    assert [each.ref.id for each in users] == ["7", "8"]
    assert await desk.service.users_of(desk.blog.known[0]) == ()
    with pytest.raises(Conflict):
        await desk.service.remove(account)
    # One that somebody has removed meanwhile stands in nobody's way, and is not counted.
    remove = desk.slots.remove

    async def one_is_gone(schedule: Schedule) -> None:
        await remove(schedule)
        if schedule == users[0]:
            raise NotFound("acme does not have it any more")

    monkeypatch.setattr(desk.slots, "remove", one_is_gone)
    assert (await desk.service.remove(account, users)).schedules == 1
    assert desk.names()["acme"] == ["Two", "Three"]
    assert [each.ref.id for each in desk.slots.has] == []


async def test_where_one_of_them_stays_it_is_told_how_far_it_came(desk: Desk) -> None:
    await asked(desk)
    account = desk.acme.known[0]
    users = await desk.service.users_of(account)
    desk.slots.fail["remove"] = PlatformFault("acme failed")
    with pytest.raises(CopydeskError, match="0 of 2 schedules are deleted, and One is not: acme failed"):
        await desk.service.remove(account, users)
    del desk.slots.fail["remove"]
    desk.acme.fail("remove", PlatformFault("acme failed"))
    with pytest.raises(CopydeskError, match="2 of 2 schedules are deleted, and One is not"):
        await desk.service.remove(account, users)
    assert desk.acme.called("remove") == 1
    assert desk.names()["acme"][0] == "One"
    assert desk.service.under_way(account.ref) == ""
    desk.slots.fail["all"] = PlatformFault("acme failed")
    with pytest.raises(PlatformFault):
        await desk.service.users_of(account)


async def test_a_lost_answer_among_several_is_told_as_that(desk: Desk) -> None:
    await asked(desk)
    account = desk.acme.known[0]
    users = await desk.service.users_of(account)
    desk.slots.fail["remove"] = OutcomeUnknown("its answer was lost")
    with pytest.raises(OutcomeUnknown, match=r"0 of 2 .* for certain, One is not, .* nobody can say"):
        await desk.service.remove(account, users)
    del desk.slots.fail["remove"]
    desk.acme.fail("remove", OutcomeUnknown("its answer was lost"))
    with pytest.raises(OutcomeUnknown, match=r"2 of 2 .* nobody can say whether One is: its answer") as told:
        await desk.service.remove(account, users)
    assert told.value.advice == LOOK_FIRST
    assert desk.acme.called("remove") == 1


async def test_a_lost_answer_of_what_is_another_connection_by_now_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(desk)
    account = desk.acme.known[0]

    async def meanwhile() -> tuple[Account, ...]:
        desk.service._connections_taken(Taken(anew=("acme",)))
        return ()

    monkeypatch.setattr(desk.acme, "all", meanwhile)
    desk.acme.fail("change", OutcomeUnknown("its answer was lost"))
    with pytest.raises(OutcomeUnknown, match="its answer was lost"):
        await desk.service.change(account, {"name": "Other"})


async def test_what_was_sent_goes_on_though_nobody_waits_and_its_failure_is_told(desk: Desk) -> None:
    await asked(desk)
    missed: list[CopydeskError] = []
    desk.service.missed.subscribe(missed.append)
    for error in (None, Conflict("One is gone")):
        gate = desk.acme.gates["change"] = asyncio.Event()
        desk.acme.fail("change", *([error] if error else []))
        waiting = asyncio.create_task(desk.service.change(desk.acme.known[0], {"name": "Other"}))
        for _ in range(5):
            await asyncio.sleep(0)
        assert desk.service.under_way(desk.acme.known[0].ref) == "saving"
        waiting.cancel()
        gate.set()
        for _ in range(20):
            await asyncio.sleep(0)
    assert desk.names()["acme"][0] == "Other"
    assert missed == [error]


async def test_a_voice_is_watched_until_it_ends_with_growing_pauses(desk: Desk) -> None:
    await asked(desk)
    ended: list[Making] = []
    desk.service.makings.ended.subscribe(ended.append)
    making = await desk.service.make("acme", {"website": "https://a.example", "name": ""})
    voice = an_account("9", kind=AccountKind.VOICE, name="A voice")
    step = replace(making, name="", step="scraping", done=1, steps=3)
    desk.acme.known.append(voice)
    desk.acme.steps = deque(
        [
            step,
            Unreachable("acme did not answer"),
            replace(step, state=MakingState.DONE, makes=voice.ref),
        ]
    )
    # Left and come back to, it is looked at from there on.
    desk.acme.gates["making"] = asyncio.Event()
    watching = asyncio.create_task(desk.service.makings.watch())
    for _ in range(20):
        await asyncio.sleep(0)
    assert desk.acme.called("making") == 1
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    del desk.acme.gates["making"]
    await desk.service.makings.watch()
    assert [each.makes for each in ended] == [voice.ref]
    assert ended[0].name == "https://a.example"
    assert "A voice" in desk.names()["acme"]
    assert not desk.service.makings.of("acme")
    assert desk.slept == [next_look(0), next_look(0), next_look(1), next_look(2)]
    assert next_look(0) < next_look(1) < next_look(50) == next_look(51)


async def test_a_making_that_fails_or_is_lost_says_why_until_it_is_put_away(desk: Desk) -> None:
    making = await desk.service.make("acme", {"website": "https://a.example"})
    desk.acme.steps = deque([NotFound("acme has no such making")])
    await desk.service.makings.watch()
    (lost,) = desk.service.makings.of("acme")
    assert lost.state is MakingState.UNKNOWN
    assert lost.error is not None
    assert "no such making" in lost.error
    assert desk.acme.called("making") == 3
    desk.service.makings.put_away(making)
    assert not desk.service.makings.of("acme")
    assert isinstance(making.ref, ItemRef)
