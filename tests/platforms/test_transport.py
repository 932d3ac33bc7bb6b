"""The transport, on a scripted network."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.fakes.clock import SleepersClock
from tests.platforms.harness import KEY, Network, key
from tests.platforms.transports import BASE, Naps, transport
from tui.domain.errors import (
    CredentialError,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.domain.secrets import Secret
from tui.platforms.auth import bearer, x_api_key
from tui.platforms.pacing import Pace
from tui.platforms.transport import LARGEST_ANSWER_BYTES, Patience, Transport, segment


async def test_what_is_sent() -> None:
    network = Network().on("POST", "/v/posts?a=1&a=2&b=x,y&c=ä&d=&e=%", {"id": 1}, 201)
    way = transport(network)
    query = [("a", "1"), ("a", "2"), ("b", "x,y"), ("c", "ä"), ("d", ""), ("e", "%")]
    body = {"title": "ü\udc80", "secret": Secret("hush")}
    assert await way.request("POST", "/posts", query=query, body=body) == {"id": 1}
    await way.close()
    (sent,) = network.seen
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["user-agent"].startswith("copydesk/")
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["accept"] == "application/json"
    assert sent.body == {"title": "ü\udc80", "secret": "hush"}


async def test_a_key_goes_into_its_header() -> None:
    network = Network().on("GET", "/v/x", {})
    way = Transport("acme", BASE + "/", x_api_key(key), transport=network.transport)
    await way.request("GET", "/x")
    await way.close()
    assert network.seen[0].headers["x-api-key"] == KEY
    assert "authorization" not in network.seen[0].headers


async def test_an_empty_answer_is_none() -> None:
    network = Network().on("DELETE", "/v/x", status=204).on("DELETE", "/v/y", text=" \n")
    way = transport(network)
    assert await way.request("DELETE", "/x") is None
    assert await way.request("DELETE", "/y") is None
    await way.close()


@pytest.mark.parametrize(
    "text", ["<html>Welcome to HotelWifi</html>", '{"posts": [', "\xff\xfe", "[" * 200_000]
)
async def test_an_answer_that_is_not_json(text: str) -> None:
    network = Network()
    for _ in range(3):
        network.on("GET", "/v/x", text=text)
    network.on("PATCH", "/v/x", text=text)
    way = transport(network)
    with pytest.raises(PlatformFault, match="acme sent an answer that is not JSON"):
        await way.request("GET", "/x")
    with pytest.raises(OutcomeUnknown, match="not known"):
        await way.request("PATCH", "/x", body={})
    await way.close()
    network.done()


async def test_an_error_page_in_html_is_still_its_status() -> None:
    network = Network().on("GET", "/v/x", status=404, text="<html>nothing</html>")
    way = transport(network)
    with pytest.raises(NotFound):
        await way.request("GET", "/x")
    await way.close()


async def test_a_read_is_tried_three_times_and_succeeds() -> None:
    naps = Naps()
    network = Network().on("GET", "/v/x", status=503).on("GET", "/v/x", raises=httpx.ReadError("x"))
    network.on("GET", "/v/x", {"ok": True})
    way = transport(network, sleep=naps)
    assert await way.request("GET", "/x") == {"ok": True}
    await way.close()
    assert naps.seconds == [0.5, 1.0]


async def test_a_storm_of_429_ends_after_three_tries() -> None:
    clock, naps = SleepersClock(), Naps()
    pace = Pace("acme", monotonic=clock.monotonic, sleep=clock.sleep, chance=lambda: 1.0)
    network = Network()
    for seconds in ("2", "3", "4"):
        network.on("GET", "/v/x", {"error": "slow"}, 429, headers={"Retry-After": seconds})
    way = transport(network, sleep=naps, pace=pace)
    with pytest.raises(RateLimited) as found:
        await way.request("GET", "/x")
    await way.close()
    assert found.value.retry_after == 4
    assert (clock.naps, naps.seconds) == ([2.5, 3.5], [])


async def test_a_long_wait_is_not_waited_for() -> None:
    clock, naps = SleepersClock(), Naps()
    pace = Pace("acme", monotonic=clock.monotonic, sleep=clock.sleep)
    network = Network().on("GET", "/v/x", {}, 429, headers={"Retry-After": "61"})
    way = transport(network, sleep=naps, pace=pace)
    with pytest.raises(RateLimited, match="too many requests"):
        await way.request("GET", "/x")
    with pytest.raises(RateLimited, match="acme asked to wait") as found:
        await way.request("DELETE", "/x")
    await way.close()
    assert found.value.retry_after >= 61
    assert (clock.naps, naps.seconds) == ([], [])
    network.done()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    ("lost", "kind"),
    [
        (httpx.ReadTimeout("x"), OutcomeUnknown),
        (httpx.ReadError("x"), OutcomeUnknown),
        (httpx.WriteError("x"), OutcomeUnknown),
        (httpx.RemoteProtocolError("x"), OutcomeUnknown),
        (httpx.DecodingError("x"), OutcomeUnknown),
        (httpx.ConnectError("x"), Unreachable),
        (httpx.ConnectTimeout("x"), Unreachable),
        (httpx.PoolTimeout("x"), Unreachable),
        (httpx.ProxyError("x"), Unreachable),
    ],
)
async def test_a_write_is_sent_once(method: str, lost: Exception, kind: type[Exception]) -> None:
    network = Network().on(method, "/v/x", raises=lost)
    way = transport(network)
    with pytest.raises(kind) as found:
        await way.request(method, "/x", body={})
    await way.close()
    assert len(network.seen) == 1
    assert found.value.__cause__ is None


async def test_a_large_answer_is_not_read_to_its_end() -> None:
    pieces = 0

    async def flood() -> Any:
        nonlocal pieces
        while True:
            pieces += 1
            yield b" " * (1 << 20)

    flooding = httpx.MockTransport(lambda request: httpx.Response(200, content=flood()))
    way = Transport("acme", BASE, bearer(key), transport=flooding, sleep=Naps())
    with pytest.raises(PlatformFault, match="more than 20 MB"):
        await way.request("GET", "/x")
    await way.close()
    assert pieces <= 3 * (LARGEST_ANSWER_BYTES // (1 << 20) + 2)


async def test_an_answer_that_drips_is_given_up() -> None:
    async def drip() -> Any:
        while True:
            yield b" "
            await asyncio.sleep(0.005)

    dripping = httpx.MockTransport(lambda request: httpx.Response(200, content=drip()))
    way = Transport(
        "acme", BASE, bearer(key), transport=dripping, sleep=Naps(), patience=Patience(whole=0.05)
    )
    with pytest.raises(Unreachable, match="took too long"):
        await way.request("GET", "/x")
    with pytest.raises(OutcomeUnknown, match="took too long"):
        await way.request("POST", "/x", body={})
    await way.close()


async def test_a_redirect_to_another_host_gets_nothing() -> None:
    network = Network()
    for _ in range(3):
        network.on("GET", "/v/x", status=302, headers={"Location": "https://evil.test/v/x"})
    way = transport(network)
    with pytest.raises(
        PlatformFault, match=r"sends requests on to evil\.test; nothing was sent there"
    ) as found:
        await way.request("GET", "/x")
    await way.close()
    assert {sent.host for sent in network.seen} == {"api.acme.test"}
    assert "base_url" in found.value.advice


@pytest.mark.parametrize(
    "target", ["http://api.acme.test/y", "https://api.acme.test:444/y", "//evil.test/y", "https://[x", ""]
)
async def test_a_redirect_to_another_origin_gets_nothing(target: str) -> None:
    network = Network()
    for _ in range(20):
        network.on("GET", "/v/x", status=307, headers={"Location": target})
    way = transport(network)
    with pytest.raises(PlatformFault):
        await way.request("GET", "/x")
    await way.close()
    assert {sent.target for sent in network.seen} == {"/v/x"}


async def test_a_redirect_at_home_is_followed_by_reads_only() -> None:
    network = (
        Network().on("GET", "/v/x", status=308, headers={"Location": "/v/x/"}).on("GET", "/v/x/", {"a": 1})
    )
    network.on("POST", "/v/x", status=308, headers={"Location": "/v/x/"})
    way = transport(network)
    assert await way.request("GET", "/x") == {"a": 1}
    with pytest.raises(PlatformFault):
        await way.request("POST", "/x", body={})
    await way.close()
    network.done()


@pytest.mark.parametrize(
    "base",
    [
        "ftp://acme.test",
        "acme.test",
        "https://",
        "https://user:pass@acme.test",
        "https://acme.test?a=b",
        "https://acme.test#a",
        "https://[::1",
        "https://acme.test:99999",
        "https://acme.test:0",
    ],
)
async def test_an_address_that_is_none_is_said_so(base: str) -> None:
    network = Network()
    way = transport(network, base)
    with pytest.raises(Unreachable, match="address of acme") as found:
        await way.request("GET", "/x")
    await way.close()
    assert "pass" not in found.value.sentence
    assert not network.seen


@pytest.mark.parametrize("bad", ["", "a\nb", "ä", "a\r\nX-Evil: 1", "hush\n", " hush", "\x00"])
async def test_a_key_that_no_header_can_hold_is_not_shown(bad: str) -> None:
    async def provider() -> Secret:
        return Secret(bad)

    network = Network()
    way = Transport("acme", BASE, bearer(provider), transport=network.transport)
    with pytest.raises(CredentialError) as found:
        await way.request("GET", "/x")
    await way.close()
    assert not network.seen
    assert len(bad.strip()) < 2 or bad.strip() not in str(found.value)


async def test_a_key_is_asked_for_when_needed_and_not_shown_again_after_a_refusal() -> None:
    asked = 0

    async def provider() -> Secret:
        nonlocal asked
        asked += 1
        return Secret(KEY)

    network = Network().on("GET", "/v/x", {}).on("GET", "/v/x", {"error": "Missing or invalid API key"}, 401)
    way = Transport("acme", BASE, bearer(provider), transport=network.transport)
    assert asked == 0
    await way.request("GET", "/x")
    with pytest.raises(SignInRefused, match="acme refused the key: Missing or invalid API key"):
        await way.request("GET", "/x")
    for _ in range(3):
        with pytest.raises(SignInRefused):
            await way.request("GET", "/x")
    await way.close()
    assert asked == 1
    assert len(network.seen) == 2


async def test_a_key_that_cannot_be_had_is_asked_for_once_by_all_that_want_it() -> None:
    asked = 0

    async def provider() -> Secret:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0)
        raise CredentialError("acme's api_key_command ended with status 1")

    network = Network()
    way = Transport("acme", BASE, bearer(provider), transport=network.transport)
    found = await asyncio.gather(*(way.request("GET", "/x") for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in found] == [CredentialError] * 3
    with pytest.raises(CredentialError, match="status 1"):
        await way.request("GET", "/x")
    await way.close()
    assert asked == 1
    assert not network.seen


async def test_after_closing_nothing_goes_out() -> None:
    network = Network()
    way = transport(network)
    await way.close()
    await way.close()
    with pytest.raises(Unreachable, match="closed"):
        await way.request("POST", "/x")


@pytest.mark.parametrize("id", ["", ".", "..", "x" * 501])
def test_an_id_that_leads_elsewhere_is_none(id: str) -> None:
    with pytest.raises(NotFound):
        segment(id)


def test_an_id_stays_one_segment() -> None:
    assert segment("a/../b?c#d%\n\ud800") == "a%2F..%2Fb%3Fc%23d%25%0A%3F"
