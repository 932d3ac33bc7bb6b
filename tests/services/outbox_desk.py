"""An outbox over platforms in memory, on a clock that only the test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.fakes.clock import FakeClock, settle
from tests.fakes.platform import FakePlatform, opener
from tui.domain.approvals import Approval
from tui.domain.holds import Holds
from tui.domain.intents import approving, saving
from tui.domain.outbox import Entry, EntryState, Intent
from tui.domain.posts import Post, PostChanges
from tui.services.edits import EditsService
from tui.services.hub import Hub
from tui.services.outbox import Ended, OutboxService
from tui.state import State, open_state


@dataclass
class Terminal:
    """One Copydesk on a state database."""

    state: State
    hub: Hub
    edits: EditsService
    outbox: OutboxService
    clock: FakeClock
    ended: list[Ended]

    @classmethod
    async def open(
        cls, folder: Path, clock: FakeClock, *platforms: FakePlatform, holds: Holds | None = None
    ) -> Terminal:
        state = open_state(folder / "state.db", clock.now)
        hub = Hub([each.connection for each in platforms], opener(platforms))
        edits = EditsService(state)
        outbox = OutboxService(
            hub, state, edits, clock.now, holds=holds, monotonic=clock.monotonic, sleep=clock.sleep
        )
        ended: list[Ended] = []
        outbox.ended.subscribe(ended.append)
        await hub.connect()
        outbox.start()
        return cls(state, hub, edits, outbox, clock, ended)

    def approve(self, approval: Approval, read: Post | None = None) -> Entry:
        return self.put(*approving(approval, read, None))[0]

    def save(self, read: Post, document: str, changes: PostChanges) -> Entry:
        self.edits.keep(read, document)
        return self.put(saving(read, document, changes))[0]

    def put(self, *intents: Intent) -> tuple[Entry, ...]:
        return self.outbox.put(intents)

    async def pass_time(self, seconds: float, step: float = 0.5) -> None:
        """Let time pass in steps, so that whatever waits in between does its part."""
        until = self.clock.seconds + seconds
        while self.clock.seconds < until - 1e-9:
            await self.clock.advance(min(step, until - self.clock.seconds))

    def states(self) -> list[EntryState]:
        return [entry.state for entry in self.outbox.entries]

    def words(self) -> list[tuple[EntryState, str | None]]:
        return [(each.entry.state, each.entry.answer) for each in self.ended]

    async def close(self) -> None:
        closing = asyncio.create_task(self.outbox.close())
        for _ in range(30):
            await settle()
            if closing.done():
                break
            await self.clock.advance(1)
        await closing
        await self.hub.close()
        self.state.close()

    async def die(self) -> None:
        """End as a process that is killed: nothing is tidied up, and the system lets go of its lock."""
        tasks = [*self.outbox._tasks.values()]
        tasks += [self.outbox._watch] if self.outbox._watch else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.state.close()


class Open(Protocol):
    async def __call__(self, *platforms: FakePlatform, holds: Holds | None = None) -> Terminal: ...
