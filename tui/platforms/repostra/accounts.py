"""Repostra's social accounts and websites, as they are set up (contracts/repostra.md, "Social accounts")."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from tui.domain.accounts import Account, AccountKind, AccountVerb, Added, Removed
from tui.domain.errors import NotFound, NotSupported
from tui.domain.forms import Choice, FieldKind, Form, FormField, Value, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.secrets import Secret
from tui.platforms.addresses import host, origin
from tui.platforms.repostra.client import RepostraClient
from tui.platforms.repostra.wire import AccountIn, AccountUpdate, Network, NewAccount, PostingMethod
from tui.platforms.setting_up import NothingToDo, offered, other, see_filled, see_words
from tui.platforms.wire import as_int, written

NETWORKS: tuple[str, ...] = get_args(Network)
METHODS: tuple[str, ...] = get_args(PostingMethod)
REQUIRED = {"platform": "platform"}
SECRETS = frozenset({"wordpress_api_key", "signing_secret"})
CALLED_BACK = ("webhook", "wordpress", "zapier", "auto")
"""The ways that need an address to go to."""


class RepostraAccounts(NothingToDo):
    """One brand's accounts."""

    def __init__(
        self, connection: str, client: RepostraClient, changed: Callable[[], object] = lambda: None
    ) -> None:
        """Take the connection's name and its client; `changed` is called when they may be other ones."""
        super().__init__(connection)
        self._client = client
        self._changed = changed
        self._told: tuple[AccountIn, ...] | None = None

    async def all(self) -> tuple[Account, ...]:
        """All of them."""
        return tuple(account_of(self.connection, one) for one in await self._read())

    async def _read(self) -> tuple[AccountIn, ...]:
        self._told = await self._client.list_accounts()
        return self._told

    async def form(self, kind: AccountKind) -> Form:
        """What is filled in of one, with the words that Repostra told of its own."""
        self._see_kind(kind)
        return account_form(self._told if self._told is not None else await self._read())

    async def add(self, kind: AccountKind, values: Values) -> Added:
        """Add one."""
        self._see_kind(kind)
        see_filled(self.connection, "account", values, REQUIRED)
        see_words(self.connection, values, _words(self._told or ()))
        filled = {name: value for name, value in values.items() if value != ""}
        new = written(NewAccount, self.connection, **_sent(filled))
        try:
            return Added(account_of(self.connection, await self._client.create_account(new)))
        finally:
            self._changed()

    async def change(self, account: Account, values: Values) -> Account:
        """Change what is other in `values`; a blank secret stays as it is."""
        given = other(account.values, values)
        if "platform" in given:
            see_filled(self.connection, "account", given, REQUIRED)
        see_words(self.connection, given, _words(self._told or ()))
        update = written(AccountUpdate, self.connection, **_sent(given))
        return await self._update(account, update) if update.model_fields_set else account

    async def switch(self, account: Account, *, on: bool) -> Account:
        """Switch it on or off."""
        return await self._update(account, AccountUpdate(is_active=on))

    async def remove(self, account: Account) -> Removed:
        """Remove it. Raises Conflict while it has weekly slots."""
        try:
            await self._client.delete_account(self._id(account))
        finally:
            self._changed()
        return Removed()

    async def _update(self, account: Account, update: AccountUpdate) -> Account:
        try:
            return account_of(self.connection, await self._client.update_account(self._id(account), update))
        finally:
            self._changed()

    def _id(self, account: Account) -> int:
        return as_int(account.ref.id, lambda: NotFound(f"{self.connection} has no account with such an id"))

    def _see_kind(self, kind: AccountKind) -> None:
        if kind is not AccountKind.ACCOUNT:
            raise NotSupported(f"{self.connection} has accounts, and no {kind}")


def name_of(wire: AccountIn) -> str:
    """What an account is called; it may have no name."""
    return wire.account_name or wire.account_identifier or f"{wire.platform or 'account'} {wire.id}"


def account_of(connection: str, wire: AccountIn) -> Account:
    """An account. Of its webhook only the host is told beside the form: a path may be a secret."""
    verbs = {AccountVerb.EDIT, AccountVerb.REMOVE}
    if wire.is_active is not None:
        verbs.add(AccountVerb.SWITCH)
    identifier = wire.account_identifier
    return Account(
        ref=ItemRef(connection, ItemKind.ACCOUNT, str(wire.id)),
        kind=AccountKind.ACCOUNT,
        name=name_of(wire),
        what=wire.platform,
        way=wire.posting_method or "",
        address=_place(wire.webhook_url or ""),
        active=wire.is_active,
        facts=(("identifier", identifier),) if identifier and identifier != name_of(wire) else (),
        values={
            "platform": wire.platform,
            "account_name": wire.account_name or "",
            "account_identifier": identifier or "",
            "posting_method": wire.posting_method or "",
            "webhook_url": wire.webhook_url or "",
            "is_active": wire.is_active is not False,
        },
        verbs=frozenset(verbs),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def _place(webhook_url: str) -> str | None:
    place = host(webhook_url)
    return f"{origin(webhook_url)[0]}://{place}" if place else None


def account_form(told: Iterable[AccountIn]) -> Form:
    """The form, which offers the words of these accounts besides those that are known."""
    words = _words(told)
    return Form(
        "account",
        (
            _choice("platform", "network", words["platform"], required=True),
            FormField("account_name", "name", longest=255),
            FormField(
                "account_identifier", "identifier", hint="the handle or page, such as @acme", leads=True
            ),
            _choice(
                "posting_method",
                "posts go by",
                words["posting_method"],
                hint="how posts get there",
            ),
            FormField(
                "webhook_url",
                "webhook address",
                FieldKind.ADDRESS,
                hint="where posts are sent to",
                leads=True,
                only_if=("posting_method", CALLED_BACK),
            ),
            FormField(
                "wordpress_api_key",
                "WordPress key",
                FieldKind.HIDDEN,
                hint="of the WordPress plug-in",
                only_if=("posting_method", ("wordpress",)),
            ),
            FormField(
                "signing_secret",
                "signing secret",
                FieldKind.HIDDEN,
                hint="signs what is sent to the webhook",
                only_if=("posting_method", ("webhook",)),
            ),
            FormField("is_active", "active", FieldKind.SWITCH, initial=True, leads=True),
        ),
    )


def _words(told: Iterable[AccountIn]) -> dict[str, tuple[Choice, ...]]:
    """What may be said of an account: the words that are known, and those of these accounts."""
    told = tuple(told)
    return {
        "platform": offered(NETWORKS, (one.platform for one in told)),
        "posting_method": offered(METHODS, (one.posting_method for one in told)),
    }


def _choice(
    name: str, label: str, choices: tuple[Choice, ...], *, required: bool = False, hint: str = ""
) -> FormField:
    return FormField(name, label, FieldKind.CHOICE, required, choices, hint, leads=True)


def _sent(given: Values) -> dict[str, object]:
    """What is given, as Repostra takes it: secrets hidden and never blank, what was emptied as null."""
    return {
        name: _sent_one(name, value)
        for name, value in given.items()
        if name not in SECRETS or str(value).strip()
    }


def _sent_one(name: str, value: Value) -> object:
    if name in SECRETS:
        return Secret(str(value))
    if isinstance(value, str):
        return value.strip() or None
    return value
