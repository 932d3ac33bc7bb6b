"""What every route of the desk is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy.orm import Session, sessionmaker

from tui.desk.work import Work
from tui.domain.desk import DeskKeys


@dataclass(frozen=True, slots=True)
class Desk:
    """One running desk. Routes are plain (threaded) functions: `with desk.sessions.begin() as session`."""

    keys: DeskKeys
    sessions: sessionmaker[Session]
    work: Work
    now: Callable[[], datetime]
    """The time, aware, UTC."""
    limits: bool = True
    """Whether the platforms' rate limits are kept."""
    zone: tzinfo = UTC
    """The zone that the clock of schedules goes by."""
    site_keys: bool = False
    """Whether lists of sites show their keys, as Blogree's own pages have it; masked otherwise."""
