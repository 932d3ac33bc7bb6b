"""Jobs: asynchronous generations, watched until they end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.domain.refs import ItemKind, ItemRef

if TYPE_CHECKING:
    from tui.domain.generation import GenerationRequest


class JobState(StrEnum):
    """Where a job stands. UNKNOWN: the platform said a word that Copydesk does not know;
    it is looked at further, slowly. STALLED: it ran ten times longer than expected.
    """

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    STALLED = "stalled"
    UNKNOWN = "unknown"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self in {JobState.DONE, JobState.SKIPPED, JobState.FAILED}


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One step that a platform reports of a job."""

    id: str
    type: str
    message: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One generation on one connection. Text is untrusted."""

    ref: ItemRef
    what: str
    """What is written, in a line: "changelog · last 7 days · acme/api"."""
    state: JobState
    state_word: str
    """The platform's own word for the state."""
    started_at: datetime
    updated_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    """Why it failed or was skipped."""
    post_id: str | None = None
    """The post that it made."""
    events: tuple[JobEvent, ...] = ()
    estimated_seconds: float | None = None
    request: GenerationRequest | None = None
    """What was asked for, as far as it is known."""

    @property
    def post(self) -> ItemRef | None:
        """The post that it made."""
        return ItemRef(self.ref.connection, ItemKind.POST, self.post_id) if self.post_id else None

    def elapsed(self, now: datetime) -> timedelta:
        """How long it has run, or ran; never negative."""
        return max((self.ended_at or now) - self.started_at, timedelta(0))


FIRST_LOOK_SECONDS = 1.0
SLOWEST_LOOK_SECONDS = 10.0
STALLED_AFTER = 10
"""Times the estimate (or a minute) that a job may take before it counts as stalled."""
STALL_MEASURE_SECONDS = 60.0
"""What stands for the estimate where a platform gives none."""


def next_look(job: Job, looks: int, now: datetime) -> float:
    """Seconds to wait before looking at a job that has been looked at `looks` times (0 or more).

    Starts at 1 s and grows by a half each time to 10 s. Before a job's estimate is due it is looked at
    when that time comes, or every 10 s. A state that is not known: every 10 s.
    """
    if job.state in {JobState.UNKNOWN, JobState.STALLED}:
        return SLOWEST_LOOK_SECONDS
    backed_off = min(FIRST_LOOK_SECONDS * 1.5 ** min(looks, 20), SLOWEST_LOOK_SECONDS)
    if job.estimated_seconds:
        left = job.estimated_seconds - job.elapsed(now).total_seconds()
        if left > backed_off:
            return min(left, SLOWEST_LOOK_SECONDS)
    return backed_off


def overdue(job: Job, now: datetime, usual: float = 0) -> bool:
    """Whether a job that has not ended has run so long that it counts as stalled. `usual`: what past runs
    of its kind took, in seconds.
    """
    measure = job.estimated_seconds or max(STALL_MEASURE_SECONDS, usual)
    return job.elapsed(now).total_seconds() > STALLED_AFTER * measure


@dataclass(frozen=True, slots=True)
class JobBoard:
    """All jobs that Copydesk knows, newest first. Immutable: each change makes a new board."""

    jobs: Mapping[ItemRef, Job] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> JobBoard:
        """A board of these jobs."""
        return cls(MappingProxyType({job.ref: job for job in jobs}))

    def __iter__(self) -> Iterator[Job]:
        return iter(sorted(self.jobs.values(), key=lambda job: job.started_at, reverse=True))

    def __len__(self) -> int:
        return len(self.jobs)

    def get(self, ref: ItemRef) -> Job | None:
        """The job of that name."""
        return self.jobs.get(ref)

    @property
    def open(self) -> tuple[Job, ...]:
        """The jobs that have not ended."""
        return tuple(job for job in self if not job.state.ended)

    def with_job(self, job: Job) -> JobBoard:
        """The board with a job added, or with what is newly known of it. The first word on when it
        started, what was asked for, what it writes and how long it should take stays where the news have
        none.
        """
        known = self.jobs.get(job.ref)
        if known is not None:
            job = replace(
                job,
                what=job.what or known.what,
                started_at=min(known.started_at, job.started_at),
                events=job.events or known.events,
                estimated_seconds=job.estimated_seconds or known.estimated_seconds,
                request=known.request or job.request,
            )
        return JobBoard(MappingProxyType({**self.jobs, job.ref: job}))

    def without(self, ref: ItemRef) -> JobBoard:
        """The board without that job."""
        return JobBoard(MappingProxyType({r: j for r, j in self.jobs.items() if r != ref}))
