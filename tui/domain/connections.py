"""Connections: accounts on platforms, what each can do and how each fares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tui.domain.accounts import AccountKind
    from tui.domain.fields import Field
    from tui.domain.generation import GenerationKind
    from tui.domain.post_state import PostState
    from tui.domain.schedules import ScheduleKind


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a platform can do. Screens ask these, never for a platform's name."""

    states: tuple[PostState, ...]
    """The states that a list can be filtered by, in the order of a post's life."""
    content_types: tuple[str, ...] = ()
    """The content types that a list can be filtered by; empty: it has one type only."""
    sorts: bool = False
    """Whether a list can be asked oldest first."""
    searches: bool = False
    """Whether a list can be asked for words, which all stand in title or body then."""
    tags: bool = False
    """Whether a list can be asked for a tag."""
    generation: GenerationKind | None = None
    generated_types: tuple[str, ...] = ()
    """The content types that can be generated; empty: one type only."""
    creates: bool = False
    """Whether a post with a body can be made (a copy can be sent to it)."""
    writes_over: bool = False
    """Whether it writes a text of its own for a post that is made, which may go over the one it was given."""
    unpublishes: bool = False
    """Whether a published post can be taken back to draft."""
    fields: tuple[Field, ...] = ()
    """What can be edited of its posts."""
    sites: bool = False
    """Whether a post is published to sites that are named each time (`Platform.sites`)."""
    accounts: tuple[AccountKind, ...] = ()
    """What can be set up of where it publishes to and writes from (`Platform.accounts`)."""
    schedules: ScheduleKind | None = None
    """What its schedules do (`Platform.schedules`)."""
    stories: bool = False
    """Whether it makes topics for social posts of a piece of content that is planned on it."""


class Reach(StrEnum):
    """How a connection fares."""

    CONNECTING = "connecting"
    UP = "up"
    SLOWED = "slowed"
    """Waiting as the platform asked (429)."""
    DOWN = "down"
    REFUSED = "refused"
    """The key or the sign-in was refused."""
    MISCONFIGURED = "misconfigured"


@dataclass(frozen=True, slots=True)
class Health:
    """How one connection fares, with the reason where it does not."""

    connection: str
    reach: Reach = Reach.CONNECTING
    reason: str | None = None
    advice: str | None = None
    read_only: str | None = None
    """Why nothing is sent to it that changes anything; None: it takes changes."""
    seconds: int | None = None
    """SLOWED: for how much longer, where that is known."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong with a connection, and since when."""

    reason: str
    advice: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rest:
    """A wait that a connection keeps before what a person asked for may leave."""

    seconds: float
    """0: it is over."""
    limit: str | None = None
    """The limit that Copydesk keeps to, such as "60 requests a minute"; None: the platform asked for it."""


@dataclass(frozen=True, slots=True)
class Left:
    """How many requests of one kind a connection could send at once, of how many in a minute."""

    what: str
    left: int
    most: int
