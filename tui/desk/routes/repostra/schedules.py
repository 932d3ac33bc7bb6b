"""Repostra's posting schedules (contracts/repostra.md, "Posting schedules")."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.times import repostra_time
from tui.desk.routes.repostra.access import RowId
from tui.desk.routes.repostra.errors import not_found, refusals, refused
from tui.desk.routes.repostra.wire import (
    MessageAnswer,
    NewSchedule,
    Schedule,
    ScheduleAccount,
    ScheduleAnswer,
    SchedulesAnswer,
    ScheduleUpdate,
    changes,
)
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import RepostraAccount, RepostraSchedule

router = APIRouter(prefix="/posting-schedules", tags=["Repostra schedules"])


@router.get("", summary="List schedules", responses=refusals())
def list_schedules(desk: TheDesk) -> SchedulesAnswer:
    """All schedules, not paged."""
    rows = select(RepostraSchedule, RepostraAccount).join(
        RepostraAccount, RepostraAccount.id == RepostraSchedule.account_id
    )
    with desk.sessions() as session:
        pairs = session.execute(rows.order_by(RepostraSchedule.id))
        return SchedulesAnswer(data=[_wire(schedule, account) for schedule, account in pairs])


@router.post("", status_code=201, summary="Create schedule", responses=refusals(422))
def create_schedule(new: NewSchedule, desk: TheDesk) -> ScheduleAnswer:
    """Make a weekly slot of an account."""
    now = desk.now()
    fields = {name: getattr(new, name) for name in NewSchedule.model_fields}
    with desk.sessions.begin() as session:
        take_turn(session, RepostraAccount, new.account_id)
        account = session.get(RepostraAccount, new.account_id)
        if account is None:
            raise refused("account_id", "The selected account_id is invalid.")
        row = RepostraSchedule(**fields, created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        return ScheduleAnswer(data=_wire(row, account))


@router.put("/{id}", summary="Update schedule", responses=refusals(404, 422))
def update_schedule(schedule_id: RowId, update: ScheduleUpdate, desk: TheDesk) -> ScheduleAnswer:
    """Change the given fields; the account and the platform stay."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraSchedule, schedule_id)
        row = _found(session, schedule_id)
        for name, value in changes(update).items():
            setattr(row, name, value)
        row.updated_at = desk.now()
        session.flush()
        return ScheduleAnswer(data=_wire(row, session.get_one(RepostraAccount, row.account_id)))


@router.delete("/{id}", summary="Delete schedule", responses=refusals(404))
def delete_schedule(schedule_id: RowId, desk: TheDesk) -> MessageAnswer:
    """Delete a slot."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraSchedule, schedule_id)
        session.delete(_found(session, schedule_id))
    return MessageAnswer(message=f"Schedule {schedule_id} deleted.")


def _found(session: Session, schedule_id: int) -> RepostraSchedule:
    row = session.get(RepostraSchedule, schedule_id)
    if row is None:
        raise not_found("Schedule", schedule_id)
    return row


def _wire(row: RepostraSchedule, account: RepostraAccount) -> Schedule:
    return Schedule(
        id=row.id,
        account_id=row.account_id,
        account=ScheduleAccount(id=account.id, platform=account.platform, account_name=account.account_name),
        platform=row.platform,
        day_of_week=row.day_of_week,
        time=row.time,
        content_type=row.content_type,
        blog_column_index=row.blog_column_index,
        is_active=row.is_active,
        created_at=repostra_time(row.created_at) or "",
        updated_at=repostra_time(row.updated_at) or "",
    )
