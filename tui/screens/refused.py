"""Items that a verb cannot be given for, while others go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.presentation.marks import each_why

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef

Going: TypeAlias = "tuple[Post | Approval, Sequence[Intent]]"
"""An item with what is sent for it."""


class Refused(NamedTuple):
    """An item that a verb cannot be given for, and why."""

    item: Post | Approval
    why: str


def sifted_apart(going: Sequence[Going], broken: Mapping[ItemRef, str]) -> tuple[list[Going], list[Refused]]:
    """Those that go out, and those of which something must not; `broken`: what must not, and why."""
    left: list[Going] = []
    stopped: list[Refused] = []
    for item, intents in going:
        why = next((broken[each.ref] for each in intents if each.ref in broken), None)
        if why is None:
            left.append((item, intents))
        else:
            stopped.append(Refused(item, why))
    return left, stopped


def told_of(undone: str, refused: Sequence[Refused], *, marked: bool) -> str:
    """What is said of these beside what becomes of the others; empty where there are none."""
    if not refused:
        return ""
    told = each_why([(each.item.title, each.why) for each in refused])
    if not marked:
        return f" · {undone}: {told}"
    if len(refused) > 1 and len({each.why for each in refused}) == 1:
        # The marks tell which.
        told = f"each {refused[0].why}"
    return f" · {len(refused)} {undone}, still marked: {told}"
