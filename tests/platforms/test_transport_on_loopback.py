"""The transport over real sockets: what breaks there, and what was sent by then."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.fakes.nobody import nobody
from tests.platforms.harness import KEY, key
from tui.domain.errors import OutcomeUnknown, Unreachable
from tui.platforms.auth import bearer
from tui.platforms.transport import Patience, Transport

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def no_nap(seconds: float) -> None:
    return None


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    """A raw server on loopback; gives its address."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await handler(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@asynccontextmanager
async def way_to(url: str, patience: Patience | None = None) -> AsyncIterator[Transport]:
    way = Transport("acme", url, bearer(key), sleep=no_nap, patience=patience)
    try:
        yield way
    finally:
        await way.close()


async def test_a_good_answer_packed_and_in_chunks() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        packed = gzip.compress(b'{"a": 1}')
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
        writer.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed))
        await writer.drain()

    async with serving(answer) as url, way_to(url) as way:
        assert await way.request("GET", "/x") == {"a": 1}


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",
        b"SSH-2.0-OpenSSH_9.6\r\n",
    ],
)
async def test_an_answer_that_breaks_off(start: bytes) -> None:
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        writer.write(start)
        await writer.drain()
        writer.transport.abort() if not start else writer.close()

    async with serving(answer) as url, way_to(url) as way:
        with pytest.raises(Unreachable, match="acme gave no answer"):
            await way.request("GET", "/x")
        assert asked == 3
        with pytest.raises(OutcomeUnknown, match="its answer was lost"):
            await way.request("POST", "/x", body={"a": 1})
        assert asked == 4


async def test_an_answer_that_does_not_come() -> None:
    asked = asyncio.Semaphore(0)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.release()
        await reader.read()

    async with serving(answer) as url, way_to(url, Patience(read=0.05)) as way:
        with pytest.raises(OutcomeUnknown, match="too long"):
            await way.request("PATCH", "/x", body={})
        with pytest.raises(Unreachable, match="too long"):
            await way.request("GET", "/x")
        # The server may come to read what was sent after nobody waits for its answer any more.
        for _ in range(4):
            await asyncio.wait_for(asked.acquire(), 90)
    assert asked.locked(), "asked more often than that"


async def test_where_nobody_listens_nothing_was_sent() -> None:
    with nobody() as url:
        async with way_to(url) as way:
            for method in ("GET", "POST"):
                with pytest.raises(Unreachable, match=r"acme \(127\.0\.0\.1:\d+\) could not be reached"):
                    await way.request(method, "/x")


async def test_no_proxy_stands_before_ones_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    proxied: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        proxied.append(b"a request")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()

    async with serving(proxy) as proxy_url, serving(answer) as url:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy_url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        async with way_to(url) as way:
            assert await way.request("GET", "/x") == {}
    assert not proxied


async def test_a_server_that_speaks_no_tls_gets_nothing() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        return None

    async with serving(answer) as url, way_to(url.replace("http:", "https:"), Patience(connect=0.1)) as way:
        with pytest.raises(Unreachable) as found:
            await way.request("POST", "/x")
    assert KEY not in str(found.value)


async def test_requests_run_side_by_side_and_may_be_cancelled() -> None:
    waiting = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        waiting.set()
        await reader.read()

    async with serving(answer) as url, way_to(url) as way:
        task = asyncio.create_task(way.request("GET", "/x"))
        await asyncio.wait_for(waiting.wait(), 90)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
