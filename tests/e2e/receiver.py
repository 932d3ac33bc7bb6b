"""A site on loopback: it keeps what its webhook gets, and shows the posts among it as pages."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Received:
    """One request: its path, its headers (lower-case names) and its body's bytes."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What came, and where to."""

    url: str
    received: list[Received] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    """The statuses that the next posts are refused with, one after the other."""
    pages: dict[str, str] = field(default_factory=dict)
    """The pages by their slugs: the last post that was taken under each."""

    def take(self, body: bytes) -> None:
        """Make a page of a Blogree post."""
        try:
            post = json.loads(body)["post"]
        except (ValueError, KeyError, TypeError):
            return
        title, slug = escape(post["title"]), post["slug"]
        self.pages[slug] = (
            f"<!doctype html><html><head><title>{title}</title>"
            f'<meta property="og:title" content="{title}">'
            f'<link rel="canonical" href="{self.url}/{slug}"></head>'
            f"<body><article><h1>{title}</h1>{post['body']['html']}</article></body></html>"
        )


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that takes every POST with 200, but for the `refusals` that it was told."""
    kept = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = self.rfile.read(length)
            if len(body) < length:
                # A desk that was killed while it sent: no receiver takes half a request.
                self.close_connection = True
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            kept.received.append(Received(self.path, headers, body))
            refused = kept.refusals.pop(0) if kept.refusals else None
            if refused is None:
                kept.take(body)
            self.send_response(refused or 200)
            self.end_headers()

        def do_GET(self) -> None:
            page = kept.pages.get(self.path.strip("/"))
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((page or "<h1>not here</h1>").encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
