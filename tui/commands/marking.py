"""Marking items, and what is decided on all that are marked."""

from __future__ import annotations

from tui.commands.model import LISTS, Area, Command, Group

MARKING: tuple[Command, ...] = (
    Command(
        "mark.approve",
        ("A",),
        "approve marked",
        "Approve or publish all that are marked, as the line above says",
        Group.DECIDE,
        LISTS,
        1,
    ),
    Command(
        "mark.toggle",
        ("space",),
        "mark",
        "Mark the item, or take its mark away",
        Group.DECIDE,
        (*LISTS, Area.DELIVERIES),
        8,
    ),
    Command(
        "mark.range",
        ("v",),
        "range",
        "Begin a range at the cursor, or mark what it holds",
        Group.DECIDE,
        LISTS,
    ),
    Command(
        "mark.query",
        ("M",),
        "mark all",
        "Mark all listed that a query takes",
        Group.DECIDE,
        LISTS,
        takes="QUERY",
        said=("mark",),
    ),
    Command(
        "mark.clear", ("V",), "unmark", "Take every mark away", Group.DECIDE, (*LISTS, Area.DELIVERIES), 9
    ),
)
