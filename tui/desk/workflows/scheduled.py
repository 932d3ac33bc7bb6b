"""Has written what a Notra schedule's time has come for.

Each run is a NotraJob whose id is made of the schedule's and the run's instant: whoever looks first makes
it, and neither a crash nor a second desk makes another. Of what came round while no desk ran the latest
within an hour is made up for; the rest is passed over.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tui.desk.routes.turns import take_turn
from tui.desk.store.once import insert_once
from tui.desk.store.tables import NotraJob, NotraJobEvent, NotraSchedule
from tui.desk.workflows.bench import derived_id
from tui.desk.workflows.since import real_since
from tui.desk.zone import zone_in_force
from tui.domain.runs import runs
from tui.domain.schedules import Frequency, Rhythm

MADE_UP = timedelta(hours=1)
"""How late a run may be begun."""
REQUEST_PART = "schedule"
"""Where a job's request tells of the schedule that asked for it; no request over HTTP holds it."""
_AN_INSTANT = timedelta(microseconds=1)


def queue_due(sessions: sessionmaker[Session], now: datetime, zone: tzinfo) -> list[str]:
    """Queue what is due at `now`, by the clock of `zone`, or of the zone that the database keeps; gives the
    ids of the jobs to be started.
    """
    with sessions() as session:
        since = real_since(session)
        zone = zone_in_force(session, zone)
        found = [
            (row.id, due)
            for row in session.scalars(select(NotraSchedule).where(NotraSchedule.enabled))
            if (due := _due(row, since, now, zone)) is not None
            and session.get(NotraJob, _job_id(row.id, due)) is None
        ]
    made: list[str] = []
    for schedule_id, due in found:
        with sessions.begin() as session:
            take_turn(session, NotraSchedule, schedule_id)
            row = session.get(NotraSchedule, schedule_id)
            # It may have been switched off or moved since it was looked at.
            if row is not None and row.enabled and _due(row, since, now, zone) == due:
                made += _queued(session, row, due, now)
    return made


def asked_at(job: NotraJob) -> datetime:
    """The time from which a job looks back: when it was asked for, or was to run."""
    told = _told(job).get("dueAt")
    return datetime.fromisoformat(told) if told else job.created_at


def publishes(session: Session, job: NotraJob) -> bool:
    """Whether what a job writes is published without anybody's yes: its schedule said so when it was queued,
    and says so still.
    """
    told = _told(job)
    if not told.get("autoPublish"):
        return False
    row = session.get(NotraSchedule, told["id"])
    return row is not None and row.auto_publish


def of_schedule(job: NotraJob) -> bool:
    """Whether a schedule asked for a job."""
    return bool(_told(job))


def _told(job: NotraJob) -> dict[str, Any]:
    return job.request.get(REQUEST_PART) or {}


def _due(row: NotraSchedule, since: datetime, now: datetime, zone: tzinfo) -> datetime | None:
    """The latest time at which it came round, where that is to be run."""
    earliest = max(now - MADE_UP, row.planned_since, since)
    found = runs(_rhythm(row), earliest, zone, until=now + _AN_INSTANT)
    return found[-1].at if found else None


def _rhythm(row: NotraSchedule) -> Rhythm:
    return Rhythm(
        Frequency(row.frequency),
        time(row.hour, row.minute),
        # 0 is Sunday here, and Monday there.
        weekday=None if row.day_of_week is None else (row.day_of_week + 6) % 7,
        day=row.day_of_month,
    )


def _job_id(schedule_id: str, due: datetime) -> str:
    return "job_" + derived_id("notra-schedule", schedule_id, due.isoformat())


def _queued(session: Session, row: NotraSchedule, due: datetime, now: datetime) -> list[str]:
    """Queue the run; its job's id, or nothing where another desk was faster."""
    job_id, voice = _job_id(row.id, due), (row.output_config or {}).get("brandVoiceId")
    new = insert_once(
        session,
        NotraJob,
        id=job_id,
        status="queued",
        content_type=row.output_type,
        lookback_window=row.lookback_window,
        repository_ids=row.repository_ids,
        request={
            "contentType": row.output_type,
            "lookbackWindow": row.lookback_window,
            "integrations": {"github": row.repository_ids, "linear": []},
            "brandVoiceId": voice,
            "brandIdentityId": voice,
            REQUEST_PART: {"id": row.id, "dueAt": due.isoformat(), "autoPublish": row.auto_publish},
        },
        brand_voice_id=voice,
        created_at=now,
        updated_at=now,
    )
    if not new:
        return []
    session.add(
        NotraJobEvent(
            id=f"{job_id}_queued",
            job_id=job_id,
            type="queued",
            message=f"Post generation queued by the schedule “{row.name}”",
            created_at=now,
        )
    )
    return [job_id]
