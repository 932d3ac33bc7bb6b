"""The job monitor: generations on all connections, watched until they end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui.domain.errors import Conflict, CopydeskError, NotFound, RateLimited, StateError
from tui.domain.job_times import PastRuns, outlived
from tui.domain.jobs import (
    FIRST_LOOK_SECONDS,
    SLOWEST_LOOK_SECONDS,
    Job,
    JobBoard,
    JobState,
    next_look,
    overdue,
)
from tui.domain.ports import JobStore
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.urgency import background
from tui.services.hub import Hub, Taken
from tui.services.outbox import Ended, OutboxService
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.generation import GenerationRequest, GenerationSource

_log = logging.getLogger(__name__)

LOOKS_AT_ONCE = 3
"""Looks on one connection at the same time: a slow one does not hold the others' jobs."""
SLOWEST_RETRY_SECONDS = 60.0
LOST_AFTER = 3
"""Times in a row that a platform does not know a job before its state counts as unknown."""


@dataclass(slots=True)
class _Watch:
    """When an open job is looked at next, and how the looks went."""

    due: float
    """On the monotonic clock, in seconds."""
    looks: int = 0
    failures: int = 0
    """In a row; NotFound is counted too."""
    missing: int = 0
    """NotFound, in a row."""
    looking: bool = False


class JobMonitor:
    """Keeps the board of jobs, in memory and in the store. `run` is its one loop.

    `changed` publishes the board whenever it or a trouble changes, `ended` each job that ends.
    """

    def __init__(
        self,
        hub: Hub,
        store: JobStore,
        outbox: OutboxService,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`now` tells the time with a zone; `monotonic` (seconds) and `sleep` time the looks, so that a
        corrected clock neither holds a look nor hurries it.
        """
        self._hub = hub
        self._store = store
        self._outbox = outbox
        outbox.ended.subscribe(self._generated)
        hub.taken.subscribe(self._connections_taken)
        self._now = now
        self._monotonic = monotonic
        self._sleep = sleep
        self._watches: dict[ItemRef, _Watch] = {}
        self._quiet_until: dict[str, float] = {}
        self._troubles: dict[ItemRef, CopydeskError] = {}
        self._looks: set[asyncio.Task[None]] = set()
        self._running = False
        self._wake = asyncio.Event()
        self.board = JobBoard()
        self.past = PastRuns()
        """How long the jobs took that ended."""
        self.store_trouble: StateError | None = None
        """Why jobs are not remembered; None while they are."""
        self.changed: Signal[JobBoard] = Signal("job board")
        self.ended: Signal[Job] = Signal("ended jobs")

    def start(self) -> None:
        """Load the remembered jobs. Never raises: see `store_trouble`."""
        try:
            remembered = self._store.jobs()
        except StateError as error:
            self._not_remembered(error)
            return
        self.board = JobBoard.of((*remembered, *self.board))
        for ref in outlived(self.board, self._now()):
            self._leave_out(ref)
        self.past = PastRuns.of(self.board)
        self._sort()

    def _connections_taken(self, taken: Taken) -> None:
        """Jobs of connections that left are looked at no more; of those that are there again, anew."""
        for ref in tuple(self._watches):
            if ref.connection in taken.gone:
                del self._watches[ref]
        for ref in tuple(self._troubles):
            if ref.connection in (*taken.new, *taken.anew):
                del self._troubles[ref]
        self._sort()

    def _sort(self) -> None:
        for job in self.board.open:
            if job.ref.connection in self._hub.names:
                self._watches.setdefault(job.ref, _Watch(self._monotonic()))
            else:
                self._troubles[job.ref] = CopydeskError(
                    f"The config file has no connection {job.ref.connection} any more",
                    advice="The job can be forgotten.",
                )
        self._wake.set()
        self.changed.publish(self.board)

    def trouble(self, ref: ItemRef) -> CopydeskError | None:
        """Why the last look at a job failed; None where it did not."""
        return self._troubles.get(ref)

    async def generate(self, connection: str, request: GenerationRequest) -> Job:
        """Queue a generation; it comes onto the board also where the caller is cancelled.

        Raises what the platform raises, Conflict while the same request is on its way or nobody knows
        whether it was taken, and StateError where it cannot be kept.
        """
        from tui.domain.intents import generating

        (entry,) = self._outbox.put([generating(connection, request)])
        ended = await self._outbox.answer(entry)
        if ended.done is not None and ended.done.job is not None:
            return ended.done.job
        raise ended.error or CopydeskError(
            f"{connection}: {ended.entry.answer or 'it was taken back'}", advice="Nothing is being written."
        )

    def _generated(self, ended: Ended) -> None:
        if ended.done is not None and ended.done.job is not None:
            intent = ended.entry.intent
            self._add(replace(ended.done.job, request=intent.git or intent.topic))

    async def watch(self, connection: str, id: str) -> Job:
        """Take a job that was queued elsewhere onto the board. Raises NotFound and what else the platform
        raises; nothing is added then.
        """
        job = await self._hub.ask(connection, lambda platform: platform.job(id))
        # A platform that does not tell what a job writes still leaves the row a name.
        return self._add(
            replace(job, ref=ItemRef(connection, ItemKind.JOB, id), what=job.what or f"job {id}")
        )

    async def sources(self, connection: str) -> tuple[GenerationSource, ...]:
        """The repositories or sites that a generation can be asked for. Raises what the platform raises."""
        return await self._hub.ask(connection, lambda platform: platform.generation_sources())

    def forget(self, ref: ItemRef) -> None:
        """Take a job off the board for good; a job that is not on it is no error.

        Raises Conflict while it is queued or running. What nobody may ever say more of can be forgotten:
        a job that is stalled or unknown, or whose connection is no longer in the config file.
        """
        job = self.board.get(ref)
        watched = ref.connection in self._hub.names
        if job is not None and watched and job.state in {JobState.QUEUED, JobState.RUNNING}:
            raise Conflict("The job has not ended", advice="It can be forgotten when it has.")
        self._leave_out(ref)
        self.changed.publish(self.board)

    def _leave_out(self, ref: ItemRef) -> None:
        self._watches.pop(ref, None)
        self._troubles.pop(ref, None)
        self.board = self.board.without(ref)
        try:
            self._store.forget_job(ref)
        except StateError as error:
            self._not_remembered(error)

    async def run(self) -> None:
        """Look at every open job when it is time, several at once, until cancelled. Never raises else.

        A second call while one runs returns at once.
        """
        if self._running:
            _log.error("The job monitor runs already")
            return
        self._running = True
        try:
            while True:
                self._wake.clear()
                await self._rest(self._begin_looks())
        finally:
            self._running = False
            for look in self._looks:
                look.cancel()
            await asyncio.gather(*self._looks, return_exceptions=True)

    def _begin_looks(self) -> float | None:
        """Begin every look that is due; gives the seconds until the next is, None where none is known."""
        clock = self._monotonic()
        busy = Counter(ref.connection for ref, watch in self._watches.items() if watch.looking)
        soonest: float | None = None
        for ref, watch in tuple(self._watches.items()):
            if watch.looking:
                continue
            wait = max(watch.due, self._quiet_until.get(ref.connection, watch.due)) - clock
            if wait > 0:
                soonest = wait if soonest is None else min(soonest, wait)
            elif busy[ref.connection] < LOOKS_AT_ONCE:
                busy[ref.connection] += 1
                watch.looking = True
                look = asyncio.create_task(self._look(ref, watch))
                self._looks.add(look)
                look.add_done_callback(self._looks.discard)
        return soonest

    async def _rest(self, seconds: float | None) -> None:
        """Wait for that time, or until something changed."""
        waiting: list[asyncio.Task[object]] = [asyncio.create_task(self._wake.wait())]
        if seconds is not None:
            waiting.append(asyncio.create_task(self._asleep(seconds)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _asleep(self, seconds: float) -> None:
        await self._sleep(seconds)

    async def _look(self, ref: ItemRef, watch: _Watch) -> None:
        try:
            watch.due = self._monotonic() + await self._learn(ref, watch)
        except Exception:
            _log.exception("The look at %s failed", ref)
            watch.due = self._monotonic() + SLOWEST_RETRY_SECONDS
        finally:
            watch.looking = False
            self._wake.set()

    async def _learn(self, ref: ItemRef, watch: _Watch) -> float:
        """Look at a job; gives the seconds until it is looked at again."""
        try:
            with background():
                news = await self._hub.ask(ref.connection, lambda platform: platform.job(ref.id))
        except CopydeskError as error:
            return self._failed(ref, watch, error) if self._watches.get(ref) is watch else 0
        if self._watches.get(ref) is not watch:
            return 0  # forgotten meanwhile
        watch.looks += 1
        watch.failures = watch.missing = 0
        relieved = self._troubles.pop(ref, None) is not None
        job = self._put(self._merged(replace(news, ref=ref)), tell=relieved)
        return next_look(job, watch.looks, self._now())

    def _failed(self, ref: ItemRef, watch: _Watch, error: CopydeskError) -> float:
        wait = min(FIRST_LOOK_SECONDS * 2.0 ** min(watch.failures, 10), SLOWEST_RETRY_SECONDS)
        watch.failures += 1
        if isinstance(error, RateLimited):
            self._quiet_until[ref.connection] = self._monotonic() + error.retry_after
            wait = max(error.retry_after, FIRST_LOOK_SECONDS)
        watch.missing = watch.missing + 1 if isinstance(error, NotFound) else 0
        known, self._troubles[ref] = self._troubles.get(ref), error
        news = known is None or known.sentence != error.sentence
        job = self.board.get(ref)
        if watch.missing >= LOST_AFTER and job is not None:
            wait = max(wait, SLOWEST_LOOK_SECONDS)
            lost = f"{ref.connection} does not know this job (any more)."
            self._put(replace(job, state=JobState.UNKNOWN, reason=lost), tell=news)
        elif news:
            self.changed.publish(self.board)
        return wait

    def _add(self, job: Job) -> Job:
        """Put a job that was asked for onto the board, and watch it if it goes on."""
        if not job.state.ended:
            self._watches[job.ref] = _Watch(self._monotonic() + next_look(job, 0, self._now()))
        relieved = self._troubles.pop(job.ref, None) is not None
        added = self._put(self._merged(job), tell=relieved)
        self._wake.set()
        return added

    def _merged(self, job: Job) -> Job:
        """A job as it is known now: with what was known of it before, and STALLED if it takes too long."""
        now = self._now()
        merged = self.board.with_job(job).jobs[job.ref]
        usual = self.past.expected(merged)
        if merged.state.ended or not overdue(merged, now, usual.seconds if usual else 0):
            return merged
        return replace(merged, state=JobState.STALLED, reason=_stalled(merged, now))

    def _put(self, job: Job, *, tell: bool) -> Job:
        """Put a job onto the board and into the store, and tell if it is not as it was, or if `tell`."""
        known = self.board.get(job.ref)
        if job.state.ended:
            self._watches.pop(job.ref, None)
        if job != known:
            self.board = self.board.with_job(job)
            self._remember(job)
        if job != known or tell:
            self.changed.publish(self.board)
        if job.state.ended and (known is None or not known.state.ended):
            self.past = PastRuns.of(self.board)
            self.ended.publish(job)
        return job

    def _remember(self, job: Job) -> None:
        try:
            self._store.keep_job(job)
        except StateError as error:
            self._not_remembered(error)
        else:
            self.store_trouble = None

    def _not_remembered(self, error: StateError) -> None:
        _log.error("Jobs are not remembered: %s", error)
        self.store_trouble = error


def _stalled(job: Job, now: datetime) -> str:
    took = f"It runs for {job.elapsed(now).total_seconds() / 60:.0f} minutes"
    if job.estimated_seconds:
        return f"{took}; {job.estimated_seconds:.0f} s were expected."
    return f"{took} without an end."
