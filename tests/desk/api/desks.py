"""What the tests of the desk's routes work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI

from tests.fakes.desk_work import RecordingWork
from tui.desk.auth import make_token
from tui.desk.context import Desk
from tui.desk.store.tables import Table
from tui.domain.desk import DeskKeys
from tui.domain.secrets import Secret

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "::1"]

KEYS = DeskKeys(
    notra_api_key=Secret("notra-key-1"),
    notra_organization_id="org_desk",
    repostra_api_key=Secret("repostra-key-1"),
    blogree_email="desk@copydesk.local",
    blogree_password=Secret("blogree-password-1"),
    blogree_signing_key=Secret("s" * 64),
    desk_key=Secret("desk-key-1"),
)


class Clock:
    """A time that moves when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, **span: float) -> datetime:
        """Let a span of time pass; gives the time after it."""
        self.time += timedelta(**span)
        return self.time


@dataclass(frozen=True, slots=True)
class Bench:
    """One desk's application with everything that a test looks at."""

    http: httpx.AsyncClient
    app: FastAPI
    desk: Desk
    work: RecordingWork
    clock: Clock
    requests: list[int]
    stops: list[int]

    @property
    def now(self) -> datetime:
        return self.clock.time

    def keep(self, *rows: Table) -> None:
        """Put rows into the database."""
        with self.desk.sessions.begin() as session:
            session.add_all(rows)

    def settle_within(self, seconds: float) -> None:
        """How long an approval waits for its delivery."""
        self.app.state.serving = replace(self.app.state.serving, settle_seconds=seconds)

    async def notra(
        self, method: str, path: str, body: object = None, params: Any = None, key: str = "notra-key-1"
    ) -> httpx.Response:
        """A request to Notra; `path` begins after /v1."""
        return await self._send(method, f"/notra/v1{path}", body, params, {"Authorization": f"Bearer {key}"})

    async def repostra(
        self, method: str, path: str, body: object = None, params: Any = None, key: str = "repostra-key-1"
    ) -> httpx.Response:
        """A request to Repostra; `path` begins after /api/v1."""
        return await self._send(method, f"/repostra/api/v1{path}", body, params, {"X-API-Key": key})

    async def blogree(
        self, method: str, path: str, body: object = None, params: Any = None, token: str | None = None
    ) -> httpx.Response:
        """A request to Blogree; `path` begins after /api."""
        token = token if token is not None else make_token(KEYS, self.now)[0]
        headers = {"Authorization": f"Bearer {token}"}
        return await self._send(method, f"/blogree/api{path}", body, params, headers)

    async def own(
        self, method: str, path: str, body: object = None, key: str = "desk-key-1"
    ) -> httpx.Response:
        """A request to the desk's own routes; `path` begins after /desk."""
        return await self._send(method, f"/desk{path}", body, None, {"Authorization": f"Bearer {key}"})

    async def _send(
        self, method: str, path: str, body: object, params: Any, headers: Mapping[str, str]
    ) -> httpx.Response:
        if body is None:
            return await self.http.request(method, path, params=params, headers=headers)
        return await self.http.request(method, path, json=body, params=params, headers=headers)
