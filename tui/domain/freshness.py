"""How old what was read may be when what was decided on it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

FRESH_SECONDS = 5.0
"""A write that would wait longer than this does not leave: its item is to be read once more first."""


@dataclass(slots=True)
class Freshness:
    """What was read just now, for the writes that were decided on it."""

    age: float = 0.0
    """How many seconds ago that was asked for when the writes began."""
    began: float | None = None
    """When the first request after that reading was asked for, less its age, on the clock of whoever paces
    it.
    """
    spent: bool = False
    """Whether a write has left: those that belong to it must follow, however long they wait."""


_freshness: ContextVar[Freshness | None] = ContextVar("copydesk_freshness", default=None)


@contextmanager
def just_read(age: float = 0.0) -> Iterator[None]:
    """Mark the writes within, and within tasks begun there, as decided on what was read just now, or `age`
    seconds ago: the first of them leaves soon, or fails with HeldBack and has not left.
    """
    token = _freshness.set(Freshness(age))
    try:
        yield
    finally:
        _freshness.reset(token)


def freshness() -> Freshness | None:
    """What the writes that are sent now were decided on; None where they may wait as long as it takes."""
    found = _freshness.get()
    return None if found is None or found.spent else found
