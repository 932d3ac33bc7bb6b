"""One try: the POST itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

SEND_SECONDS = 30.0
"""contracts/blogree.md: a site answers within 30 s."""
_ANSWER_BYTES = 65_536
_LINK_NAMES = ("url", "published_url", "link")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try. `status`: the HTTP status, None where none came; `text`: for people, short;
    `link`: the http(s) address that the receiver gave the post, where it gave one.
    """

    status: int | None
    text: str
    link: str | None = None


class Sender:
    """Sends over one HTTP client; used from many threads. httpx is imported at the first try: a desk
    starts without it.
    """

    def __init__(self, seconds: float = SEND_SECONDS) -> None:
        """`seconds`: how long one try may take in all."""
        self._seconds = seconds
        self._lock = Lock()

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        return httpx.Client(
            timeout=self._seconds,
            follow_redirects=False,  # a redirect would carry a signed post to where nobody meant it to go
            limits=httpx.Limits(max_keepalive_connections=0),
            mounts={f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")},
        )

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """POST `body`; never raises for what the address or the receiver does."""
        refused = refuse_address(url)
        if refused is not None:
            return Answer(None, refused)
        import httpx

        with self._lock:
            client = self._client
        deadline = monotonic() + self._seconds
        try:
            with client.stream(
                "POST", url, headers={**headers, "Accept-Encoding": "identity"}, content=body
            ) as response:
                taken = bytearray()
                for part in response.iter_raw():
                    taken += part
                    if len(taken) > _ANSWER_BYTES or monotonic() > deadline:
                        break
                return _answer(response.status_code, bytes(taken))
        except httpx.TimeoutException:
            return Answer(None, "timed out")
        except httpx.ConnectError:
            return Answer(None, "could not connect")
        except httpx.HTTPError as error:
            return Answer(None, f"connection lost ({type(error).__name__})")
        except (httpx.InvalidURL, ValueError):
            return Answer(None, "the address or the key cannot be sent")

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            if "_client" in self.__dict__:
                self._client.close()


def refuse_address(url: str) -> str | None:
    """Why nothing is sent to an address; None where it is an http(s) address with a host."""
    if not url:
        return "no address"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "not an address"
    if parts.scheme not in {"http", "https"} or not host:
        return "not an http address"
    return None


def _answer(status: int, body: bytes) -> Answer:
    if 300 <= status < 400:
        return Answer(status, f"{status} (redirects are not followed)")
    return Answer(status, str(status), _link(body) if 200 <= status < 300 else None)


def _link(body: bytes) -> str | None:
    """The post's address in a receiver's JSON answer."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    for name in _LINK_NAMES:
        link = said.get(name)
        if isinstance(link, str) and len(link) <= 2048 and refuse_address(link) is None:
            return link
    return None
