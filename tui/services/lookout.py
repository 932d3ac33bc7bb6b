"""Looking after what was published lately while nobody looks at the deliveries: what goes out by itself, and
fails on a site then, is known all the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tui.domain.errors import CopydeskError, NotFound
from tui.domain.instants import instant
from tui.domain.post_state import PostState

if TYPE_CHECKING:
    from tui.domain.deliveries import Row
    from tui.domain.refs import ItemRef
    from tui.services.deliveries import DeliveriesService

LATELY = timedelta(days=7)
"""What was published longer ago is left to whoever looks at the deliveries."""
MOST_READ = 12
"""So many posts are read at one look."""
FIRST_PAUSE = 50.0
LONGEST_PAUSE = 900.0


class Lookout:
    """Reads posts whose deliveries are not known, go on, or failed, each with growing pauses. What comes of
    it is told by the deliveries.
    """

    def __init__(
        self,
        deliveries: DeliveriesService,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is asked before `look`."""
        self._deliveries = deliveries
        self._now = now
        self._monotonic = monotonic
        self._looked_at = float("-inf")
        self._looking = False
        self._looks: dict[ItemRef, int] = {}
        self._due: dict[ItemRef, float] = {}

    async def look(self, *, every: float = 0) -> None:
        """Ask for the newest published posts of connections with sites, and read some of them; nothing where
        that was done within `every` seconds, or is under way. Never raises a `CopydeskError`.
        """
        if self._looking or self._monotonic() - self._looked_at < every:
            return
        self._looking, self._looked_at = True, self._monotonic()
        try:
            failed = await self._deliveries.refresh(anew=False)
            self._forget_those_gone()
            await self._read({each.connection for each in failed})
        finally:
            self._looking = False

    def _forget_those_gone(self) -> None:
        there = {each.ref for each in self._deliveries.rows}
        for ref in self._looks.keys() - there:
            del self._looks[ref], self._due[ref]

    async def _read(self, down: set[str]) -> None:
        # As they stand now: each answer changes the rows.
        for ref in tuple(self._wanted())[:MOST_READ]:
            if ref.connection in down:
                continue
            looks = self._looks[ref] = self._looks.get(ref, 0) + 1
            self._due[ref] = self._monotonic() + min(FIRST_PAUSE * 2.0 ** min(looks - 1, 10), LONGEST_PAUSE)
            try:
                await self._deliveries.read(ref)
            except NotFound:
                continue
            except CopydeskError:
                # How the connection fares stands in the head.
                down.add(ref.connection)

    def _wanted(self) -> Iterator[ItemRef]:
        """What is to be read: first what was never read, the latest first; then what was read longest ago."""
        now, since = self._monotonic(), instant(self._now() - LATELY)
        rows = [each for each in self._deliveries.rows if _is_open(each) and _published(each) >= since]
        rows = [each for each in rows if self._due.get(each.ref, now) <= now]
        yield from (each.ref for each in rows if each.read_at is None)
        known = [(instant(each.read_at), each.ref) for each in rows if each.read_at is not None]
        yield from (ref for _, ref in sorted(known, key=lambda one: one[0]))


def _is_open(row: Row) -> bool:
    if row.post.state is not PostState.PUBLISHED or row.how:
        return False
    return row.read_at is None or row.live or row.failed > 0


def _published(row: Row) -> float:
    at = row.post.published_at or row.post.updated_at or row.post.created_at
    return instant(at) if at is not None else 0.0
