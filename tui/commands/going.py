"""Between the screens, and what belongs to all of them."""

from __future__ import annotations

from tui.commands.model import Command, Group

GOING: tuple[Command, ...] = (
    Command("go.inbox", ("1",), "inbox", "Inbox: what waits for your yes", Group.GO),
    Command("go.posts", ("2",), "posts", "Posts: everything there is", Group.GO),
    Command("go.jobs", ("3",), "jobs", "Jobs: what is being written", Group.GO),
    Command("go.calendar", ("4",), "calendar", "Calendar: what goes out when", Group.GO),
    Command(
        "go.accounts", ("5",), "accounts", "Accounts: where posts go to, and what they come from", Group.GO
    ),
    Command(
        "go.schedules", ("6",), "schedules", "Schedules: weekly slots, and what is written when", Group.GO
    ),
    Command("go.deliveries", ("7",), "deliveries", "Deliveries: which post is on which site", Group.GO),
    Command(
        "go.outbox", ("O",), "outbox", "Outbox: what is on its way, what was not sent, what left", Group.GO
    ),
    Command("go.next", ("right_curly_bracket",), "next screen", "Next screen", Group.GO),
    Command("go.previous", ("left_curly_bracket",), "previous screen", "Previous screen", Group.GO),
    Command(
        "app.connections", ("i",), "connections", "Connections: how each fares; there, back again", Group.GO
    ),
    Command("app.reload", ("ctrl+r",), "reload", "Read the config file again", Group.GO),
    Command("app.help", ("question_mark",), "help", "All keys", Group.GO),
    Command("app.palette", ("ctrl+p",), "palette", "Find a command by its name", Group.GO),
    Command("app.line", ("colon",), "command line", "Say a command, and what it takes", Group.GO),
    Command(
        "go.to", ("ctrl+g",), "go to", "Go to a screen by its name", Group.GO, takes="SCREEN", said=("go",)
    ),
    Command(
        "app.theme",
        ("ctrl+t",),
        "theme",
        "Show everything in another theme, for this run",
        Group.GO,
        takes="NAME",
        said=("theme",),
    ),
    Command("app.quit", ("q", "ctrl+q"), "quit", "Leave Copydesk; jobs go on", Group.GO, said=("q", "quit")),
)
