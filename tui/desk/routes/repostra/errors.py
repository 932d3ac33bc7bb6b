"""How Repostra words a refusal: `{"error": code, "message": text}`; a validation error with Laravel's
`errors: {field: [text]}` (contracts/repostra.md, "Authentication, errors, limits").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from tui.desk.routes.problems import Problem
from tui.desk.routes.refusal import Refusal, World
from tui.domain.desk import REPOSTRA_PREFIX


class ErrorAnswer(BaseModel):
    """Repostra's error body."""

    error: str
    message: str


class ValidationAnswer(ErrorAnswer):
    """Repostra's 422 body."""

    errors: dict[str, list[str]]


_CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "payload_too_large",
    415: "unsupported_media_type",
    421: "misdirected_request",
    422: "validation_error",
    429: "rate_limited",
    500: "internal_error",
}

_MEANINGS = {
    401: "Missing or invalid API key",
    404: "Resource not found",
    409: "Conflict: something else stands in the way",
    422: "Validation error",
    429: "Rate limited: 60 requests a minute, all endpoints together",
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses' answers, for the OpenAPI page."""
    named: dict[int | str, dict[str, Any]] = {
        status: {
            "model": ValidationAnswer if status == 422 else ErrorAnswer,
            "description": _MEANINGS[status],
        }
        for status in statuses
    }
    return named | {"default": {"model": ErrorAnswer, "description": "Any other refusal"}}


def refused(field: str, text: str) -> Refusal:
    """The 422 of one field; `text` is a whole sentence."""
    return Refusal(422, text, fields={field: [text]})


def not_found(kind: str, id: int) -> Refusal:
    """A 404 that names what is missing: Content 7 not found."""
    return Refusal(404, f"{kind} {id} not found.")


def _body(refusal: Refusal) -> dict[str, Any]:
    code = _CODES.get(refusal.status, "error")
    body: dict[str, Any] = {"error": code, "message": refusal.text}
    return body | {"errors": refusal.fields} if refusal.status == 422 else body


def _invalid(problems: Sequence[Problem]) -> Refusal:
    if any(problem.where == "path" for problem in problems):
        return Refusal(404, "Resource not found.")
    fields: dict[str, list[str]] = {}
    for problem in problems:
        # Laravel's own words: "The title field is required."
        subject = f"The {problem.field} field" if problem.field else f"The {problem.where}"
        fields.setdefault(problem.field or problem.where, []).append(f"{subject} {problem.text}.")
    first = next(iter(fields.values()))[0]
    return Refusal(422, first, fields=fields)


WORLD = World(prefix=REPOSTRA_PREFIX, body=_body, invalid=_invalid)
