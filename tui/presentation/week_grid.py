"""A week of slots as lines of cells, a column each day. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content
from textual.style import Style

from tui.domain.week import DAYS, Week, rows_of
from tui.presentation import roles
from tui.presentation.text import cells, cut, plain

if TYPE_CHECKING:
    from datetime import time

    from tui.domain.refs import ItemRef
    from tui.domain.schedules import Schedule

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TIME_CELLS = 6
LEAST_DAY = 9
"""Cells that a day needs; a terminal without them has a list."""
CLASHES, OFF, LIFTED = "!", "○", "◆"
_SHORT_TYPES = {"text": "txt", "image": "img", "video": "vid", "evergreen": "evg"}
_LONG = 20
"""Cells from which on types are written in full."""


@dataclass(frozen=True, slots=True)
class WeekLook:
    """What is shown of a week."""

    week: Week = field(default_factory=lambda: Week(()))
    clashes: frozenset[ItemRef] = frozenset()
    cursor: ItemRef | None = None
    lifted: ItemRef | None = None
    """The slot that is being moved."""


def day_cells(width: int) -> int:
    """How wide a day is in so many cells, the gap at its right included."""
    return max((width - TIME_CELLS) // DAYS, 1)


def fits(width: int) -> bool:
    """Whether there is room for a week in so many cells."""
    return day_cells(width) >= LEAST_DAY


def week_heading(width: int) -> Content:
    """The names of the days over their columns."""
    wide = day_cells(width)
    return Content.styled(" " * TIME_CELLS + "".join(name.ljust(wide) for name in DAY_NAMES), roles.DIM)


def week_rows(week: Week) -> list[tuple[time, int]]:
    """The lines of a week: a time each, and which of the slots of one place stand in it."""
    return list(rows_of(week))


def week_line(look: WeekLook, clock: time, number: int, width: int, under: Style | str) -> Content:
    """One line: the time, where it is the first of it, and a cell for each day. `under`: what the cell under
    the cursor looks like.
    """
    wide = day_cells(width)
    parts: list[tuple[str, Style | str]] = [
        (f"{clock:%H:%M}".ljust(TIME_CELLS) if number == 0 else " " * TIME_CELLS, roles.DIM)
    ]
    for day in range(DAYS):
        there = look.week.at(day, clock)
        if number >= len(there):
            parts.append((" " * wide, roles.NORMAL))
            continue
        each = there[number]
        text = cell_text(each, wide - 1, sign=_sign(each, look))
        shown = text + " " * (wide - 1 - cells(text))
        role: Style | str = under if each.ref == look.cursor else _role(each, look)
        parts += [(shown, role), (" ", roles.NORMAL)]
    return Content.assemble(*parts)


def _sign(each: Schedule, look: WeekLook) -> str:
    if each.ref == look.lifted:
        return LIFTED
    if not each.active:
        return OFF
    return CLASHES if each.ref in look.clashes else ""


def _role(each: Schedule, look: WeekLook) -> str:
    if each.ref == look.lifted:
        return roles.STRONG
    if not each.active:
        return roles.DIM
    return roles.WARNING if each.ref in look.clashes else roles.NORMAL


def cell_text(each: Schedule, width: int, *, sign: str = "") -> str:
    """A slot in a cell: its account, and what it takes, or that it is off."""
    short = width < _LONG
    lead, word = f"{sign} " if sign else "", type_word(each, short=short)
    if not each.active and sign == OFF:
        # Where there is no room for both, the word stands for the sign.
        lead, word = ("off ", "") if short else (lead, "off")
    room = width - cells(lead)
    name = plain(each.name, 60)
    if not word or room - cells(word) - 1 < 4:
        return lead + cut(name, room)
    return f"{lead}{cut(name, room - cells(word) - 1)} {word}"


def type_word(each: Schedule, *, short: bool = False, whole: bool = False) -> str:
    """What a slot takes in a word: text, image, col 2; `short`: c2, `whole`: column 2."""
    if each.content_type:
        word = plain(each.content_type, 12).replace("_", " ")
        return _SHORT_TYPES.get(word, word[:3]) if short else word
    if each.column is None:
        return ""
    return f"{'c' if short else 'column ' if whole else 'col '}{each.column}"
