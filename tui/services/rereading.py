"""Items read again before what was decided on them is sent: one look at what waits serves several."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import Action
from tui.domain.refs import ItemRef
from tui.services.hub import Hub

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post

SHARED_SECONDS = 3.0
"""How old a look may be that serves another entry: with what a write may wait, it must be fresh yet
(`tui.domain.freshness`).
"""


@dataclass(frozen=True, slots=True)
class _Look:
    asked: float
    found: asyncio.Task[tuple[Approval, ...]]


class Rereading:
    """Reads items again. Topics and social texts stand in one list, which a platform may give as seldom as
    it takes requests: those that leave at about the same time are read with one question. Each is compared
    for itself.
    """

    def __init__(self, hub: Hub, monotonic: Callable[[], float]) -> None:
        """Take the connections and a clock in seconds."""
        self._hub = hub
        self._monotonic = monotonic
        self._looks: dict[str, _Look] = {}
        self._written: dict[ItemRef, float] = {}

    def written(self, ref: ItemRef) -> None:
        """Something was sent to an item: what was read before tells nothing of it."""
        self._written[ref] = self._monotonic()

    async def seen(self, intent: Intent, *, anew: bool = False) -> tuple[Post | Approval | None, float]:
        """The item as it is now, and how many seconds ago that was asked for; None for what is yet to be
        made. `anew`: it was read before, and that was not enough. Raises NotFound where it is gone, or does
        not wait any more, and what else its platform raises.
        """
        # Not at the top: the start sends nothing.
        from tui.services.sending import no_longer_waits, seen_now

        name, waiting = intent.ref.connection, intent.approval
        listed = intent.action is Action.APPROVE and waiting is not None
        if waiting is None or not listed or waiting.kind is ApprovalKind.POST:
            return await self._hub.ask(name, lambda platform: seen_now(platform, intent)), 0.0
        look = self._looks.get(name)
        if look is None or anew or self._is_old(look, intent.ref):
            look = self._look(name)
        # Whoever waits no longer does not take it from the others.
        found = await asyncio.shield(look.found)
        for each in found:
            if each.ref == intent.ref and each.kind is waiting.kind:
                return each, self._monotonic() - look.asked
        raise no_longer_waits(intent)

    def _is_old(self, look: _Look, ref: ItemRef) -> bool:
        failed = look.found.done() and (look.found.cancelled() or look.found.exception() is not None)
        older = self._monotonic() - look.asked > SHARED_SECONDS
        return failed or older or self._written.get(ref, look.asked - 1) >= look.asked

    def _look(self, name: str) -> _Look:
        asked = self._monotonic()
        found = asyncio.create_task(self._hub.ask(name, lambda platform: platform.waiting_texts()))
        # Everyone who asked may be gone when it fails.
        found.add_done_callback(lambda task: task.cancelled() or task.exception())
        self._looks[name] = _Look(asked, found)
        self._written = {ref: at for ref, at in self._written.items() if asked - at < SHARED_SECONDS}
        return self._looks[name]

    def forget(self, connections: Iterable[str]) -> None:
        """These are no longer, or are other ones now: what they told tells nothing."""
        for name in connections:
            self._looks.pop(name, None)

    def close(self) -> None:
        """Ask no more."""
        for look in self._looks.values():
            look.found.cancel()
