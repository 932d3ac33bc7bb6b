"""One run: a desk, the faulty server, a Copydesk, a person; then calm, and the check."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.desk.work.keys import KEYS
from tests.desk.work.receiver import receiver
from tests.faulty.desk import FaultyDesk, faulty_desk
from tests.faulty.records import DeskRecords
from tests.faulty.spoiling import Manners
from tests.soak import check
from tests.soak.clock import Hurried
from tests.soak.copydesk import NAMES, Copydesk
from tests.soak.ledger import Ledger
from tests.soak.person import Person
from tests.soak.stock import stock
from tui.domain.refs import ItemRef
from tui.platforms.tokens import TokensInMemory

CALM_SECONDS = 60.0
"""Real seconds after which everything must have come to its end, once the faults are off."""
LOGGERS = ("copydesk", "tui", "httpx", "httpcore", "asyncio")
"""Who may tell what must not be told, or fail."""


@dataclass(frozen=True)
class Wanted:
    """How a run is to be. `speed`: how much faster than a clock the waits pass; `ends`: every how many steps
    Copydesk ends and begins anew, in order or not (0: never).
    """

    seed: int
    steps: int = 1000
    rate: float = 0.2
    speed: float = 20.0
    ends: int = 150


@dataclass
class Report:
    """What came of a run."""

    wanted: Wanted
    problems: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    slowest: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        """For a person."""
        lines = [
            f"seed {self.wanted.seed}: {self.wanted.steps} steps in {self.seconds:.0f} s, "
            f"{self.writes} writes (the slowest took {self.slowest:.1f} s), {self.struck.total()} faults, "
            f"{len(self.problems)} problems",
            f"  did: {_listed(self.did)}",
            f"  refused: {_listed(self.refused)}",
            f"  struck: {_listed(self.struck)}",
            f"  entries: {_listed(self.states)}",
            *(f"  !!! {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


def _listed(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())


class _Heard(logging.Handler):
    """Keeps everything that is logged, and counts what is logged as a fault of Copydesk's own."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.faults: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = logging.Formatter("%(name)s %(message)s").format(record)
        self.lines.append(line)
        if record.exc_info is not None:
            self.faults.append(line)


async def run(wanted: Wanted, folder: Path) -> Report:
    """Run it in `folder`, which is empty, and check what came of it."""
    began = time.monotonic()
    report = Report(wanted)
    heard = _Heard()
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.addHandler(heard)
    try:
        async with _stage(wanted, folder) as (fd, client):
            await _played(wanted, folder, fd, client, report)
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.removeHandler(heard)
            logger.setLevel(level)
    report.problems += [f"a fault of Copydesk's own: {line}" for line in heard.faults]
    report.problems += _secrets_told("\n".join(heard.lines), folder)
    report.seconds = time.monotonic() - began
    return report


@asynccontextmanager
async def _stage(wanted: Wanted, folder: Path) -> AsyncIterator[tuple[FaultyDesk, httpx.AsyncClient]]:
    with receiver() as taking:
        # With every other seed a yes to a blog post publishes it at once.
        website = "webhook" if wanted.seed % 2 else "manual"
        count = max(20, wanted.steps // 8)
        await asyncio.to_thread(stock, folder / "desk", folder, count, taking.url, website=website)
        async with (
            faulty_desk(
                folder,
                seed=wanted.seed,
                rate=wanted.rate,
                manners=Manners(late_seconds=6.0 / wanted.speed),
                samples=False,
            ) as fd,
            httpx.AsyncClient(base_url=fd.process.url, trust_env=False, timeout=30) as client,
        ):
            yield fd, client


async def _played(
    wanted: Wanted, folder: Path, fd: FaultyDesk, client: httpx.AsyncClient, report: Report
) -> None:
    dice = random.Random(wanted.seed)
    clock, tokens = Hurried(wanted.speed), TokensInMemory()
    login = {"email": KEYS.blogree_email, "password": KEYS.blogree_password.reveal()}
    token = (await client.post("/blogree/api/auth/login", json=login)).json()["token"]

    async def elsewhere(ref: ItemRef, title: str) -> None:
        await _renamed(client, token, ref, title)

    def opened() -> Copydesk:
        one = Copydesk(folder, fd.address, clock, tokens)
        ledger.follow(one)
        return one

    ledger = Ledger(folder / "state.db")
    person = Person(opened(), ledger, dice, elsewhere)
    try:
        await person.desk.start()
        await _worked(wanted, person, dice, opened)
        fd.calm()
        await fd.settled()
        await _come_to_an_end(person)
        ledger.look()
        records = await _delivered(fd)
        report.problems += [
            *check.settled(ledger),
            *check.deeds(ledger, fd.record),
            *check.audited(ledger, person.desk.outbox.audit()),
            *check.gone(ledger, records),
            *check.deliveries(records, fd.record),
            *check.texts(ledger, records, fd.record, person.desk.edits.all(), person.marks),
        ]
    finally:
        await person.desk.leave()
    report.did, report.refused = person.did, person.refused
    report.struck = Counter(str(struck.fault) for struck in fd.record.struck)
    report.states = Counter(str(one.state) for one in ledger.meant.values())
    report.writes = len(fd.record.done)
    report.slowest = max((write.took for write in fd.record.done), default=0.0)


async def _worked(
    wanted: Wanted, person: Person, dice: random.Random, opened: Callable[[], Copydesk]
) -> None:
    """Take all steps; now and then Copydesk ends, in order or not, and is opened again."""
    for number in range(1, wanted.steps + 1):
        await person.step()
        if wanted.ends and number % wanted.ends == 0:
            in_order = dice.random() < 0.5
            person.did["leave" if in_order else "die"] += 1
            await (person.desk.leave() if in_order else person.desk.die())
            person.ledger.look()
            person.desk = opened()
            await person.desk.start()


async def _come_to_an_end(person: Person) -> None:
    """Now that nothing strikes any more: wait until every entry has ended, or time is up."""
    until = time.monotonic() + CALM_SECONDS
    while time.monotonic() < until:
        outbox = person.desk.outbox
        person.decide_on_parked()
        if not any(each.state.under_way and not outbox.lost(each) for each in outbox.entries):
            return
        await person.desk.hub.revive(refused=True)
        await asyncio.sleep(0.2)


async def _delivered(fd: FaultyDesk) -> DeskRecords:
    until = time.monotonic() + CALM_SECONDS
    while True:
        records = await fd.records()
        waiting = any(row["status"] in {"pending", "retrying"} for row in records.deliveries.values())
        if not waiting or time.monotonic() > until:
            return records
        await asyncio.sleep(0.1)


async def _renamed(client: httpx.AsyncClient, token: str, ref: ItemRef, title: str) -> None:
    body = {"title": title}
    match NAMES[ref.connection]:
        case "notra":
            key = {"Authorization": f"Bearer {KEYS.notra_api_key.reveal()}"}
            await client.patch(f"/notra/v1/posts/{ref.id}", json=body, headers=key)
        case "repostra":
            key = {"X-API-Key": KEYS.repostra_api_key.reveal()}
            await client.put(f"/repostra/api/v1/content/{ref.id}", json=body, headers=key)
        case _:
            key = {"Authorization": f"Bearer {token}"}
            await client.patch(f"/blogree/api/posts/{ref.id}", json=body, headers=key)


def _secrets_told(log: str, folder: Path) -> list[str]:
    """The secrets that a log or the state database holds."""
    told = [log.encode(), *(file.read_bytes() for file in folder.glob("state.db*") if file.is_file())]
    secrets = (KEYS.notra_api_key, KEYS.repostra_api_key, KEYS.blogree_password, KEYS.desk_key)
    return [
        f"the secret {secret.reveal()[:7]}… is told"
        for secret in secrets
        if any(secret.reveal().encode() in text for text in told)
    ]
