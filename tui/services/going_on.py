"""Writes that nobody waits for any more: they go on to their end, and what they failed with is told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

from tui.domain.errors import CopydeskError
from tui.services.signals import Signal

T = TypeVar("T")
_log = logging.getLogger(__name__)


class GoingOn:
    """What was sent goes on to its end whatever becomes of who asked: a form may be left. `missed` publishes
    why a write failed for which nobody waited any more.
    """

    def __init__(self) -> None:
        """Nothing is on its way."""
        self._tasks: set[asyncio.Task[object]] = set()
        self.missed: Signal[CopydeskError] = Signal("missed failures")

    @property
    def unanswered(self) -> int:
        """How many of them have no answer yet."""
        return sum(not task.done() for task in self._tasks)

    async def send(self, write: Coroutine[object, object, T]) -> T:
        """Give what `write` gives, and raise what it raises, to whoever waits for it."""
        task = asyncio.create_task(write)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(self._tell_missed)
            raise

    def _tell_missed(self, task: asyncio.Task[T]) -> None:
        error = task.exception() if not task.cancelled() else None
        if isinstance(error, CopydeskError):
            self.missed.publish(error)
        elif error is not None:
            # Nobody else hears of a fault of our own.
            _log.error("A write that nobody waited for failed", exc_info=error)
