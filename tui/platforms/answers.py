"""What a platform answered, and the error that it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from tui.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformError,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unpaid,
    Unreachable,
)

SHORTEST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 300.0
USUAL_WAIT_SECONDS = 30.0
"""Where a 429 does not say how long."""
LONGEST_TEXT = 300
REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id")
GATEWAY_STATUSES = frozenset({502, 503, 504, *range(520, 528)})
"""What stands before the platform answers for it: a write may have gone through behind it."""

NOTHING_DONE_STATUSES = frozenset({501, 505})
"""Failures that say that what was asked is not done by anyone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers (names in lower case) and the body as JSON; None where there is no body."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None

    @property
    def good(self) -> bool:
        """Whether the request was done."""
        return 200 <= self.status < 300


def plain(text: str, hidden: Iterable[str] = ()) -> str:
    """A platform's text made fit for an error: one line, no control characters, not long, and
    without the secrets that were sent, which a platform may repeat.
    """
    for secret in hidden:
        if secret:
            text = text.replace(secret, "…")
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: LONGEST_TEXT * 4]).split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def error_of(
    answer: Answer, *, connection: str, method: str, credential: str, hidden: Iterable[str], now: datetime
) -> PlatformError:
    """The error for an answer that is not good. `credential` is what was shown ("key"); `hidden`
    are the secrets that were sent.
    """
    hidden = tuple(hidden)
    said = plain(_message(answer.body), hidden)
    request_id = request_id_of(answer, hidden)

    def about(happened: str) -> str:
        return f"{connection} {happened}: {said}" if said else f"{connection} {happened}"

    status = answer.status
    if status == 429:
        wait = wait_seconds(answer, now)
        return RateLimited(f"{connection} has had too many requests", retry_after=wait, request_id=request_id)
    if status in {400, 413, 422}:
        fields = {name: plain(text, hidden) for name, text in _fields(answer.body).items()}
        # Laravel's own sentence says no more than that something was wrong.
        more = plain("; ".join(f"{name}: {text}" for name, text in fields.items() if text not in said))
        happened = about("refused what was sent") + (f" ({more})" if more else "")
        return Invalid(happened, fields=fields, request_id=request_id)
    if status >= 500 or status == 408:
        return _fault(status, method, about, request_id)
    known: dict[int, tuple[type[PlatformError], str]] = {
        401: (SignInRefused, f"refused the {credential}"),
        402: (Unpaid, "wants its plan to be paid first"),
        403: (Forbidden, f"does not let this {credential} do that"),
        404: (NotFound, "does not have it"),
        405: (NotSupported, "has no such function"),
        409: (Conflict, "cannot do it as things stand"),
        410: (NotFound, "does not have it any more"),
    }
    kind, happened = known.get(status, (PlatformFault, f"answered {status}, which means nothing to Copydesk"))
    return kind(about(happened), request_id=request_id)


def _fault(status: int, method: str, about: Callable[[str], str], request_id: str | None) -> PlatformError:
    within = status not in GATEWAY_STATUSES and status != 408
    if within and (method == "GET" or status in NOTHING_DONE_STATUSES):
        return PlatformFault(about(f"failed within (it answered {status})"), request_id=request_id)
    if method == "GET":
        kind = Unreachable if status == 408 else PlatformFault
        return kind(about(f"is not available (it answered {status})"), request_id=request_id)
    # Also where the platform itself failed: it may have, after it had done what was asked.
    return OutcomeUnknown(
        about(f"answered {status}: whether it was done is not known"), request_id=request_id
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer tells of the limit that its request counts against; None: nothing."""

    limit: int | None = None
    """Requests a minute, or in whatever longer time the platform counts; 1 or more."""
    remaining: int | None = None
    """How many are left, 0 or more."""
    reset: float | None = None
    """Seconds until there are more, 1 to 300."""


def told(answer: Answer, now: datetime) -> Told:
    """What `RateLimit-*`, `X-RateLimit-*` and a 429's body say of the limit. Never raises."""
    body = answer.body if answer.status == 429 and isinstance(answer.body, dict) else {}

    def counted(name: str) -> int | None:
        headers = answer.headers
        found = headers.get(f"ratelimit-{name}") or headers.get(f"x-ratelimit-{name}") or body.get(name)
        if isinstance(found, str):
            # "60, 60;w=60": what is counted in less than a minute is no limit of a minute's.
            span = re.search(r";\s*w=(\d{1,9})", found)
            if span is not None and int(span[1]) < 60:
                return None
            found = re.split("[,;]", found)[0]
        number = _number(found)
        return None if number is None else int(number)

    return Told(
        counted("limit") or None,
        counted("remaining"),
        _clamped(next((one for one in _waits(answer, now) if one is not None), USUAL_WAIT_SECONDS)),
    )


def wait_seconds(answer: Answer, now: datetime) -> float:
    """Seconds that a 429 asks to wait, 1 to 300: `Retry-After` (seconds or a date), then
    `RateLimit-Reset` (seconds left), then the body (Blogree's `retry_after` in seconds, Notra's
    `reset`, whose unit is guessed by its size), as in peers N9 and B12.
    """
    return _clamped(next((one for one in _waits(answer, now) if one is not None), USUAL_WAIT_SECONDS))


def _waits(answer: Answer, now: datetime) -> tuple[float | None, ...]:
    body = answer.body if answer.status == 429 and isinstance(answer.body, dict) else {}
    # A moment is one of the platform's clock, which may not be right.
    now = _said_now(answer) or now
    return (
        _seconds_or_date(answer.headers.get("retry-after"), now),
        _moment_or_seconds(_number(answer.headers.get("ratelimit-reset")), now),
        _number(body.get("retry_after")),
        _moment_or_seconds(_number(body.get("reset")), now),
        _moment_or_seconds(_number(answer.headers.get("x-ratelimit-reset")), now),
    )


def _said_now(answer: Answer) -> datetime | None:
    try:
        when = parsedate_to_datetime(answer.headers.get("date", ""))
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _clamped(seconds: float) -> float:
    return min(max(seconds, SHORTEST_WAIT_SECONDS), LONGEST_WAIT_SECONDS)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not re.fullmatch(r"\d{1,18}(\.\d{1,9})?", value.strip()):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if 0 <= number < 1e18 else None


def _seconds_or_date(value: str | None, now: datetime) -> float | None:
    seconds = _number(value)
    if seconds is not None or value is None:
        return seconds
    try:
        when = parsedate_to_datetime(value)
        return ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _moment_or_seconds(value: float | None, now: datetime) -> float | None:
    """Unix milliseconds, Unix seconds or seconds left, told apart by their size."""
    if value is None:
        return None
    if value > 1e11:
        return value / 1000 - now.timestamp()
    if value > 1e8:
        return value - now.timestamp()
    return value


def _message(body: Any) -> str:
    """A platform's sentence: Notra's `error`, the others' `message`, FastAPI's `detail`."""
    if not isinstance(body, dict):
        return ""
    for name in ("message", "error", "detail", "error_description"):
        value = body.get(name)
        if isinstance(value, dict):
            value = value.get("message")
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _fields(body: Any) -> dict[str, str]:
    """The fields that were refused: Laravel's `errors` (Repostra), Blogree's `field`."""
    if not isinstance(body, dict):
        return {}
    found: dict[str, str] = {}
    errors = body.get("errors")
    if isinstance(errors, dict):
        for name, texts in errors.items():
            said = texts if isinstance(texts, list) else [texts]
            found[plain(str(name))] = "; ".join(str(text) for text in said)
    one = body.get("field")
    if isinstance(one, str) and one:
        found.setdefault(plain(one), _message(body))
    return found


def request_id_of(answer: Answer, hidden: Iterable[str] = ()) -> str | None:
    """The platform's own name for a request, at most 100 characters; None where it gave none."""
    for name in REQUEST_ID_HEADERS:
        if answer.headers.get(name):
            return plain(answer.headers[name], hidden)[:100]
    body = answer.body if isinstance(answer.body, dict) else {}
    for name in ("request_id", "requestId"):
        if isinstance(body.get(name), str) and body[name]:
            return plain(body[name], hidden)[:100]
    return None
