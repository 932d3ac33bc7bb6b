"""The accounts, sites, repositories and voices of all connections: look, and set up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from tui.domain.errors import Conflict, CopydeskError, NotFound, NotSupported, OutcomeUnknown
from tui.domain.refs import ItemRef
from tui.services.going_on import GoingOn
from tui.services.hub import Hub, Taken
from tui.services.latest import Latest
from tui.services.makings import Makings
from tui.services.removing import stopped_at
from tui.services.schedules import SchedulesService
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.accounts import Account, AccountKind, Added, Making, NewKeys, Removed
    from tui.domain.forms import Form, Values
    from tui.domain.ports import Accounts, Platform
    from tui.domain.schedules import Schedule

T = TypeVar("T")
Told: TypeAlias = "tuple[tuple[Account, ...], CopydeskError | None]"
"""The accounts, and why there are not all of them."""
LOOK_FIRST = "The list was read again: see whether it is done there before you ask for it again."
KEYS_UNSEEN = "The old keys may hold no longer, and nobody has seen the new ones: have new ones made again."


@dataclass(frozen=True, slots=True)
class Part:
    """What one connection told of its accounts, and how it was when it was last asked."""

    connection: str
    accounts: tuple[Account, ...] = ()
    told_at: datetime | None = None
    """None: it has told nothing yet."""
    error: CopydeskError | None = None
    """Why it did not answer, or not with all, when it was last asked; what it told before stays."""
    sets_up: bool = True
    """Whether anything can be set up on it, as far as that is known."""


class AccountsService:
    """Knows what the connections told last. `changed` publishes a connection's name whenever what is known of
    it is not what it was; `written` one where something was, or may have been, set up: what it tells besides
    may be other now; `missed` why a write failed for which nobody waited any more.
    """

    def __init__(
        self,
        hub: Hub,
        schedules: SchedulesService,
        now: Callable[[], datetime],
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the connections; nothing is asked before `refresh`."""
        self._hub = hub
        self._schedules = schedules
        self._now = now
        self._parts: dict[str, Part] = {}
        self._asking: dict[str, int] = {}
        self._latest = Latest(hub)
        self._under_way: dict[ItemRef, str] = {}
        self._keys: dict[ItemRef, NewKeys] = {}
        self._going_on = GoingOn()
        self.changed: Signal[str] = Signal("accounts")
        self.written: Signal[str] = Signal("set up")
        self.missed = self._going_on.missed
        self.makings = Makings(hub, self._look, self.changed, sleep=sleep)
        hub.taken.subscribe(self._connections_taken)

    def _connections_taken(self, taken: Taken) -> None:
        others = {*taken.gone, *taken.anew}
        self.makings.leave_out(others)
        for name in others:
            self._parts.pop(name, None)
            self._latest.forget(name)
            self.changed.publish(name)

    # What is known

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each connection told, in the config file's order; not those that set nothing up."""
        known = (self._parts.get(name, Part(name)) for name in self._hub.names)
        return tuple(each for each in known if each.sets_up)

    @property
    def asking(self) -> tuple[str, ...]:
        """The connections whose answer is awaited."""
        return tuple(name for name in self._hub.names if self._asking.get(name))

    def under_way(self, ref: ItemRef) -> str:
        """What is being done to one, in a word or two; empty: nothing."""
        return self._under_way.get(ref, "")

    def kinds(self, connection: str) -> tuple[AccountKind, ...]:
        """What can be set up on a connection, as far as it is open."""
        can = self._hub.capabilities(connection)
        return can.accounts if can is not None else ()

    def read_only(self, connection: str) -> bool:
        """Whether a connection takes no changes."""
        return self._hub.read_only(connection) is not None

    @property
    def keys_unseen(self) -> tuple[str, ...]:
        """The names of what has keys that were made and not shown yet."""
        return tuple(each.of for each in self._keys.values())

    @property
    def unanswered(self) -> int:
        """How many writes have no answer yet."""
        return self._going_on.unanswered

    def take_keys(self) -> NewKeys | None:
        """Keys that were made and not shown yet, once: they are forgotten here."""
        return self._keys.pop(next(iter(self._keys))) if self._keys else None

    # Looking

    async def refresh(self, names: Iterable[str] | None = None) -> None:
        """Ask these connections (None: all) at the same time. Never raises a `CopydeskError`: one that failed
        says so in its part, and the others stay. Each answer is told as it comes.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        await asyncio.gather(*(self._look(name) for name in asked))

    async def _look(self, name: str) -> None:
        self._asking[name] = self._asking.get(name, 0) + 1
        self.changed.publish(name)
        try:
            await self._latest.ask(name, _all, self._take)
        finally:
            self._asking[name] -= 1
            self.changed.publish(name)

    def _take(self, name: str, told: Told | CopydeskError | None) -> None:
        before = self._parts.get(name, Part(name))
        if isinstance(told, CopydeskError):
            self._parts[name] = replace(before, error=told, sets_up=True)
        elif told is None:
            self._parts[name] = Part(name, (), self._now(), sets_up=False)
        else:
            accounts, untold = told
            kinds = {each.kind for each in accounts}
            # Of a kind that was not told now, what was told before stays.
            kept = (each for each in before.accounts if untold is not None and each.kind not in kinds)
            self._parts[name] = Part(name, (*accounts, *kept), self._now(), untold)

    async def form(self, connection: str, kind: AccountKind) -> Form:
        """What is filled in of one. Raises NotSupported where there are none."""
        await self._hub.revive((connection,), refused=True)
        return await self._hub.ask(connection, lambda platform: _accounts(platform, connection).form(kind))

    def has_slots(self, connection: str) -> bool:
        """Whether accounts of a connection are used by schedules, which stand in the way of their removal."""
        from tui.domain.schedules import ScheduleKind

        can = self._hub.capabilities(connection)
        return can is not None and can.schedules is ScheduleKind.SLOTS

    def has_runs(self, connection: str) -> bool:
        """Whether schedules of a connection write from what is set up on it, and may end with it."""
        from tui.domain.schedules import ScheduleKind

        can = self._hub.capabilities(connection)
        return can is not None and can.schedules is ScheduleKind.RUNS

    async def users_of(self, account: Account) -> tuple[Schedule, ...]:
        """The schedules that use one, as they are now. Raises why they could not be read."""
        name = account.ref.connection
        if not self.has_slots(name):
            return ()
        await self._schedules.refresh((name,))
        failure = next((each for each in self._schedules.failures if each.connection == name), None)
        if failure is not None:
            raise failure.error
        return tuple(each for each in self._schedules.of(name) or () if each.account == account.ref)

    # Setting up. Each raises as `Hub.write` does; where nobody can say whether it was done, or the thing is
    # gone, the list is read again first.

    def check_write(self, connection: str) -> None:
        """Raise ReadOnly where nothing that changes anything is sent."""
        self._hub.check_write(connection)

    async def add(self, connection: str, kind: AccountKind, values: Values) -> Added:
        """Add one. Keys that came with it wait to be shown."""
        key = ("account", connection, kind)
        return await self._going_on.send(self._add(connection, key, lambda all: all.add(kind, values)))

    async def _add(
        self, connection: str, key: Hashable, call: Callable[[Accounts], Awaitable[Added]]
    ) -> Added:
        before = self._parts.get(connection, Part(connection))
        try:
            added = await self._write(connection, key, call)
        except OutcomeUnknown as error:
            # Of what was not all known before nobody can say that it is new.
            if error.advice == LOOK_FIRST and before.told_at is not None and before.error is None:
                from tui.domain.accounts import AccountVerb

                were = {each.ref for each in before.accounts}
                new = [each for each in self._parts[connection].accounts if each.ref not in were]
                named = ", ".join(each.name for each in new)
                there = f"has {named}, which was not there before" if new else "has nothing new"
                unseen = any(AccountVerb.ROTATE in each.verbs for each in new)
                keys = " Its keys were not shown: have new ones made." if unseen else ""
                error.advice = f"The list was read again, and {there}.{keys}"
            raise
        if added.keys is not None:
            self._keys[added.account.ref] = added.keys
        self._keep(added.account)
        return added

    async def change(self, account: Account, values: Values) -> Account:
        """Change what is in `values`, and nothing else."""
        return await self._going_on.send(
            self._one(account, "saving", lambda all: all.change(account, values))
        )

    async def switch(self, account: Account, *, on: bool) -> Account:
        """Switch it on or off."""
        word = "switching on" if on else "switching off"
        return await self._going_on.send(self._one(account, word, lambda all: all.switch(account, on=on)))

    async def choose(self, account: Account) -> Account:
        """Make it the one that is used where none is named."""
        return await self._going_on.send(self._choose(account))

    async def _choose(self, account: Account) -> Account:
        chosen = await self._one(account, "choosing", lambda all: all.choose(account))
        # What may be done to the one that was chosen before is something else now.
        await self._look(account.ref.connection)
        return chosen

    async def rotate(self, account: Account) -> NewKeys:
        """Have new keys made; they wait to be shown."""
        return await self._going_on.send(self._rotate(account))

    async def _rotate(self, account: Account) -> NewKeys:
        try:
            keys = await self._on(account, "new keys", lambda all: all.rotate(account))
        except OutcomeUnknown as error:
            if error.advice in {OutcomeUnknown.advice_default, LOOK_FIRST}:
                error.advice = KEYS_UNSEEN
            raise
        # Those of before that were not shown yet hold no longer.
        self._keys[account.ref] = keys
        self.changed.publish(account.ref.connection)
        return keys

    async def remove(self, account: Account, users: Sequence[Schedule] = ()) -> Removed:
        """Remove the schedules that use it, in their order, and then it. Where one of them is not removed
        nothing more is, and the error tells how far it came.
        """
        return await self._going_on.send(self._remove(account, users))

    async def _remove(self, account: Account, users: Sequence[Schedule]) -> Removed:
        name = account.ref.connection
        done = 0
        with self._doing(account) as say:
            for at, each in enumerate(users, 1):
                say(f"schedule {at} of {len(users)}")
                try:
                    await self._schedules.remove(each)
                    done += 1
                except NotFound:
                    continue  # somebody has removed it meanwhile
                except CopydeskError as error:
                    raise stopped_at(error, account.name, done, len(users), at_schedule=True) from error
            say("deleting")
            try:
                removed = await self._write(name, account.ref, lambda all: all.remove(account))
            except CopydeskError as error:
                if not users:
                    raise
                raise stopped_at(error, account.name, done, len(users), at_schedule=False) from error
        part = self._parts.get(name, Part(name))
        left = tuple(each for each in part.accounts if each.ref != account.ref)
        self._parts[name] = replace(part, accounts=left)
        self.changed.publish(name)
        if removed.stopped:
            await self._schedules.refresh((name,))
        return replace(removed, schedules=done)

    async def _one(
        self, account: Account, doing: str, call: Callable[[Accounts], Awaitable[Account]]
    ) -> Account:
        changed = await self._on(account, doing, call)
        self._keep(changed)
        return changed

    async def _on(self, account: Account, doing: str, call: Callable[[Accounts], Awaitable[T]]) -> T:
        with self._doing(account) as say:
            say(doing)
            return await self._write(account.ref.connection, account.ref, call)

    @contextmanager
    def _doing(self, account: Account) -> Iterator[Callable[[str], None]]:
        """While something is done to one its row says so; raises Conflict where something is already."""
        ref = account.ref
        self._hub.check_write(ref.connection)
        if ref in self._under_way:
            raise Conflict(
                f"{account.name} has no answer yet ({self._under_way[ref]})",
                advice="Nothing was sent a second time.",
            )

        def say(doing: str) -> None:
            self._under_way[ref] = doing
            self.changed.publish(ref.connection)

        try:
            yield say
        finally:
            self._under_way.pop(ref, None)
            self.changed.publish(ref.connection)

    async def _write(self, name: str, key: Hashable, call: Callable[[Accounts], Awaitable[T]]) -> T:
        # A form stays open until this is done: nothing else would bring back a desk that ended meanwhile.
        await self._hub.revive((name,), refused=True)
        try:
            with self._latest.writing(name):
                return await self._hub.write(name, key, lambda platform: call(_accounts(platform, name)))
        except OutcomeUnknown as error:
            looked = await self._latest.for_a_moment(self._look(name))
            # It may be another connection by now, which was asked nothing yet.
            told = self._parts.get(name)
            told_now = looked and told is not None and told.error is None
            if error.advice == OutcomeUnknown.advice_default and told_now:
                error.advice = LOOK_FIRST
            raise
        except NotFound:
            await self._latest.for_a_moment(self._look(name))
            raise
        finally:
            self.written.publish(name)

    def _keep(self, account: Account) -> None:
        """Know one as it came back, in its place; of a kind only one is chosen."""
        name = account.ref.connection
        part = self._parts.get(name, Part(name))
        known = tuple(account if each.ref == account.ref else each for each in part.accounts)
        if account not in known:
            known = (*known, account)
        if account.chosen:
            known = tuple(
                replace(each, chosen=False)
                if each.chosen and each.kind is account.kind and each.ref != account.ref
                else each
                for each in known
            )
        self._parts[name] = replace(part, accounts=known)
        self.changed.publish(name)

    # Making a voice

    async def make(self, connection: str, values: Values) -> Making:
        """Have a voice made from a website; `makings` has it then."""
        return await self._going_on.send(self._make(connection, values))

    async def _make(self, connection: str, values: Values) -> Making:
        key = ("voice", connection, values.get("website"))
        making = await self._write(connection, key, lambda all: all.make(values))
        self.makings.take(making)
        return making


async def _all(platform: Platform) -> Told | None:
    accounts = platform.accounts
    return None if accounts is None else (await accounts.all(), accounts.untold)


def _accounts(platform: Platform, name: str) -> Accounts:
    if platform.accounts is None:
        raise NotSupported(f"{name} lets nothing be set up")
    return platform.accounts
