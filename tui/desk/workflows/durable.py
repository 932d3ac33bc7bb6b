"""Steps and waits of a durable workflow. Runs inside a DBOS workflow only.

A step's result is kept in the database: after a crash a workflow runs again from its beginning, takes
the results of the steps that were done, and does the rest. So a workflow takes the same steps in the
same order whatever the desk's options are, and a step may run twice, but never after it was recorded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from dbos import DBOS

T = TypeVar("T")
_GRACE_SECONDS = 2.0
_LOOK_SECONDS = 0.1


class DeskStops(BaseException):
    """The desk ends: leave the workflow as it is, for the next start to go on with.

    Not an `Exception`, since DBOS records those as the workflow's end.
    """


class Durable:
    """What workflows of one desk share: recorded steps, and waits that end when the desk does."""

    def __init__(self) -> None:
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let every workflow leave at its next step or wait."""
        self._stopping.set()

    def step(self, name: str, work: Callable[[], T]) -> T:
        """Do `work` and record what it gives: JSON values only. Raises `DeskStops`."""
        if self._stopping.is_set():
            raise DeskStops
        return DBOS.run_step({"name": name}, work)

    def wait(self, seconds: float) -> None:
        """Wait that long from the first time this is reached, over restarts. Raises `DeskStops`."""
        until = self.step("wait", lambda: time.time() + seconds)
        if self._stopping.wait(max(until - time.time(), 0.0)):
            raise DeskStops

    def abandonable(self, work: Callable[[], T]) -> T:
        """Do `work` (inside a step) on a thread that may be left behind when the desk ends, so that a
        receiver that does not answer never holds the desk up. Raises what `work` does, and `DeskStops`.
        """
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:
                done.set_exception(error)

        threading.Thread(target=run, name="desk-send", daemon=True).start()
        patience = _GRACE_SECONDS
        while True:
            try:
                return done.result(timeout=_LOOK_SECONDS)
            except TimeoutError:
                if done.done():
                    return done.result()
                if self._stopping.is_set():
                    patience -= _LOOK_SECONDS
                    if patience <= 0:
                        raise DeskStops from None
