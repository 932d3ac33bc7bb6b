"""Who wants an answer: a person who waits for it, or what runs by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_by_itself: ContextVar[bool] = ContextVar("copydesk_by_itself", default=False)


@contextmanager
def background(by_itself: bool = True) -> Iterator[None]:
    """Mark what is asked within as nobody's: it goes behind what a person asks for. Tasks that are
    begun within are marked for all their life, since they copy the context. `by_itself` False: a person
    waits for it after all, and nothing is marked anew.

    Not for a generator to `yield` in: what is marked then would be whoever takes its values.
    """
    before = _by_itself.set(by_itself or _by_itself.get())
    try:
        yield
    finally:
        _by_itself.reset(before)


def is_background() -> bool:
    """Whether what runs now runs by itself. Where nobody said so, a person waits for it."""
    return _by_itself.get()
