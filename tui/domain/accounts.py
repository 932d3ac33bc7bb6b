"""Accounts: where a platform publishes to and what it writes from, as a person sets it up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.forms import Values
    from tui.domain.secrets import Secret


class AccountKind(StrEnum):
    """What such a thing is."""

    ACCOUNT = "account"
    """A social account or a website that posts go to."""
    SITE = "site"
    """A site that posts are delivered to."""
    REPOSITORY = "repository"
    """What posts are written from: a repository, a workspace."""
    VOICE = "voice"
    """Who is writing: a brand's name, tone and audience."""


class AccountVerb(StrEnum):
    """What may be done to one."""

    EDIT = "edit"
    SWITCH = "switch"
    """Switch it on or off."""
    REMOVE = "remove"
    ROTATE = "rotate"
    """Have new keys made; the old ones hold no longer."""
    CHOOSE = "choose"
    """Make it the one that is used where none is named."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account, site, repository or voice. All text is the platform's: untrusted. Holds no secret."""

    ref: ItemRef
    kind: AccountKind
    name: str
    what: str = ""
    """The platform's own word for its kind: linkedin, website, nextjs, github."""
    way: str = ""
    """How posts get there, in the platform's own word: webhook, manual."""
    address: str | None = None
    """Where it is on the web."""
    active: bool | None = None
    """Whether it is switched on; None: it has no switch."""
    state_word: str = ""
    """The platform's own word for how it fares, where it has one."""
    chosen: bool = False
    """Whether it is the one that is used where none is named."""
    facts: tuple[tuple[str, str], ...] = ()
    """What else is to be told of it: a label and a text each."""
    values: Values = field(default_factory=dict)
    """What its form holds; secrets are not in it."""
    verbs: frozenset[AccountVerb] = frozenset()
    """What may be done to it now."""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Keys that were made just now. They are shown once, and are nowhere kept."""

    of: str
    """The name of what they are for."""
    keys: tuple[tuple[str, Secret], ...]
    """A label each ("API key", "webhook secret"), and the key."""
    warning: str = ""
    """What the platform says of them: untrusted."""


@dataclass(frozen=True, slots=True)
class Added:
    """Something that was added."""

    account: Account
    keys: NewKeys | None = None
    """The keys that the platform shows this once."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What removing something did besides."""

    stopped: tuple[str, ...] = ()
    """The names of the schedules that were switched off by it: untrusted."""
    schedules: int = 0
    """How many schedules were removed before it; not those that were gone already."""


class MakingState(StrEnum):
    """How far the making of a voice is."""

    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Making:
    """A voice that is being made from a website, watched until it ends."""

    ref: ItemRef
    """The making itself: of kind JOB."""
    name: str
    state: MakingState
    state_word: str = ""
    step: str = ""
    """The platform's own word for what is done now."""
    done: int | None = None
    """How many of `steps` are done."""
    steps: int | None = None
    error: str | None = None
    makes: ItemRef | None = None
    """The voice."""
