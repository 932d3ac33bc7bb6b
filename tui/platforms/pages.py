"""Pages on the web as readers see them: fetched small, as nobody in particular, and read for their text."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from email.message import Message
from functools import cache
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx

from tui.domain.landing import Page, Seen
from tui.platforms.addresses import host, own_machine
from tui.platforms.answers import plain
from tui.platforms.page_text import decoded, page_of

MOST_REDIRECTS = 5
LARGEST_BYTES = 1_000_000
WHOLE_SECONDS = 10.0
USER_AGENT = "Mozilla/5.0 (compatible; copydesk)"
LONGEST_ADDRESS = 2_000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
READ = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class _NotShown(Exception):
    """An address does not show a page."""

    def __init__(self, seen: Seen, why: str) -> None:
        super().__init__(why)
        self.seen = seen
        self.why = why


class Pages:
    """A `PageReader`. Nothing is kept from one page to the next: no cookie, no connection."""

    def __init__(
        self,
        *,
        seconds: float = WHOLE_SECONDS,
        transport: Callable[[], httpx.AsyncBaseTransport] | None = None,
    ) -> None:
        """Give each page so many seconds in all, its redirects included."""
        self._seconds = seconds
        self._transport = transport

    async def read(self, address: str) -> Page:
        """What an address shows. Never raises: what went wrong is in the page."""
        gone_through: list[str] = []
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._fetch(address, gone_through)
                self._see_shown(answer)
                return await asyncio.to_thread(_read, answer, tuple(gone_through))
        except _NotShown as error:
            return Page(error.seen, tuple(gone_through), error.why)
        except TimeoutError:
            why = f"{_of(gone_through)} took longer than {self._seconds:g} s"
            return Page(Seen.UNREACHABLE, tuple(gone_through), why)

    async def leads_nowhere(self, address: str) -> str | None:
        """Why an address leads nowhere, behind it in a sentence; None where it leads somewhere. What stands
        there is not read.
        """
        gone_through: list[str] = []
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._fetch(address, gone_through, whole=False)
        except _NotShown as error:
            return error.why
        except TimeoutError:
            return f"has not answered in {self._seconds:g} s"
        # Whoever is not let in, or asks too often, is somewhere.
        return f"answered {answer.status}" if answer.status in GONE or answer.status >= 500 else None

    async def _fetch(self, address: str, gone_through: list[str], *, whole: bool = True) -> _Answer:
        """The answer at the end of the redirects, all of which are told in `gone_through`."""
        url = _checked(urldefrag(address.strip()).url, None)
        for _ in range(MOST_REDIRECTS + 1):
            gone_through.append(url)
            answer = await self._asked(url, whole=whole)
            if answer.status not in REDIRECTS:
                return answer
            try:
                target = urldefrag(urljoin(url, answer.headers.get("location", ""))).url
            except ValueError:
                target = ""
            target = _checked(target, url)
            await _see_led_outside(target, url)
            url = target
        raise _NotShown(Seen.REFUSED, f"{_of(gone_through)} leads on more than {MOST_REDIRECTS} times")

    async def _asked(self, url: str, *, whole: bool) -> _Answer:
        named = plain(host(url))
        headers = {"User-Agent": USER_AGENT, "Accept": "text/html", "Accept-Encoding": "gzip"}
        parts = urlsplit(url)
        outside = not own_machine(parts.hostname or "")
        # Certificates are read from files: off the way of the keys.
        verify = await asyncio.to_thread(_trusted) if parts.scheme == "https" else _NO_TLS
        try:
            # Another one for each address, so that no cookie goes on; a proxy is no way to one's own machine.
            async with (
                httpx.AsyncClient(
                    transport=self._transport() if self._transport else None,
                    verify=verify,
                    trust_env=outside,
                    auth=_nobody,
                    follow_redirects=False,
                    timeout=self._seconds,
                ) as client,
                client.stream("GET", url, headers=headers) as response,
            ):
                found = {name.lower(): value for name, value in response.headers.items()}
                reads = whole and 200 <= response.status_code < 300
                body = await _body(response) if reads else b""
                return _Answer(response.status_code, found, body)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            if isinstance(error, httpx.InvalidURL) or "location header" in str(error):
                why = f"{named} leads on to what is no address"
                raise _NotShown(Seen.REFUSED, why) from None
            raise _NotShown(Seen.UNREACHABLE, f"{named} {_why(error)}") from None

    def _see_shown(self, answer: _Answer) -> None:
        status = answer.status
        if status in GONE:
            raise _NotShown(Seen.MISSING, f"it answered {status}: there is no such page")
        if status >= 500:
            raise _NotShown(Seen.UNREACHABLE, f"it answered {status}: the site has a fault")
        if not 200 <= status < 300:
            raise _NotShown(Seen.REFUSED, f"it answered {status}: the page is not shown to everybody")
        kind = _content_type(answer.headers).get_content_type()
        if answer.headers.get("content-type") and kind not in READ:
            raise _NotShown(Seen.REFUSED, f"it is no page, but {plain(kind)}")


def _nobody(request: httpx.Request) -> httpx.Request:
    """Not even what a .netrc file says."""
    return request


_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _checked(url: str, before: str | None) -> str:
    """An address that may be asked. Raises _NotShown for every other; `before`: the one that led to it."""
    why = _fault(url, before)
    if why is not None:
        led = f"it leads on to {plain(host(url)) or 'another address'}, " if before is not None else ""
        raise _NotShown(Seen.REFUSED, f"{led or 'its address is one '}{why}")
    return url


def _fault(url: str, before: str | None) -> str | None:
    try:
        parts = urlsplit(url)
        right = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        named = parts.hostname or ""
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        return "that cannot be read"
    if not right or len(url) > LONGEST_ADDRESS:
        return "that is not looked at: only http and https are"
    if "@" in parts.netloc:
        return "with a name or a password in it"
    if _is_link_local(named):
        # There machines in a cloud are told their keys.
        return "that no page has"
    if before is not None and _inside(named) and not _inside(urlsplit(before).hostname or ""):
        return "which is on this machine or its network"
    return None


async def _see_led_outside(url: str, before: str) -> None:
    """See that no name leads from outside to this machine or its network. Raises _NotShown."""
    to, from_ = (urlsplit(each).hostname or "" for each in (url, before))
    if to != from_ and await _stands_inside(to) and not await _stands_inside(from_):
        why = f"it leads on to {plain(host(url))}, which is on this machine or its network"
        raise _NotShown(Seen.REFUSED, why)


async def _stands_inside(named: str) -> bool:
    """Whether a host is on this machine or its network, by its name or by what that stands for."""
    return _inside(named) or any(map(_inside, await addresses_of(named)))


async def addresses_of(named: str) -> tuple[str, ...]:
    """The addresses that a host's name stands for; none where nobody knows it here."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(named, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(place[0]).partition("%")[0] for *_, place in found)


def _number_of(named: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host's name is, in any way that a system reads; None for a name."""
    named = named.rstrip(".")
    try:
        number = ipaddress.ip_address(named)
    except ValueError:
        try:
            # A system takes 2130706433 and 0x7f.1 too.
            return ipaddress.IPv4Address(socket.inet_aton(named))
        except (OSError, ValueError):
            return None
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return mapped or number


def _is_link_local(named: str) -> bool:
    number = _number_of(named)
    return number is not None and number.is_link_local


def _inside(named: str) -> bool:
    """Whether a host is on this machine or its network, as far as its name tells."""
    # A dot at the end says that a name is whole.
    if f".{named.rstrip('.')}".endswith((".localhost", ".local", ".internal")):
        return True
    number = _number_of(named)
    return number is not None and not number.is_global


async def _body(response: httpx.Response) -> bytes:
    """The body, unpacked; no more of it is ever held than is allowed."""
    packed = response.headers.get("content-encoding", "identity").strip().lower()
    if packed not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise _NotShown(Seen.REFUSED, f"it is packed in a way that is not read ({plain(packed)})")
    unpack = zlib.decompressobj(47) if packed not in {"identity", ""} else None
    raw = bytearray()
    async for piece in response.aiter_raw():
        try:
            raw += unpack.decompress(piece, LARGEST_BYTES + 1) if unpack else piece
        except zlib.error:
            raise _NotShown(Seen.REFUSED, "it cannot be unpacked") from None
        if len(raw) > LARGEST_BYTES:
            raise _NotShown(Seen.REFUSED, f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
    return bytes(raw)


def _content_type(headers: Mapping[str, str]) -> Message:
    told = Message()
    told["content-type"] = headers.get("content-type", "text/html")
    return told


def _read(answer: _Answer, addresses: tuple[str, ...]) -> Page:
    """The page that was answered; for a thread."""
    told = _content_type(answer.headers)
    if told.get_content_type() == "text/plain":
        return Page(Seen.SHOWN, addresses, text=decoded(answer.body, told.get_content_charset()))
    return page_of(answer.body, told.get_content_charset(), addresses)


def _of(gone_through: list[str]) -> str:
    return plain(host(gone_through[0])) if gone_through else "it"


def _why(error: Exception) -> str:
    """A cause in words of our own."""
    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    if isinstance(error, httpx.ConnectError):
        bad = "CERTIFICATE" in str(error).upper()
        return "has a certificate that could not be checked" if bad else "could not be reached"
    return "broke off the answer"
