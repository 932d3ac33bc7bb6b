"""The desk's own key."""

from __future__ import annotations

from typing import Annotated

from fastapi import Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from tui.desk.auth import same
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk

_bearer = HTTPBearer(scheme_name="DeskKey", description="The desk's own key, as Bearer.", auto_error=False)


async def keyed(
    desk: TheDesk, credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
) -> None:
    """Refuse a request without the desk's own key: 401."""
    if credentials is None or not same(credentials.credentials, desk.keys.desk_key):
        raise Refusal(401, "Missing or wrong desk key", headers={"WWW-Authenticate": "Bearer"})
