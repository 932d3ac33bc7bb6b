"""What is shown of the items, and which."""

from __future__ import annotations

from tui.commands.model import GRIDS, LISTS, NOT_GRIDS, Area, Command, Group

SHOWING: tuple[Command, ...] = (
    Command(
        "item.open",
        ("enter", "right", "l"),
        "read",
        "Read the item, or open what a job made",
        Group.SHOW,
        NOT_GRIDS,
        4,
    ),
    Command("grid.open", ("enter",), "open", "Open the item", Group.SHOW, GRIDS, 1),
    Command(
        "preview.changes",
        ("tab",),
        "changes",
        "What changed since it was last looked at, and back",
        Group.SHOW,
        LISTS,
        11,
    ),
    Command(
        "preview.next",
        ("p",),
        "next view of it",
        "Read it another way: source, facts, as a network shows it, changes, history, evidence, raw",
        Group.SHOW,
        LISTS,
    ),
    Command(
        "preview.mode",
        ("ctrl+v",),
        "view it as",
        "Read it in a way by its name",
        Group.SHOW,
        LISTS,
        takes="MODE",
        said=("preview",),
    ),
    Command(
        "preview.previous", ("P",), "previous view of it", "Read it the way before that", Group.SHOW, LISTS
    ),
    Command(
        "preview.restore",
        ("ctrl+e",),
        "restore a text",
        "Take an earlier text of it up again, by its number in the history, as your edit",
        Group.SHOW,
        LISTS,
        takes="NUMBER",
        said=("restore",),
    ),
    Command("item.close", ("escape", "left", "h"), "back", "Back to the list", Group.SHOW, NOT_GRIDS),
    Command("grid.close", ("escape",), "back", "Leave it as it was, or back to the list", Group.SHOW, GRIDS),
    Command(
        "filter.edit",
        ("slash",),
        "filter",
        "Ask for what is listed: words, or terms such as status:draft age:<7d",
        Group.SHOW,
        (Area.INBOX, Area.POSTS),
        5,
        takes="QUERY",
        said=("filter",),
    ),
    Command("filter.state", ("n",), "state", "Filter by the next state", Group.SHOW, (Area.POSTS,)),
    Command("filter.type", ("t",), "type", "Filter by the next content type", Group.SHOW, (Area.POSTS,)),
    Command(
        "filter.connection", ("f",), "connection", "Filter by the next connection", Group.SHOW, (Area.POSTS,)
    ),
    Command("filter.sort", ("o",), "order", "Newest or oldest first", Group.SHOW, (Area.POSTS,)),
    Command(
        "filter.failed",
        ("exclamation_mark",),
        "failures",
        "Only what failed, or all again",
        Group.SHOW,
        (Area.INBOX, Area.POSTS, Area.DELIVERIES),
        3,
    ),
    Command("filter.clear", ("F",), "all", "All again: of a view what it shows by itself", Group.SHOW, LISTS),
    Command("view.next", ("right_square_bracket",), "next view", "Next view", Group.SHOW, (Area.POSTS,)),
    Command(
        "view.previous", ("left_square_bracket",), "previous view", "Previous view", Group.SHOW, (Area.POSTS,)
    ),
    Command(
        "view.show",
        ("ctrl+o",),
        "view",
        "Show a view by its name",
        Group.SHOW,
        (Area.POSTS,),
        takes="VIEW",
        said=("view",),
    ),
    Command(
        "post.landed",
        ("L",),
        "did it land?",
        "Fetch the published page, and compare it with the post",
        Group.SHOW,
        (Area.POSTS, Area.DELIVERIES, Area.OUTBOX),
        12,
        said=("landed",),
    ),
    Command(
        "note.read",
        ("equals_sign",),
        "what was said",
        "Read whole what was said in the line above the keys, and before that",
        Group.SHOW,
        said=("said",),
    ),
    Command("screen.refresh", ("r",), "refresh", "Ask the platforms again: reload what is shown", Group.SHOW),
)
