"""Blogree's tokens and its rate limit."""

from __future__ import annotations

from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tui.desk.auth import token_holds
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheServing

_bearer = HTTPBearer(
    scheme_name="BlogreeToken",
    bearerFormat="JWT",
    description="The token that POST /auth/login answers; it expires after 7 days.",
    auto_error=False,
)


async def authorized(
    serving: TheServing, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> None:
    """Refuse a request without a token that holds (401), and more than 120 in a minute (429)."""
    desk = serving.desk
    if credentials is None or not token_holds(credentials.credentials, desk.keys, desk.now()):
        raise Refusal(401, "Invalid or expired JWT token", headers={"WWW-Authenticate": "Bearer"})
    allowance = serving.take(serving.limits.blogree)
    if allowance is not None and not allowance.allowed:
        raise Refusal(
            429,
            "Too many requests",
            headers={"Retry-After": str(allowance.wait)},
            extra={"retry_after": allowance.wait},
        )
