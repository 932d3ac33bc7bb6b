"""Repostra's key and its rate limit."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Security
from fastapi.security import APIKeyHeader

from tui.desk.auth import same
from tui.desk.routes.fields import LARGEST_ID
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheServing

_header = APIKeyHeader(
    name="X-API-Key", scheme_name="RepostraKey", description="The desk's Repostra API key.", auto_error=False
)

RowId = Annotated[int, Path(alias="id", ge=1, le=LARGEST_ID)]
"""An id in a path; what is none is not found."""


async def keyed(serving: TheServing, key: Annotated[str | None, Security(_header)]) -> None:
    """Refuse a request without the desk's key (401), and more than 60 in a minute (429)."""
    if not same(key, serving.desk.keys.repostra_api_key):
        raise Refusal(401, "Invalid API key")
    allowance = serving.take(serving.limits.repostra)
    if allowance is not None and not allowance.allowed:
        raise Refusal(
            429,
            f"Too many requests: try again in {allowance.wait} seconds.",
            headers={"Retry-After": str(allowance.wait)},
        )
