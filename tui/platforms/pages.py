"""Pages on the web as readers see them: fetched small, as nobody in particular, and read for their text."""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Callable, Mapping
from email.message import Message
from functools import cache
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from tui.domain.landing import Page, Seen
from tui.platforms.addresses import host, own_machine
from tui.platforms.answers import plain
from tui.platforms.page_text import decoded, page_of
from tui.platforms.whereabouts import addresses_of, is_inside, is_link_local

MOST_REDIRECTS = 5
LARGEST_BYTES = 1_000_000
WHOLE_SECONDS = 10.0
USER_AGENT = "Mozilla/5.0 (compatible; copydesk)"
LONGEST_ADDRESS = 2_000
CONNECT_SECONDS = 2.0
"""How long one of several machines of a name may take to be reached."""
MOST_MACHINES = 4
REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
EMPTY = frozenset({204, 205})
_SAID = {
    **dict.fromkeys((401, 403, 407, 451), ": the page is not shown to everybody"),
    **dict.fromkeys(EMPTY, ": there is nothing on it"),
    429: ": it is asked too often; look again later",
}
READ = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


class _Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes
    inside: bool
    """Whether it came from this machine or its network."""


class _To(NamedTuple):
    """Where a request goes to."""

    url: str
    machines: tuple[str, ...] | None
    """The numbers that its host stands for, the best first; None: a proxy finds it."""


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
        there is not read. A name that hides this machine or its network leads nowhere: links are strangers'.
        """
        gone_through: list[str] = []
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._fetch(address, gone_through, linked=True)
        except _NotShown as error:
            return error.why
        except TimeoutError:
            return f"has not answered in {self._seconds:g} s"
        # Whoever is not let in, or asks too often, is somewhere.
        return f"answered {answer.status}" if answer.status in GONE or answer.status >= 500 else None

    async def _fetch(self, address: str, gone_through: list[str], *, linked: bool = False) -> _Answer:
        """The answer at the end of the redirects, all of which are told in `gone_through`. `linked`: what
        stands there is not read.
        """
        url = _checked(urldefrag(address.strip()).url)
        to = await _found(url, from_outside=linked and not is_inside(urlsplit(url).hostname or ""))
        while True:
            gone_through.append(to.url)
            answer = await self._asked(to, whole=not linked)
            if answer.status not in REDIRECTS:
                return answer
            if len(gone_through) > MOST_REDIRECTS:
                why = f"{_of(gone_through)} leads on more than {MOST_REDIRECTS} times"
                raise _NotShown(Seen.REFUSED, why)
            try:
                target = urldefrag(urljoin(to.url, answer.headers.get("location", ""))).url
            except ValueError:
                target = ""
            to = await _found(_checked(target, led=True), led=True, from_outside=not answer.inside)

    async def _asked(self, to: _To, *, whole: bool) -> _Answer:
        named = plain(host(to.url))
        if to.machines == ():
            raise _NotShown(Seen.UNREACHABLE, f"nobody here knows where {named} is")
        # Certificates are read from files: off the way of the keys.
        secure = urlsplit(to.url).scheme == "https"
        verify = await asyncio.to_thread(_trusted) if secure else _NO_TLS
        *first, last = to.machines or ("",)
        try:
            for machine in first:
                try:
                    return await self._from(to.url, machine, verify, whole=whole, connect=CONNECT_SECONDS)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    # The next one may be there; the last one tells what is wrong.
                    continue
            return await self._from(to.url, last, verify, whole=whole, connect=self._seconds)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
            if isinstance(error, httpx.InvalidURL) or "location header" in str(error):
                why = f"{named} leads on to what is no address"
                raise _NotShown(Seen.REFUSED, why) from None
            raise _NotShown(Seen.UNREACHABLE, f"{named} {_why(error)}") from None

    async def _from(
        self, url: str, machine: str, verify: ssl.SSLContext, *, whole: bool, connect: float
    ) -> _Answer:
        """What one machine answers; it is asked by its number, so that no name stands for another one since
        it was looked up. Without one a proxy is asked.
        """
        at = httpx.URL(url)
        headers = {"User-Agent": USER_AGENT, "Accept": "text/html", "Accept-Encoding": "gzip"}
        extensions = {}
        if machine:
            headers["Host"] = at.netloc.decode("ascii")
            extensions["sni_hostname"] = at.raw_host.decode("ascii").rstrip(".")
            at = at.copy_with(host=machine)
        # Another one for each address, so that no cookie goes on.
        async with (
            httpx.AsyncClient(
                transport=self._transport() if self._transport else None,
                verify=verify,
                trust_env=not machine,
                auth=_nobody,
                follow_redirects=False,
                timeout=httpx.Timeout(self._seconds, connect=min(connect, self._seconds)),
            ) as client,
            client.stream("GET", at, headers=headers, extensions=extensions) as response,
        ):
            found = {name.lower(): value for name, value in response.headers.items()}
            reads = whole and 200 <= response.status_code < 300
            body = await _body(response) if reads else b""
            return _Answer(response.status_code, found, body, is_inside(machine))

    def _see_shown(self, answer: _Answer) -> None:
        status = answer.status
        if status in GONE:
            raise _NotShown(Seen.MISSING, f"it answered {status}: there is no such page")
        if status >= 500:
            raise _NotShown(Seen.UNREACHABLE, f"it answered {status}: the site has a fault")
        if not 200 <= status < 300 or status in EMPTY:
            raise _NotShown(Seen.REFUSED, f"it answered {status}{_SAID.get(status, ', and no page')}")
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


def _checked(url: str, *, led: bool = False) -> str:
    """An address that may be asked. Raises _NotShown for every other; `led`: another one led to it."""
    try:
        parts = urlsplit(url)
        right = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise _refused(url, "that cannot be read", led) from None
    if not right or len(url) > LONGEST_ADDRESS:
        raise _refused(url, "that is not looked at: only http and https are", led)
    if "@" in parts.netloc:
        raise _refused(url, "with a name or a password in it", led)
    return url


async def _found(url: str, *, led: bool = False, from_outside: bool = False) -> _To:
    """Where a request for an address goes to. Raises _NotShown where it goes nowhere, or may not go there;
    `from_outside`: one led to it that is neither on this machine nor on its network.
    """
    parts = urlsplit(url)
    # As it is asked for: a name may be written in any script.
    named = httpx.URL(url).raw_host.decode("ascii")
    machines = await addresses_of(named)
    able = tuple(each for each in machines if not is_link_local(each))
    if is_link_local(named) or (machines and not able):
        raise _refused(url, "that no page has", led)
    if from_outside:
        able = () if is_inside(named) else tuple(each for each in able if not is_inside(each))
        if is_inside(named) or (machines and not able):
            raise _refused(url, "which is on this machine or its network", led)
    # A proxy is no way to one's own machine.
    proxies = {} if own_machine(named) or proxy_bypass(named) else getproxies()
    if proxies.get(parts.scheme) or proxies.get("all"):
        return _To(url, None)
    return _To(url, able[:MOST_MACHINES])


def _refused(url: str, why: str, led: bool) -> _NotShown:
    before = f"it leads on to {plain(host(url)) or 'another address'}," if led else "its address is"
    return _NotShown(Seen.REFUSED, f"{before} one {why}")


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
        told = str(error).upper()
        if "CERTIFICATE" in told:
            return "has a certificate that could not be checked"
        return "does not speak https as it should" if "SSL" in told else "could not be reached"
    return "broke off the answer"
