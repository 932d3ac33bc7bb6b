"""A network that answers what a test wrote down and fails on any other request."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import unquote

import httpx

from tui.domain.ports import Platform
from tui.domain.secrets import Secret
from tui.platforms.opening import PlatformWanted, open_platform

KEY = "sk-very-secret-0123456789"
PlatformName = Literal["notra", "repostra", "blogree"]
NOW = datetime(2026, 4, 6, 12, 0, tzinfo=UTC)


async def key() -> Secret:
    return Secret(KEY)


@dataclass(frozen=True)
class Sent:
    """A request that arrived."""

    method: str
    host: str
    target: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Network:
    """`on` writes down an answer for a method and a target (path and query, unquoted); answers to the
    same request come in the order they were written down, each once.
    """

    planned: dict[tuple[str, str], deque[httpx.Response | Exception]] = field(default_factory=dict)
    seen: list[Sent] = field(default_factory=list)

    def on(
        self,
        method: str,
        target: str,
        body: Any = None,
        status: int = 200,
        *,
        text: str | None = None,
        headers: Mapping[str, str] | None = None,
        raises: Exception | None = None,
    ) -> Network:
        if raises is not None:
            answer: httpx.Response | Exception = raises
        elif text is not None:
            answer = httpx.Response(status, text=text, headers=headers)
        elif body is None:
            answer = httpx.Response(status, headers=headers)
        else:
            answer = httpx.Response(status, json=body, headers=headers)
        self.planned.setdefault((method, target), deque()).append(answer)
        return self

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    @property
    def targets(self) -> list[str]:
        return [f"{sent.method} {sent.target}" for sent in self.seen]

    def done(self) -> None:
        """Every answer that was written down was asked for."""
        assert not {request: len(left) for request, left in self.planned.items() if left}

    def _answer(self, request: httpx.Request) -> httpx.Response:
        target = unquote(request.url.raw_path.decode())
        body = json.loads(request.content) if request.content else None
        self.seen.append(Sent(request.method, request.url.host, target, dict(request.headers), body))
        planned = self.planned.get((request.method, target))
        assert planned, f"not expected: {request.method} {target}; planned: {list(self.planned)}"
        answer = planned.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer


def opened(network: Network, platform: PlatformName, **more: Any) -> Platform:
    """A connection named acme on the scripted network."""
    wanted = PlatformWanted("acme", platform, **more)
    return open_platform(wanted, key, transport=network.transport, now=lambda: NOW)
