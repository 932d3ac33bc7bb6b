"""What a platform lets be set up: what most of them do not do, and how their forms are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tui.domain.errors import Invalid, NotSupported, PlatformError
from tui.domain.forms import Choice, Value
from tui.platforms.answers import plain

if TYPE_CHECKING:
    from tui.domain.accounts import Account, AccountKind, Added, Making, NewKeys
    from tui.domain.forms import Values
    from tui.domain.ports import Accounts, Schedules, Sites
    from tui.domain.refs import ItemRef


class NothingToSetUp:
    """A platform without accounts, schedules and sites of its own; each overrides what it has."""

    @property
    def accounts(self) -> Accounts | None:
        """None of them can be set up."""
        return None

    @property
    def schedules(self) -> Schedules | None:
        """It has none."""
        return None

    @property
    def sites(self) -> Sites | None:
        """It has none to name."""
        return None


class NothingToDo:
    """Accounts with which nothing can be done; each platform overrides what it lets be done with its own."""

    def __init__(self, connection: str) -> None:
        """Take the connection's name, for sentences."""
        self.connection = connection
        self.untold: PlatformError | None = None

    async def add(self, kind: AccountKind, values: Values) -> Added:
        """None can be added."""
        raise NotSupported(f"{self.connection} takes no new {kind} this way")

    async def change(self, account: Account, values: Values) -> Account:
        """None can be changed."""
        raise NotSupported(f"{self.connection} lets no {account.kind} be changed")

    async def switch(self, account: Account, *, on: bool) -> Account:
        """None has a switch."""
        raise NotSupported(f"{self.connection} has no switch for a {account.kind}")

    async def choose(self, account: Account) -> Account:
        """None is the one that is used where none is named."""
        raise NotSupported(f"{self.connection} uses no {account.kind} before others")

    async def rotate(self, account: Account) -> NewKeys:
        """None has keys that it could make."""
        raise NotSupported(f"{self.connection} makes no keys for a {account.kind}")

    async def make(self, values: Values) -> Making:
        """None is made from a website."""
        raise NotSupported(f"{self.connection} makes nothing from a website")

    async def making(self, ref: ItemRef) -> Making:
        """Nothing is being made."""
        raise NotSupported(f"{self.connection} makes nothing from a website")


def offered(known: Iterable[str], told: Iterable[str | None] = ()) -> tuple[Choice, ...]:
    """The words that a contract knows, and behind them those that a platform told besides: an edit must not
    lose them.
    """
    words = dict.fromkeys((*known, *(word for word in told if word)))
    return tuple(Choice(word, word.replace("_", " ")) for word in words)


def see_words(connection: str, values: Values, words: Mapping[str, Iterable[Choice]]) -> None:
    """Raise Invalid where one of these fields holds a word that is not among its own."""
    wrong = {
        name: "must be one of what is offered"
        for name, choices in words.items()
        if values.get(name) and values[name] not in {each.value for each in choices}
    }
    if wrong:
        said = ", ".join(str(values[name]) for name in wrong)
        raise Invalid(f"{connection} does not know {plain(said)}", fields=wrong)


def other(before: Values, values: Values) -> dict[str, Value]:
    """What of `values` is not as it was before: a platform is sent nothing else."""
    return {name: value for name, value in values.items() if value != before.get(name)}


def see_filled(connection: str, what: str, values: Values, names: Mapping[str, str]) -> None:
    """Raise Invalid where one of these fields (a label each) is empty."""
    empty = {name: "must be filled in" for name in names if _is_blank(values.get(name))}
    if empty:
        said = ", ".join(names[name] for name in empty)
        raise Invalid(f"{connection} takes no {what} without: {said}", fields=empty)


def _is_blank(value: Value | None) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())
