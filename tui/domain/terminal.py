"""What is known of the terminal before anything is drawn: from its environment and what the person said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tui.domain.preferences import Glyphs, Line, Look

PLAIN_TERMINALS = frozenset({"linux", "dumb", "vt100", "vt102", "vt220", "ansi"})
"""Terminals whose fonts lack the signs of states: they get letters. Nor do they know links."""
_UTF8 = ("utf-8", "utf8")
_LOCALES = ("LC_ALL", "LC_CTYPE", "LANG")


class Within(StrEnum):
    """What stands between Copydesk and the terminal, and must be told to let something through."""

    NOTHING = "nothing"
    TMUX = "tmux"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Terminal:
    """How a terminal is to be drawn on."""

    plain: bool = False
    """Signs that every font has."""
    slow: bool = False
    """Each byte counts: nothing moves by itself."""
    few_colours: bool = False
    """Sixteen, the terminal's own."""
    colours: bool = True
    """False: the person wants none at all."""
    links: bool = True
    """Whether it may know OSC 8; one that does not passes it over."""
    within: Within = Within.NOTHING


def terminal_of(environ: Mapping[str, str], look: Look) -> Terminal:
    """The terminal that this environment tells of; what the person said goes before it."""
    term = environ.get("TERM", "")
    bare = term in PLAIN_TERMINALS
    within = Within.NOTHING
    if environ.get("TMUX"):
        within = Within.TMUX
    elif environ.get("STY"):
        within = Within.SCREEN
    return Terminal(
        plain=look.glyphs is Glyphs.PLAIN
        or (look.glyphs is Glyphs.AUTO and (bare or not _takes_unicode(environ))),
        slow=look.line is Line.SLOW or (look.line is Line.AUTO and bool(environ.get("SSH_CONNECTION"))),
        few_colours=not _many_colours(environ, term),
        colours=not environ.get("NO_COLOR"),
        # screen keeps what it does not know, and draws the address as text.
        links=not bare and within is not Within.SCREEN,
        within=within,
    )


def _takes_unicode(environ: Mapping[str, str]) -> bool:
    """Whether text goes out as UTF-8. Nothing said is no answer: nearly every terminal does."""
    for name in _LOCALES:
        if environ.get(name):
            return any(charset in environ[name].lower() for charset in _UTF8)
    return True


def _many_colours(environ: Mapping[str, str], term: str) -> bool:
    if environ.get("COLORTERM", "").strip().lower() in {"truecolor", "24bit"}:
        return True
    return term.rpartition("-")[2] in {"256color", "direct", "kitty", "truecolor"}
