"""A small site on loopback, whose pages a test writes down."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    """Names in lower case."""


@dataclass(frozen=True)
class Shown:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


class SiteServer:
    """`pages` by their paths; any other path answers 404. What is `slow` answers when the server closes."""

    def __init__(self) -> None:
        self.pages: dict[str, Shown] = {}
        self.slow: set[str] = set()
        self.asked: list[Asked] = []
        self._closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): each for name, each in self.headers.items()}
                outer.asked.append(Asked(self.path, headers))
                if self.path in outer.slow:
                    outer._closing.wait(30)
                    self.close_connection = True
                    return
                shown = outer.pages.get(self.path, Shown(b"Not here", 404))
                self.send_response(shown.status)
                for name, value in shown.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(shown.body)))
                self.end_headers()
                try:
                    self.wfile.write(shown.body)
                except OSError:
                    self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def page(self, path: str, html: str, **more: str) -> None:
        self.pages[path] = Shown(html.encode(), headers={"Content-Type": "text/html; charset=utf-8", **more})

    def leads(self, path: str, to: str, status: int = 302, **more: str) -> None:
        self.pages[path] = Shown(b"", status, {"Location": to, **more})

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def a_site() -> Iterator[SiteServer]:
    """A site while a test runs."""
    server = SiteServer()
    try:
        yield server
    finally:
        server.close()
