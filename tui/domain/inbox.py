"""The inbox: what waits on all connections, as one queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from tui.domain.approvals import Approval, InboxPart
from tui.domain.instants import instant
from tui.domain.refs import ItemRef


@dataclass(frozen=True, slots=True)
class InboxRows:
    """What the inbox shows, in its order."""

    queue: tuple[Approval, ...] = ()
    """What can be decided now: what is due first, then what has waited longest."""
    not_ready: tuple[Approval, ...] = ()
    """What is still being written: shown apart and not counted."""

    @property
    def waiting(self) -> int:
        """How many wait for a yes."""
        return len(self.queue)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many wait on each connection; connections where nothing waits are left out."""
        return MappingProxyType(Counter(approval.ref.connection for approval in self.queue))


def rows(parts: Iterable[InboxPart]) -> InboxRows:
    """Merge what the connections told into one queue.

    Comes first what has a due time, the longest past due at the top and then what is due soonest; then
    what has none, the oldest first; last what says neither. Where two are equal, the order of the parts
    and of each platform stands. An item that is told twice is shown once, as it was told first.
    """
    told: dict[ItemRef, Approval] = {}
    for part in parts:
        for approval in part.approvals:
            told.setdefault(approval.ref, approval)
    return InboxRows(
        queue=tuple(sorted((item for item in told.values() if item.ready), key=_urgency)),
        not_ready=tuple(sorted((item for item in told.values() if not item.ready), key=_urgency)),
    )


def _urgency(approval: Approval) -> tuple[bool, float]:
    if approval.due is not None:
        return False, instant(approval.due)
    return True, instant(approval.created_at) if approval.created_at else inf
