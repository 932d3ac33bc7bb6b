"""Schedules that are switched off because what they write from, or with, is deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.routes.notra.schedule_wire import DisabledSchedule
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import NotraSchedule


def switch_off(
    session: Session, now: datetime, *, repository_id: str = "", brand_id: str = ""
) -> list[DisabledSchedule]:
    """Switch off the schedules that name that repository or that brand identity; gives those that ran."""
    stopped = []
    for id in session.scalars(select(NotraSchedule.id).order_by(NotraSchedule.created_at, NotraSchedule.id)):
        take_turn(session, NotraSchedule, id)
        row = session.get(NotraSchedule, id, populate_existing=True)
        if row is None or not row.enabled:
            continue
        if repository_id in row.repository_ids or (brand_id and voice_of(row) == brand_id):
            row.enabled = False
            row.updated_at = now
            stopped.append(DisabledSchedule(id=row.id, name=row.name))
    return stopped


def voice_of(row: NotraSchedule) -> str | None:
    """The brand identity that a schedule writes as."""
    return (row.output_config or {}).get("brandVoiceId")
