"""A request that is refused: raised by a route, worded by the platform that it was sent to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

from tui.desk.routes.problems import Problem


class Refusal(Exception):
    """What a route answers instead of a result."""

    def __init__(
        self,
        status: int,
        text: str,
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        """Take the HTTP status and a sentence for a person; `fields`: what is wrong with each field;
        `headers` for the answer; `extra`: further entries of the body.
        """
        super().__init__(text)
        self.status = status
        self.text = text
        self.fields = {name: list(texts) for name, texts in (fields or {}).items()}
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


@dataclass(frozen=True, slots=True)
class World:
    """One platform on the desk: where it is, and how it words a refusal."""

    prefix: str
    """Its paths' beginning, without a slash at the end."""
    body: Callable[[Refusal], dict[str, Any]]
    """A refusal's JSON body in this platform's words."""
    invalid: Callable[[Sequence[Problem]], Refusal]
    """The refusal of a request that does not fit the wire models."""

    def holds(self, path: str) -> bool:
        """Whether a request path belongs to it."""
        return path == self.prefix or path.startswith(self.prefix + "/")

    def answer(self, refusal: Refusal) -> JSONResponse:
        """The response for a refusal."""
        return JSONResponse(self.body(refusal), status_code=refusal.status, headers=refusal.headers)
