"""Every command as data: bindings, footer, palette and help all come from here.

A command's id is what a keymap names; its action is the method `action_ID` (dots become underscores)
of the screen or App that offers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache


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


_LISTS = (Area.INBOX, Area.POSTS)

COMMANDS: tuple[Command, ...] = (
    Command(
        "verdict.approve",
        ("a",),
        "approve",
        "Approve or publish it, as the line above says",
        Group.DECIDE,
        (Area.INBOX, Area.POSTS),
        1,
    ),
    Command(
        "verdict.edit",
        ("e",),
        "edit",
        "Edit the item in $VISUAL or $EDITOR, as Markdown",
        Group.DECIDE,
        _LISTS,
        2,
    ),
    Command(
        "verdict.unpublish",
        ("U",),
        "to draft",
        "Take a published post back to draft, where the platform can",
        Group.DECIDE,
        (Area.POSTS,),
        6,
    ),
    Command(
        "verdict.delete",
        ("d",),
        "delete",
        "Delete the item on its platform, after a question",
        Group.DECIDE,
        _LISTS,
        7,
    ),
    Command(
        "post.schedule",
        ("S",),
        "schedule",
        "Say when the post goes out by itself, where the platform can",
        Group.DECIDE,
        _LISTS,
        9,
    ),
    Command(
        "post.copy",
        ("c",),
        "copy to …",
        "Make a draft of this text on another connection",
        Group.DECIDE,
        _LISTS,
        8,
    ),
    Command(
        "outbox.undo",
        ("u",),
        "undo",
        "Take back what was decided last, while it is held",
        Group.DECIDE,
        (*_LISTS, Area.JOBS),
        3,
    ),
    Command(
        "outbox.send",
        ("s",),
        "send",
        "Send what was parked, or is still held, now; what goes public asks first",
        Group.DECIDE,
        (Area.OUTBOX,),
        1,
    ),
    Command(
        "outbox.withdraw",
        ("u",),
        "take back",
        "Take back what is held or parked: nothing is sent",
        Group.DECIDE,
        (Area.OUTBOX,),
        2,
    ),
    Command(
        "outbox.put_away",
        ("x",),
        "put away",
        "Show no longer what was not sent, or what nobody can know more of",
        Group.DECIDE,
        (Area.OUTBOX,),
        3,
    ),
    Command("job.generate", ("g",), "generate", "Have something written", Group.MAKE, footer=3),
    Command("job.watch", ("w",), "watch id", "Watch a job by its id", Group.MAKE, (Area.JOBS,), 4),
    Command("job.forget", ("x",), "forget", "Take an ended job off the list", Group.MAKE, (Area.JOBS,), 5),
    Command("list.down", ("j", "down"), "down", "Next item", Group.MOVE),
    Command("list.up", ("k", "up"), "up", "Previous item", Group.MOVE),
    Command("list.half_down", ("ctrl+d",), "half down", "Half a screen down", Group.MOVE),
    Command("list.half_up", ("ctrl+u",), "half up", "Half a screen up", Group.MOVE),
    Command("list.page_down", ("ctrl+f", "pagedown"), "page down", "A screen down", Group.MOVE),
    Command("list.page_up", ("ctrl+b", "pageup"), "page up", "A screen up", Group.MOVE),
    Command("list.top", ("home", "less_than_sign"), "top", "First item; g g too", Group.MOVE),
    Command("list.bottom", ("G", "end"), "bottom", "Last item", Group.MOVE),
    Command(
        "item.open",
        ("enter", "right", "l"),
        "read",
        "Read the item, or open what a job made",
        Group.SHOW,
        footer=4,
    ),
    Command("item.close", ("escape", "left", "h"), "back", "Back to the list", Group.SHOW),
    Command("preview.down", ("J", "shift+down"), "scroll", "Scroll the text down", Group.MOVE),
    Command("preview.up", ("K", "shift+up"), "scroll up", "Scroll the text up", Group.MOVE),
    Command(
        "filter.edit",
        ("slash",),
        "filter",
        "Filter: words in the inbox; states, types and connections among the posts",
        Group.SHOW,
        (Area.INBOX, Area.POSTS),
        5,
    ),
    Command("filter.state", ("s",), "state", "Filter by the next state", Group.SHOW, (Area.POSTS,)),
    Command("filter.type", ("t",), "type", "Filter by the next content type", Group.SHOW, (Area.POSTS,)),
    Command(
        "filter.connection", ("f",), "connection", "Filter by the next connection", Group.SHOW, (Area.POSTS,)
    ),
    Command("filter.sort", ("o",), "order", "Newest or oldest first", Group.SHOW, (Area.POSTS,)),
    Command("filter.clear", ("F",), "all", "Take every filter away", Group.SHOW, _LISTS),
    Command("screen.refresh", ("r",), "refresh", "Ask the platforms again: reload what is shown", Group.SHOW),
    Command("go.inbox", ("1",), "inbox", "Inbox: what waits for your yes", Group.GO),
    Command("go.posts", ("2",), "posts", "Posts: everything there is", Group.GO),
    Command("go.jobs", ("3",), "jobs", "Jobs: what is being written", Group.GO),
    Command(
        "go.outbox", ("O",), "outbox", "Outbox: what is on its way, what was not sent, what left", Group.GO
    ),
    Command("go.next", ("tab",), "next screen", "Next screen", Group.GO),
    Command("go.previous", ("shift+tab",), "previous screen", "Previous screen", Group.GO),
    Command("app.connections", ("i",), "connections", "How each connection fares", Group.GO),
    Command("app.help", ("question_mark",), "help", "All keys", Group.GO),
    Command("app.palette", ("colon", "ctrl+p"), "command", "Find a command by its name", Group.GO),
    Command("app.quit", ("q", "ctrl+q"), "quit", "Leave Copydesk; jobs go on", Group.GO),
)


@cache
def command(id: str) -> Command:
    """The command of that id. Raises KeyError."""
    return {each.id: each for each in COMMANDS}[id]


@cache
def of_area(area: Area) -> tuple[Command, ...]:
    """The commands that can be given in an area, ANYWHERE's included."""
    return tuple(each for each in COMMANDS if area in each.areas or Area.ANYWHERE in each.areas)
