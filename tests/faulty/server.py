"""The faulty server: over real TCP between the clients and a real desk, it spoils traffic by a plan, and
keeps account of what it did and of what the desk was really asked.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import h11

from tests.faulty.plan import NEVER_REACH, Calm, Fault, Plan
from tests.faulty.spoiling import Manners, cut, made_up, spoiled
from tests.faulty.wire import Answer, Asked, ask, read_request, reset

T = TypeVar("T")

_RESETS = frozenset({Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.LATE})
_HOLDS = frozenset({Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER})
_CUTS = frozenset({Fault.SHORT_BODY, Fault.CUT_CHUNKS, Fault.CUT_HEAD})
_GONE = Answer(502, (), b"no desk")


@dataclass(slots=True)
class Struck:
    """A request that met a fault. What is late becomes known later: the two last are set then."""

    method: str
    path: str
    fault: Fault
    reached_desk: bool = False
    effect: bool = False
    """It was a write, and the desk did it."""


@dataclass(frozen=True, slots=True)
class Write:
    """A write that reached the desk, and what the desk said of it (before any spoiling)."""

    asked: Asked
    answer: Answer
    at: float
    """Unix seconds, when the desk had answered."""
    took: float = 0.0
    """Seconds from when the client sent it until then."""

    @property
    def done(self) -> bool:
        """Whether the desk did it."""
        return self.answer.good

    def __str__(self) -> str:
        """For a test that fails."""
        body = self.asked.body[:200].decode(errors="replace")
        return f"{self.asked.method} {self.asked.target} {body} -> {self.answer.status}"


@dataclass(slots=True)
class Record:
    """Everything that was asked, in the order of arrival; what was struck; what the desk was asked."""

    asked: list[Asked] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)

    @property
    def done(self) -> list[Write]:
        """The ledger: the writes that took effect, in the desk's order."""
        return [write for write in self.writes if write.done]

    def sent(self, method: str, ending: str = "") -> int:
        """How often clients sent such a request, whether it arrived or not."""
        return sum(one.method == method and one.path.endswith(ending) for one in self.asked)

    def clear(self) -> None:
        """Begin anew."""
        self.asked.clear()
        self.struck.clear()
        self.writes.clear()


class FaultyServer:
    """Between clients and the desk at `desk_url`; `plan` may be changed at any time."""

    def __init__(self, desk_url: str, plan: Plan | None = None, manners: Manners | None = None) -> None:
        """Take the desk's address without a path. Nothing is opened yet."""
        self.desk_url = desk_url
        self.plan: Plan = plan or Calm()
        self.manners = manners or Manners()
        self.record = Record()
        self.elsewhere: list[Asked] = []
        """What arrived at the host that redirects lead to: nothing ever should."""
        self.on_hold: Callable[[], None] = lambda: None
        self.on_drip: Callable[[], None] = lambda: None
        """Called when a client is kept waiting: for an answer that is held, or for one's next piece."""
        self.late_may_arrive = asyncio.Event()
        """Whatever is late waits for this besides; it is set unless a test clears it."""
        self.late_may_arrive.set()
        self._place: socket.socket | None = None
        self._port = 0
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()
        self._under_way: set[asyncio.Task[Any]] = set()
        self._over = asyncio.Event()
        self._news = asyncio.Event()

    @property
    def url(self) -> str:
        """The address that stands for the desk's, without a path."""
        return f"http://127.0.0.1:{self._port}"

    def calm(self) -> None:
        """No fault strikes from now on; what was held or is late stays so."""
        self.plan = Calm()

    async def met(self, count: int) -> None:
        """Wait until so many requests were struck."""
        while len(self.record.struck) < count:
            self._news.clear()
            await self._news.wait()

    async def settled(self) -> None:
        """Wait until everything that is on its way to the desk, or late, has arrived there."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    # Being there

    async def open(self) -> None:
        """Listen, at the same port as before if there was one."""
        if self._place is None:
            # It listens at no time, and keeps everybody else from the port while the server is closed.
            self._place = socket.socket()
            self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._place.bind(("127.0.0.1", 0))
            self._port = self._place.getsockname()[1]
        server = await asyncio.start_server(self._served, "127.0.0.1", self._port)
        other = await asyncio.start_server(self._served_elsewhere, "127.0.0.1", 0)
        port = other.sockets[0].getsockname()[1]
        self.manners = replace(self.manners, elsewhere=f"http://127.0.0.1:{port}")
        self._servers = [server, other]
        self._over.clear()

    async def close(self) -> None:
        """Break off every connection and listen no more; what is late still arrives."""
        self._over.set()
        for server in self._servers:
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        for server in self._servers:
            await server.wait_closed()
        self._servers = []

    def leave(self) -> None:
        """Give the port back; for one that is closed."""
        if self._place is not None:
            self._place.close()

    # One connection

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            if self._over.is_set():  # It came while the server was closed.
                raise asyncio.CancelledError
            with suppress(ConnectionError):
                while (asked := await read_request(reader)) is not None:
                    if not await self._answered(asked, reader, writer):
                        break
        except asyncio.CancelledError:
            reset(writer)
        finally:
            self._open.discard(task)
            writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _served_elsewhere(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError):
                if (asked := await read_request(reader)) is not None:
                    self.elsewhere.append(asked)
                    writer.write(Answer(200).saying({}).packed())
                    await writer.drain()
        finally:
            writer.close()

    async def _answered(
        self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request, well or badly; gives whether the connection goes on."""
        self.record.asked.append(asked)
        came = time.time()
        fault = None if asked.platform == "desk" else self.plan.strikes(asked)
        if fault is None:
            return await self._told(writer, await self._of_the_desk(asked, came))
        struck = Struck(asked.method, asked.path, fault)
        self.record.struck.append(struck)
        self._news.set()
        if fault is Fault.LATE:
            self._begin_late(asked, came, struck)
            answer = _GONE
        elif fault in NEVER_REACH and (fault in _RESETS or fault in _HOLDS):
            answer = _GONE
        elif fault in NEVER_REACH:
            return await self._told(writer, made_up(fault, asked, self.manners, datetime.now(UTC)))
        else:
            answer = await self._of_the_desk(asked, came, struck)
        return await self._spoilt(fault, asked, answer, reader, writer)

    async def _spoilt(
        self,
        fault: Fault,
        asked: Asked,
        answer: Answer,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        if fault in _RESETS:
            reset(writer)
            return False
        if fault in _HOLDS:
            await self._held(reader)
            return False
        if fault in _CUTS:
            writer.write(cut(fault, answer))
            await writer.drain()
            return False
        if fault is Fault.DRIP:
            packed, size = answer.packed(), self.manners.drip_bytes
            for start in range(0, len(packed), size):
                writer.write(packed[start : start + size])
                await writer.drain()
                await asyncio.sleep(self.manners.drip_seconds)
                self.on_drip()
            return True
        return await self._told(writer, spoiled(fault, asked, answer, self.manners))

    async def _told(self, writer: asyncio.StreamWriter, answer: Answer) -> bool:
        writer.write(answer.packed())
        await writer.drain()
        return True

    async def _held(self, reader: asyncio.StreamReader) -> None:
        """Say nothing until the client goes, or the test ends."""
        gone = asyncio.ensure_future(reader.read(1))
        over = asyncio.ensure_future(self._over.wait())
        self.on_hold()
        try:
            await asyncio.wait((gone, over), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (gone, over):
                one.cancel()
            await asyncio.gather(gone, over, return_exceptions=True)

    # The desk

    def _begin_late(self, asked: Asked, came: float, struck: Struck) -> None:
        async def arrive() -> None:
            await asyncio.sleep(self.manners.late_seconds)
            await self.late_may_arrive.wait()
            await self._of_the_desk(asked, came, struck)

        self._kept(asyncio.create_task(arrive()))

    def _kept(self, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _of_the_desk(self, asked: Asked, came: float, struck: Struck | None = None) -> Answer:
        """What the desk says. It hears of the request once it is begun, whoever goes meanwhile."""
        return await asyncio.shield(self._kept(asyncio.create_task(self._heard(asked, came, struck))))

    async def _heard(self, asked: Asked, came: float, struck: Struck | None) -> Answer:
        try:
            answer = await ask(self.desk_url, asked)
        except (OSError, h11.RemoteProtocolError):
            return _GONE
        if asked.writes and asked.platform != "desk":
            self.record.writes.append(Write(asked, answer, time.time(), time.time() - came))
        if struck is not None:
            struck.reached_desk = True
            struck.effect = asked.writes and answer.good
        return answer


@asynccontextmanager
async def faulty_server(
    desk_url: str, plan: Plan | None = None, manners: Manners | None = None
) -> AsyncIterator[FaultyServer]:
    """A faulty server before a desk that runs; when it is left, everything that was late has arrived."""
    server = FaultyServer(desk_url, plan, manners)
    await server.open()
    try:
        yield server
    finally:
        server.late_may_arrive.set()
        await server.close()
        await server.settled()
        server.leave()
