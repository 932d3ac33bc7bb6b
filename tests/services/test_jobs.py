from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock, settle, until
from tests.fakes.items import a_job
from tests.fakes.platform import FakePlatform, opener
from tui.domain.errors import Conflict, NotFound, RateLimited, StateError, Unreachable
from tui.domain.generation import GitRequest, TopicRequest
from tui.domain.holds import Holds
from tui.domain.jobs import Job, JobBoard, JobState
from tui.domain.refs import ItemKind, ItemRef
from tui.services.edits import EditsService
from tui.services.hub import Hub
from tui.services.jobs import JobMonitor
from tui.services.outbox import OutboxService
from tui.state import State, open_state

RUNNING = a_job()
DONE = a_job(state=JobState.DONE, post_id="p9")
REF = RUNNING.ref


def outbox_of(state: State, hub: Hub, clock: FakeClock) -> OutboxService:
    """An outbox that what is asked for leaves at once."""
    return OutboxService(
        hub,
        state,
        EditsService(state),
        clock.now,
        holds=Holds(0, 0, 0),
        monotonic=clock.monotonic,
        sleep=clock.sleep,
    )


class Newsroom:
    """A monitor over two connections, with its clock."""

    def __init__(self, state: State, names: tuple[str, ...] = ("acme", "blog")) -> None:
        self.clock = FakeClock()
        self.acme, self.blog = FakePlatform("acme"), FakePlatform("blog")
        self.hub = Hub(names, opener([self.acme, self.blog]))
        self.outbox = outbox_of(state, self.hub, self.clock)
        self.monitor = JobMonitor(
            self.hub,
            state,
            self.outbox,
            self.clock.now,
            monotonic=self.clock.monotonic,
            sleep=self.clock.sleep,
        )
        self.ended: list[Job] = []
        self.boards: list[JobBoard] = []
        self.monitor.ended.subscribe(self.ended.append)
        self.monitor.changed.subscribe(self.boards.append)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.hub.connect()
        loop = asyncio.create_task(self.monitor.run())
        await settle()
        try:
            yield
        finally:
            loop.cancel()
            with pytest.raises(asyncio.CancelledError):
                await loop
            await self.outbox.close()
            await self.hub.close()

    def state_of(self, ref: ItemRef = REF) -> JobState:
        job = self.monitor.board.get(ref)
        assert job is not None
        return job.state


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(tmp_path / "state.db")
    yield state
    state.close()


@pytest.fixture
def room(state: State) -> Newsroom:
    return Newsroom(state)


async def test_a_generation_is_watched_until_it_ends(room: Newsroom, state: State) -> None:
    async with room.running():
        room.acme.queued.append(a_job(state=JobState.QUEUED))
        room.acme.script("j1", RUNNING, DONE)
        job = await room.monitor.generate("acme", GitRequest("changelog"))
        assert room.state_of(job.ref) is JobState.QUEUED
        await room.clock.advance(0.9)
        assert room.acme.called("job") == 0
        await room.clock.advance(0.1)
        assert room.state_of() is JobState.RUNNING
        await room.clock.advance(1.4)
        assert room.acme.called("job") == 1
        await room.clock.advance(0.1)
        assert room.state_of() is JobState.DONE
        assert [job.post_id for job in room.ended] == ["p9"]
        await room.clock.advance(60)
        assert room.acme.called("job") == 2
    assert [job.state for job in state.jobs()] == [JobState.DONE]
    assert [job.request for job in state.jobs()] == [GitRequest("changelog")]


async def test_what_runs_took_is_known_of_the_next_and_the_oldest_are_forgotten(state: State) -> None:
    now = FakeClock().now()
    state.keep_job(a_job("old", state=JobState.FAILED, started_at=now - timedelta(days=100)))
    state.keep_job(replace(DONE, started_at=now - timedelta(hours=1), ended_at=now - timedelta(minutes=59)))
    topic = TopicRequest("a", keywords=("b",), include_faq=True)
    state.keep_job(a_job("asked", started_at=now, request=topic))
    room = Newsroom(state)
    async with room.running():
        room.monitor.start()
        expected = room.monitor.past.expected(RUNNING)
        assert expected is not None
        assert (expected.seconds, expected.runs) == (60, 1)
        assert {job.ref.id for job in room.monitor.board} == {"j1", "asked"}
        assert room.monitor.board.open[0].request == topic
    assert {job.ref.id for job in state.jobs()} == {"j1", "asked"}


async def test_looks_grow_rarer_to_ten_seconds_and_wait_for_the_estimate(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING)
        room.blog.script("j2", a_job("j2", "blog", estimated_seconds=40))
        await room.monitor.watch("acme", "j1")
        await room.monitor.watch("blog", "j2")
        for _ in range(60):
            await room.clock.advance(1)
        # after 1 s, then 1.5, 2.25, 3.4, 5, 7.6 and 10 s each, on whole seconds here
        assert 9 <= room.acme.called("job") - 1 <= 11
        assert room.blog.called("job") - 1 <= 9


async def test_remembered_jobs_are_looked_at_again_after_a_restart(state: State) -> None:
    state.keep_job(RUNNING)
    state.keep_job(a_job("old", state=JobState.FAILED, reason="no repository"))
    room = Newsroom(state)
    room.acme.script("j1", DONE)
    room.monitor.start()
    assert len(room.monitor.board) == 2
    async with room.running():
        await until(lambda: room.state_of() is JobState.DONE)
    assert room.ended == [room.monitor.board.get(REF)]
    assert room.acme.called("job") == 1


async def test_a_job_is_on_the_board_though_who_asked_for_it_left(room: Newsroom) -> None:
    async with room.running():
        gate = room.acme.hold("generate")
        asking = asyncio.create_task(room.monitor.generate("acme", GitRequest("changelog")))
        await until(lambda: room.acme.called("generate") == 1)
        with pytest.raises(Conflict):
            await room.monitor.generate("acme", GitRequest("changelog"))
        asking.cancel()
        gate.set()
        await until(lambda: len(room.monitor.board) == 1)
        await room.monitor.generate("acme", GitRequest("blog_post"))
        assert len(room.monitor.board) == 2


async def test_a_job_can_be_adopted_by_its_id(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING, DONE)
        await room.monitor.watch("acme", "j1")
        await room.clock.advance(1)
        assert room.state_of() is JobState.DONE
        with pytest.raises(NotFound):
            await room.monitor.watch("acme", "nothing")
        assert len(room.monitor.board) == 1


async def test_a_failing_look_backs_off_is_noted_and_holds_no_other(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING)
        room.blog.script("j2", a_job("j2", "blog"))
        await room.monitor.watch("acme", "j1")
        await room.monitor.watch("blog", "j2")
        room.acme.fail("job", Unreachable("acme did not answer"))
        for _ in range(30):
            await room.clock.advance(1)
        assert room.state_of() is JobState.RUNNING
        trouble = room.monitor.trouble(REF)
        assert trouble is not None
        assert "did not answer" in trouble.sentence
        # at 1, 2, 4, 8 and 16 s
        assert room.acme.called("job") - 1 == 5
        assert room.blog.called("job") - 1 >= 6
        told = len(room.boards)
        room.acme.heal("job")
        await room.clock.advance(60)
        assert room.monitor.trouble(REF) is None
        assert len(room.boards) > told, "that it answers again is told though the job is as it was"


async def test_a_client_that_breaks_does_not_end_the_loop(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING, KeyError("status"), DONE)
        await room.monitor.watch("acme", "j1")
        await room.clock.advance(1)
        assert room.monitor.trouble(REF) is not None
        await room.clock.advance(60)
        assert room.state_of() is JobState.DONE


async def test_a_slow_answer_holds_no_other_connection(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING)
        room.blog.script("j2", a_job("j2", "blog"), replace(DONE, ref=a_job("j2", "blog").ref))
        await room.monitor.watch("acme", "j1")
        await room.monitor.watch("blog", "j2")
        gate = room.acme.hold("job")
        await room.clock.advance(1)
        assert room.state_of(a_job("j2", "blog").ref) is JobState.DONE
        await room.clock.advance(30)
        assert room.acme.called("job") == 2, "a look that has no answer yet is not repeated"
        gate.set()


async def test_jobs_of_one_connection_are_looked_at_together_but_not_all_at_once(state: State) -> None:
    for number in range(5):
        state.keep_job(a_job(f"j{number}"))
    room = Newsroom(state)
    for number in range(5):
        room.acme.script(f"j{number}", replace(DONE, ref=a_job(f"j{number}").ref))
    gate = room.acme.hold("job")
    room.monitor.start()
    async with room.running():
        assert room.acme.called("job") == 3
        gate.set()
        await until(lambda: not room.monitor.board.open)
    assert len(room.ended) == 5


async def test_a_platform_that_asks_to_wait_is_left_alone(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING)
        room.acme.script("j2", a_job("j2"))
        await room.monitor.watch("acme", "j1")
        await room.clock.advance(0.5)
        await room.monitor.watch("acme", "j2")
        room.acme.fail("job", RateLimited("acme asks to wait", retry_after=30), times=1)
        await room.clock.advance(0.5)
        assert room.acme.called("job") == 3
        await room.clock.advance(29.5)
        assert room.acme.called("job") == 3, "neither this job nor the connection's other one"
        await room.clock.advance(0.5)
        assert room.acme.called("job") == 5


async def test_a_job_that_takes_ten_times_too_long_is_stalled_and_looked_at_slowly(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", a_job(estimated_seconds=30))
        await room.monitor.watch("acme", "j1")
        for _ in range(30):
            await room.clock.advance(10)
        assert room.state_of() is JobState.RUNNING
        await room.clock.advance(10)
        stalled = room.monitor.board.get(REF)
        assert stalled is not None
        assert stalled.state is JobState.STALLED
        assert stalled.state_word == "running"
        assert "30 s were expected" in str(stalled.reason)
        looked = room.acme.called("job")
        await room.clock.advance(10)
        assert room.acme.called("job") == looked + 1
        room.acme.script("j1", DONE)
        await room.clock.advance(10)
        assert room.ended == [room.monitor.board.get(REF)]
        assert room.ended[0].reason is None


async def test_a_job_that_is_not_known_three_times_is_unknown_and_can_come_back(room: Newsroom) -> None:
    async with room.running():
        lost = NotFound("acme has no j1")
        room.acme.script("j1", RUNNING, lost, lost, lost)
        await room.monitor.watch("acme", "j1")
        await room.clock.advance(1)
        await room.clock.advance(1)
        assert room.state_of() is JobState.RUNNING
        await room.clock.advance(2)
        unknown = room.monitor.board.get(REF)
        assert unknown is not None
        assert unknown.state is JobState.UNKNOWN
        assert "does not know this job" in str(unknown.reason)
        room.acme.script("j1", DONE)
        await room.clock.advance(10)
        assert room.state_of() is JobState.DONE


async def test_not_found_now_and_then_is_no_loss(room: Newsroom) -> None:
    async with room.running():
        lost = NotFound("acme has no j1")
        room.acme.script("j1", RUNNING, lost, lost, RUNNING, lost, lost, RUNNING)
        await room.monitor.watch("acme", "j1")
        for _ in range(40):
            await room.clock.advance(1)
            assert room.state_of() is JobState.RUNNING
        assert room.acme.called("job") >= 6


async def test_only_what_has_ended_or_may_never_end_is_forgotten(room: Newsroom, state: State) -> None:
    async with room.running():
        room.acme.script("j1", RUNNING, DONE)
        await room.monitor.watch("acme", "j1")
        with pytest.raises(Conflict):
            room.monitor.forget(REF)
        await room.clock.advance(1)
        room.monitor.forget(REF)
        room.monitor.forget(REF)
        assert len(room.monitor.board) == 0
        assert state.jobs() == ()


async def test_a_job_forgotten_during_a_look_does_not_come_back(room: Newsroom) -> None:
    async with room.running():
        room.acme.script("j1", a_job(state=JobState.UNKNOWN, state_word="paused"))
        await room.monitor.watch("acme", "j1")
        gate = room.acme.hold("job")
        await room.clock.advance(10)
        room.monitor.forget(REF)
        gate.set()
        await settle()
        assert len(room.monitor.board) == 0


async def test_a_job_of_a_connection_that_is_gone_says_so_and_can_be_forgotten(state: State) -> None:
    state.keep_job(RUNNING)
    room = Newsroom(state, names=("blog",))
    room.monitor.start()
    trouble = room.monitor.trouble(REF)
    assert trouble is not None
    assert "no connection acme" in trouble.sentence
    room.monitor.forget(REF)
    assert state.jobs() == ()


async def test_a_store_that_fails_stops_no_watching(state: State) -> None:
    class Full:
        def jobs(self) -> tuple[Job, ...]:
            raise StateError("not readable")

        def keep_job(self, job: Job) -> None:
            raise StateError("disk full")

        def forget_job(self, ref: ItemRef) -> None:
            raise StateError("disk full")

    acme = FakePlatform("acme").script("j1", DONE)
    hub = Hub(["acme"], opener([acme]))
    await hub.connect()
    clock = FakeClock()
    monitor = JobMonitor(hub, Full(), outbox_of(state, hub, clock), clock.now)
    monitor.start()
    assert str(monitor.store_trouble) == "not readable"
    await monitor.watch("acme", "j1")
    assert str(monitor.store_trouble) == "disk full"
    monitor.forget(REF)
    assert len(monitor.board) == 0


async def test_the_loop_can_be_ended_and_begun_again_and_runs_once(room: Newsroom) -> None:
    room.acme.script("j1", RUNNING)
    await room.hub.connect()
    await room.monitor.watch("acme", "j1")
    room.acme.hold("job")
    await room.clock.advance(1)
    loop = asyncio.create_task(room.monitor.run())
    await until(lambda: room.acme.called("job") == 2)
    await room.monitor.run()
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    async with room.running():
        assert room.acme.called("job") == 3


async def test_sources_and_topics(room: Newsroom) -> None:
    async with room.running():
        assert [source.name for source in await room.monitor.sources("acme")] == ["acme/api"]
        job = await room.monitor.generate("blog", TopicRequest("Calm on-call"))
        assert job.ref.kind is ItemKind.JOB
        assert job.what == "Calm on-call"
