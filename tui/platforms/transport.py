"""The one way out: every request to a platform or to the local desk goes through here."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import httpx

from tui import __version__
from tui.domain.errors import (
    CredentialError,
    NotFound,
    OutcomeUnknown,
    PlatformError,
    PlatformFault,
    SignInRefused,
    Unreachable,
)
from tui.domain.secrets import Secret
from tui.domain.traces import note
from tui.platforms.addresses import check, host, origin, own_machine
from tui.platforms.answers import Answer, error_of, plain, request_id_of
from tui.platforms.auth import Auth, Credential
from tui.platforms.pacing import NeverLeft, Pace
from tui.platforms.retry import TRIES, decide

logger = logging.getLogger("copydesk.http")

# These two write whole addresses, queries included, and header blocks: nothing of theirs may reach a log.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

AsyncTransport = httpx.AsyncBaseTransport
"""What carries the requests; tests hand in their own."""

USER_AGENT = f"copydesk/{__version__}"
LARGEST_ANSWER_BYTES = 20 * 1024 * 1024
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LOOK_ELSEWHERE = frozenset({302, 303})
"""So answers also who has done what was asked, and shows where to look at it."""
NOTHING_WAS_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)

Query = Sequence[tuple[str, str]]

TakeIf = Callable[[int, Any], bool]

_dice = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, between two pieces of an answer, and for the whole exchange."""

    connect: float = 5.0
    read: float = 30.0
    whole: float = 60.0


def _never(status: int, body: Any) -> bool:
    return False


def segment(id: str) -> str:
    """An id as one segment of a path. Raises NotFound for what no item can be called: "..", say,
    would lead to another address.
    """
    if id in {"", ".", ".."} or len(id) > 500:
        raise NotFound("There is no item with such an id")
    return quote(id, safe="", errors="replace")


class Transport:
    """One connection's requests: JSON in and out, typed errors, GETs tried again."""

    def __init__(
        self,
        connection: str,
        base_url: str,
        auth: Auth,
        *,
        transport: AsyncTransport | None = None,
        patience: Patience | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = _dice.random,
    ) -> None:
        """Take the connection's name for sentences and the address that paths are put after.
        Nothing is opened yet. `pace` says when a request may leave (None: no limit is known).
        """
        self.connection = connection
        self.base_url = base_url.rstrip("/")
        self._auth = auth
        self._transport = transport
        self._patience = patience or Patience()
        self._pace = pace or Pace(connection)
        self._sleep = sleep
        self._chance = chance
        self._opened: httpx.AsyncClient | None = None
        self._closed = False

    def address(self, path: str, query: Query = ()) -> str:
        """The whole address of a path."""
        return self.base_url + path + (f"?{urlencode(query, safe=',', quote_via=quote)}" if query else "")

    async def request(self, method: str, path: str, *, query: Query = (), body: Any = None) -> Any:
        """The JSON of a good answer; None where it has no body. `path` begins with a slash and holds
        ids as `segment`s; Secrets in `body` are revealed when it is sent. Raises PlatformError and
        CredentialError, and nothing else.
        """
        return (await self.exchange(method, path, query=query, body=body)).body

    async def exchange(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Any = None,
        take_if: TakeIf = _never,
        tries: int = TRIES,
        anonymous: bool = False,
    ) -> Answer:
        """As `request`, with the status and headers. An answer that is not good raises nothing where
        `take_if(status, body)` says so; `anonymous`: no credential is asked for or shown.
        """
        for attempt in count(1):
            try:
                if anonymous:
                    answer = await self._roundtrip(method, path, query, body, None, attempt)
                    return self._judged(answer, method, body, take_if, None)
                return await self._attempt(method, path, query, body, take_if, attempt)
            except PlatformError as error:
                decision = decide(method, error, attempt, self._chance())
                if not decision.again or attempt >= tries:
                    raise
                logger.info("%s: %s %s again in %.1f s", self.connection, method, path, decision.delay)
                if decision.delay:
                    await self._sleep(decision.delay)
        raise AssertionError("count never ends")

    def as_another(self, auth: Auth) -> Transport:
        """The same way out, at the same pace, for whoever shows another credential; who asks closes it."""
        return Transport(
            self.connection,
            self.base_url,
            auth,
            transport=self._transport,
            patience=self._patience,
            pace=self._pace,
            sleep=self._sleep,
            chance=self._chance,
        )

    async def close(self) -> None:
        """Let go of all connections; what waits to leave does not."""
        self._closed = True
        self._pace.dismiss(self)
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened.aclose()

    async def _attempt(
        self, method: str, path: str, query: Query, body: Any, take_if: TakeIf, attempt: int
    ) -> Answer:
        credential = await self._auth.credential(self._ask)
        answer = await self._roundtrip(method, path, query, body, credential, attempt)
        if answer.status == 401 and await self._auth.refused(credential):
            credential = await self._auth.credential(self._ask)
            answer = await self._roundtrip(method, path, query, body, credential, attempt)
        if method != "GET":
            done = answer.good or take_if(answer.status, answer.body)
            note(done=done, request_id=request_id_of(answer, [credential.secret.reveal()]))
        return self._judged(answer, method, body, take_if, credential)

    async def _ask(self, path: str, body: dict[str, Any]) -> Any:
        return (await self.exchange("POST", path, body=body, anonymous=True)).body

    def _judged(
        self, answer: Answer, method: str, body: Any, take_if: TakeIf, credential: Credential | None
    ) -> Answer:
        if answer.good or take_if(answer.status, answer.body):
            return answer
        hidden = [secret.reveal() for secret in _secrets_in(body)]
        if credential is not None:
            hidden.append(credential.secret.reveal())
        error = error_of(
            answer,
            connection=self.connection,
            method=method,
            credential=self._auth.word,
            hidden=hidden,
            now=datetime.now(UTC),
        )
        if isinstance(error, SignInRefused):
            error.advice = self._auth.advice
        raise error

    async def _roundtrip(
        self, method: str, path: str, query: Query, body: Any, credential: Credential | None, attempt: int
    ) -> Answer:
        url = self.address(path, query)
        headers = self._headers(credential, body)
        content = json.dumps(body, default=_revealed).encode() if body is not None else None
        for _ in range(MOST_REDIRECTS + 1):
            self._client()  # Raises where it is closed: then nothing is left to wait for.
            # Without a credential it is a sign-in: persons may wait for one that began by itself.
            turn = self._pace.turn(method, path, owner=self, urgent=credential is None)
            async with turn as hear:
                began = time.monotonic()
                status: int | str = "no answer"
                try:
                    answer = await self._sent(method, url, headers, content)
                    status = answer.status
                finally:
                    spent = (time.monotonic() - began) * 1000
                    logger.info(
                        "%s: %s %s %s in %.0f ms, try %d",
                        self.connection,
                        method,
                        path,
                        status,
                        spent,
                        attempt,
                    )
                hear(answer)
            if answer.status not in REDIRECTS:
                return answer
            url = self._redirected(method, url, answer)
        raise PlatformFault(f"{self.connection} sends every request on to yet another address")

    def _headers(self, credential: Credential | None, body: Any) -> dict[str, str]:
        headers = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": USER_AGENT}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if credential is not None:
            text = credential.secret.reveal()
            # An HTTP library's complaint about a header repeats the header.
            if not text or not text.isascii() or not text.isprintable() or text != text.strip():
                raise CredentialError(
                    f"The {self._auth.word} of {self.connection} is empty or holds what no header can carry"
                )
            headers[credential.header] = credential.prefix + text
        return headers

    async def _sent(self, method: str, url: str, headers: dict[str, str], content: bytes | None) -> Answer:
        client = self._client()
        try:
            async with (
                asyncio.timeout(self._patience.whole),
                client.stream(method, url, headers=headers, content=content) as response,
            ):
                raw = bytearray()
                async for piece in response.aiter_bytes():
                    raw += piece
                    if len(raw) > LARGEST_ANSWER_BYTES:
                        raise self._unread(method, f"sent more than {LARGEST_ANSWER_BYTES >> 20} MB")
                named = {name.lower(): value for name, value in response.headers.items()}
                return Answer(
                    response.status_code, named, self._json(method, response.status_code, bytes(raw))
                )
        except NOTHING_WAS_SENT as error:
            why = "its certificate could not be checked" if "CERTIFICATE" in str(error) else _why(error)
            raise NeverLeft(f"{self.connection} ({host(url)}) could not be reached: {why}") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
            raise self._lost(method, _why(error)) from None

    def _json(self, method: str, status: int, raw: bytes) -> Any:
        if not raw.strip():
            return None
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            if 200 <= status < 300:
                raise self._unread(method, "sent an answer that is not JSON") from None
            return None

    def _lost(self, method: str, why: str) -> PlatformError:
        if method == "GET":
            return Unreachable(f"{self.connection} gave no answer: {why}")
        return OutcomeUnknown(f"{self.connection} was asked, and its answer was lost: {why}")

    def _unread(self, method: str, what: str) -> PlatformError:
        """The answer came and cannot be used. A write behind it was most likely done."""
        if method == "GET":
            return PlatformFault(f"{self.connection} {what}")
        return OutcomeUnknown(f"{self.connection} {what}: whether it was done is not known")

    def _redirected(self, method: str, url: str, answer: Answer) -> str:
        """Where a GET goes on. Nothing is sent on to another host, and no write is sent on at all."""
        try:
            target = urljoin(url, answer.headers.get("location", ""))
        except ValueError:
            target = ""
        if method == "GET" and origin(target) == origin(url):
            return target
        named = plain(host(target)) or "another address"
        if method != "GET" and answer.status in LOOK_ELSEWHERE:
            raise OutcomeUnknown(
                f"{self.connection} answered with the way to {named}: whether it was done is not known"
            )
        raise PlatformFault(
            f"{self.connection} sends requests on to {named}; nothing was sent there",
            advice="Put its new address into base_url in the config file if you trust it.",
        )

    def _client(self) -> httpx.AsyncClient:
        if self._closed:
            raise Unreachable(f"{self.connection} is closed", advice="")
        if self._opened is None:
            check(self.connection, self.base_url)
            # A proxy from the environment is no way to one's own machine: it would be shown the desk's keys.
            parts = urlsplit(self.base_url)
            outside = not own_machine(parts.hostname or "")
            self._opened = httpx.AsyncClient(
                transport=self._transport,
                verify=_trusted() if parts.scheme == "https" else _no_tls(),
                trust_env=outside,
                follow_redirects=False,
                timeout=httpx.Timeout(self._patience.read, connect=self._patience.connect),
                limits=httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=30),
            )
        return self._opened


def _revealed(value: object) -> str:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"{type(value).__name__} is no JSON")


def _secrets_in(value: Any) -> Iterator[Secret]:
    if isinstance(value, Secret):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _secrets_in(one)


def _why(error: BaseException) -> str:
    """A cause without the words of the HTTP library, which may repeat what was sent."""
    if isinstance(error, TimeoutError | httpx.TimeoutException):
        return "it took too long"
    if isinstance(error, httpx.ConnectError):
        return "no connection"
    if isinstance(error, httpx.ProxyError):
        return "the proxy refused"
    return "the connection broke"


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; read once for all connections, since that takes its time."""
    return httpx.create_ssl_context()


@cache
def _no_tls() -> ssl.SSLContext:
    """For plain http: trusts no one, so nothing is read for it."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
