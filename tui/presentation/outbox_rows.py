"""The outbox as a list: what is on its way, and below it what left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.entry_states import EntryState
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.rows import title_of
from tui.presentation.states import Look
from tui.presentation.text import plain
from tui.presentation.times import moment

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Written

_WHERE_CELLS = 13
_LONG_SECONDS = 100
"""Seconds from which on a hold is told in minutes."""

COLUMNS = (
    Column("state", 11, stays=5),
    Column("what", 9, stays=3),
    Column("title", 0, least=18),
    Column("where", _WHERE_CELLS, stays=2),
    Column("when", 9, stays=4),
    Column("try", 3, stays=1, right=True),
)
_STATES: dict[EntryState, tuple[str, str, str]] = {
    EntryState.HELD: ("◌", ".", roles.BUSY),
    EntryState.PARKED: ("‖", "=", roles.WARNING),
    EntryState.SENDING: ("◔", "~", roles.BUSY),
    EntryState.UNKNOWN: ("?", "?", roles.WARNING),
    EntryState.SENT: ("●", "+", roles.GOOD),
    EntryState.FAILED: ("✗", "x", roles.BAD),
    EntryState.CHANGED: ("≠", "!", roles.BAD),
    EntryState.WITHDRAWN: ("⊘", "-", roles.NORMAL),
}


def entry_look(state: EntryState, *, ascii: bool = False) -> Look:
    """A state, as an entry has it, and a line of the audit."""
    glyph, letter, role = _STATES[state]
    return Look(letter if ascii else glyph, state.value, role)


def going_look(entry: Entry, *, reread: bool = False, ascii: bool = False) -> Look:
    """How far an entry is. `reread`: its item is being read again, before it leaves."""
    look = entry_look(entry.state, ascii=ascii)
    if entry.state is EntryState.HELD and (reread or entry.answer):
        return look._replace(word="rereading" if reread else "waits")
    return look


def held_seconds(entry: Entry, now: datetime, steps: Sequence[float]) -> int | None:
    """For how long it is still held, told in steps; None where it is not, or where no steps are told."""
    left = (entry.due_at - now).total_seconds()
    if entry.state is not EntryState.HELD or entry.answer is not None or not steps or left <= 0:
        return None
    whole = (entry.due_at - entry.made_at).total_seconds()
    return math.ceil(min((step for step in (*steps, whole) if step >= left), default=left))


def entry_row(
    entry: Entry,
    width: int,
    now: datetime,
    *,
    steps: Sequence[float] = (),
    reread: bool = False,
    ascii: bool = False,
) -> Content:
    """Something on its way, or that ended and was not put away. `steps`: seconds left at which a hold is told
    anew; `reread`: the item is being read again, before it leaves.
    """
    look = going_look(entry, reread=reread, ascii=ascii)
    if entry.state is EntryState.HELD and look.word == entry.state and entry.due_at <= now:
        # As many as a connection takes at once are before it.
        look = look._replace(word="in line")
    seconds = held_seconds(entry, now, steps)
    return row(
        COLUMNS,
        (
            Cell(str(look) + _span(seconds), look.role),
            Cell(entry.intent.action.value),
            Cell(title_of(entry.intent.title, width)),
            Cell(plain(entry.ref.connection, _WHERE_CELLS), roles.DIM),
            Cell(moment(_when(entry), now), roles.DIM),
            Cell(str(entry.tries or ""), roles.DIM),
        ),
        width,
    )


def _span(seconds: int | None) -> str:
    if not seconds:
        return ""
    return f" {seconds} s" if seconds < _LONG_SECONDS else f" {math.ceil(seconds / 60)} m"


def _when(entry: Entry) -> datetime:
    """When it leaves, left, or was decided."""
    if entry.state is EntryState.HELD:
        return entry.due_at
    return entry.sent_at or entry.made_at


def written_row(written: Written, width: int, now: datetime, *, ascii: bool = False) -> Content:
    """A line of the audit."""
    look = entry_look(written.state, ascii=ascii)
    return row(
        COLUMNS,
        (
            Cell(str(look), look.role),
            Cell(written.action.value, roles.DIM),
            Cell(title_of(written.title, width), roles.DIM),
            Cell(plain(written.connection, _WHERE_CELLS), roles.DIM),
            Cell(moment(written.at, now), roles.DIM),
            Cell(""),
        ),
        width,
    )


def outbox_heading(width: int) -> Content:
    """The headings over both."""
    return heading(COLUMNS, width, roles.DIM)
