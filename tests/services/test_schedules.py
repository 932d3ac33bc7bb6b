"""Schedules over all connections: what is known of them, and what changes them."""

from __future__ import annotations

import asyncio

import pytest

from tests.fakes.platform import FakePlatform, opener
from tests.fakes.schedules import RUN_FORM, SLOT_FORM, a_run, a_slot, scheduling
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    ReadOnly,
    Unreachable,
)
from tui.domain.ports import Platform
from tui.domain.schedules import ScheduleKind
from tui.services.hub import Hub
from tui.services.schedules import LOOK_FIRST, SchedulesService


async def serving(*platforms: FakePlatform, read_only: tuple[str, ...] = ()) -> tuple[Hub, SchedulesService]:
    hub = Hub([each.connection for each in platforms], opener(platforms), read_only=read_only)
    await hub.connect()
    return hub, SchedulesService(hub)


async def test_each_connection_tells_its_own_and_one_that_fails_costs_the_others_nothing() -> None:
    (agency, slots), (acme, runs) = (
        scheduling("agency", a_slot()),
        scheduling("acme", a_run(), kind=ScheduleKind.RUNS),
    )
    hub, service = await serving(agency, FakePlatform("blog"), acme)
    told: list[str] = []
    service.changed.subscribe(told.append)
    assert list(service.awaited) == ["agency", "blog", "acme"]
    assert service.of("agency") is None
    slots.fail["all"] = Unreachable("agency did not answer")
    await service.refresh()
    assert sorted(told) == ["acme", "agency", "blog"]
    assert [each.name for each in service.known()] == ["Weekly changelog"]
    assert [each.connection for each in service.failures] == ["agency"]
    assert service.of("blog") == ()
    assert list(service.awaited) == []
    slots.fail.clear()
    await service.refresh(["agency"])
    assert [each.name for each in service.known()] == ["My blog", "Weekly changelog"]
    assert list(service.failures) == []
    assert len(runs.sent("all")) == 1
    # One that fails later still has what it told, and says so.
    slots.fail["all"] = Unreachable("agency did not answer")
    await service.refresh()
    assert len(service.known()) == 2
    assert len(service.failures) == 1
    # Who leaves takes what it told along.
    hub.take(["acme"])
    assert [each.ref.connection for each in service.known()] == ["acme"]
    assert list(service.failures) == []
    await hub.close()


async def test_what_is_changed_is_known_at_once_and_an_answer_of_before_does_not_undo_it() -> None:
    agency, slots = scheduling("agency", a_slot("1"), a_slot("2", day=3, account="2"))
    hub, service = await serving(agency)
    await service.refresh()
    first = service.known()[0]
    answer = slots.late = asyncio.Event()
    looking = asyncio.create_task(service.refresh())
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(slots.sent("all")) == 2
    slots.late = None
    kept = await service.change(first, SLOT_FORM, {"day_of_week": "friday", "time": "10:30"})
    assert kept.differs == ()
    answer.set()
    await looking
    assert [each.said for each in service.known()] == ["friday 10:30", "thursday 09:00"]
    assert service.known()[0].ref == first.ref, "in its place"
    made = await service.add("agency", SLOT_FORM, {**first.values, "time": "8:00"})
    assert (made.differs, len(service.known())) == ((), 3)
    off = await service.switch(made.schedule, on=False)
    assert (off.schedule.active, off.differs) == (False, ())
    await service.remove(off.schedule)
    assert [each.ref.id for each in service.known()] == ["1", "2"]
    await hub.close()


async def test_what_a_platform_makes_other_of_it_is_told() -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    hub, service = await serving(agency)
    await service.refresh()
    slots.alters = {"time": "11:00", "is_active": True}
    kept = await service.change(service.known()[0], SLOT_FORM, {"day_of_week": "friday", "time": "10:30"})
    assert kept.differs == (("time", "10:30", "11:00"),)
    assert (await service.switch(kept.schedule, on=False)).differs == (("state", "off", "on"),)
    assert (await service.add("agency", SLOT_FORM, {**kept.schedule.values, "time": "08:00"})).differs == (
        ("time", "08:00", "11:00"),
    )
    await hub.close()


async def test_a_write_whose_answer_is_lost_is_looked_for_and_never_sent_again() -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    hub, service = await serving(agency, FakePlatform("blog"))
    await service.refresh()
    only = service.known()[0]

    slots.fail["change"] = OutcomeUnknown("The answer was lost")
    slots.has = [a_slot("1", day=4)]
    with pytest.raises(OutcomeUnknown) as lost:
        await service.change(only, SLOT_FORM, {"day_of_week": "friday"})
    assert lost.value.advice == LOOK_FIRST
    assert len(slots.sent("change")) == 1
    assert service.known()[0].said == "friday 09:00", "read again"

    slots.fail["all"] = Unreachable("agency did not answer")
    with pytest.raises(OutcomeUnknown) as lost:
        await service.change(only, SLOT_FORM, {"day_of_week": "friday"})
    assert lost.value.advice != LOOK_FIRST, "it was not read again"
    slots.fail.clear()

    slots.fail["add"] = Invalid("Refused", fields={"time": "is taken"})
    with pytest.raises(Invalid):
        await service.add("agency", SLOT_FORM, {})
    slots.fail["remove"] = Conflict("It is used")
    with pytest.raises(Conflict):
        await service.remove(only)
    assert len(service.known()) == 1
    slots.has = []
    with pytest.raises(NotFound):
        await service.switch(only, on=False)
    assert service.known() == (), "what is gone is no longer listed"
    with pytest.raises(NotSupported):
        await service.form("blog")
    await hub.close()


async def test_a_desk_that_ended_is_brought_back_and_who_left_the_form_is_told_all_the_same() -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    opened: list[str] = []
    open_platform = opener([agency])

    async def counted(name: str) -> Platform:
        opened.append(name)
        return await open_platform(name)

    hub = Hub(["agency"], counted)
    await hub.connect()
    service = SchedulesService(hub)
    await service.refresh()
    only = service.known()[0]
    slots.fail["form"] = slots.fail["change"] = Unreachable("agency did not answer")
    with pytest.raises(Unreachable):
        await service.form("agency")
    with pytest.raises(Unreachable):
        await service.change(only, SLOT_FORM, {"day_of_week": "friday"})
    slots.fail.clear()
    await service.change(only, SLOT_FORM, {"day_of_week": "friday"})
    assert len(opened) == 3
    # A form that is left takes nothing back.
    missed: list[CopydeskError] = []
    told = asyncio.Event()
    service.missed.subscribe(missed.append)
    service.missed.subscribe(lambda _: told.set())
    slots.fail["switch"] = Conflict("It is used")
    leaving = asyncio.create_task(service.switch(only, on=False))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await told.wait()
    assert isinstance(missed[0], Conflict)
    assert len(slots.sent("switch")) == 1
    await hub.close()


async def test_nothing_is_sent_to_a_connection_that_is_only_read() -> None:
    agency, slots = scheduling("agency", a_slot("1"))
    hub, service = await serving(agency, read_only=("agency",))
    await service.refresh()
    with pytest.raises(ReadOnly):
        await service.remove(service.known()[0])
    assert slots.calls == [("all", None)]
    await hub.close()


async def test_what_publishes_by_itself_since_somebody_changed_it_is_not_switched_on_unseen() -> None:
    acme, runs = scheduling("acme", a_run("1", enabled=False), kind=ScheduleKind.RUNS)
    hub, service = await serving(acme)
    await service.refresh()
    seen = service.known()[0]
    runs.has = [a_run("1", enabled=False, auto_publish=True)]
    with pytest.raises(Conflict, match="publishes by itself since somebody changed it"):
        await service.switch(seen, on=True)
    with pytest.raises(Conflict):
        await service.change(seen, RUN_FORM, {"enabled": True})
    assert not runs.sent("switch")
    assert not runs.sent("change")
    # As it is now it was shown, and may be.
    assert (await service.switch(service.known()[0], on=True)).schedule.active
    runs.fail["all"] = Unreachable("acme did not answer")
    with pytest.raises(Unreachable):
        await service.switch(seen, on=True)
    runs.fail.clear()
    runs.has = []
    with pytest.raises(NotFound):
        await service.change(seen, RUN_FORM, {"enabled": True})
    await hub.close()
