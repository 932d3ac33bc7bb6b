"""Notra's schedules: what is written by itself, and when (contracts/notra.md, "Also there").

The contract does not say which day 0 is; here it is Sunday, as it is for cron. Nor does it say the clock's
zone: the desk's own (`Desk.zone`).
"""

from __future__ import annotations

import json
import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tui.desk.context import Desk
from tui.desk.routes.checkouts import told_apart
from tui.desk.routes.notra.access import TheShape
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.posts import several
from tui.desk.routes.notra.schedule_wire import (
    Cron,
    NewSchedule,
    Schedule,
    ScheduleAnswer,
    SchedulesAnswer,
    SourceConfig,
    Targets,
)
from tui.desk.routes.notra.wire import DeletedAnswer, Organization, wire_time
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.schema import take_pen
from tui.desk.store.tables import NotraBrand, NotraSchedule, Repository

router = APIRouter(prefix="/schedules", tags=["Notra schedules"])

ScheduleId = Annotated[str, Path(alias="scheduleId", pattern=r"^[A-Za-z0-9_-]{1,100}$")]


@router.get("", summary="List schedules", responses=refusals(400), response_model_exclude_unset=True)
def list_schedules(
    desk: TheDesk,
    shape: TheShape,
    repository_ids: Annotated[
        list[str] | None,
        Query(alias="repositoryIds", description="Those that name any of them, separated by commas."),
    ] = None,
) -> SchedulesAnswer:
    """All schedules, the newest first; `repositoryMap` names the repositories that they write from."""
    wanted = several(repository_ids)
    newest = select(NotraSchedule).order_by(NotraSchedule.created_at.desc(), NotraSchedule.id.desc())
    with desk.sessions() as session:
        rows = [
            row for row in session.scalars(newest) if not wanted or not wanted.isdisjoint(row.repository_ids)
        ]
        named = {id for row in rows for id in row.repository_ids}
        names = told_apart(session.scalars(select(Repository)))
    return SchedulesAnswer(
        schedules=[_wire(row, shape.organization) for row in rows],
        repository_map={id: name for id, name in names.items() if id in named},
        organization=shape.organization,
    )


@router.post(
    "",
    status_code=201,
    summary="Create a schedule",
    responses=refusals(400, 409, conflict="Duplicate schedule"),
    response_model_exclude_unset=True,
)
def create_schedule(new: NewSchedule, desk: TheDesk, shape: TheShape) -> ScheduleAnswer:
    """Have something written by itself, daily, weekly or monthly. With `autoPublish` it is published as soon
    as it is written. Another schedule that runs at the same time from the same repositories, with the same
    output and look-back, is refused: 409.
    """
    now = desk.now()
    row = NotraSchedule(id=f"sched_{secrets.token_hex(10)}", planned_since=now, created_at=now)
    return _kept(desk, shape.organization, row, new)


@router.patch(
    "/{scheduleId}",
    summary="Update a schedule",
    responses=refusals(400, 404, 409, conflict="Duplicate schedule"),
    response_model_exclude_unset=True,
)
def update_schedule(
    schedule_id: ScheduleId, new: NewSchedule, desk: TheDesk, shape: TheShape
) -> ScheduleAnswer:
    """Put the whole schedule that is sent in its place: what is left out is as in a new one. Times that went
    by before it was switched on, or given another time, are not made up for.
    """
    return _kept(desk, shape.organization, schedule_id, new)


@router.delete("/{scheduleId}", summary="Delete a schedule", responses=refusals(400, 404))
def delete_schedule(schedule_id: ScheduleId, desk: TheDesk, shape: TheShape) -> DeletedAnswer:
    """Delete a schedule; what it wrote stays."""
    with desk.sessions.begin() as session:
        take_turn(session, NotraSchedule, schedule_id)
        session.delete(_found(session, schedule_id))
    return DeletedAnswer(id=schedule_id, organization=shape.organization)


def _kept(
    desk: Desk, organization: Organization, wanted: NotraSchedule | str, new: NewSchedule
) -> ScheduleAnswer:
    """A new row, or the one of that id, as it was asked for."""
    alike = _alike(new)
    try:
        with desk.sessions.begin() as session:
            # Nobody deletes meanwhile what it names.
            take_pen(session)
            if isinstance(wanted, str):
                take_turn(session, NotraSchedule, wanted)
                row = _found(session, wanted)
                if not row.enabled or json.loads(row.alike)[0] != json.loads(alike)[0]:
                    row.planned_since = desk.now()
            else:
                row = wanted
            _check(session, new)
            _fill(row, new, alike)
            row.updated_at = desk.now()
            session.add(row)
            session.flush()
            return ScheduleAnswer(schedule=_wire(row, organization), organization=organization)
    except IntegrityError:
        with desk.sessions() as session:
            other = session.scalar(select(NotraSchedule.name).where(NotraSchedule.alike == alike))
        raise Refusal(
            409,
            f"Duplicate schedule: “{other or new.name}” runs at that time already, from the same "
            "repositories, with the same output and look-back",
        ) from None


def _check(session: Session, new: NewSchedule) -> None:
    """Refuse what could not run."""
    if new.output_type == "image":
        raise Refusal(400, "Invalid request body: outputType image cannot be written by the local desk")
    known = set(session.scalars(select(Repository.id)))
    unknown = [id for id in new.targets.repository_ids if id not in known]
    if unknown:
        raise Refusal(
            400,
            "Invalid request body: targets.repositoryIds names a repository that is not registered with this "
            "desk; choose one of /v1/integrations",
        )
    if new.voice_id is not None and session.get(NotraBrand, new.voice_id) is None:
        raise Refusal(
            400,
            "Invalid request body: outputConfig.brandVoiceId names a brand identity that is not there; "
            "choose one of /v1/brand-identities, or leave it out",
        )


def _fill(row: NotraSchedule, new: NewSchedule, alike: str) -> None:
    cron, output = new.cron, new.output_config
    row.name = new.name
    row.frequency, row.hour, row.minute = cron.frequency, cron.hour, cron.minute
    row.day_of_week, row.day_of_month = cron.given("day_of_week"), cron.given("day_of_month")
    row.repository_ids = list(dict.fromkeys(new.targets.repository_ids))
    row.output_type = new.output_type
    row.output_config = output.model_dump(by_alias=True, exclude_unset=True) if output else None
    row.lookback_window = new.lookback_window
    row.enabled, row.auto_publish = new.enabled, new.auto_publish
    row.alike = alike


def _alike(new: NewSchedule) -> str:
    """What no other schedule may have too. Its first part is when it runs."""
    cron = new.cron
    day = {"weekly": cron.day_of_week, "monthly": cron.day_of_month}.get(cron.frequency)
    when = [cron.frequency, day, cron.hour, cron.minute]
    return json.dumps([when, sorted(set(new.targets.repository_ids)), new.output_type, new.lookback_window])


def _found(session: Session, schedule_id: str) -> NotraSchedule:
    row = session.get(NotraSchedule, schedule_id)
    if row is None:
        raise Refusal(404, "Schedule not found")
    return row


def _wire(row: NotraSchedule, organization: Organization) -> Schedule:
    when = {"frequency": row.frequency, "hour": row.hour, "minute": row.minute}
    days = {"day_of_week": row.day_of_week, "day_of_month": row.day_of_month}
    cron = Cron.model_validate(when | {name: day for name, day in days.items() if day is not None})
    return Schedule(
        id=row.id,
        organization_id=organization.id,
        name=row.name,
        source_type="cron",
        source_config=SourceConfig(cron=cron),
        targets=Targets(repository_ids=row.repository_ids),
        output_type=row.output_type,
        output_config=row.output_config,
        enabled=row.enabled,
        auto_publish=row.auto_publish,
        created_at=wire_time(row.created_at),
        updated_at=wire_time(row.updated_at),
        lookback_window=row.lookback_window,
    )
