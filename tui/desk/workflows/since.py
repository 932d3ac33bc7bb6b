"""What is the desk's real work, and what is a sample: samples stay where they are."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.store.schema import DeskState

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def real_since(session: Session) -> datetime:
    """Rows that were made or changed after this are real: nothing a person did came before the samples."""
    return session.scalar(select(DeskState.seeded_at)) or _EVER
