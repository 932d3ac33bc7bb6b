"""HTTP/1.1 by hand: requests as they came, answers as they are to go, whole or broken."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import struct
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import h11

from tui.domain.desk import BLOGREE_PREFIX, NOTRA_PREFIX, REPOSTRA_PREFIX

_PLATFORMS = {"notra": NOTRA_PREFIX, "repostra": REPOSTRA_PREFIX, "blogree": BLOGREE_PREFIX}
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came, with its body as bytes."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def platform(self) -> str:
        """notra, repostra, blogree; desk for all else."""
        for platform, prefix in _PLATFORMS.items():
            if self.path.startswith(prefix + "/"):
                return platform
        return "blogree" if self.path.startswith("/api/") else "desk"

    @property
    def signs_in(self) -> bool:
        """Whether it is Blogree's sign-in, which changes nothing."""
        return self.path.endswith("/auth/login")

    @property
    def writes(self) -> bool:
        """Whether it is to change something."""
        return self.method not in {"GET", "HEAD", "OPTIONS"} and not self.signs_in

    @property
    def digest(self) -> str:
        """The body's hash."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def json(self) -> Any:
        """The body as JSON; None where there is none."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: its status, its headers without those of the connection, its body."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def good(self) -> bool:
        """Whether the desk did it."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON; None where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def saying(self, body: Any) -> Answer:
        """The same with another body, as JSON."""
        return replace(self, body=json.dumps(body).encode()).headed("content-type", "application/json")

    def headed(self, name: str, value: str) -> Answer:
        """The same with this header in place of another of its name."""
        kept = tuple(one for one in self.headers if one[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))

    def head(self, *more: str) -> bytes:
        """The start line and the headers, `more` lines included."""
        lines = [f"HTTP/1.1 {self.status} Said", *(f"{name}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, *more, "", ""]).encode("latin-1")

    def packed(self) -> bytes:
        """The whole of it."""
        if self.status in {204, 304}:
            return self.head()
        return self.head(f"content-length: {len(self.body)}") + self.body


async def read_request(reader: asyncio.StreamReader) -> Asked | None:
    """The next request on a connection; None where the client has gone."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        start, *lines = head.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = start.split(" ")
        pairs = (line.partition(":") for line in lines)
        headers = tuple((name.strip(), value.strip()) for name, _, value in pairs)
        named = {name.lower(): value for name, value in headers}
        body = await reader.readexactly(int(named.get("content-length", "0")))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    return Asked(method, target, headers, body)


async def ask(url: str, asked: Asked) -> Answer:
    """Send a request on to `url` (no path), on a connection of its own. Raises OSError where no one is
    there, and h11.RemoteProtocolError where the answer breaks off.
    """
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    try:
        parser = h11.Connection(h11.CLIENT)
        kept = [pair for pair in asked.headers if pair[0].lower() not in _HOP_BY_HOP]
        if asked.body:
            kept.append(("Content-Length", str(len(asked.body))))
        kept.append(("Connection", "close"))
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in kept]
        out = [h11.Request(method=asked.method, target=asked.target, headers=headers)]
        sent = b"".join(parser.send(event) or b"" for event in out)
        sent += parser.send(h11.Data(data=asked.body)) or b"" if asked.body else b""
        writer.write(sent + (parser.send(h11.EndOfMessage()) or b""))
        await writer.drain()
        return await _answer(parser, reader)
    finally:
        writer.close()


async def _answer(parser: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    status, headers, body = 0, (), b""
    named: tuple[tuple[str, str], ...] = headers
    while True:
        event = parser.next_event()
        if event is h11.NEED_DATA:
            parser.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Response):
            status = event.status_code
            pairs = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers)
            named = tuple(pair for pair in pairs if pair[0].lower() not in _HOP_BY_HOP)
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            return Answer(status, named, body)


def reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection off as a machine does that has lost it: with RST, not with a goodbye."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
