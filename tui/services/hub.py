"""All connections: how each is opened, asked, written to and closed, and how it fares."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tui.domain.connections import Capabilities, Health, Reach, Rest
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
from tui.services.access import Access
from tui.services.rests import Rests
from tui.services.signals import Signal
from tui.services.writes import Writes

if TYPE_CHECKING:
    from tui.domain.read_requests import ReadRequest
    from tui.domain.refs import ItemRef

_log = logging.getLogger(__name__)

T = TypeVar("T")
OpenPlatform: TypeAlias = Callable[[str], Awaitable[Platform]]
"""Opens the connection of that name. Raises a `CopydeskError` with the reason why it cannot be opened."""

CLOSING_SECONDS = 10.0
"""How long closing waits for writes that have no answer yet."""

_SHOWS = (
    (RateLimited, Reach.SLOWED),
    # A read that is forbidden; changes that are make it read-only.
    ((SignInRefused, CredentialError, Forbidden), Reach.REFUSED),
    ((Unreachable, PlatformFault, DeskError), Reach.DOWN),
    # The platform answered, and knew the key: it is there.
    ((NotFound, Conflict, Invalid), Reach.UP),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a changed config file did to the connections."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    """Those that are other ones now, under their old names."""


class Hub:
    """The connections by name, known from the start until `take`; their platforms come with `connect`.

    Whoever asks earlier waits. Every call to a platform goes through `ask` or `write`, so that `health`
    tells how each connection fares; `changed` publishes each change of it, `taken` that there are others.
    One that refused the key or the sign-in is asked nothing more, nor is its secret, until `revive` is
    told to try it.
    """

    def __init__(
        self,
        names: Sequence[str],
        open_platform: OpenPlatform,
        *,
        read_only: Iterable[str] = (),
        forget_secret: Callable[[str], object] = lambda name: None,
    ) -> None:
        """Take the connections' names, what opens each of them, and those that are only to be read.
        `forget_secret` is called before one that was refused is opened anew: its secret may be another now.
        """
        self._open_platform = open_platform
        self._forget_secret = forget_secret
        self._access = Access(read_only)
        self._health = {name: Health(name, read_only=self._access.read_only(name)) for name in names}
        self._tried = {name: asyncio.Event() for name in names}
        self._platforms: dict[str, Platform] = {}
        self._refusals: dict[str, CopydeskError] = {}
        self._opening: dict[str, asyncio.Task[None]] = {}
        self._retiring: set[asyncio.Task[None]] = set()
        self._overtaken: set[asyncio.Task[None]] = set()
        self._begun = False
        self._closed = False
        self.writes = Writes()
        self._rests = Rests(self._rest_changed)
        self.changed: Signal[Health] = Signal("connection health")
        self.taken: Signal[Taken] = Signal("connections")

    @property
    def names(self) -> tuple[str, ...]:
        """All connections, in the config file's order."""
        return tuple(self._health)

    @property
    def health(self) -> Mapping[str, Health]:
        """How each connection fares now, in the config file's order."""
        return MappingProxyType(self._health)

    def take(
        self, names: Sequence[str], *, read_only: Iterable[str] = (), anew: Collection[str] = ()
    ) -> None:
        """The config file is another now: these are the connections, in this order. Those that are not among
        them leave, those in `anew` are other ones under their old names; platforms are closed once the writes
        that they have sent are answered. What is new or anew is opened by the next `connect`.
        """
        if self._closed:
            return
        gone = tuple(name for name in self._health if name not in names)
        other = tuple(name for name in self._health if name in names and name in anew)
        for name in (*gone, *other):
            if name in self._opening:
                # Whatever it brings is closed again; see `_open`.
                self._overtaken.add(self._opening.pop(name))
            if name in self._platforms:
                self._retire_later(name)
            self._refusals.pop(name, None)
            self._rests.forget(name)
            # Who waits for it is told how it is now.
            self._tried.pop(name).set()
        for name in other:
            self._forget_secret(name)
        self._access.take(read_only, (*gone, *other))
        before = dict(self._health)
        # The mapping that `health` gave stays the one that tells.
        self._health.clear()
        for name in names:
            known = Health(name) if name in other else before.get(name, Health(name))
            self._health[name] = replace(known, read_only=self._access.read_only(name))
            self._tried.setdefault(name, asyncio.Event())
        new = tuple(name for name in names if name not in before)
        if new or gone or other:
            self.taken.publish(Taken(new, gone, other))
        for name, health in self._health.items():
            if before.get(name) != health:
                self.changed.publish(health)

    async def connect(self, names: Collection[str] | None = None) -> None:
        """Open what is not open of these (None: all), all at the same time; gives when each is open or
        refused.

        One attempt a connection at a time, however often it is called. Never raises: a connection that
        could not be opened is MISCONFIGURED with the reason, and the others go on. A later call tries
        those again.
        """
        if self._closed:
            return
        self._begun = True
        wanted = [name for name in self._health if names is None or name in names]
        for name in wanted:
            if name not in self._platforms and name not in self._opening:
                self._opening[name] = asyncio.create_task(self._open(name))
        opening = tuple(self._opening[name] for name in wanted if name in self._opening)
        if opening:
            await asyncio.wait(opening)

    async def revive(self, names: Collection[str] | None = None, *, refused: bool = False) -> None:
        """Open anew what of these (None: all) is down, and what could not be opened: a local desk that ended
        is started again. `refused`: a person asks for it, so what was refused is tried once more too, with
        its secret as it is now.

        Never raises; see `health`. Before the first `connect` it does nothing: the start decides when
        the connections are opened.
        """
        if self._closed or not self._begun:
            return
        for name, health in self._health.items():
            again = refused and self._access.is_refused(name)
            wanted = (again or health.reach is Reach.DOWN) and (names is None or name in names)
            if wanted and name in self._platforms and name not in self._opening:
                if again:
                    self._forget_secret(name)
                self._access.forget_refusal(name)
                self._tried[name].clear()
                self._retire_later(name)
        await self.connect(names)

    def _retire_later(self, name: str) -> None:
        retiring = asyncio.create_task(self._retire(name, self._platforms.pop(name)))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)

    async def _retire(self, name: str, old: Platform) -> None:
        """Close a platform that another takes the place of; a write that it sent may still be answered."""
        await self.writes.answered()
        await _close(name, old)

    async def _open(self, name: str) -> None:
        task = asyncio.current_task()
        opened: Platform | CopydeskError
        try:
            opened = await self._open_platform(name)
        except CopydeskError as error:
            opened = error
        except Exception as error:
            _log.exception("%s could not be opened", name)
            why = f"{name} could not be opened ({type(error).__name__})"
            opened = CopydeskError(why, advice="It is a fault in Copydesk; its log file says more.")
        finally:
            overtaken = task in self._overtaken
            if task is not None:
                self._overtaken.discard(task)
            if not overtaken:
                self._opening.pop(name, None)
                self._tried[name].set()
        if isinstance(opened, CopydeskError):
            if not overtaken:
                self._refuse(name, opened)
        elif overtaken:
            await _close(name, opened)
        else:
            self._platforms[name] = opened
            self._refusals.pop(name, None)
            self._fares(Health(name))

    def _refuse(self, name: str, error: CopydeskError) -> None:
        self._refusals[name] = error
        self._fares(Health(name, Reach.MISCONFIGURED, error.happened, error.advice))

    async def ready(self, name: str) -> Platform:
        """Wait until a connection was opened, or could not be. Raises as `platform` does."""
        while (tried := self._tried.get(name)) is not None:
            await tried.wait()
            if self._tried.get(name) is tried:
                break  # else it is another connection now
        return self.platform(name)

    def platform(self, name: str) -> Platform:
        """The platform of an open connection. Raises a `CopydeskError` with the reason why it is not open."""
        if self._closed:
            raise CopydeskError(f"{name} is closed", advice="Copydesk is ending.")
        if name in self._platforms:
            return self._platforms[name]
        if name in self._refusals:
            raise self._refusals[name].with_traceback(None)
        self._check_known(name)
        raise CopydeskError(f"{name} is still being opened", advice="Try again in a moment.")

    def _check_known(self, name: str) -> None:
        if name not in self._health:
            raise CopydeskError(
                f'There is no connection "{name}"', advice="The config file names the connections."
            )

    def rests(self, name: str, rest: Rest) -> None:
        """A connection waits before it sends: until that is over its health says so, with the seconds."""
        if not self._closed and name in self._health:
            self._rests.begin(name, rest)

    def _rest_changed(self, name: str) -> None:
        if name in self._health and self._health[name].reach in {Reach.UP, Reach.SLOWED, Reach.CONNECTING}:
            self._fares(Health(name, Reach.UP))

    def read_request(self, ref: ItemRef) -> ReadRequest:
        """What reads an item by hand. Raises as `platform` does, and NotFound for what no item is called."""
        return self.platform(ref.connection).read_request(ref)

    def capabilities(self, name: str) -> Capabilities | None:
        """What a connection can do; None while it is not open, or could not be opened."""
        platform = self._platforms.get(name)
        return platform.capabilities if platform else None

    async def ask(self, name: str, call: Callable[[Platform], Awaitable[T]]) -> T:
        """Read something from a connection, as soon as it is open; may be cancelled at any time.

        Raises only `CopydeskError`s: what `platform` raises, and what the platform does.
        """
        platform = await self.ready(name)
        self._access.check(name)
        return await self._call(platform, name, call, PlatformFault)

    async def write(self, name: str, key: Hashable, call: Callable[[Platform], Awaitable[T]]) -> T:
        """Change something on a connection, as soon as it is open.

        `key` says what is changed, an `ItemRef` for an item: one write to it at a time. Once begun the
        write goes on though the caller is cancelled. Raises Conflict, with nothing sent, while another is
        under way; ReadOnly, with nothing sent, where the connection takes no changes: a Forbidden makes it
        so; OutcomeUnknown where nobody can say whether it was done; else as `ask`.
        """
        self._access.check_write(name)
        meant = self._tried.get(name)
        platform = await self.ready(name)
        if self._tried.get(name) is not meant:
            raise Conflict(f"{name} is another connection now, so nothing was sent", advice="Decide anew.")
        self._access.check(name)
        what = f"this item on {name}"
        return await self.writes.send(key, what, lambda: self._call(platform, name, call, OutcomeUnknown))

    async def _call(
        self,
        platform: Platform,
        name: str,
        call: Callable[[Platform], Awaitable[T]],
        fault: type[PlatformFault | OutcomeUnknown],
    ) -> T:
        def in_use() -> bool:
            """Whether another has not taken its place: what it hears late tells nothing of that one."""
            return self._platforms.get(name) is platform

        try:
            answer = await call(platform)
        except CopydeskError as error:
            if not in_use():
                raise
            if isinstance(error, Forbidden) and fault is OutcomeUnknown:
                self._refuses_changes(name, error)
            else:
                self._tells(name, error)
            raise
        except Exception as error:
            _log.exception("The client of %s failed", name)
            told = fault(f"The answer of {name} could not be used ({type(error).__name__})")
            if in_use():
                self._tells(name, told)
            raise told from error
        if in_use() and not self._access.is_refused(name):
            self._fares(Health(name, Reach.UP))
        return answer

    def _tells(self, name: str, error: CopydeskError) -> None:
        if self._access.is_refused(name):
            return  # what left before it was
        self._access.hear(name, error)
        for kinds, reach in _SHOWS:
            if isinstance(error, kinds):
                advice = f"{error.advice} {error.request}".strip()
                well = reach is Reach.UP
                self._fares(Health(name, reach, *(() if well else (error.happened, advice))))
                return

    def _refuses_changes(self, name: str, error: Forbidden) -> None:
        """A change was refused with a 403: no other is sent in this run."""
        if self._access.forbid_changes(name, error):
            error.advice = f"{name} is read-only until Copydesk is started again. {error.advice}".rstrip()
        # It answered, and knew the key.
        self._fares(Health(name, Reach.UP))

    def read_only(self, name: str) -> str | None:
        """Why nothing that changes anything is sent to a connection; None: it takes changes."""
        return self._access.read_only(name)

    def check_write(self, name: str) -> None:
        """Raise ReadOnly where nothing that changes anything is sent to a connection, and a `CopydeskError`
        where there is none of that name.
        """
        self._check_known(name)
        self._access.check_write(name)

    def _fares(self, health: Health) -> None:
        if health.reach in {Reach.UP, Reach.SLOWED}:
            # An answer to what left before does not end a wait.
            health = self._rests.health(health.connection) or health
        health = replace(health, read_only=self.read_only(health.connection))
        if self._closed or self._health.get(health.connection, health) == health:
            return
        self._health[health.connection] = health
        self.changed.publish(health)

    async def close(self) -> None:
        """Wait for writes under way, then close every platform in order, even if one fails. Never raises."""
        if self._closed:
            return
        self._closed = True
        self._rests.close()
        for tried in self._tried.values():
            tried.set()
        try:
            opening = (*self._opening.values(), *self._overtaken)
            for task in opening:
                task.cancel()
            await asyncio.gather(*opening, return_exceptions=True)
            await self.writes.settle(CLOSING_SECONDS)
        finally:
            await asyncio.gather(*self._retiring, return_exceptions=True)
            for name, platform in self._platforms.items():
                await _close(name, platform)
            self._platforms.clear()


async def _close(name: str, platform: Platform) -> None:
    try:
        await platform.close()
    except Exception:
        _log.exception("%s could not be closed", name)
