"""How Notra words a refusal: `{"error": "text"}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from tui.desk.routes.problems import Problem
from tui.desk.routes.refusal import Refusal, World
from tui.domain.desk import NOTRA_PREFIX


class ErrorAnswer(BaseModel):
    """Notra's error body."""

    error: str


class RateLimitAnswer(ErrorAnswer):
    """Notra's 429 body; `reset` is a Unix time in milliseconds."""

    limit: int
    remaining: int
    reset: int


_MEANINGS = {
    400: "Invalid path params, query or request body",
    401: "Missing or invalid API key",
    403: "Forbidden: the key does not belong to the organization",
    404: "Not found",
    409: "Post slug already exists",
    429: "Rate limit exceeded",
}


def refusals(*statuses: int, conflict: str = _MEANINGS[409]) -> dict[int | str, dict[str, Any]]:
    """These statuses' answers, for the OpenAPI page; `conflict`: what a 409 means."""
    named: dict[int | str, dict[str, Any]] = {
        status: {
            "model": RateLimitAnswer if status == 429 else ErrorAnswer,
            "description": conflict if status == 409 else _MEANINGS[status],
        }
        for status in statuses
    }
    return named | {"default": {"model": ErrorAnswer, "description": "Any other refusal"}}


def _body(refusal: Refusal) -> dict[str, Any]:
    extra = {key: value for key, value in refusal.extra.items() if key in {"limit", "remaining", "reset"}}
    return {"error": refusal.text} | extra


def _invalid(problems: Sequence[Problem]) -> Refusal:
    places = {problem.where for problem in problems}
    said = "; ".join(problem.sentence for problem in problems)
    if "body" in places:
        return Refusal(400, f"Invalid request body: {said}")
    if places == {"query"}:
        return Refusal(400, f"Invalid query parameters: {said}")
    return Refusal(400, f"Invalid path params or query: {said}")


WORLD = World(prefix=NOTRA_PREFIX, body=_body, invalid=_invalid)
