"""Notra's keys, organizations and rate limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tui.desk.auth import same
from tui.desk.limits import Limits, SlidingWindow
from tui.desk.routes.notra.wire import Organization
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk, TheServing

_bearer = HTTPBearer(
    scheme_name="NotraKey", description="The desk's Notra API key, as Bearer.", auto_error=False
)


async def keyed(
    desk: TheDesk, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> None:
    """Refuse a request without the desk's key: 401."""
    if credentials is None or not same(credentials.credentials, desk.keys.notra_api_key):
        raise Refusal(401, "Missing or invalid API key", headers={"WWW-Authenticate": "Bearer"})


async def of_organization(
    desk: TheDesk,
    _key: Annotated[None, Depends(keyed)],
    organization_id: Annotated[
        str, Path(alias="organizationId", description="The organization that the key belongs to.")
    ],
) -> None:
    """Refuse a key that does not belong to the organization in the path: 403."""
    if organization_id != desk.keys.notra_organization_id:
        raise Refusal(403, "Forbidden: organization access denied")


@dataclass(frozen=True, slots=True)
class UrlShape:
    """Which of the two URL shapes a request came in (contracts/notra.md, "Two URL shapes")."""

    scoped: bool
    """Whether the organization stood in the path; such answers do not repeat it."""
    organization: Organization

    @property
    def part(self) -> dict[str, Any]:
        """The answer's `organization`, where it has one."""
        return {} if self.scoped else {"organization": self.organization}


def organization_of(desk_organization_id: str) -> Organization:
    """The desk's one organization."""
    return Organization(id=desk_organization_id, slug="local-desk", name="Local desk", logo=None)


async def shape_of(request: Request, desk: TheDesk) -> UrlShape:
    """The request's URL shape."""
    return UrlShape("organizationId" in request.path_params, organization_of(desk.keys.notra_organization_id))


TheShape = Annotated[UrlShape, Depends(shape_of)]


def limited(window_of: Callable[[Limits], SlidingWindow]) -> Callable[..., Awaitable[None]]:
    """A dependency that counts a request in one of the windows; 429 when it is full. Every limited
    answer says how much is left: `RateLimit-Reset` in seconds, `X-RateLimit-Reset` as a Unix time.
    """

    async def count(request: Request, response: Response, serving: TheServing) -> None:
        allowance = serving.take(window_of(serving.limits))
        if allowance is None:
            return
        amounts = {"Limit": str(allowance.limit), "Remaining": str(allowance.remaining)}
        headers = {
            f"{prefix}RateLimit-{name}": text for prefix in ("", "X-") for name, text in amounts.items()
        }
        headers["RateLimit-Reset"] = str(allowance.wait)
        headers["X-RateLimit-Reset"] = str(int(allowance.reset.timestamp()))
        if not allowance.allowed:
            raise Refusal(
                429,
                "Rate limit exceeded",
                headers=headers | {"Retry-After": str(allowance.wait)},
                extra={
                    "limit": allowance.limit,
                    "remaining": allowance.remaining,
                    "reset": int(allowance.reset.timestamp() * 1000),
                },
            )
        response.headers.update(headers)
        # A refusal further on has its own response: it takes them from here.
        request.state.headers = headers

    return count
