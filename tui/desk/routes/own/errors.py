"""How the desk words a refusal of its own: `{"error": "text"}`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from tui.desk.routes.problems import Problem
from tui.desk.routes.refusal import Refusal, World
from tui.domain.desk import DESK_PREFIX


class ErrorAnswer(BaseModel):
    """The desk's error body."""

    error: str
    request_id: str | None = None


_MEANINGS = {400: "What was sent is not valid", 401: "Missing or wrong desk key", 404: "Not found"}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These statuses' answers, for the OpenAPI page."""
    named: dict[int | str, dict[str, Any]] = {
        status: {"model": ErrorAnswer, "description": _MEANINGS[status]} for status in statuses
    }
    return named | {"default": {"model": ErrorAnswer, "description": "Any other refusal"}}


def _body(refusal: Refusal) -> dict[str, Any]:
    body: dict[str, Any] = {"error": refusal.text}
    return body | {key: value for key, value in refusal.extra.items() if key == "request_id"}


def _invalid(problems: Sequence[Problem]) -> Refusal:
    return Refusal(400, "; ".join(problem.sentence for problem in problems))


WORLD = World(prefix=DESK_PREFIX, body=_body, invalid=_invalid)
