"""The desk's own routes."""

from __future__ import annotations

import httpx
import pytest

from tests.platforms.harness import KEY, Network
from tui.domain.desk import DeskHealth
from tui.domain.errors import Invalid, SignInRefused
from tui.domain.secrets import Secret
from tui.platforms.desk import DeskClient

URL = "http://127.0.0.1:4000"


def client(network: Network) -> DeskClient:
    return DeskClient(URL, Secret(KEY), transport=network.transport)


async def test_a_desk_that_is_there() -> None:
    network = Network().on("GET", "/desk/health", {"desk": True, "version": "0.1.0"})
    network.on("GET", "/desk/status", {"posts": 3}).on("POST", "/desk/repositories", {"id": "r"}, 201)
    network.on("POST", "/desk/stop", {"stopping": True}, 202)
    desk = client(network)
    assert await desk.health() is not None
    assert await desk.status() == {"posts": 3}
    await desk.register_repository("/srv/ä b")
    await desk.stop()
    await desk.close()
    keys = [sent.headers.get("authorization") for sent in network.seen]
    assert keys == [None, f"Bearer {KEY}", f"Bearer {KEY}", f"Bearer {KEY}"]
    assert network.seen[2].body == {"path": "/srv/ä b"}


@pytest.mark.parametrize(
    ("said", "zone"),
    [({}, None), ({"zone": "Europe/Berlin"}, "Europe/Berlin"), ({"zone": None}, None), ({"zone": 3}, None)],
)
async def test_a_desk_tells_its_zone_or_not(said: dict[str, object], zone: str | None) -> None:
    desk = client(Network().on("GET", "/desk/health", {"desk": True, "version": "0.1.0", **said}))
    assert await desk.health() == DeskHealth(zone)
    await desk.close()


@pytest.mark.parametrize("body", [{}, {"desk": "yes"}, [], {"status": "ok"}])
async def test_another_server_is_no_desk(body: object) -> None:
    desk = client(Network().on("GET", "/desk/health", body))
    assert await desk.health() is None
    await desk.close()


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x")])
async def test_where_none_answers_it_is_asked_once(error: Exception) -> None:
    network = Network().on("GET", "/desk/health", raises=error).on("GET", "/desk/health", text="<html>")
    network.on("GET", "/desk/health", {"error": "no"}, 500)
    desk = client(network)
    for _ in range(3):
        assert await desk.health() is None
    await desk.close()
    network.done()


async def test_refusals() -> None:
    network = Network().on("POST", "/desk/repositories", {"error": "path is not a git repository"}, 400)
    network.on("GET", "/desk/status", {"error": "Missing or wrong desk key"}, 401)
    desk = client(network)
    with pytest.raises(Invalid, match="path is not a git repository"):
        await desk.register_repository("/tmp")
    with pytest.raises(SignInRefused):
        await desk.status()
    await desk.close()
