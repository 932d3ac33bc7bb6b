"""The schedules of all connections: look, and change. What is known of them is kept for every screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tui.domain.errors import Conflict, CopydeskError, NotFound, NotSupported, OutcomeUnknown
from tui.domain.failures import ConnectionFailed
from tui.domain.schedules import ScheduleKind
from tui.services.going_on import GoingOn
from tui.services.hub import Hub, Taken
from tui.services.latest import Latest
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.forms import Form, Values
    from tui.domain.ports import Platform, Schedules
    from tui.domain.schedules import Schedule

T = TypeVar("T")
LOOK_FIRST = "The list was read again: look there before you ask again."


@dataclass(frozen=True, slots=True)
class Kept:
    """A schedule as the platform has it after a change."""

    schedule: Schedule
    differs: tuple[tuple[str, str, str], ...] = ()
    """What came back other than it was sent: a label, what was sent, what came."""


class SchedulesService:
    """What goes out, or is written, by itself and when. `changed` publishes a connection's name whenever
    what is known of its schedules, or why nothing is, is not what it was; `missed` why a write failed for
    which nobody waited any more.
    """

    def __init__(self, hub: Hub) -> None:
        """Take the connections. Nothing is asked before `refresh`."""
        self._hub = hub
        self._known: dict[str, tuple[Schedule, ...]] = {}
        self._failures: dict[str, ConnectionFailed] = {}
        self._latest = Latest(hub)
        self._going_on = GoingOn()
        self.changed: Signal[str] = Signal("schedules")
        self.missed = self._going_on.missed
        hub.taken.subscribe(self._connections_taken)

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._known.pop(name, None)
            self._failures.pop(name, None)
            self._latest.forget(name)
            self.changed.publish(name)

    # What is known

    def known(self) -> tuple[Schedule, ...]:
        """All that the connections told last, in the config file's order."""
        return tuple(each for name in self._hub.names for each in self._known.get(name, ()))

    def of(self, connection: str) -> tuple[Schedule, ...] | None:
        """What a connection told last; None where it has told nothing yet."""
        return self._known.get(connection)

    @property
    def failures(self) -> tuple[ConnectionFailed, ...]:
        """The connections that failed when they were last asked, in the config file's order."""
        return tuple(self._failures[name] for name in self._hub.names if name in self._failures)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The connections that have told nothing yet, and have not failed either."""
        return tuple(name for name in self._hub.names if name not in self._failures | self._known.keys())

    @property
    def unanswered(self) -> int:
        """How many writes have no answer yet."""
        return self._going_on.unanswered

    # Looking

    async def refresh(self, names: Iterable[str] | None = None) -> None:
        """Ask these connections (None: all) at the same time. Never raises a `CopydeskError`: `failures` has
        those that failed. Each answer is told as it comes.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        await asyncio.gather(*(self._look(name) for name in asked))

    async def _look(self, name: str) -> None:
        await self._latest.ask(name, _all, self._take)

    def _take(self, name: str, told: tuple[Schedule, ...] | CopydeskError) -> None:
        if isinstance(told, CopydeskError):
            self._failures[name] = ConnectionFailed(name, told)
        else:
            self._failures.pop(name, None)
            self._known[name] = told
        self.changed.publish(name)

    async def form(self, connection: str) -> Form:
        """What is filled in of a schedule. Raises NotSupported where there are none."""
        await self._hub.revive((connection,), refused=True)
        return await self._hub.ask(connection, lambda platform: _schedules(platform, connection).form())

    # Changing. Each raises as `Hub.write` does; where nobody can say whether it was done, or the schedule is
    # gone, the list is read again first.

    async def add(self, connection: str, form: Form, values: Values) -> Kept:
        """Make one, with all that was filled in."""
        return await self._going_on.send(self._add(connection, form, values))

    async def _add(self, connection: str, form: Form, values: Values) -> Kept:
        key = ("schedule", connection, "new")
        made = await self._write(connection, key, lambda all: all.add(values))
        self._keep(made)
        return Kept(made, _differing(form, values, made.values))

    async def change(self, schedule: Schedule, form: Form, values: Values) -> Kept:
        """Change what is in `values`, and nothing else."""
        return await self._going_on.send(self._change(schedule, form, values))

    async def _change(self, schedule: Schedule, form: Form, values: Values) -> Kept:
        ref = schedule.ref
        if any(value is True for value in values.values()):
            await self._see_agreed(schedule)
        changed = await self._write(ref.connection, ref, lambda all: all.change(schedule, values))
        self._keep(changed)
        return Kept(changed, _differing(form, values, changed.values))

    async def switch(self, schedule: Schedule, *, on: bool) -> Kept:
        """Switch it on or off."""
        return await self._going_on.send(self._switch(schedule, on=on))

    async def _switch(self, schedule: Schedule, *, on: bool) -> Kept:
        ref = schedule.ref
        if on:
            await self._see_agreed(schedule)
        changed = await self._write(ref.connection, ref, lambda all: all.switch(schedule, on=on))
        self._keep(changed)
        words = ("off", "on")
        other = () if changed.active is on else (("state", words[on], words[changed.active]),)
        return Kept(changed, other)

    async def remove(self, schedule: Schedule) -> None:
        """Remove it."""
        await self._going_on.send(self._remove(schedule))

    async def _remove(self, schedule: Schedule) -> None:
        ref = schedule.ref
        await self._write(ref.connection, ref, lambda all: all.remove(schedule))
        self._known[ref.connection] = tuple(
            each for each in self._known.get(ref.connection, ()) if each.ref != ref
        )
        self.changed.publish(ref.connection)

    async def _see_agreed(self, schedule: Schedule) -> None:
        """Before something is switched on: see that it publishes by itself no more than the person saw who
        says so. Raises Conflict where it does, NotFound where it is gone, and what looking raises.
        """
        if schedule.kind is not ScheduleKind.RUNS:
            return
        name = schedule.ref.connection
        self._hub.check_write(name)
        await self._hub.revive((name,), refused=True)
        await self._look(name)
        if name in self._failures:
            raise self._failures[name].error.with_traceback(None)
        now = next((each for each in self._known.get(name, ()) if each.ref == schedule.ref), None)
        if now is None:
            raise NotFound(f"{name} does not have {schedule.name} any more")
        if now.publishes and not schedule.publishes:
            raise Conflict(
                f"{schedule.name} publishes by itself since somebody changed it, so nothing was sent",
                advice="Look at it again.",
            )

    async def _write(self, name: str, key: Hashable, call: Callable[[Schedules], Awaitable[T]]) -> T:
        # A form stays open until this is done: nothing else would bring back a desk that ended meanwhile.
        await self._hub.revive((name,), refused=True)
        try:
            with self._latest.writing(name):
                return await self._hub.write(name, key, lambda platform: call(_schedules(platform, name)))
        except OutcomeUnknown as error:
            looked = await self._latest.for_a_moment(self._look(name))
            if not looked or name in self._failures:
                raise
            raise OutcomeUnknown(error.happened, advice=LOOK_FIRST, request_id=error.request_id) from error
        except NotFound:
            await self._latest.for_a_moment(self._look(name))
            raise

    def _keep(self, schedule: Schedule) -> None:
        """Know a schedule as it came back, in its place."""
        name = schedule.ref.connection
        known = self._known.get(name, ())
        if any(each.ref == schedule.ref for each in known):
            self._known[name] = tuple(schedule if each.ref == schedule.ref else each for each in known)
        else:
            self._known[name] = (*known, schedule)
        self.changed.publish(name)


async def _all(platform: Platform) -> tuple[Schedule, ...]:
    return () if platform.schedules is None else await platform.schedules.all()


def _schedules(platform: Platform, name: str) -> Schedules:
    if platform.schedules is None:
        raise NotSupported(f"{name} has no schedules")
    return platform.schedules


def _differing(form: Form, sent: Values, came: Values) -> tuple[tuple[str, str, str], ...]:
    # Not at the top: the start needs no forms.
    from tui.domain.schedule_forms import differing

    return differing(form, sent, came)
