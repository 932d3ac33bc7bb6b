"""The `:` line: what is said on it, read over the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.commands.model import Command

MOST_NAMED = 4
"""How many commands a sentence names that may have been meant."""


@dataclass(frozen=True, slots=True)
class Said:
    """A command, and what was said with it."""

    command: Command
    argument: str = ""


def name_on_line(command: Command) -> str:
    """How a command is called on the line: its short name, or its id."""
    return command.said[0] if command.said else command.id


def _tail(command: Command) -> str:
    return command.id.rpartition(".")[2]


def _names(command: Command) -> tuple[str, ...]:
    return (*command.said, command.id, _tail(command), command.label.lower())


def named(text: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that a name means, all of them where it is not clear: those whose name it is, else those
    whose name begins with it.
    """
    wanted = text.lower()
    if not wanted:
        return []
    by_kind = (
        [each for each in commands if wanted in each.said or wanted == each.id],
        [each for each in commands if wanted == _tail(each)],
        [each for each in commands if wanted == each.label.lower()],
        [each for each in commands if any(name.startswith(wanted) for name in each.said)],
        [each for each in commands if any(name.startswith(wanted) for name in _names(each))],
    )
    return next((found for found in by_kind if found), [])


def understood(text: str, commands: Sequence[Command], everywhere: Sequence[Command] = ()) -> Said | str:
    """What a line says, or a sentence on why it says nothing. `everywhere`: the commands of all screens."""
    whole = " ".join(text.split())
    first, _, rest = whole.partition(" ")
    # A label may have blanks in it, and takes nothing then.
    labelled = [each for each in commands if rest and each.label.lower() == whole.lower()]
    if len(labelled) == 1:
        return Said(labelled[0])
    found = named(first, commands)
    if len(found) == 1:
        return Said(found[0], text.strip()[len(first) :].strip())
    if found:
        could = ", ".join(each.id for each in found[:MOST_NAMED])
        more = " …" if len(found) > MOST_NAMED else ""
        return f"“{first}” could be {could}{more}"
    elsewhere = named(first, everywhere)
    if len(elsewhere) == 1 and first.lower() in _names(elsewhere[0]):
        return f"{elsewhere[0].id} is no command of this screen"
    return f"There is no command “{first}”{_nearest(first, commands)}"


def _nearest(wrong: str, commands: Sequence[Command]) -> str:
    from difflib import get_close_matches

    names = {name: each for each in commands for name in _names(each)}
    names |= {name: each for each in commands for name in each.said}
    near = get_close_matches(wrong.lower(), list(names), 1)
    return f" (did you mean {name_on_line(names[near[0]])}?)" if near else ""


def completions(text: str, commands: Sequence[Command]) -> list[Command]:
    """The commands that a beginning may become, the likeliest first: by a name that begins so, then by a word
    of its label or of what is said of it.
    """
    wanted = text.strip().lower()
    ranked: list[tuple[int, Command]] = []
    for each in commands:
        words = f"{each.label} {each.help}".lower().split()
        fits = (
            any(name.startswith(wanted) for name in each.said),
            any(name.startswith(wanted) for name in _names(each)),
            any(word.startswith(wanted) for word in words),
        )
        if True in fits:
            ranked.append((fits.index(True), each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]
