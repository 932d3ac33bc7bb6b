"""What left a connection while something was carried out, for those who keep an account of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Trace:
    """The writes of one attempt."""

    done: int = 0
    """How many were answered with a yes: whatever fails after that, something was done."""
    request_id: str | None = None
    """The platform's name for the last that bore one."""


_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def tracing() -> Iterator[Trace]:
    """Within it, and within tasks begun there, every answer to a write is noted in the trace."""
    trace = Trace()
    token = _trace.set(trace)
    try:
        yield trace
    finally:
        _trace.reset(token)


def note(*, done: bool, request_id: str | None) -> None:
    """A write was answered: whether with a yes, and by which id."""
    trace = _trace.get()
    if trace is not None:
        trace.done += done
        trace.request_id = request_id or trace.request_id
