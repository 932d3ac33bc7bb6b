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
    """Where a command can be given. ANYWHERE: on each of the screens."""

    ANYWHERE = "anywhere"
    INBOX = "inbox"
    POSTS = "posts"
    JOBS = "jobs"
    CALENDAR = "calendar"
    ACCOUNTS = "accounts"
    SCHEDULES = "schedules"
    DELIVERIES = "deliveries"
    OUTBOX = "outbox"
    CONNECTIONS = "connections"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can tell Copydesk to do."""

    id: str
    keys: tuple[str, ...]
    """The keys as the preset for vim has them, the ones shown first: Textual's names, with blanks between
    those that are pressed one after the other."""
    label: str
    """A word or two, for the footer."""
    help: str
    """One line, for the help and the palette."""
    group: Group
    areas: tuple[Area, ...] = (Area.ANYWHERE,)
    footer: int = 0
    """Its place in the footer, 1 the most wanted; 0: not in the footer."""
    takes: str = ""
    """What can be said with it on the `:` line, in a word: the action is given that text."""
    said: tuple[str, ...] = ()
    """Short names of it on the `:` line, besides its id and its label."""

    @property
    def action(self) -> str:
        """The name of the action, as Textual calls it."""
        return self.id.replace(".", "_")


LISTS = (Area.INBOX, Area.POSTS)
"""The screens of items that can be decided on."""
GRIDS = (Area.CALENDAR, Area.SCHEDULES, Area.DELIVERIES)
"""The screens where the arrows go over days or sites: the item is opened by its own key."""
NOT_GRIDS = tuple(area for area in Area if area not in (*GRIDS, Area.ANYWHERE))
