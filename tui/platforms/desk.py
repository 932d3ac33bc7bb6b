"""The local desk's own routes: whether it is there, how it fares, what it may read."""

from __future__ import annotations

from typing import Any

from tui.domain.desk import DESK_PREFIX, DeskHealth
from tui.domain.errors import CopydeskError
from tui.domain.secrets import Secret
from tui.platforms.auth import bearer
from tui.platforms.transport import AsyncTransport, Patience, Transport
from tui.platforms.wire import Reader

NAME = "the local desk"
LOOK = Patience(connect=5.0, read=10.0, whole=15.0)
"""Where none listens that is known at once. One that runs and is slow to say so must not count as gone: it
would not be stopped, and another one started beside it.
"""


class DeskClient:
    """One running desk, or one that may be running."""

    def __init__(self, url: str, desk_key: Secret, *, transport: AsyncTransport | None = None) -> None:
        """Take the desk's address without a path, and its own key."""

        async def key() -> Secret:
            return desk_key

        self._transport = Transport(NAME, url + DESK_PREFIX, bearer(key), transport=transport)
        self._look = Transport(NAME, url + DESK_PREFIX, bearer(key), transport=transport, patience=LOOK)
        self._reader = Reader(NAME)

    async def health(self) -> DeskHealth | None:
        """What a desk there says of itself; None within some seconds where none answers. Never raises."""
        try:
            answer = await self._look.exchange("GET", "/health", tries=1, anonymous=True)
        except CopydeskError:
            return None
        if not isinstance(answer.body, dict) or answer.body.get("desk") is not True:
            return None
        zone = answer.body.get("zone")
        return DeskHealth(zone=zone if isinstance(zone, str) and zone else None)

    async def status(self) -> dict[str, Any]:
        """How the desk fares, as it says. Raises PlatformError."""
        return self._reader.envelope(await self._transport.request("GET", "/status"))

    async def register_repository(self, path: str) -> str:
        """Let the desk read the git checkout at an absolute path; again is no error. Gives its id as a
        Notra integration. Raises Invalid where there is none.
        """
        answer = await self._transport.request("POST", "/repositories", body={"path": path})
        return str(answer["id"]) if isinstance(answer, dict) and "id" in answer else ""

    async def stop(self) -> None:
        """End the desk; its open work goes on when it starts again."""
        await self._transport.request("POST", "/stop")

    async def close(self) -> None:
        """Let go of the connection."""
        await self._look.close()
        await self._transport.close()
