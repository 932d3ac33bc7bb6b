"""Slots and typed times, as a person decides on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.said_times import day_of, from_now, in_full, shortly, utc_beside
from tui.presentation import roles
from tui.presentation.text import plain

if TYPE_CHECKING:
    from tui.domain.slots import Slot

NAME_WIDTH = 24
_JUMPS = {
    "skipped": "clocks are put forward over it: it comes right after",
    "twice": "clocks show that time twice: it is the first",
}


def slot_row(slot: Slot, zone: tzinfo, *, own: bool = False, has: bool = False) -> Content:
    """A slot in a line: its day and time in the person's zone, UTC beside it, and whose it is. Without an
    instant as it was given. `own`: the post was planned for it; `has`: it goes out then already.
    """
    names = plain(", ".join(slot.names), NAME_WIDTH)
    if slot.at is None:
        given = f"{slot.wall.day:%a} {slot.wall.day.day:>2} {slot.wall.day:%b} {slot.wall.clock:%H:%M}"
        return Content.assemble((given, roles.STRONG), ("  as given  ", roles.DIM), names)
    local = slot.at.astimezone(zone)
    beside = f" ({utc_beside(local)})" if local.utcoffset() else " UTC"
    parts: list[Content | str | tuple[str, str]] = [
        (f"{day_of(local, aligned=True)} {local:%H:%M}", roles.STRONG),
        (beside, roles.DIM),
    ]
    # Before the names: where there is little room these are cut.
    if slot.jump is not None:
        parts.append((f"  ! {'skipped' if slot.jump == 'skipped' else 'twice'}", roles.WARNING))
    if has:
        parts.append(("  its time now", roles.DIM))
    parts.append(f"  {names}")
    if own:
        parts.append(("  its own", roles.DIM))
    return Content.assemble(*parts)


def slot_told(
    slot: Slot,
    connection: str,
    now: datetime,
    zone: tzinfo,
    theirs: tzinfo | None,
    *,
    needs_yes: bool = False,
) -> str:
    """What choosing a slot does, in full; `theirs`: the zone of the schedules' clock. `needs_yes`: the time
    alone sends the post nowhere.
    """
    if slot.at is None:
        return whose_clock(connection)
    told = time_told(slot.at, connection, now, zone, needs_yes=needs_yes)
    there = slot.at.astimezone(theirs) if theirs is not None else None
    if there is not None and there.utcoffset() != slot.at.astimezone(zone).utcoffset():
        day = f"{there:%a} " if there.date() != slot.at.astimezone(zone).date() else ""
        told += f". By the clock of its schedules {day}{there:%H:%M}"
    return f"{told}. {_JUMPS[slot.jump].capitalize()}" if slot.jump is not None else told


def time_told(at: datetime, connection: str, now: datetime, zone: tzinfo, *, needs_yes: bool = False) -> str:
    """What giving a post a time does, in full. `needs_yes`: the time alone sends it nowhere."""
    when = f"{in_full(at, zone)}, {from_now(at, now)}"
    name = plain(connection, 40)
    if needs_yes:
        return f"Planned on {name} for {when}; it goes out only after a yes"
    return f"Goes out on {name} at {when}"


def after_a_yes(needing: int, of: int) -> str:
    """That so many `of` the posts that are given times go out only after a yes; empty where none does."""
    if needing == of:
        return f"{'it goes' if of == 1 else 'they go'} out only after a yes" if of else ""
    return f"{needing} of them {'goes' if needing == 1 else 'go'} out only after a yes" if needing else ""


def whose_clock(connection: str) -> str:
    """That no slot of a connection is an instant."""
    name = plain(connection, 40)
    return f"{name} does not say in which zone its clock goes, so which are free is not known: enter asks you"


def none_left(connection: str, there: int, taking: int) -> str:
    """Why a connection offers no slot: of those that are `there` for posts so many are switched on."""
    if not there:
        return f"{connection} has no slot for posts: the schedules screen adds one. A time can be typed."
    if not taking:
        return f"The slots of {connection} for posts are switched off. A time can be typed."
    return f"All slots of {connection} are taken for a year. A time can be typed."


def shared_lines(
    given: Sequence[tuple[str, datetime]], zone: tzinfo, connections: Sequence[str], *, most: int
) -> list[str]:
    """What several posts are given, each its own time: their titles and times, in the list's order."""
    several = len(set(connections)) > 1
    lines = [
        f"{shortly(at, zone)} · {plain(title, 40)}{f' · {plain(name, 16)}' if several else ''}"
        for (title, at), name in zip(given[:most], connections, strict=False)
    ]
    if len(given) > most:
        lines.append(f"and {len(given) - most} more, until {shortly(max(at for _, at in given), zone)}")
    return lines
