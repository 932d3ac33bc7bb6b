"""Having something written."""

from __future__ import annotations

from tui.commands.model import Area, Command, Group

MAKING: tuple[Command, ...] = (
    Command("job.generate", ("g",), "generate", "Have something written", Group.MAKE, footer=3),
    Command(
        "job.refill",
        ("R",),
        "again",
        "Open the form again, filled in with what this job was asked for",
        Group.MAKE,
        (Area.JOBS,),
        2,
    ),
    Command("job.watch", ("w",), "watch id", "Watch a job by its id", Group.MAKE, (Area.JOBS,), 4),
    Command("job.forget", ("x",), "forget", "Take an ended job off the list", Group.MAKE, (Area.JOBS,), 5),
)
