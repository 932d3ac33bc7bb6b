"""A website on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Page:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    """Names in lower case."""


@dataclass(frozen=True)
class Website:
    url: str
    """With a slash at its end."""
    asked: list[Asked]


@contextmanager
def website(pages: Mapping[str, Page | None]) -> Iterator[Website]:
    """Serve pages by their path; None: no answer before the end of the block."""
    asked: list[Asked] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(Asked(self.path, {name.lower(): text for name, text in self.headers.items()}))
            page = pages.get(self.path, Page(404))
            if page is None:
                over.wait(30)
                return
            self.send_response(page.status)
            for name, text in ({"Content-Type": "text/html"} | page.headers).items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(page.body)))
            self.end_headers()
            with suppress(OSError):  # who reads it may want no more of it
                self.wfile.write(page.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    try:
        yield Website(f"http://127.0.0.1:{server.server_port}/", asked)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        serving.join()
