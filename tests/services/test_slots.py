"""Free slots: what is taken is asked for anew, and what was decided here counts before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import FakePlatform, opener
from tests.fakes.schedules import FakeSchedules, a_slot, scheduling
from tui.domain.entry_states import EntryState
from tui.domain.errors import Unreachable
from tui.domain.holds import Holds
from tui.domain.intents import scheduling as giving_time
from tui.domain.posts import PostState
from tui.domain.schedules import ScheduleKind
from tui.domain.verdicts import Verb
from tui.services import Services
from tui.services.slots import MOST_PAGES, SlotsService
from tui.state import open_state

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2025, 11, 24, 8, 0, tzinfo=UTC)
"""At nine in Berlin; NOON is the Friday before."""
WEEK = timedelta(days=7)
TAKES = frozenset({Verb.SCHEDULE})
POST = a_post("p0", "agency", verbs=TAKES)
DUE = a_post("due", "agency", state=PostState.SCHEDULED, scheduled_at=MONDAY, verbs=TAKES)


async def tell_what_failed(service: SlotsService, agency: FakePlatform, slots: FakeSchedules) -> None:
    """Where it could not be asked, or not all was read."""
    # Where the platform does not answer, what was known is told with the reason.
    slots.fail["all"] = Unreachable("agency did not answer")
    await service.look("agency")
    failed = service.offer((POST,))
    assert (failed.known, failed.fresh) == (True, False)
    assert failed.failure is not None
    assert "did not answer" in failed.failure
    slots.fail.clear()
    agency.fail("posts", Unreachable("agency did not answer"), times=1)
    await service.look("agency")
    assert service.offer((POST,)).failure is not None
    # Not all of a long list is read, and that is told.
    agency.with_posts(*(a_post(f"n{n}", "agency") for n in range(MOST_PAGES)))
    await service.look("agency")
    assert not service.offer((POST,)).whole


async def test_what_is_taken_is_asked_anew_and_what_is_decided_here_counts(tmp_path: Path) -> None:
    agency, slots = scheduling("agency", a_slot())
    other = a_post("p1", "agency", verbs=TAKES)
    agency.with_posts(POST, other, DUE)
    agency.with_approvals(an_approval("waits", "agency", due=MONDAY + 2 * WEEK))
    agency.page_size = 1
    runs = FakePlatform("acme", replace(agency.capabilities, schedules=ScheduleKind.RUNS))
    zones = {"agency": BERLIN}
    state = open_state(tmp_path / "state.db")
    services = Services.make(
        ["agency", "acme"],
        opener((agency, runs)),
        state,
        lambda: NOON,
        holds=Holds(0, 60, 60),
        zones=zones.get,
    )
    try:
        await services.hub.connect()
        service = services.slots
        assert service.has_slots("agency")
        assert not any(service.has_slots(name) for name in ("acme", "gone"))

        def offered(count: int = 1) -> list[datetime | None]:
            return [each.at for each in service.offer((POST,), count=count).slots if each is not None]

        before = service.offer((POST,))
        assert (before.known, before.fresh, before.slots) == (False, False, ())
        await service.look("agency")
        now = service.offer((POST,))
        assert (now.known, now.fresh, now.whole, now.failure, now.zone) == (True, True, True, None, BERLIN)
        assert offered() == [MONDAY + WEEK]
        # What waits for a yes and is due may be in no list of posts.
        async for _ in services.inbox.refresh():
            pass
        assert offered(2) == [MONDAY + WEEK, MONDAY + 3 * WEEK]
        # What is held here is not there yet, and takes its slot; the post's own time does not.
        services.outbox.put((giving_time(other, MONDAY + WEEK),))
        assert offered() == [MONDAY + 3 * WEEK]
        # Taken back it is free again; and what is to be moved keeps its time until that has left.
        services.outbox.take_back()
        assert offered() == [MONDAY + WEEK]
        services.outbox.put((giving_time(DUE, MONDAY + WEEK),))
        assert offered() == [MONDAY + 3 * WEEK]
        services.outbox.put((giving_time(POST, MONDAY + 3 * WEEK),))
        assert offered() == [MONDAY + 3 * WEEK]
        await tell_what_failed(service, agency, slots)
        # Without a zone no slot is an instant.
        zones.clear()
        given = service.offer((POST,), count=2)
        assert given.zone is None
        assert [each.at for each in given.slots if each is not None] == [None, None]
        services.hub.take(["acme"])
        assert not service.offer((POST,)).known
    finally:
        await services.close()
        state.close()


async def test_what_another_run_left_to_a_person_takes_its_slot_too(tmp_path: Path) -> None:
    agency, _ = scheduling("agency", a_slot())
    other = a_post("p1", "agency", verbs=TAKES)
    agency.with_posts(POST, other)
    state = open_state(tmp_path / "state.db")
    for again in (False, True):
        services = Services.make(
            ["agency"],
            opener((agency,)),
            state,
            lambda: NOON,
            holds=Holds(60, 60, 60),
            zones=lambda _: BERLIN,
        )
        services.outbox.start()
        await services.hub.connect()
        if again:
            assert [each.state for each in services.outbox.entries] == [EntryState.PARKED]
            await services.slots.look("agency")
            (slot,) = services.slots.offer((POST,), count=1).slots
            assert slot is not None
            assert slot.at == MONDAY + WEEK
        else:
            services.outbox.put((giving_time(other, MONDAY),))
        await services.close()
    state.close()
