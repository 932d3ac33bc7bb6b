"""Connections with a calendar, as someone in New York has them; the clock of the slots is that of Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.fakes.items import a_job, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.fakes.schedules import a_run, a_slot, scheduling
from tui.domain.approvals import ApprovalKind
from tui.domain.jobs import JobState
from tui.domain.posts import Post, PostState
from tui.domain.schedules import ScheduleKind
from tui.domain.verdicts import Verb

NEW_YORK, BERLIN = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 10, 19, 8, 0, tzinfo=NEW_YORK)
"""Of the week at whose end Berlin goes back; New York does a week later."""
STATES = tuple(PostState)[:-1]


def clock(connection: str) -> ZoneInfo | None:
    """The zone of a connection's schedules."""
    return BERLIN if connection == "agency" else None


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    """A time by the clock in Berlin."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


def planned(id: str, title: str, when: datetime, slot: str | None = None) -> Post:
    """A post that is to go out."""
    return a_post(
        id,
        "agency",
        title=title,
        state=PostState.SCHEDULED,
        scheduled_at=when.astimezone(UTC),
        slot=slot,
        verbs=frozenset({Verb.SCHEDULE, Verb.EDIT}),
    )


def connections() -> tuple[FakePlatform, FakePlatform]:
    """One with slots, whose clock is Berlin's, and one that writes."""
    agency, slots = scheduling("agency")
    agency.capabilities = replace(agency.capabilities, states=STATES)
    slots.has = [
        a_slot("mon", 0),
        a_slot("wed", 2),
        a_slot("thu", 3),
        a_slot("night", 6, "02:30"),
        a_slot("sat", 5, account="2"),
    ]
    agency.with_posts(
        planned("p1", "Calm on-call teams", at(21, 9), "wed"),
        planned("p2", "Postgres queues", at(21, 9)),
        planned("p3", "Search is faster", at(23, 10), "thu"),
        planned("p4", "Sign-in asks once", at(19, 9), "mon"),
        planned("p5", "Exports keep zones", at(26, 9), "mon"),
        a_post(
            "p6",
            "agency",
            title="Release 2.4",
            state=PostState.PUBLISHED,
            published_at=at(19, 7, 1).astimezone(UTC),
        ),
    )
    agency.with_approvals(
        an_approval("t1", "agency", ApprovalKind.TEXT, title="thread: queues", due=at(22, 15).astimezone(UTC))
    )
    acme, _ = scheduling("acme", a_run(), kind=ScheduleKind.RUNS)
    return agency, acme


A_JOB = a_job("j1", "acme", what="weekly log", state=JobState.DONE, started_at=MONDAY - timedelta(hours=2))
