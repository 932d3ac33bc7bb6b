"""Someone else who changes posts meanwhile: a yes belongs to what was read, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.soak.terminal.history import History, left_at
from tui.domain.entry_states import EntryState
from tui.domain.refs import ItemRef

READ_SECONDS = 3.0
"""An item is read anew this much before its verdict leaves, at most."""


@dataclass(frozen=True)
class Changed:
    """A post got another title."""

    ref: ItemRef
    title: str
    at: float
    """Unix seconds, when it was done."""


def unread(history: History, changes: Iterable[Changed]) -> Iterator[str]:
    """Each verdict that was sent on a post that was another than it was read."""
    told, left = tuple(changes), left_at(history)
    for id, one in history.ledger.meant.items():
        read = one.entry.intent.read
        if read is None or one.state is not EntryState.SENT or not one.entry.intent.action.decides:
            continue
        before = [each for each in told if each.ref == one.entry.ref and each.at < left[id] - READ_SECONDS]
        # What the person made of it after that is nobody's business here.
        if before and read.title != before[-1].title and _not_edited(history, one.entry.ref):
            yield f"it was read as {read.title!r}, and was {before[-1].title!r}: {one}"


def _not_edited(history: History, ref: ItemRef) -> bool:
    return not any(one.entry.ref == ref and one.deed[1] == "save" for one in history.ledger.meant.values())
