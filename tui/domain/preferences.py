"""What a person prefers: how lists, keys and signs shall be. A reload of the config file makes new ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class AfterVerdict(StrEnum):
    """Where the cursor goes when an item was decided on."""

    NEXT = "next"
    PREVIOUS = "previous"
    STAY = "stay"
    """On the line of the screen where it stands: what comes to stand there is under it."""


class CheckMode(StrEnum):
    """What becomes of a text that breaks a rule."""

    OFF = "off"
    WARN = "warn"
    BLOCK = "block"
    """There is no yes to it until it is corrected."""


class Notice(StrEnum):
    """How the end of a job is told while the terminal has not the focus."""

    OFF = "off"
    BELL = "bell"
    OSC9 = "osc9"
    OSC777 = "osc777"


class Glyphs(StrEnum):
    """Which signs are drawn. AUTO: those of the terminal's name."""

    AUTO = "auto"
    SIGNS = "signs"
    PLAIN = "plain"


class Line(StrEnum):
    """How the terminal is reached. AUTO: slow where SSH_CONNECTION says so."""

    AUTO = "auto"
    FAST = "fast"
    SLOW = "slow"


class Preset(StrEnum):
    """Which keys there are before any is bound anew."""

    VIM = "vim"
    ARROWS = "arrows"


class Sort(StrEnum):
    """The order of a view."""

    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class View:
    """A tab of the posts."""

    name: str
    query: str = ""
    """As `tui.domain.query` reads it; empty: everything."""
    columns: tuple[str, ...] = ()
    """Names of columns in their order; empty: the usual ones."""
    sort: Sort = Sort.NEWEST


USUAL_VIEWS = (
    View("all"),
    View("drafts", "status:draft"),
    View("this week", "age:<7d"),
    View("failed", "status:failed"),
)
USUAL_REASONS = ("off topic", "wrong facts", "wrong tone", "said already", "too long", "not now")


@dataclass(frozen=True, slots=True)
class Triage:
    """How the inbox is worked through."""

    after_verdict: AfterVerdict = AfterVerdict.NEXT
    reasons: tuple[str, ...] = USUAL_REASONS
    """Canned reasons for declining, the most wanted first."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Which rules of lengths and fields are kept, by their names; `usual` for those that are not named."""

    usual: CheckMode = CheckMode.WARN
    rules: Mapping[str, CheckMode] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, rule: str) -> CheckMode:
        """What becomes of a text that breaks a rule."""
        return self.rules.get(rule, self.usual)


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys give which command."""

    preset: Preset = Preset.VIM
    bound: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """A command's id and its keys, in place of the preset's; each key as it is written in the file:
    "a", "ctrl+d", "g t" for one after the other. No keys: the command has none."""


@dataclass(frozen=True, slots=True)
class OwnTheme:
    """A theme that the config file names: colours by Textual's names of them ("primary", "background" …)."""

    name: str
    dark: bool = True
    colours: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How it looks, and how it reaches the person."""

    theme: str | None = None
    themes: tuple[OwnTheme, ...] = ()
    glyphs: Glyphs = Glyphs.AUTO
    line: Line = Line.AUTO
    notice: Notice = Notice.OFF


@dataclass(frozen=True, slots=True)
class ConnectionLook:
    """What a person said of one connection besides how it is reached."""

    colour: str | None = None
    """A colour's name or #rrggbb, for the word that is pinned while its items are in hand."""
    protected: bool = False
    """Its name is asked for before anything of it goes public."""
    zone: str | None = None
    """The zone, by its IANA name, that the clock of its schedules goes by; None: that is not known."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """All of them."""

    triage: Triage = field(default_factory=Triage)
    checks: Checks = field(default_factory=Checks)
    keys: Keys = field(default_factory=Keys)
    look: Look = field(default_factory=Look)
    views: tuple[View, ...] = USUAL_VIEWS
    connections: Mapping[str, ConnectionLook] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, connection: str) -> ConnectionLook:
        """What was said of a connection."""
        return self.connections.get(connection) or ConnectionLook()
