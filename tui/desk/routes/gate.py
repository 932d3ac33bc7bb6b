"""What every request passes before its route: the Host it was sent to, its origin, its body's kind and
size; and what is answered when a route fails.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui.desk.routes.refusal import Refusal, World
from tui.domain.desk import BLOGREE_PREFIX, DESK_PREFIX

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request body that are read."""

HEALTH_PATH = DESK_PREFIX + "/health"

_ALSO_BLOGREE = {
    BLOGREE_PREFIX + "/api/": BLOGREE_PREFIX + "/",
    "/api/posts/generate/": BLOGREE_PREFIX + "/posts/generate/",
}
"""Where Blogree is asked too, and what is meant: a poll_url begins with the /api that its base address
ends with already, and a client joins it with that address or with its origin.
"""

_log = logging.getLogger(__name__)


class Gate:
    """ASGI middleware around all routes."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        world_of: Callable[[str], World],
        allowed_hosts: Sequence[str],
        on_request: Callable[[], None],
    ) -> None:
        """Let requests for `allowed_hosts` through ("*": any; 0.0.0.0 or ::, which is listening everywhere:
        any address, since a page of another site can only come by a name; ports do not matter) and call
        `on_request` for each of them but the health check.
        """
        self._app = app
        self._world_of = world_of
        self._hosts = frozenset(_host_name(host) for host in allowed_hosts)
        self._everywhere = any(
            address is not None and address.is_unspecified for address in map(_address, self._hosts)
        )
        self._on_request = on_request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = _as_meant(scope)
        refusal = self._refusal(Headers(scope=scope), scope)
        if refusal is not None:
            await self._world_of(scope["path"]).answer(refusal)(scope, receive, send)
            return
        if scope["path"] != HEALTH_PATH:
            self._on_request()
        await self._guarded(scope, receive, send)

    def _refusal(self, headers: Headers, scope: Scope) -> Refusal | None:
        host = headers.get("host")
        if not host:
            return Refusal(400, "The request has no Host header.")
        if not self._allows(_host_name(host)):
            return Refusal(421, "This desk does not answer for that host; use the address that it printed.")
        origin = headers.get("origin")
        if origin is not None and not self._allows(_host_name(origin.partition("://")[2])):
            return Refusal(403, "This desk does not answer to other sites' pages.")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > LARGEST_BODY:
            return Refusal(413, f"The body is too large: {LARGEST_BODY:,} bytes are the most.")
        has_body = length not in {"", "0"} or "transfer-encoding" in headers
        if has_body and not _is_json(headers.get("content-type", "")):
            return Refusal(415, "The body must be JSON, sent with Content-Type: application/json.")
        return None

    def _allows(self, host: str) -> bool:
        return "*" in self._hosts or host in self._hosts or (self._everywhere and _address(host) is not None)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        size = 0

        async def counted_receive() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > LARGEST_BODY:
                raise Refusal(413, f"The body is too large: {LARGEST_BODY:,} bytes are the most.")
            return message

        async def watched_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _log.debug("%s %r: %s", scope["method"], scope["path"], message["status"])
            await send(message)

        try:
            await self._app(scope, counted_receive, watched_send)
        except Exception as error:
            request_id = "req_" + secrets.token_hex(8)
            _log_fault(scope, request_id, error)
            if started:
                raise
            refusal = Refusal(500, "An unexpected error occurred", extra={"request_id": request_id})
            await self._world_of(scope["path"]).answer(refusal)(scope, receive, send)


def _log_fault(scope: Scope, request_id: str, error: Exception) -> None:
    # The error's own text stays out: a database's errors hold the values that were to be stored.
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error(
        "%s %r failed as %s with %s:\n%s",
        scope["method"],
        scope["path"],
        request_id,
        type(error).__name__,
        frames,
    )


def _as_meant(scope: Scope) -> Scope:
    """The request with the path that it means."""
    path: str = scope["path"]
    for asked, served in _ALSO_BLOGREE.items():
        if path.startswith(asked):
            meant = served + path.removeprefix(asked)
            return {**scope, "path": meant, "raw_path": meant.encode()}
    return scope


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _host_name(host: str) -> str:
    """A Host header's name without its port: lower-case, an IPv6 address without brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    if host.count(":") > 1:
        return host
    return host.partition(":")[0].rstrip(".")


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
