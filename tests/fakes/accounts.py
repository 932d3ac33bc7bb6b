"""Accounts in memory that fulfil `tui.domain.ports.Accounts` and do as they are told."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.items import ago
from tests.fakes.platform import CAPABLE, Call, FakePlatform
from tests.fakes.schedules import FakeSchedules
from tui.domain.accounts import (
    Account,
    AccountKind,
    AccountVerb,
    Added,
    Making,
    MakingState,
    NewKeys,
    Removed,
)
from tui.domain.errors import Conflict, NotFound, PlatformError
from tui.domain.forms import Choice, FieldKind, Form, FormField, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import ScheduleKind
from tui.domain.secrets import Secret

FORM = Form(
    "account",
    (
        FormField("name", "name", required=True, longest=40),
        FormField(
            "way",
            "way",
            FieldKind.CHOICE,
            choices=(Choice("manual", "manual"), Choice("webhook", "webhook")),
            initial="manual",
            leads=True,
        ),
        FormField("secret", "signing secret", FieldKind.HIDDEN, only_if=("way", ("webhook",))),
    ),
)
KINDS = {
    AccountKind.ACCOUNT: ItemKind.ACCOUNT,
    AccountKind.SITE: ItemKind.SITE,
    AccountKind.REPOSITORY: ItemKind.REPOSITORY,
    AccountKind.VOICE: ItemKind.VOICE,
}
KEYS = (("API key", Secret("key-0123456789")), ("webhook secret", Secret("whsec-9876")))


def an_account(
    id: str = "1", connection: str = "acme", kind: AccountKind = AccountKind.ACCOUNT, **fields: Any
) -> Account:
    """An account that is switched on, with which anything can be done."""
    given: dict[str, Any] = {
        "name": f"Account {id}",
        "what": "linkedin",
        "way": "manual",
        "active": True,
        "verbs": frozenset(AccountVerb),
        "created_at": ago(days=2),
    }
    given |= fields
    given.setdefault("values", {"name": given["name"], "way": given["way"]})
    return Account(ItemRef(connection, KINDS[kind], id), kind, **given)


@dataclass
class FakeAccounts:
    """`fail` makes a method raise; `gates` hold one; `steps` is what the looks at a making find."""

    connection: str = "acme"
    known: list[Account] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    errors: dict[str, deque[Exception]] = field(default_factory=dict)
    steps: deque[Making | Exception] = field(default_factory=deque)
    schedules: FakeSchedules | None = None
    stopped: tuple[str, ...] = ()
    untold: PlatformError | None = None

    def fail(self, method: str, *errors: Exception) -> None:
        """Let a method raise these, one a call."""
        self.errors[method] = deque(errors)

    def called(self, method: str) -> int:
        """How often a method was called."""
        return sum(call.method == method for call in self.calls)

    async def _begin(self, method: str, *args: object) -> None:
        self.calls.append(Call(method, args))
        gate = self.gates.get(method)
        if gate is None:
            await asyncio.sleep(0)
        else:
            await gate.wait()
        if self.errors.get(method):
            raise self.errors[method].popleft().with_traceback(None)

    async def all(self) -> tuple[Account, ...]:
        await self._begin("all")
        return tuple(self.known)

    async def form(self, kind: AccountKind) -> Form:
        await self._begin("form", kind)
        return FORM

    async def add(self, kind: AccountKind, values: Values) -> Added:
        await self._begin("add", kind, dict(values))
        made = an_account(
            f"made-{len(self.known)}",
            self.connection,
            kind,
            name=str(values["name"]),
            way=str(values["way"]),
        )
        self.known.append(made)
        return Added(made, NewKeys(made.name, KEYS) if kind is AccountKind.SITE else None)

    async def change(self, account: Account, values: Values) -> Account:
        await self._begin("change", account.ref, dict(values))
        name = str(values.get("name", account.name))
        kept = {name: value for name, value in values.items() if name != "secret"}
        return self._set(replace(account, name=name, values={**account.values, **kept}))

    async def switch(self, account: Account, *, on: bool) -> Account:
        await self._begin("switch", account.ref, on)
        return self._set(replace(account, active=on))

    async def choose(self, account: Account) -> Account:
        await self._begin("choose", account.ref)
        self.known = [replace(each, chosen=False) for each in self.known]
        return self._set(replace(account, chosen=True))

    async def rotate(self, account: Account) -> NewKeys:
        await self._begin("rotate", account.ref)
        return NewKeys(account.name, KEYS, "The old ones hold\x1b[2J no longer.")

    async def remove(self, account: Account) -> Removed:
        await self._begin("remove", account.ref)
        if self.schedules is not None and any(
            each.account == account.ref for each in await self.schedules.all()
        ):
            raise Conflict(f"{account.name} has schedules")
        if all(each.ref != account.ref for each in self.known):
            raise NotFound(f"{self.connection} has no account {account.ref.id}")
        self.known = [each for each in self.known if each.ref != account.ref]
        return Removed(self.stopped)

    async def make(self, values: Values) -> Making:
        await self._begin("make", dict(values))
        ref = ItemRef(self.connection, ItemKind.JOB, "making-1")
        return Making(ref, str(values.get("name") or values["website"]), MakingState.UNDER_WAY)

    async def making(self, ref: ItemRef) -> Making:
        await self._begin("making", ref)
        found = self.steps.popleft() if len(self.steps) > 1 else self.steps[0]
        if isinstance(found, Exception):
            raise found.with_traceback(None)
        return found

    def _set(self, account: Account) -> Account:
        self.known = [account if each.ref == account.ref else each for each in self.known]
        return account


def platform_with(
    connection: str, *accounts: Account, kinds: tuple[AccountKind, ...] | None = None
) -> tuple[FakePlatform, FakeAccounts]:
    """A platform with these accounts, and with weekly slots where it has such accounts."""
    of = kinds or tuple(dict.fromkeys(each.kind for each in accounts))
    slots = ScheduleKind.SLOTS if AccountKind.ACCOUNT in of else None
    platform = FakePlatform(connection, replace(CAPABLE, accounts=of, schedules=slots))
    fake = FakeAccounts(connection, list(accounts))
    platform.accounts = fake
    return platform, fake
