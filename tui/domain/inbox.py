"""The inbox: what waits on all connections, as one queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from tui.domain.approvals import Approval, InboxPart
from tui.domain.failing import Failing
from tui.domain.instants import instant
from tui.domain.local_verdicts import LocalKind, LocalVerdict, Waiting
from tui.domain.refs import ItemKind, ItemRef


@dataclass(frozen=True, slots=True)
class InboxRows:
    """What the inbox shows, in its order."""

    queue: tuple[Waiting, ...] = ()
    """What can be decided now: what is due first, then what has waited longest. A post and the texts that
    belong to it stand together, where the most urgent of them belongs."""
    not_ready: tuple[Approval, ...] = ()
    """What is still being written: shown apart and not counted."""
    out: tuple[tuple[Waiting, LocalVerdict], ...] = ()
    """What a verdict of one's own keeps out of the queue."""
    under: frozenset[ItemRef] = frozenset()
    """The texts that stand under their post."""
    cut: tuple[str, ...] = ()
    """The connections that were asked for as many as are listed at most: there may be more."""

    @property
    def waiting(self) -> int:
        """How many want a person."""
        return len(self.queue)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many wait on each connection; connections where nothing waits are left out."""
        return MappingProxyType(Counter(item.ref.connection for item in self.queue))

    @property
    def kept_out(self) -> Mapping[LocalKind, int]:
        """How many are out of the queue, by what was decided."""
        return MappingProxyType(Counter(verdict.kind for _, verdict in self.out))


def rows(
    parts: Iterable[InboxPart],
    failing: Iterable[Failing] = (),
    out: Callable[[Waiting], LocalVerdict | None] = lambda item: None,
) -> InboxRows:
    """Merge what the connections told into one queue, with the failures; `out`: what keeps an item out of it.

    Comes first what has a due time, the longest past due at the top and then what is due soonest; then
    what has none, the oldest first; last what says neither. Where two are equal, the order of the parts
    and of each platform stands. An item that is told twice is shown once, as it was told first.
    """
    told: dict[ItemRef, Approval] = {}
    for part in parts:
        for approval in part.approvals:
            told.setdefault(approval.ref, approval)
    failed = {one.ref: one for one in failing}
    ready: list[Waiting] = []
    kept: list[tuple[Waiting, LocalVerdict]] = []
    waiting: list[Waiting] = [*(one for one in told.values() if one.ready), *failed.values()]
    for item in waiting:
        verdict = out(item)
        if verdict is None:
            ready.append(item)
        else:
            kept.append((item, verdict))
    queue, under = _stories(ready)
    not_ready, under_unready = _stories([one for one in told.values() if not one.ready])
    return InboxRows(
        queue=queue,
        not_ready=tuple(one for one in not_ready if isinstance(one, Approval)),
        out=tuple(sorted(kept, key=lambda each: _urgency(each[0]))),
        under=under | under_unready,
    )


def _stories(items: Iterable[Waiting]) -> tuple[tuple[Waiting, ...], frozenset[ItemRef]]:
    """The items in their order, each text under its post; and which of them stand under one."""
    ordered = sorted(items, key=_urgency)
    tops = {item.ref for item in ordered if item.ref.kind is ItemKind.POST and _parent(item) is None}
    stories: dict[ItemRef, list[Waiting]] = {}
    under = set()
    for item in ordered:
        parent = _parent(item)
        if parent is not None and parent in tops:
            under.add(item.ref)
            stories.setdefault(parent, []).append(item)
        elif item.ref in tops:
            stories.setdefault(item.ref, []).insert(0, item)
        else:
            stories[item.ref] = [item]
    # Each story was begun by its most urgent member.
    return tuple(item for story in stories.values() for item in story), frozenset(under)


def _parent(item: Waiting) -> ItemRef | None:
    return item.parent if isinstance(item, Approval) else None


def _urgency(item: Waiting) -> tuple[bool, float]:
    if isinstance(item, Failing):
        return True, instant(item.at) if item.at else inf
    if item.due is not None:
        return False, instant(item.due)
    return True, instant(item.created_at) if item.created_at else inf
