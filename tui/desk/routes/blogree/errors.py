"""How Blogree words a refusal: `{"error": code, "message": text}` with `field`, `retry_after` or
`request_id` where they belong (contracts/blogree.md, "Authentication, errors").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from tui.desk.routes.problems import Problem
from tui.desk.routes.refusal import Refusal, World
from tui.domain.desk import BLOGREE_PREFIX


class ErrorAnswer(BaseModel):
    """Blogree's error body; the last three are there only where they belong."""

    error: str
    message: str
    field: str | None = None
    retry_after: int | None = None
    request_id: str | None = None


_CODES = {
    400: "validation_error",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "payload_too_large",
    415: "unsupported_media_type",
    421: "misdirected_request",
    429: "rate_limited",
    500: "internal_error",
}

_MEANINGS = {
    400: "What was sent is not valid",
    401: "Invalid or expired token",
    404: "Not found",
    409: "Something else stands in the way",
    429: "Too many requests: 120 a minute",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses' answers, for the OpenAPI page."""
    named: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer, "description": _MEANINGS[status]} for status in statuses
    }
    return named | {"default": {"model": ErrorAnswer, "description": "Any other refusal"}}


def refused(field: str, text: str) -> Refusal:
    """The refusal of one field; `text` without a subject: "is required"."""
    return _invalid([Problem("body", field, text)])


def not_found(kind: str, id: str) -> Refusal:
    """A 404 that names what is missing: Post post_1 not found."""
    return Refusal(404, f"{kind} {id[:80]} not found")


def _body(refusal: Refusal) -> dict[str, Any]:
    code = _CODES.get(refusal.status, "error")
    body: dict[str, Any] = {"error": code, "message": refusal.text}
    if refusal.fields:
        body["field"] = next(iter(refusal.fields))
    return body | {k: v for k, v in refusal.extra.items() if k in {"retry_after", "request_id"}}


def _invalid(problems: Sequence[Problem]) -> Refusal:
    if any(problem.where == "path" for problem in problems):
        return Refusal(404, "Not found")
    first = problems[0]
    return Refusal(400, first.sentence, fields={first.field: [first.text]} if first.field else None)


WORLD = World(prefix=BLOGREE_PREFIX, body=_body, invalid=_invalid)
