"""What every workflow of one desk works with."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy.orm import Session, sessionmaker

from tui.desk.delivery.sending import Sender
from tui.desk.workflows.durable import Durable

_log = logging.getLogger(__name__)
_IDS = uuid.UUID("6f1c0f0e-2f0b-5d52-9a6b-3a1f5f0c9b11")


@dataclass(frozen=True, slots=True)
class Bench:
    """One running desk's database, clock and options. `stage_seconds`: how long a stage of a generation
    takes at least. `retry_delays`: seconds before the second and later tries of a delivery. `zone`: what the
    clock of schedules goes by.
    """

    sessions: sessionmaker[Session]
    durable: Durable
    sender: Sender
    now: Callable[[], datetime]
    stage_seconds: float
    retry_delays: tuple[float, ...]
    zone: tzinfo = UTC


def derived_id(*parts: object) -> str:
    """An id that is the same whenever it is made of the same parts."""
    return uuid.uuid5(_IDS, ":".join(str(part) for part in parts)).hex


def fault_sentence(what: str, error: Exception) -> str:
    """Log a fault that nobody foresaw, and give the sentence that the person is told."""
    _log.error("%s failed unexpectedly", what, exc_info=error)
    return f"The desk failed at this ({type(error).__name__}); its log says where. Try again."
