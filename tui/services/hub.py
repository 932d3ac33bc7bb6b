"""All connections: how each is opened, asked, written to and closed, and how it fares."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from tui.domain.connections import Capabilities, Health, Reach
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    CredentialError,
    DeskError,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.domain.ports import Platform
from tui.services.signals import Signal
from tui.services.writes import Writes

_log = logging.getLogger(__name__)

T = TypeVar("T")
OpenPlatforms: TypeAlias = Callable[[], Awaitable[Mapping[str, Platform | CopydeskError]]]

CLOSING_SECONDS = 10.0
"""How long closing waits for writes that have no answer yet."""

_SHOWS = (
    (RateLimited, Reach.SLOWED),
    ((SignInRefused, CredentialError), Reach.REFUSED),
    ((Unreachable, PlatformFault, DeskError), Reach.DOWN),
    # The platform answered, and knew the key: it is there.
    ((NotFound, Conflict, Invalid, Forbidden), Reach.UP),
)


class Hub:
    """The connections by name, known from the start; their platforms come with `connect`.

    Whoever asks earlier waits. Every call to a platform goes through `ask` or `write`, so that `health`
    tells how each connection fares; `changed` publishes each change of it.
    """

    def __init__(self, names: Sequence[str], open_platforms: OpenPlatforms) -> None:
        """Take the connections' names and what opens them all: it gives for each name a platform, or
        why it could not be opened.
        """
        self._open_platforms = open_platforms
        self._health = {name: Health(name) for name in names}
        self._platforms: dict[str, Platform] = {}
        self._refusals: dict[str, CopydeskError] = {}
        self._opening: asyncio.Task[None] | None = None
        self._opened = asyncio.Event()
        self._closed = False
        self._writes = Writes()
        self.changed: Signal[Health] = Signal("connection health")

    @property
    def names(self) -> tuple[str, ...]:
        """All connections, in the config file's order."""
        return tuple(self._health)

    @property
    def health(self) -> Mapping[str, Health]:
        """How each connection fares now, in the config file's order."""
        return MappingProxyType(self._health)

    async def connect(self) -> None:
        """Open all connections, once, however often it is called. Never raises: a connection that could
        not be opened is MISCONFIGURED with the reason, and the others go on.
        """
        if self._closed:
            return
        if self._opening is None:
            self._opening = asyncio.create_task(self._open())
        await asyncio.wait({self._opening})

    async def _open(self) -> None:
        try:
            found = await self._open_platforms()
        except CopydeskError as error:
            found = dict.fromkeys(self._health, error)
        except Exception as error:
            _log.exception("The connections could not be opened")
            fault = CopydeskError(
                f"The connections could not be opened ({type(error).__name__})",
                advice="It is a fault in Copydesk; its log file says more.",
            )
            found = dict.fromkeys(self._health, fault)
        for name in dict.fromkeys((*self._health, *found)):
            given = found.get(name)
            if given is None:
                given = CopydeskError(f"{name} was not opened", advice="Check it in the config file.")
            if isinstance(given, CopydeskError):
                self._refusals[name] = given
                self._fares(Health(name, Reach.MISCONFIGURED, given.happened, given.advice))
            else:
                self._platforms[name] = given
                self._health.setdefault(name, Health(name))
        self._opened.set()

    async def ready(self, name: str) -> Platform:
        """Wait until a connection is open. Raises as `platform` does."""
        if name in self._health:
            await self._opened.wait()
        return self.platform(name)

    def platform(self, name: str) -> Platform:
        """The platform of an open connection. Raises a `CopydeskError` with the reason why it is not open."""
        if self._closed:
            raise CopydeskError(f"{name} is closed", advice="Copydesk is ending.")
        if name in self._platforms:
            return self._platforms[name]
        if name in self._refusals:
            raise self._refusals[name].with_traceback(None)
        if name not in self._health:
            raise CopydeskError(
                f'There is no connection "{name}"', advice="The config file names the connections."
            )
        raise CopydeskError(f"{name} is still being opened", advice="Try again in a moment.")

    def capabilities(self, name: str) -> Capabilities | None:
        """What a connection can do; None while it is not open, or could not be opened."""
        platform = self._platforms.get(name)
        return platform.capabilities if platform else None

    async def ask(self, name: str, call: Callable[[Platform], Awaitable[T]]) -> T:
        """Read something from a connection, as soon as it is open; may be cancelled at any time.

        Raises only `CopydeskError`s: what `platform` raises, and what the platform does.
        """
        platform = await self.ready(name)
        return await self._call(platform, name, call, PlatformFault)

    async def write(self, name: str, key: Hashable, call: Callable[[Platform], Awaitable[T]]) -> T:
        """Change something on a connection, as soon as it is open.

        `key` says what is changed, an `ItemRef` for an item: one write to it at a time. Once begun the
        write goes on though the caller is cancelled. Raises Conflict, with nothing sent, while another is
        under way; OutcomeUnknown where nobody can say whether it was done; else as `ask`.
        """
        platform = await self.ready(name)
        what = f"this item on {name}"
        return await self._writes.send(key, what, lambda: self._call(platform, name, call, OutcomeUnknown))

    def writing(self, key: Hashable) -> bool:
        """Whether a write to `key` has no answer yet."""
        return self._writes.busy(key)

    async def _call(
        self,
        platform: Platform,
        name: str,
        call: Callable[[Platform], Awaitable[T]],
        fault: type[PlatformFault | OutcomeUnknown],
    ) -> T:
        try:
            answer = await call(platform)
        except CopydeskError as error:
            self._tells(name, error)
            raise
        except Exception as error:
            _log.exception("The client of %s failed", name)
            told = fault(f"The answer of {name} could not be used ({type(error).__name__})")
            self._tells(name, told)
            raise told from error
        self._fares(Health(name, Reach.UP))
        return answer

    def _tells(self, name: str, error: CopydeskError) -> None:
        for kinds, reach in _SHOWS:
            if isinstance(error, kinds):
                well = reach is Reach.UP
                self._fares(Health(name, reach, *(() if well else (error.happened, error.advice))))
                return

    def _fares(self, health: Health) -> None:
        if self._closed or self._health.get(health.connection) == health:
            return
        self._health[health.connection] = health
        self.changed.publish(health)

    async def close(self) -> None:
        """Wait for writes under way, then close every platform in order, even if one fails. Never raises."""
        if self._closed:
            return
        self._closed = True
        self._opened.set()
        try:
            await self._writes.settle(CLOSING_SECONDS)
            if self._opening is not None and not self._opening.done():
                self._opening.cancel()
                await asyncio.wait({self._opening})
        finally:
            for name, platform in self._platforms.items():
                try:
                    await platform.close()
                except Exception:
                    _log.exception("%s could not be closed", name)
            self._platforms.clear()
