"""How long a job is expected to take: by its platform's word, else by past runs of the same kind."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from tui.domain.jobs import Job, JobState
from tui.domain.refs import ItemRef

RUNS_LOOKED_AT = 15
"""The newest runs of a kind that count: a platform grows faster, or slower."""
KEPT_DAYS = timedelta(days=90)
MOST_ENDED = 200
"""Ended jobs that are remembered, the newest."""


@dataclass(frozen=True, slots=True)
class Expected:
    """How long a job should take."""

    seconds: float
    runs: int = 0
    """Of how many past runs it is the median; 0: the platform says so."""

    @property
    def guessed(self) -> bool:
        """Whether it is only what past runs took."""
        return self.runs > 0


@dataclass(frozen=True, slots=True)
class PastRuns:
    """How long the jobs of each kind took that made something."""

    took: Mapping[Hashable, tuple[float, int]] = field(default_factory=lambda: MappingProxyType({}))
    """Seconds, and of how many runs they are the median."""

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> PastRuns:
        """What these jobs tell; newest first."""
        spans: dict[Hashable, list[float]] = {}
        for job in jobs:
            if job.state is JobState.DONE and job.ended_at is not None:
                of_kind = spans.setdefault(kind_of(job), [])
                if len(of_kind) < RUNS_LOOKED_AT:
                    of_kind.append((job.ended_at - job.started_at).total_seconds())
        return cls(
            MappingProxyType(
                {kind: (max(_median(each), 1.0), len(each)) for kind, each in spans.items() if max(each) > 0}
            )
        )

    def expected(self, job: Job) -> Expected | None:
        """How long a job should take; None where nobody knows."""
        if job.estimated_seconds:
            return Expected(job.estimated_seconds)
        known = self.took.get(kind_of(job))
        return None if known is None else Expected(*known)


def _median(spans: list[float]) -> float:
    # The standard library's own brings in a dozen modules that the start needs for nothing else.
    ordered, half = sorted(spans), len(spans) // 2
    return ordered[half] if len(spans) % 2 else (ordered[half - 1] + ordered[half]) / 2


def kind_of(job: Job) -> Hashable:
    """What takes about as long: the connection, what is written, and how long it shall be."""
    # "changelog · last 7 days · acme/api": what it is stands first.
    length = getattr(job.request, "length", None)
    return job.ref.connection, job.what.split(" · ", 1)[0], length


def progress(job: Job, expected: Expected | None, now: datetime) -> float | None:
    """How far a job is by the expected time, 0 to 0.95; None where nothing is known, or it ended."""
    if expected is None or job.state.ended:
        return None
    return min(job.elapsed(now).total_seconds() / expected.seconds, 0.95)


def outlived(jobs: Iterable[Job], now: datetime) -> tuple[ItemRef, ...]:
    """The ended jobs of these, newest first, that need not be remembered."""
    ended = [job for job in jobs if job.state.ended]
    return tuple(
        job.ref
        for place, job in enumerate(ended)
        if place >= MOST_ENDED or now - (job.ended_at or job.started_at) > KEPT_DAYS
    )
