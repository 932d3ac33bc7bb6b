"""The ids that platforms give to requests, for those who keep an account of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[list[str] | None] = ContextVar("request ids", default=None)


@contextmanager
def noting() -> Iterator[list[str]]:
    """Within it, and within tasks begun there, the ids of all answers to writes come into the list."""
    ids: list[str] = []
    token = _noted.set(ids)
    try:
        yield ids
    finally:
        _noted.reset(token)


def note(request_id: str | None) -> None:
    """An answer to a write bore this id; None: it bore none."""
    ids = _noted.get()
    if ids is not None and request_id:
        ids.append(request_id)
