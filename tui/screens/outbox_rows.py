"""The rows of the outbox's list: what is on its way, and below a heading what left."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from tui.domain.entry_states import EntryState
from tui.domain.outbox import Entry, Written


class Heading(NamedTuple):
    """A line of the list that is no entry."""

    label: str


OutboxRow = Entry | Written | Heading


def listed(entries: Sequence[Entry], audit: Sequence[Written]) -> tuple[OutboxRow, ...]:
    """All rows: the entries as they were decided, then what left, the latest first. What left of an entry
    that is still shown is told there.
    """
    shown = {entry.id for entry in entries}
    left = tuple(each for each in audit if each.entry not in shown)
    return (*entries, Heading("sent"), *left) if left else tuple(entries)


def row_id(row: OutboxRow) -> Hashable:
    """What a row is named by over refreshes."""
    return row.label if isinstance(row, Heading) else (type(row).__name__, row.id)


def sent_as(entry: Entry, rows: Sequence[OutboxRow]) -> Written | None:
    """The line of what was sent of an entry that is no longer among the rows; None where nothing was, or it
    still is.
    """
    for row in rows:
        if isinstance(row, Entry) and row.id == entry.id:
            return None
        if isinstance(row, Written) and row.entry == entry.id:
            # What was taken back, or put away, leaves its place to the next one.
            return row if row.state is EntryState.SENT else None
    return None


def joined(known: Sequence[Written], latest: Sequence[Written]) -> tuple[Written, ...]:
    """What was known of the audit, with its beginning read anew."""
    if not latest:
        return ()
    return (*latest, *(each for each in known if each.id < latest[-1].id))
