"""What the transport tells a log, an error and a trace: never a secret."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import httpx
import pytest

from tests.platforms.harness import KEY, Network
from tests.platforms.transports import transport
from tui.domain.errors import (
    Invalid,
)
from tui.domain.traces import tracing

SPOKEN: list[Callable[[Network], Network]] = [
    lambda network: network.on("GET", "/v/x?token=hushhush", {"a": 1}),
    lambda network: network.on("GET", "/v/x?token=hushhush", {"error": KEY}, 401),
    lambda network: network.on("GET", "/v/x?token=hushhush", {"error": KEY}, 400),
    lambda network: network.on(
        "GET", "/v/x?token=hushhush", status=302, headers={"Location": f"https://evil.test/?k={KEY}"}
    ),
    lambda network: network.on("GET", "/v/x?token=hushhush", raises=httpx.ConnectError(KEY)),
    lambda network: network.on("GET", "/v/x?token=hushhush", text=KEY),
]


@pytest.mark.parametrize("script", SPOKEN)
async def test_no_log_holds_a_secret(
    script: Callable[[Network], Network], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    network = Network()
    for _ in range(3):
        script(network)
    way = transport(network)
    said = ""
    try:
        await way.request("GET", "/x", query=[("token", "hushhush")])
    except Exception as error:
        said = f"{error!r} {error} {vars(error)} {error.__cause__!r}"
    await way.close()
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records)
    assert "GET /x" in logged
    for secret in (KEY, "hushhush", "Bearer"):
        assert secret not in logged + said
    assert {record.name for record in caplog.records} <= {"copydesk.http", "asyncio"}


async def test_a_request_is_logged_in_a_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "copydesk.http")
    network = Network().on("GET", "/v/x", status=503).on("GET", "/v/x", {})
    way = transport(network)
    await way.request("GET", "/x")
    await way.close()
    first, again, second = [record.getMessage() for record in caplog.records]
    assert first.startswith("acme: GET /x 503 in ")
    assert first.endswith("try 1")
    assert again == "acme: GET /x again in 0.5 s"
    assert second.endswith("try 2")


async def test_writes_that_were_answered_are_traced_and_nothing_else() -> None:
    network = Network()
    network.on("GET", "/v/posts", {"posts": []}, headers={"X-Request-Id": "read"})
    network.on("PATCH", "/v/posts/p1", {"post": {}}, headers={"X-Request-Id": "first"})
    network.on("PATCH", "/v/posts/p1", {"error": "no"}, 422, headers={"X-Request-Id": "second"})
    one = transport(network)
    with tracing() as trace:
        await one.request("GET", "/posts")
        assert (trace.done, trace.request_id) == (0, None)
        # As the outbox has it sent: in a task of its own.
        await asyncio.create_task(one.request("PATCH", "/posts/p1", body={}))
        assert (trace.done, trace.request_id) == (1, "first")
        with pytest.raises(Invalid):
            await one.request("PATCH", "/posts/p1", body={})
        assert (trace.done, trace.request_id) == (1, "second")
