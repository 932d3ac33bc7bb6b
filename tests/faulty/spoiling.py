"""Answers made wrong: their status, their body, their types, their clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from tests.faulty.plan import Fault
from tests.faulty.wire import Answer, Asked

PAGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment</title></head><body><h1>One moment</h1></body></html>"
)


@dataclass(frozen=True, slots=True)
class Manners:
    """How the faults behave: seconds until what is late arrives, seconds between the pieces of a drip
    and how many bytes a piece has, seconds that a 429 asks to wait, and how far the clock is off.
    """

    late_seconds: float = 0.3
    drip_seconds: float = 0.002
    drip_bytes: int = 64
    wait_seconds: int = 1
    skew: timedelta = timedelta(hours=-7)
    elsewhere: str = "http://127.0.0.1:9"
    """Where a redirect leads."""


def made_up(fault: Fault, asked: Asked, manners: Manners, now: datetime) -> Answer:
    """The answer of someone who never asked the desk."""
    if fault.startswith("429"):
        return _limited(fault, asked, manners, now)
    if fault is Fault.REDIRECT:
        return Answer(307, (("location", manners.elsewhere + asked.target),))
    if fault is Fault.UNAUTHORIZED:
        return Answer(401).saying(_said(asked, "unauthorized", "The token or key is not known any more"))
    return _failed(int(fault[:3]), asked)


def _said(asked: Asked, code: str, text: str) -> dict[str, Any]:
    return {"error": text} if asked.platform == "notra" else {"error": code, "message": text}


def _failed(status: int, asked: Asked) -> Answer:
    """What stands before a platform speaks HTML; the platform itself its own JSON."""
    if status in {502, 504}:
        return Answer(status, (("content-type", "text/html"),), PAGE)
    return Answer(status).saying(_said(asked, "internal_error", "An unexpected error occurred"))


def _limited(fault: Fault, asked: Asked, manners: Manners, now: datetime) -> Answer:
    wait = manners.wait_seconds
    until = now + timedelta(seconds=wait)
    body = _said(asked, "rate_limited", "Too many requests")
    if fault is Fault.STORM_BODY_SECONDS:
        return Answer(429).saying(body | {"retry_after": wait})
    if fault is Fault.STORM_BODY_MILLISECONDS:
        more = {"limit": 60, "remaining": 0, "reset": int(until.timestamp() * 1000)}
        return Answer(429).saying(body | more)
    name, value = {
        Fault.STORM_SECONDS: ("retry-after", str(wait)),
        Fault.STORM_DATE: ("retry-after", format_datetime(until, usegmt=True)),
        Fault.STORM_LEFT: ("ratelimit-reset", str(wait)),
        Fault.STORM_EPOCH: ("x-ratelimit-reset", str(int(until.timestamp()) + 1)),
    }[fault]
    return Answer(429).saying(body).headed(name, value)


def spoiled(fault: Fault, asked: Asked, answer: Answer, manners: Manners) -> Answer:
    """What the desk answered, made wrong. A fault of types leaves alone what is no JSON."""
    if fault is Fault.SEE_OTHER:
        return Answer(303, (("location", manners.elsewhere + asked.target),))
    if fault is Fault.NO_CONTENT:
        return replace(answer, status=204, body=b"") if answer.good else answer
    if fault in _TEXTS:
        return replace(answer, status=200, body=_TEXTS[fault](answer.body)).headed(
            "content-type", "text/html"
        )
    if fault in _TYPES:
        return answer.saying(_TYPES[fault](answer.json)) if answer.json is not None else answer
    if fault is Fault.SKEW:
        return _skewed(asked, answer, manners.skew)
    if fault is Fault.JOB_503:
        job = (answer.json or {}).get("job", {})
        return replace(answer, status=503).saying(
            {"error": "The queue did not answer", "jobId": job.get("id")}
        )
    return _failed(int(fault[:3]), asked)


def _numbered(value: Any) -> Any:
    """Every text a number."""
    if isinstance(value, dict):
        return {name: _numbered(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_numbered(one) for one in value]
    return len(value) if isinstance(value, str) else value


def _unlisted(value: Any) -> Any:
    """Every list null."""
    if isinstance(value, dict):
        return {name: _unlisted(one) for name, one in value.items()}
    return None if isinstance(value, list) else value


def _bare(value: Any) -> Any:
    """Without the object around it: the first item or list in it."""
    if isinstance(value, dict):
        inner = [
            one for name, one in value.items() if name != "organization" and isinstance(one, dict | list)
        ]
        return inner[0] if inner else value
    return value


_TYPES: dict[Fault, Callable[[Any], Any]] = {
    Fault.NUMBERS: _numbered,
    Fault.NULLS: _unlisted,
    Fault.NO_ENVELOPE: _bare,
}
_TEXTS: dict[Fault, Callable[[bytes], bytes]] = {
    Fault.GARBAGE: lambda body: b"\x00\xff{]" + body[::-1],
    Fault.TRUNCATED: lambda body: body[: len(body) * 2 // 3] if len(body) > 3 else b'{"da',
    Fault.HTML: lambda body: PAGE,
}


def _skewed(asked: Asked, answer: Answer, skew: timedelta) -> Answer:
    """As from a machine whose clock is off: its Date, and when it says that a token ends."""
    now = datetime.now(UTC) + skew
    told = answer
    if asked.signs_in and isinstance(answer.json, dict) and "expires_at" in answer.json:
        ends = datetime.fromisoformat(answer.json["expires_at"]) + skew
        told = answer.saying(answer.json | {"expires_at": ends.isoformat()})
    return told.headed("date", format_datetime(now, usegmt=True))


def cut(fault: Fault, answer: Answer) -> bytes:
    """An answer that breaks off."""
    body = answer.body or json.dumps({"ok": True}).encode()
    whole = replace(answer, status=200 if answer.status == 204 else answer.status, body=body)
    half = body[: len(body) // 2]
    if fault is Fault.CUT_HEAD:
        return whole.packed()[:20]
    if fault is Fault.CUT_CHUNKS:
        return whole.head("transfer-encoding: chunked") + b"%x\r\n%s" % (len(body), half)
    return whole.head(f"content-length: {len(body)}") + half
