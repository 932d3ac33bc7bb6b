"""What a person decided that no platform hears of: it is kept here, and belongs to what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from tui.domain.approvals import Approval, ApprovalKind, place_of
from tui.domain.failing import Failing, no_later
from tui.domain.instants import instant
from tui.domain.refs import ItemKind, ItemRef

Waiting: TypeAlias = Approval | Failing
"""What can stand in the queue."""


class LocalKind(StrEnum):
    """What was decided."""

    DECLINED = "declined"
    """It shall not go out."""
    SNOOZED = "snoozed"
    """Not now: until a time, or until it changes."""
    PUT_AWAY = "put away"
    """A failure that needs nobody any more."""
    DONE = "done"
    """A yes that was sent, while its platform tells of the item as before."""


@dataclass(frozen=True, slots=True)
class LocalVerdict:
    """One of them. Text is untrusted."""

    kind: LocalKind
    place: ItemRef
    fingerprint: str
    """Of the item as it was seen."""
    title: str
    at: datetime
    until: datetime | None = None
    """SNOOZED: when it waits again; None: once it changes."""
    reason: str | None = None
    """DECLINED: why."""
    id: int = 0

    def over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.until is not None and instant(self.until) <= instant(now)

    def keeps_out(self, fingerprint: str, now: datetime) -> bool:
        """Whether an item that is now as told is out of the queue."""
        return no_later(self.fingerprint, fingerprint) and not self.over(now)

    @property
    def row(self) -> ItemRef:
        """What the item's row is named by."""
        id, _, kind = self.place.id.rpartition("#")
        if self.place.kind is ItemKind.SOCIAL and kind in set(ApprovalKind):
            return ItemRef(self.place.connection, self.place.kind, id)
        return self.place


def place_in(item: Waiting) -> ItemRef:
    """What a verdict on an item is kept by."""
    return item.ref if isinstance(item, Failing) else place_of(item)


def seen_of(item: Waiting) -> str:
    """Stands for what is seen of an item in the queue."""
    # Not at the top: the start needs no fingerprint.
    from tui.domain.readings import reading_of

    return item.fingerprint if isinstance(item, Failing) else reading_of(item).fingerprint
