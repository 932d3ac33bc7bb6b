"""What the desk does without being asked: publishes and writes what is due, mends, and ends when nothing is
left.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from tui.desk.workflows.due import publish_due
from tui.desk.workflows.engine import DurableWork
from tui.desk.workflows.scheduled import queue_due
from tui.desk.workflows.upkeep import mend, work_left

LOOK_SECONDS = 2.0

_log = logging.getLogger(__name__)


class Keeper:
    """Looks every few seconds, on a thread of its own."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        work: DurableWork,
        *,
        now: Callable[[], datetime],
        idle_minutes: float | None,
        stop: Callable[[], None],
    ) -> None:
        """`idle_minutes`: after how long without a request, and with no work left, `stop` is called;
        None: never.
        """
        self._sessions = sessions
        self._work = work
        self._now = now
        self._idle_seconds = None if idle_minutes is None else idle_minutes * 60
        self._stop = stop
        self._asked = time.monotonic()
        self._ended = threading.Event()

    def noted_request(self) -> None:
        """Somebody asked for something."""
        self._asked = time.monotonic()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Look until the end of the block."""
        thread = threading.Thread(target=self._loop, name="desk-keeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def look(self) -> None:
        """Look once."""
        for delivery_id in publish_due(self._sessions, self._now()):
            self._work.deliver(delivery_id)
        for job_id in queue_due(self._sessions, self._now(), self._work.zone):
            self._work.write_notra_post(job_id)
        mend(self._work, self._sessions, self._now())
        if self._idle() and not work_left(self._work, self._sessions, self._now()):
            _log.info("Nothing is left to do, and nobody asked for anything: the desk ends")
            self._stop()

    def _idle(self) -> bool:
        return self._idle_seconds is not None and time.monotonic() - self._asked >= self._idle_seconds

    def _loop(self) -> None:
        while True:
            try:
                self.look()
            except Exception:
                # The next look may do better: a database that is locked or away comes back.
                _log.exception("The desk's upkeep failed")
            if self._ended.wait(LOOK_SECONDS):
                return
