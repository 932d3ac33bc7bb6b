"""Voices that are being made from websites, watched until each ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.errors import CopydeskError, NotFound, NotSupported
from tui.domain.ports import Platform
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.services.hub import Hub
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.accounts import Making

FIRST_LOOK_SECONDS = 1.0
SLOWEST_LOOK_SECONDS = 15.0
LOST_AFTER = 3
"""Times in a row that a platform does not know a making before its state counts as unknown."""


def next_look(looks: int) -> float:
    """Seconds until what is being made is looked at again after so many looks."""
    return min(FIRST_LOOK_SECONDS * 1.5 ** min(looks, 20), SLOWEST_LOOK_SECONDS)


class Makings:
    """What is being made, and what failed and was not put away, in this run. `ended` publishes each that
    ends; what is made goes on on its platform whether it is watched or not.
    """

    def __init__(
        self,
        hub: Hub,
        look: Callable[[str], Awaitable[None]],
        changed: Signal[str],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`look` reads a connection's voices anew; `changed` is told the connection at each change."""
        self._hub = hub
        self._look = look
        self._changed = changed
        self._sleep = sleep
        self._known: dict[ItemRef, Making] = {}
        self._missing: dict[ItemRef, int] = {}
        self.ended: Signal[Making] = Signal("makings that ended")

    def of(self, connection: str) -> tuple[Making, ...]:
        """Those of a connection."""
        return tuple(each for each in self._known.values() if each.ref.connection == connection)

    @property
    def going(self) -> tuple[Making, ...]:
        """Those that have not ended."""
        # Not at the top: the start makes nothing.
        from tui.domain.accounts import MakingState

        return tuple(each for each in self._known.values() if each.state is MakingState.UNDER_WAY)

    def take(self, making: Making) -> None:
        """Know one that was asked for; `watch` looks at it then."""
        self._known[making.ref] = making
        self._changed.publish(making.ref.connection)

    def put_away(self, making: Making) -> None:
        """Show it no longer; where it goes on, it does so unwatched."""
        self._known.pop(making.ref, None)
        self._changed.publish(making.ref.connection)

    def leave_out(self, connections: Collection[str]) -> None:
        """These connections have left, or are others now."""
        self._known = {ref: each for ref, each in self._known.items() if ref.connection not in connections}

    async def watch(self) -> None:
        """Look at what is being made until all of it has ended, with growing pauses. May be cancelled, and
        called again.
        """
        looks = 0
        while self.going:
            await self._sleep(next_look(looks))
            looks += 1
            await asyncio.gather(*(self._look_at(each) for each in self.going))

    async def _look_at(self, making: Making) -> None:
        from tui.domain.accounts import MakingState

        ref = making.ref
        try:
            with background():
                news = await self._hub.ask(ref.connection, lambda platform: _making(platform, ref))
        except NotFound as error:
            self._missing[ref] = self._missing.get(ref, 0) + 1
            lost = self._missing[ref] >= LOST_AFTER
            state = MakingState.UNKNOWN if lost else making.state
            news = replace(making, state=state, error=error.sentence)
        except CopydeskError as error:
            news = replace(making, error=error.sentence)
        else:
            self._missing.pop(ref, None)
            # A connection that was opened anew knows the making, and not what it was called here.
            news = replace(news, ref=ref, name=news.name or making.name)
        if ref not in self._known:
            return  # put away meanwhile
        self._known[ref] = news
        if news.state is MakingState.DONE:
            await self._look(ref.connection)
            self._known.pop(ref, None)
        self._changed.publish(ref.connection)
        if news.state is not MakingState.UNDER_WAY:
            self.ended.publish(news)


async def _making(platform: Platform, ref: ItemRef) -> Making:
    if platform.accounts is None:
        raise NotSupported(f"{ref.connection} lets nothing be set up")
    return await platform.accounts.making(ref)
