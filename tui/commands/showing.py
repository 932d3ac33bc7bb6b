"""What is shown of the items, and which."""

from __future__ import annotations

from tui.commands.model import LISTS, Area, Command, Group

SHOWING: tuple[Command, ...] = (
    Command(
        "item.open",
        ("enter", "right", "l"),
        "read",
        "Read the item, or open what a job made",
        Group.SHOW,
        footer=4,
    ),
    Command("item.close", ("escape", "left", "h"), "back", "Back to the list", Group.SHOW),
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
    Command("filter.clear", ("F",), "all", "Take every filter away", Group.SHOW, LISTS),
    Command("screen.refresh", ("r",), "refresh", "Ask the platforms again: reload what is shown", Group.SHOW),
)
