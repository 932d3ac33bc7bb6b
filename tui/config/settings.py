"""What the config file says, as frozen settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tui.domain.holds import Holds, Refresh
from tui.domain.preferences import Preferences

PlatformName = Literal["notra", "repostra", "blogree"]
PLATFORMS: tuple[PlatformName, ...] = ("notra", "repostra", "blogree")

SourceKind = Literal["command", "env", "keyring", "file"]
SOURCE_SUFFIXES: dict[str, SourceKind] = {
    "_command": "command",
    "_env": "env",
    "_keyring": "keyring",
    "": "file",
}
"""What is added to `api_key` or `password` to say where it comes from."""

LONGEST_HOLD = 600
"""Seconds that a verdict may be held at most."""
SHORTEST_REFRESH = 5
"""Seconds between two questions of a screen, at least: 0 is no question at all."""
LONGEST_REFRESH = 86_400


def can_hold(seconds: float) -> bool:
    """Whether a verdict may be held that long."""
    return 0 <= seconds <= LONGEST_HOLD


def can_refresh(seconds: float) -> bool:
    """Whether a screen may ask anew that often."""
    return seconds == 0 or SHORTEST_REFRESH <= seconds <= LONGEST_REFRESH


@dataclass(frozen=True, slots=True, repr=False)
class SecretSource:
    """Where a connection's secret comes from."""

    kind: SourceKind
    value: str
    """The command, the variable's name, the keyring's entry, or the secret itself."""
    key: str
    """The key in the config file: api_key_command, password_env …"""

    def __repr__(self) -> str:
        # A command may hold a secret as well ("echo …").
        value = repr(self.value) if self.kind in {"env", "keyring"} else "…"
        return f"SecretSource(kind={self.kind!r}, value={value}, key={self.key!r})"


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """One `[connections.NAME]`."""

    name: str
    platform: PlatformName
    secret: SecretSource | None = None
    """None exactly where `desk` is True."""
    base_url: str | None = None
    """Without a slash at its end; None: the platform's own address, or the desk's."""
    organization_id: str | None = None
    email: str | None = None
    desk: bool = False
    """On the local desk: its address and keys are found by themselves."""
    read_only: bool = False
    """Nothing is ever sent to it that changes anything."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something in the config file that keeps a connection, or all of it, from use."""

    file: Path
    line: int | None
    """From 1; None where it is about the file as a whole."""
    key: str
    """Dotted, as in the file: connections.acme.api_key; empty where it is about the file."""
    happened: str
    advice: str
    connection: str | None = None
    """The connection that stays closed because of it."""

    @property
    def sentence(self) -> str:
        """Where, what happened and what to do, in a line."""
        place = f"{self.file}, line {self.line}" if self.line else str(self.file)
        return f"{place}: {self.happened.rstrip('. ')}. {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the config file says, and what is wrong with it."""

    connections: tuple[ConnectionSettings, ...]
    """Those that are right, in the order of the file."""
    problems: tuple[ConfigProblem, ...]
    path: Path
    created: bool = False
    """Whether there was no config file and one was written just now."""
    editor: str | None = None
    holds: Holds = field(default_factory=Holds)
    refresh: Refresh = field(default_factory=Refresh)
    preferences: Preferences = field(default_factory=Preferences)

    @property
    def theme(self) -> str | None:
        """The wanted theme's name."""
        return self.preferences.look.theme

    def connection(self, name: str) -> ConnectionSettings | None:
        """The connection of that name, if it is right."""
        return next((one for one in self.connections if one.name == name), None)
