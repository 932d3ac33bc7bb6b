"""Fetches the page of a website: small, in a few seconds, without cookies, over http and https alone."""

from __future__ import annotations

import asyncio
import codecs
import re
import zlib
from dataclasses import dataclass
from ipaddress import ip_address
from socket import inet_aton
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from tui.desk.writer.draft import WriterError

if TYPE_CHECKING:
    import httpx

FETCH_SECONDS = 5.0
"""How long all of it may take, redirects included."""
PAGE_BYTES = 512 * 1024
"""As much of a page is read; the rest is left."""
MOST_REDIRECTS = 3

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Encoding": "identity",
    "User-Agent": "Copydesk (reads one page for a brand's voice)",
}
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""What Python knows besides, and no page is written in; one of them takes minutes for a page."""
_SAID_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the address that it came from in the end, and its HTML, untrusted."""

    url: str
    html: str


def web_address(text: str) -> str | None:
    """The http or https address that a person means by `text`, https where no scheme is said; None where it
    is none, or holds a user's name or password.
    """
    text = text.strip()
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return None
    if not good or "@" in parts.netloc or any(c.isspace() or not c.isprintable() for c in address):
        return None
    return address if len(address) <= 2000 else None


def fetch_page(url: str, *, seconds: float = FETCH_SECONDS) -> Fetched:
    """The page at an address. Not for a thread that runs an event loop. Raises WriterError, with a sentence,
    where it cannot be read.
    """
    import httpx

    name = _name(url)
    try:
        return asyncio.run(_fetched(url, seconds))
    except (TimeoutError, httpx.TimeoutException):
        why = f"it did not answer within {seconds:g} seconds"
    except httpx.ConnectError:
        why = "no connection came about"
    except httpx.HTTPError as error:
        why = f"the connection was lost ({type(error).__name__})"
    except (httpx.InvalidURL, ValueError):
        why = "its address cannot be used"
    raise WriterError(f"{name} could not be read: {why}. Check the address and try again.")


def next_address(start: str, url: str, location: str) -> str:
    """Where a redirect from `url` leads to. No site on the web sends the desk to this machine or its network:
    `start` is what the person named. Raises WriterError where it is not followed.
    """
    wanted = web_address(urljoin(url, location))
    if wanted is None or (_near(wanted) and not _near(start)):
        raise WriterError(
            f"{_name(start)} could not be read: it sends on to an address that is not followed. "
            "Give the address of the page itself."
        )
    return wanted


async def _fetched(url: str, seconds: float) -> Fetched:
    import httpx

    start = url
    async with (
        asyncio.timeout(seconds),
        httpx.AsyncClient(
            timeout=seconds,
            headers=_HEADERS,
            follow_redirects=False,
            mounts={f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")},
        ) as client,
    ):
        for _ in range(MOST_REDIRECTS + 1):
            async with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return Fetched(url, await _html(start, response))
                url = next_address(start, url, response.headers["location"])
            client.cookies.clear()
    raise WriterError(
        f"{_name(start)} could not be read: it sends on more than {MOST_REDIRECTS} times. "
        "Give the address where the page is in the end."
    )


def _near(url: str) -> bool:
    """Whether an address says by itself that it is on this machine or its network. What a name leads to is
    not looked up.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    try:
        # As the system reads them: 127.1, 0x7f000001.
        return not ip_address(inet_aton(host)).is_global
    except (OSError, ValueError):
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))


async def _html(start: str, response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    if not response.is_success:
        why = f"it answers {response.status_code}"
    elif kind not in {"text/html", "application/xhtml+xml", ""}:
        why = "it is no web page"
    else:
        raw = bytearray()
        async for part in response.aiter_raw():
            raw += part
            if len(raw) >= PAGE_BYTES:
                break
        body = _unpacked(bytes(raw[:PAGE_BYTES]), response.headers.get("content-encoding", ""))
        if body is not None:
            return _text(body, response.charset_encoding)
        why = "it is packed in a way that is not known"
    raise WriterError(f"{_name(start)} could not be read: {why}. Give the address of a page with text.")


def _unpacked(raw: bytes, encoding: str) -> bytes | None:
    """The page itself, though packing was not asked for; None where that cannot be had."""
    match encoding.strip().lower():
        case "" | "identity":
            return raw
        case "gzip" | "x-gzip" | "deflate":
            try:
                return zlib.decompressobj(wbits=47).decompress(raw, PAGE_BYTES)
            except zlib.error:
                return None
        case _:
            return None


def _text(body: bytes, told: str | None) -> str:
    found = _SAID_CHARSET.search(body[:4096])
    said = told or (found[1].decode("ascii", "replace") if found else "utf-8")
    try:
        if codecs.lookup(said).name in _NO_CHARSETS:
            raise LookupError(said)
        return body.decode(said, "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or "The website"
    except ValueError:
        return "The website"
