"""Writes on their way: each is sent once at a time, and none is cut off half-way."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Hashable
from typing import TypeVar

from tui.domain.errors import Conflict

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Writes:
    """The writes that have no answer yet, by what they write to.

    Cancelling a request that has left does not undo it: so a caller who is cancelled stops waiting, and
    the write goes on to its end.
    """

    def __init__(self) -> None:
        self._under_way: dict[Hashable, asyncio.Task[object]] = {}
        self._ended: Counter[Hashable] = Counter()

    def ended(self, key: Hashable) -> int:
        """How many writes to `key` have ended: what is asked before and answered after one tells nothing."""
        return self._ended[key]

    async def send(self, key: Hashable, what: str, call: Callable[[], Coroutine[object, object, T]]) -> T:
        """Run `call` to its end, whatever becomes of the caller. `what` names the item in an error.

        Raises Conflict, without calling, while another write to `key` is under way; else what `call` raises.
        """
        if key in self._under_way:
            raise Conflict(
                f"The last change to {what} has no answer yet",
                advice="Nothing was sent a second time; wait for the answer.",
            )
        task = asyncio.create_task(call())
        self._under_way[key] = task

        def ended(_: asyncio.Task[T]) -> None:
            self._under_way.pop(key, None)
            self._ended[key] += 1
            if not task.cancelled() and task.exception() is not None:
                _log.info("A write to %s failed: %s", what, task.exception())

        task.add_done_callback(ended)
        return await asyncio.shield(task)

    async def answered(self) -> None:
        """Wait until the writes that are under way now have their answers, however long that takes."""
        if self._under_way:
            await asyncio.wait(tuple(self._under_way.values()))

    async def settle(self, seconds: float) -> None:
        """Wait until every write has its answer, at most `seconds`; what is left then is given up."""
        if not self._under_way:
            return
        _, late = await asyncio.wait(tuple(self._under_way.values()), timeout=seconds)
        for task in late:
            _log.warning("A write was given up without an answer")
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
