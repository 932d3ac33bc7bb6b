"""One at a time: two requests that change the same row take turns."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    NotraPost,
    NotraSchedule,
    RepostraAccount,
    RepostraContent,
    RepostraSchedule,
    RepostraSocial,
)

Changing = (
    type[NotraPost]
    | type[NotraSchedule]
    | type[BlogreePost]
    | type[BlogreeSite]
    | type[RepostraAccount]
    | type[RepostraContent]
    | type[RepostraSchedule]
    | type[RepostraSocial]
)


def take_turn(session: Session, table: Changing, id: str | int) -> None:
    """Wait until nobody else changes or deletes that row; call it before the row is read, in the
    transaction that changes it. A transaction that only reads at first would decide on what another one
    is changing, or write to what another one deletes.
    """
    session.execute(update(table).where(table.id == id).values(created_at=table.created_at))
