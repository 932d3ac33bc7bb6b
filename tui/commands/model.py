"""What a command is: an id, keys, words and where it can be given.

A command's id is what a keymap names; its action is the method `action_ID` (dots become underscores)
of the screen or App that offers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Where a command stands in the help."""

    DECIDE = "Decide"
    MOVE = "Move"
    SHOW = "Show"
    MAKE = "Make"
    GO = "Go"


class Area(StrEnum):
    """Where a command can be given. ANYWHERE: on each of the four screens."""

    ANYWHERE = "anywhere"
    INBOX = "inbox"
    POSTS = "posts"
    JOBS = "jobs"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can tell Copydesk to do."""

    id: str
    keys: tuple[str, ...]
    """Textual's names of the keys, the one shown first."""
    label: str
    """A word or two, for the footer."""
    help: str
    """One line, for the help and the palette."""
    group: Group
    areas: tuple[Area, ...] = (Area.ANYWHERE,)
    footer: int = 0
    """Its place in the footer, 1 the most wanted; 0: not in the footer."""

    @property
    def action(self) -> str:
        """The name of the action, as Textual calls it."""
        return self.id.replace(".", "_")

    @property
    def shown_key(self) -> str:
        """The first key, as a person reads it."""
        return shown(self.keys[0]) if self.keys else ""

    @property
    def shown_keys(self) -> str:
        """All keys, as a person reads them."""
        return " ".join(shown(key) for key in self.keys)


_KEY_SIGNS = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "space": "space",
    "less_than_sign": "<",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "escape": "esc",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: "ctrl+d" is "^d", "question_mark" is "?"."""
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return _KEY_SIGNS.get(key, key)


LISTS = (Area.INBOX, Area.POSTS)
"""The screens of items that can be decided on."""
