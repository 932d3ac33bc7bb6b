"""The rows of the inbox's list: what waits, and below a heading what is not ready."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from tui.domain.approvals import Approval
from tui.domain.inbox import InboxRows


class Section(NamedTuple):
    """A line of the list that is no item: the heading of what is not ready."""

    label: str
    size: int


InboxRow = Approval | Section


def listed(shown: InboxRows) -> tuple[InboxRow, ...]:
    """All rows, in order."""
    if not shown.not_ready:
        return shown.queue
    return (*shown.queue, Section("not ready", len(shown.not_ready)), *shown.not_ready)


def row_id(row: InboxRow) -> Hashable:
    """What a row is named by over refreshes."""
    return row.ref if isinstance(row, Approval) else row.label


def holds(approval: Approval, words: str) -> bool:
    """Whether an item holds all of these words, in its title, kind, type or connection."""
    told = f"{approval.title} {approval.kind} {approval.content_type} {approval.ref.connection}".lower()
    return all(word in told for word in words.lower().split())
