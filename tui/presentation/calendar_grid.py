"""A day of the calendar as a cell of a grid: its name, and as many of its items as there are lines for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType

from textual.content import Content

from tui.domain.calendar.items import CalendarItem
from tui.domain.calendar.spans import Shape, Span
from tui.presentation import roles
from tui.presentation.calendar import DAYS, MARKS, WHOLE_DAY, clock_of, item_look, mark_signs
from tui.presentation.rows import title_of
from tui.presentation.text import ELLIPSIS, cells, cut, plain

CURSOR = "reverse"
LEAST_CUT = 4
"""Cells that a title needs for … to stand at its end."""
LEAST_NAMED = 12
"""Cells of a column from which on a blank stands between the signs of an item and its title."""
MOST_LINES = 4
"""Lines that an item of a week has where there is room for it."""
NARROW = 10
"""Cells of a column under which no blank stands after a time, and no name that has to be cut."""


@dataclass(frozen=True, slots=True)
class GridDays:
    """The days of a grid, with what stands on them."""

    shape: Shape
    span: Span
    days: Mapping[date, tuple[CalendarItem, ...]]
    zone: tzinfo
    today: date
    month: int | None = None
    """The month whose days are shown; those of others are dim. None: all are alike."""
    lengths: Mapping[date, timedelta] = field(default_factory=lambda: MappingProxyType({}))
    """The days on which the person's clocks are set, and how long each is."""
    elsewhere: frozenset[date] = frozenset()
    """The days on which the clocks of a platform are."""
    most: int = 0
    """How many items stand on the fullest day."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Where an item that was taken up would be put down."""

    key: object
    title: str
    origin: date
    """The day that it stands on."""
    at: datetime
    day: date


def weekday_line(width: int, column: int) -> Content:
    """The names of the weekdays over the columns of a month."""
    return Content.styled(" ".join(f"{name:<{column}}" for name in DAYS)[:width], roles.DIM)


def cell_lines(
    view: GridDays,
    day: date,
    width: int,
    height: int,
    *,
    cursor: object = None,
    here: bool = False,
    taken: Taken | None = None,
    ascii: bool = False,
) -> list[Content]:
    """A day in exactly so many lines of at most `width` cells. `here`: the cursor is on the day, and on the
    item of the key `cursor`, where it has any.
    """
    items = view.days.get(day, ())
    place = next((n for n, each in enumerate(items) if here and each.key == cursor), None)
    ghost = taken if taken is not None and taken.day == day else None
    each_lines = 1
    if view.shape is Shape.WEEK and view.most:
        each_lines = max(min((height - 2) // view.most, MOST_LINES), 1)
    room = max((height - 1 - (ghost is not None)) // each_lines, 0)
    first = max(0, min((place or 0) - room + 1, len(items) - room)) if room else 0
    shown = items[first : first + room]
    other = view.month is not None and day.month != view.month
    lines = [
        _name(
            view,
            day,
            width,
            hidden=len(items) - len(shown),
            here=here and (place is None or not room),
            dim=other,
        )
    ]
    if ghost is not None:
        put = f"→{ghost.at.astimezone(view.zone):%H:%M} {title_of(ghost.title, width)}"
        if height == 1:
            # There is no other line to stand on.
            return [_filled(f"{day.day:>2} {put}", width, CURSOR)]
        lines.append(_filled(put, width, CURSOR))
    for number, item in enumerate(shown, first):
        up = taken is not None and taken.key == item.key
        on_it = number == place and ghost is None and not up
        role = CURSOR if on_it else roles.DIM if other or up else ""
        lines += _item(item, width, each_lines, view.zone, role=role, ascii=ascii)
    lines += [Content("")] * (height - len(lines))
    return lines[: max(height, 0)]


def _name(view: GridDays, day: date, width: int, *, hidden: int, here: bool, dim: bool) -> Content:
    name = f"{DAYS[day.weekday()]} {day.day}" if view.shape is Shape.WEEK else f"{day.day:>2}"
    length = view.lengths.get(day, WHOLE_DAY)
    if length != WHOLE_DAY:
        name += f" ±{length / timedelta(hours=1):g}h"
    elif day in view.elsewhere:
        name += " ±"
    signs = ""
    if hidden:
        on_day = {mark for item in view.days.get(day, ()) for mark in item.marks}
        signs = f"+{hidden}" + "".join(look.glyph for mark, look in MARKS.items() if mark in on_day)
    name, signs = cut(name, width), cut(signs, max(width - cells(name) - 1, 0))
    today = day == view.today
    role = CURSOR if here else roles.STRONG if today else roles.DIM if dim else roles.NORMAL
    if today:
        role = f"{role} underline"
    gap = width - cells(name) - cells(signs)
    line = "" if gap < 2 else "─" * (gap - 2)
    between = f" {line} " if gap >= 2 else " " * gap
    return Content.assemble((name, role), (between, roles.DIM), (signs, roles.WARNING if hidden else ""))


def _item(
    item: CalendarItem, width: int, lines: int, zone: tzinfo, *, role: str, ascii: bool
) -> list[Content]:
    look = item_look(item, ascii=ascii)
    clock, marks = clock_of(item, zone), mark_signs(item)
    blank = " " if width >= LEAST_NAMED else ""
    title = title_of(item.title, (lines - 1 or 1) * width)
    signs = [(look.glyph, role or look.role), (marks, role or roles.WARNING)]
    if lines == 1:
        before = [(f"{clock}{blank}", role), *signs, (blank, role)]
        room = width - sum(cells(text) for text, _ in before)
        # What is cut says so, but where … would be all that there is of it.
        short = cut(title, room) if room >= LEAST_CUT else Content(title).truncate(max(room, 0)).plain
        return [_parts([*before, (short, role)], width, role)]
    head = [(clock if width < NARROW else f"{clock} ", role), *signs]
    name, room = plain(item.ref.connection), max(width - 1, 1)
    beside = sum(cells(text) for text, _ in head) + 1 + cells(name) <= width
    # A name for which there is no room beside the time stands below the title, where there is.
    below = not beside and lines == MOST_LINES and (cells(name) <= room or width >= NARROW)
    if beside:
        head.append((f" {name}", role or roles.DIM))
    named = [_filled(f" {text}", width, role) for text in _wrapped(title, room, lines - 1 - below)]
    if below:
        named.append(_filled(f" {cut(name, room)}", width, role or roles.DIM))
    return [_parts(head, width, role), *named, *[Content("")] * (lines - 1 - len(named))]


def _wrapped(text: str, width: int, lines: int) -> list[str]:
    """A text in at most so many lines; … stands for what was left out."""
    found = [each.plain.rstrip() for each in Content(text).wrap(width)]
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], cut(f"{' '.join(found[lines - 1 :])}{ELLIPSIS}", width)]


def _parts(parts: list[tuple[str, str]], width: int, role: str) -> Content:
    """Parts in one line; under the cursor in one style, to the end of the cell."""
    if role:
        return _filled("".join(text for text, _ in parts), width, role)
    return Content.assemble(*parts).truncate(width)


def _filled(text: str, width: int, role: str) -> Content:
    text = cut(text, width)
    return Content.styled(text + " " * (width - cells(text)), role)
