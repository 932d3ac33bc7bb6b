"""A real desk with the faulty server before it: `async with faulty_desk(tmp_path, seed=1) as fd:`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess, running
from tests.faulty.plan import Plan, Seeded
from tests.faulty.records import DeskRecords, read_records
from tests.faulty.server import FaultyServer, Record, faulty_server
from tests.faulty.spoiling import Manners
from tui.domain.desk import DeskAddress, DeskKeys


@dataclass(frozen=True)
class FaultyDesk:
    """The way to a real desk over the faulty server, and the way around it.

    `address` has the base addresses for clients (`notra_base_url`, `repostra_base_url`,
    `blogree_base_url`) and the keys; `process` asks the desk itself, past every fault.
    """

    process: DeskProcess
    data_dir: Path
    server: FaultyServer

    @property
    def address(self) -> DeskAddress:
        """Where clients go."""
        return DeskAddress(self.server.url, KEYS)

    @property
    def keys(self) -> DeskKeys:
        """The desk's keys."""
        return KEYS

    @property
    def record(self) -> Record:
        """What was asked, struck, and done."""
        return self.server.record

    def calm(self) -> None:
        """No fault strikes from now on."""
        self.server.calm()

    async def settled(self) -> None:
        """Everything late has arrived at the desk."""
        await self.server.settled()

    async def records(self) -> DeskRecords:
        """What the desk has."""
        return await asyncio.to_thread(read_records, self.data_dir)


@asynccontextmanager
async def faulty_desk(
    folder: Path,
    *,
    seed: int | None = None,
    rate: float = 0.25,
    plan: Plan | None = None,
    manners: Manners | None = None,
    **options: object,
) -> AsyncIterator[FaultyDesk]:
    """A desk of its own in `folder`/desk, with the samples, without its rate limits; and the faulty server
    before it, which goes by `plan`, or else by `seed` and `rate`; calm where neither is given. `options`
    are those of `ServeOptions`.
    """
    data_dir = folder / "desk"
    if plan is None and seed is not None:
        plan = Seeded(seed, rate=rate)
    with running(data_dir, **({"samples": True} | options)) as process:
        async with faulty_server(process.url, plan, manners) as server:
            yield FaultyDesk(process, data_dir, server)
