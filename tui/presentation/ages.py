"""How old what is shown is, in a line, while the connections that told it have not answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tui.domain.connections import Health
from tui.presentation import times
from tui.presentation.text import plain

MOST_NAMED = 3
_UNITS = {"m": "min", "h": "h", "d": "days", "w": "weeks", "y": "years"}


def names(connections: Sequence[str]) -> str:
    """Connections in a sentence: "acme, blog, agency and 2 more"."""
    shown = ", ".join(plain(name, 20) for name in connections[:MOST_NAMED])
    more = len(connections) - MOST_NAMED
    return shown + (f" and {more} more" if more > 0 else "")


def asking_lines(asking: Sequence[str], healths: Mapping[str, Health]) -> list[str]:
    """Whose answer is awaited, then a line for each of them that waits itself: for what, and how long.
    `healths`: how each connection fares.
    """
    waits = [healths[name] for name in asking if name in healths and healths[name].seconds is not None]
    told = [" ".join(f"{each.reason}. {each.advice or ''}".split()) for each in waits if each.reason]
    return [f"Asking {names(asking)} …", *(plain(line, 200) for line in told)]


def as_of(at: datetime, now: datetime) -> str:
    """A time as the age of what was told then: "as of 5 min ago", "as of just now"."""
    told = times.age(at, now)
    if told == "now":
        return "as of just now"
    number, unit = told[:-1], _UNITS[told[-1]]
    return f"as of {number} {unit.removesuffix('s') if number == '1' else unit} ago"


def ages_line(kept: Sequence[tuple[str, datetime]], asking: Sequence[str], now: datetime) -> str:
    """Such as "agency: as of 2 h ago · as of 5 min ago; asking acme, blog …"; empty where nothing is old.

    `kept`: each connection of which something old is shown, and when it told that; `asking`: those whose
    answer is awaited.
    """
    said: dict[str, list[str]] = {}
    for name, at in kept:
        if name not in asking:
            said.setdefault(as_of(at, now), []).append(name)
    parts = [f"{names(down)}: {age}" for age, down in said.items()]
    awaited = [at for name, at in kept if name in asking]
    if awaited:
        parts.append(f"{as_of(min(awaited), now)}; asking {names(asking)} …")
    return " · ".join(parts)
