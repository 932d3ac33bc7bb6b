"""A webhook receiver on loopback that keeps what it was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


class Receiver:
    """`answer`: called for each request with how many came before; None: no answer until `release`."""

    def __init__(self, answer: Callable[[int], Reply | None]) -> None:
        self.received: list[Received] = []
        self._answer = answer
        self._released = threading.Event()
        self._turn = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    # A desk that was killed while it sent: no receiver takes half a request.
                    self.close_connection = True
                    return
                headers = {name.lower(): value for name, value in self.headers.items()}
                with outer._turn:
                    before = len(outer.received)
                    outer.received.append(Received(self.path, headers, body))
                reply = outer._answer(before)
                if reply is None:
                    outer._released.wait(300)
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def release(self) -> None:
        self._released.set()

    def close(self) -> None:
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def receiver(answer: Callable[[int], Reply | None] = lambda _: Reply()) -> Iterator[Receiver]:
    opened = Receiver(answer)
    try:
        yield opened
    finally:
        opened.close()
