"""Fills an empty database with samples, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from tui.desk.samples import seed
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import BlogreePost, NotraPost, RepostraContent


def seed_once(sessions: sessionmaker[Session], now: datetime) -> None:
    """Make the samples unless they were made before, or something else is there."""
    with sessions.begin() as session:
        # The first write takes the database's one pen: two desks that start at once seed it once.
        won = session.execute(
            update(DeskState)
            .where(DeskState.seeded_at.is_(None))
            .values(seeded_at=now + timedelta(microseconds=1))
            .returning(DeskState.id)
        ).first()
        if won is None:
            return
        tables = (NotraPost, BlogreePost, RepostraContent)
        if not any(session.scalar(select(func.count()).select_from(table)) for table in tables):
            seed(session, now)
        else:
            session.execute(update(DeskState).values(seeded_at=None))
