"""What a person put out of the queue: it stays out while it is what was seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import pytest

from tests.fakes.clock import FakeClock, settle, until
from tests.fakes.items import NOON, a_job, a_post, ago, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform, opener
from tui.domain.approvals import ApprovalKind
from tui.domain.errors import Invalid, Unreachable
from tui.domain.holds import Holds
from tui.domain.intents import approving, deleting
from tui.domain.jobs import JobState
from tui.domain.local_verdicts import LocalKind, Waiting
from tui.domain.posts import PostState
from tui.domain.verdicts import Consequence, Effect
from tui.screens.inbox_rows import Section, listed
from tui.services import Services
from tui.state import open_state

Start: TypeAlias = Callable[..., AbstractAsyncContextManager[Services]]
DECLINED, SNOOZED, DONE = LocalKind.DECLINED, LocalKind.SNOOZED, LocalKind.DONE


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def start(tmp_path: Path, clock: FakeClock) -> Start:
    """Copydesks on one state database."""

    @asynccontextmanager
    async def start(*platforms: FakePlatform, holds: Holds | None = None) -> AsyncIterator[Services]:
        state = open_state(tmp_path / "state.db", clock.now)
        names = [each.connection for each in platforms]
        services = Services.make(names, opener(platforms), state, clock.now, holds=holds or Holds(0, 0, 0))
        services.inbox.start()
        await services.hub.connect()
        await refresh(services)
        yield services
        closing = asyncio.create_task(services.close())
        await until(closing.done)
        state.close()

    return start


async def refresh(services: Services) -> None:
    async for _ in services.inbox.refresh():
        pass


def acme(count: int = 3) -> FakePlatform:
    posts = [a_post(f"p{number}", title=f"Draft {number}") for number in range(count)]
    waits = [
        an_approval(each.ref.id, title=each.title, created_at=ago(hours=9 - n))
        for n, each in enumerate(posts)
    ]
    return FakePlatform().with_posts(*posts).with_approvals(*waits)


def queue(services: Services) -> list[str]:
    return [each.ref.id for each in services.triage.rows().queue]


def item(services: Services, id: str) -> Waiting:
    rows = services.triage.rows()
    return next(each for each in (*rows.queue, *(one for one, _ in rows.out)) if each.ref.id == id)


async def test_what_was_declined_is_out_until_it_changes_in_every_copydesk_and_after_a_start(
    start: Start, clock: FakeClock
) -> None:
    platform = acme()
    async with start(platform) as one, start(platform) as other:
        assert queue(other) == ["p0", "p1", "p2"]
        one.triage.put([item(one, "p1")], DECLINED, reason="wrong \x1b facts \ud800")
        assert queue(one) == ["p0", "p2"]
        other.outbox.look()
        assert queue(other) == ["p0", "p2"]
        ((_, verdict),) = other.triage.rows().out
        assert (verdict.reason, verdict.title) == ("wrong \x1b facts ?", "Draft 1")
    async with start(platform) as again:
        assert queue(again) == ["p0", "p2"]
        platform.waiting[1] = replace(platform.waiting[1], updated_at=NOON)
        await refresh(again)
        assert queue(again) == ["p0", "p1", "p2"]
        again.triage.put([item(again, "p1")], DECLINED)
        clock.seconds += timedelta(days=91).total_seconds()
    async with start(platform) as much_later:
        assert queue(much_later) == ["p0", "p1", "p2"]


async def test_what_was_put_off_waits_again_when_its_time_comes(start: Start, clock: FakeClock) -> None:
    async with start(acme()) as services:
        told: list[object] = []
        services.inbox.changed.subscribe(told.append)
        services.triage.put([item(services, "p0")], SNOOZED, until=NOON + timedelta(hours=2))
        services.triage.put([item(services, "p1")], SNOOZED, until=NOON + timedelta(hours=1))
        services.triage.put([item(services, "p2")], SNOOZED)
        assert (queue(services), len(told)) == ([], 3)
        assert [services.triage.next_return] == [NOON + timedelta(hours=1)]
        clock.seconds = 3600
        assert queue(services) == ["p1"]
        clock.seconds = 7200
        assert queue(services) == ["p0", "p1"]
        assert services.triage.next_return is None
        # What waits again needs no taking back.
        assert [services.triage.is_latest, bool(services.triage.take_back())] == [True, True]
        assert (queue(services), services.triage.is_latest) == (["p0", "p1", "p2"], False)


async def test_the_last_decision_is_taken_back_first_whether_it_leaves_or_not(start: Start) -> None:
    async with start(acme(6), holds=Holds(60, 60, 60)) as services:
        triage, outbox = services.triage, services.outbox

        def decide(id: str) -> None:
            approval = next(each for each in services.inbox.parts[0].approvals if each.ref.id == id)
            outbox.put(approving(approval, None, None))

        triage.put([item(services, "p0")], DECLINED)
        decide("p1")
        triage.put([item(services, "p2"), item(services, "p3")], SNOOZED)
        decide("p4")
        assert queue(services) == ["p5"]
        assert not triage.is_latest
        outbox.take_back()
        assert [each.row.id for each in triage.take_back()] == ["p2", "p3"]
        assert queue(services) == ["p2", "p3", "p4", "p5"]
        outbox.take_back()
        triage.take_back()
        assert queue(services) == [f"p{number}" for number in range(6)]
        assert triage.take_back() == ()


async def test_a_verdict_on_a_topic_says_nothing_of_its_text(start: Start) -> None:
    topic = an_approval("s1", kind=ApprovalKind.TOPIC)
    platform = FakePlatform().with_approvals(topic)
    async with start(platform) as services:
        services.triage.put([topic], DECLINED)
        assert queue(services) == []
        assert services.triage.rows().out[0][1].row == topic.ref
        platform.waiting = [replace(topic, kind=ApprovalKind.TEXT)]
        await refresh(services)
        assert queue(services) == ["s1"]
        platform.waiting = [topic]
        await refresh(services)
        assert services.triage.bring_back(topic) is not None
        assert queue(services) == ["s1"]
        assert not services.triage.is_latest


async def test_done_stays_done_while_its_platform_tells_of_it_as_before(start: Start) -> None:
    platform = acme(2)
    async with start(platform) as services:
        first = platform.waiting[0]
        (entry,) = services.outbox.put(approving(first, None, None))
        await services.outbox.answer(entry)
        assert queue(services) == ["p1"]
        platform.waiting.insert(0, first)
        await refresh(services)
        assert queue(services) == ["p1"]
        assert services.triage.rows().kept_out == {DONE: 1}
        # Once it was gone, or was another, it waits like any other.
        platform.waiting.remove(first)
        await refresh(services)
        platform.waiting.insert(0, first)
        await refresh(services)
        assert queue(services) == ["p0", "p1"]


async def test_a_topic_is_not_ready_after_the_yes_and_new_when_the_text_is_there(start: Start) -> None:
    writes = Consequence("starts the writing", effect=Effect.WRITES)
    topic = an_approval("s1", kind=ApprovalKind.TOPIC, consequence=writes)
    platform = FakePlatform().with_approvals(topic)
    async with start(platform) as services:
        (entry,) = services.outbox.put(approving(topic, None, None))
        await services.outbox.answer(entry)
        for _ in range(2):
            (unready,) = services.triage.rows().not_ready
            assert (unready.ref, unready.state_word) == (topic.ref, "the text is being written")
            assert services.inbox.writes("acme")
            # Not every platform tells of what it is writing.
            await refresh(services)
        platform.waiting = [replace(topic, kind=ApprovalKind.TEXT, text="A text.")]
        await refresh(services)
        assert queue(services) == ["s1"]
        assert services.triage.rows().not_ready == ()
        assert not services.inbox.writes("acme")
        assert services.inbox.is_new(topic.ref)
        assert services.inbox.seen(topic.ref)
        assert not services.inbox.is_new(topic.ref)


async def test_failures_stand_in_the_queue_until_they_are_put_away(start: Start) -> None:
    lost = a_post("p8", state=PostState.FAILED, title="Release 2.4")
    platform = acme(1).with_posts(lost, a_post("p9"))
    platform.capabilities = replace(CAPABLE, states=(*CAPABLE.states, PostState.FAILED))
    platform.fail("delete", Invalid("not allowed"))
    platform.script("j1", a_job(state=JobState.FAILED, reason="no commits"))
    async with start(platform) as services:
        await services.jobs.watch("acme", "j1")
        (entry,) = services.outbox.put([deleting(a_post("p9"))])
        await services.outbox.answer(entry)
        await services.inbox.refresh_failed()
        asked = platform.called("posts")
        await services.inbox.refresh_failed(every=3600)
        assert platform.called("posts") == asked
        failing = services.triage.failing
        assert [(each.title, each.why.split(".")[0]) for each in failing] == [
            ("changelog · last 7 days · acme/api", "no commits"),
            ("Post p9", "delete: not allowed"),
            ("Release 2.4", ""),
        ]
        assert services.triage.rows().waiting == 4
        services.triage.put(failing, LocalKind.PUT_AWAY)
        assert queue(services) == ["p0"]
        await settle()
    async with start(platform) as later:
        # Told before this run, as long as nobody has answered.
        assert [each.title for each in later.inbox.parts[0].failed] == ["Release 2.4"]
        platform.posts_by_id["p8"] = replace(lost, updated_at=NOON)
        platform.fail("posts", Unreachable("acme did not answer"), times=1)
        await later.inbox.refresh_failed()
        assert queue(later) == ["p0"]
        await later.inbox.refresh_failed()
        assert queue(later) == ["p0", "p8#failed"]
        platform.heal("delete")
        (entry,) = later.outbox.put([deleting(lost)])
        assert queue(later) == ["p0"]
        await later.outbox.answer(entry)
        assert (queue(later), later.inbox.parts[0].failed) == (["p0"], ())


async def test_a_queue_of_which_only_a_part_is_listed_says_so(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.services.triage.MOST_LISTED", 3)
    async with start(acme(3)) as services:
        shown = services.triage.rows()
        assert (shown.waiting, shown.cut) == (3, ("acme",))
        assert listed(shown)[-1] == Section("acme: only 500 of its drafts are listed, there may be more")
