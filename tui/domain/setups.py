"""How connections are set up: what is told of each, what a form asks, what a file read anew says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from tui.domain.holds import Holds, Refresh
from tui.domain.preferences import Preferences

if TYPE_CHECKING:
    from tui.domain.secrets import Secret


class SignIn(StrEnum):
    """Where a connection's secret comes from."""

    DESK = "desk"
    """The local desk's: it is found by itself."""
    COMMAND = "command"
    ENV = "env"
    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Setup:
    """One connection as it is set up; no secret and no command is in it."""

    name: str
    platform: str = ""
    """The platform's name as a person reads it; empty where the config file is wrong about it."""
    sign_in: SignIn | None = None
    """None where the config file is wrong about it."""
    place: str = ""
    """The variable, or the keyring's entry."""
    email: str = ""
    address: str = ""
    """Empty: the platform's own."""
    signed_in_until: datetime | None = None
    """When the token of its sign-in ends, where there is one."""


@dataclass(frozen=True, slots=True)
class PlatformChoice:
    """A platform that a connection can be on, and what it wants to know."""

    id: str
    label: str
    secret: str
    """What it calls its secret: "API key", "password"."""
    email: bool = False
    organization: bool = False
    schedules: bool = True
    """Whether it has some, which go by a clock."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A connection as a form has it."""

    name: str
    platform: str
    """A choice's id."""
    sign_in: SignIn = SignIn.DESK
    place: str = ""
    """The command, the variable or the keyring's entry."""
    secret: Secret | None = None
    """What was typed for the keyring or the file; None: it stays as it is there."""
    email: str = ""
    organization: str = ""
    address: str = ""
    colour: str = ""
    zone: str = ""
    """Whose clock its schedules go by, by its IANA name; empty: that is not known."""
    read_only: bool = False
    protected: bool = False


DRAFT_FIELDS = (
    "name",
    "platform",
    "sign_in",
    "place",
    "secret",
    "email",
    "organization",
    "address",
    "colour",
    "zone",
)
"""Those that something can be wrong with, in the order in which a form asks for them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field of a draft."""

    field: str
    sentence: str


class Setups(Protocol):
    """The config file's connections. All but `test` are local, but slow for a screen: for threads."""

    @property
    def platforms(self) -> Sequence[PlatformChoice]:
        """What can be chosen. Quick."""

    def changed(self) -> bool:
        """Whether the file is not the one that is in force, or was looked at last. Quick."""

    def known(self) -> Sequence[Setup]:
        """The connections in force, in the file's order."""

    def draft(self, name: str) -> Draft:
        """A connection as the file has it now; without its secret. Raises a `CopydeskError`."""

    def faults(self, draft: Draft, *, new: bool) -> Sequence[Fault]:
        """What is wrong with a draft; `new`: it is no change of one that is there."""

    async def test(self, draft: Draft) -> float:
        """Ask the platform something harmless, as the draft says, with nothing kept; gives the seconds that
        it took. Raises a `CopydeskError`.
        """

    def save(self, draft: Draft, before: Draft | None) -> None:
        """Write it into the file, and what was typed for the keyring there. `before`: as it was when the form
        was opened, None for a new one. Raises a `CopydeskError`, with nothing written, where something is
        wrong, or somebody has changed it meanwhile.
        """

    def set_zone(self, name: str, zone: str) -> None:
        """Write the zone that the clock of a connection's schedules goes by, by its IANA name. Raises a
        `CopydeskError`, with nothing written.
        """

    def remove(self, name: str) -> None:
        """Take it out of the file. Raises a `CopydeskError`."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What the config file says now."""

    fault: str | None = None
    """Why what it said before stays in force, all of it; None: what follows is in force now."""
    names: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    """Connections that are reached otherwise than before."""
    preferences: Preferences = field(default_factory=Preferences)
    holds: Holds = field(default_factory=Holds)
    refresh: Refresh = field(default_factory=Refresh)
    editor: str | None = None
    notices: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    """Notices of before that are true no longer."""
