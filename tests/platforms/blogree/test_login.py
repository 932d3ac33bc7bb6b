"""Blogree's sign-in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.fakes.clock import settle
from tests.platforms.harness import KEY, NOW, Network, key
from tui.domain.errors import (
    CredentialError,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.domain.secrets import Secret
from tui.domain.tokens import Account, Token, TokenStore
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.tokens import TokensInMemory
from tui.platforms.transport import Transport

BASE = "https://api.blogree.com/api"
LOGIN = "/api/auth/login"
ACCOUNT = Account("blog", "ana@x.test", BASE)
EXPIRED = {"error": "unauthorized", "message": "Invalid or expired JWT token"}


def answer(token: str, **life: float) -> dict[str, Any]:
    expires = (NOW + timedelta(**(life or {"days": 7}))).isoformat()
    return {"user": {"id": "u", "name": "Ana", "email": "ana@x.test"}, "token": token, "expires_at": expires}


async def no_nap(seconds: float) -> None:
    return None


def transport(
    network: Network, now: Callable[[], datetime] = lambda: NOW, tokens: TokenStore | None = None
) -> Transport:
    auth = LoginAuth(ACCOUNT, key, tokens or TokensInMemory(), now)
    return Transport("blog", BASE, auth, transport=network.transport, sleep=no_nap)


def shown(network: Network) -> list[str]:
    return [sent.headers.get("authorization", "-") for sent in network.seen]


def kept(secret: str, **life: float) -> TokensInMemory:
    return TokensInMemory({ACCOUNT: Token(Secret(secret), NOW + timedelta(**(life or {"days": 3})))})


async def test_one_sign_in_serves_all_requests_that_wait_for_it() -> None:
    answered = asyncio.Event()
    seen: list[str] = []

    async def serve(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.headers.get('authorization', '-')}")
        if request.method == "POST":
            await answered.wait()
            return httpx.Response(200, json=answer("t1"))
        return httpx.Response(200, json={})

    auth = LoginAuth(ACCOUNT, key, TokensInMemory(), lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve))
    asking = asyncio.gather(*(way.request("GET", "/posts") for _ in range(5)))
    await settle()
    answered.set()
    await asking
    await way.close()
    assert seen == ["POST -", *["GET Bearer t1"] * 5]


async def test_what_a_sign_in_sends() -> None:
    network = Network().on("POST", LOGIN, answer("t1")).on("GET", "/api/posts", {})
    way = transport(network)
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network) == ["-", "Bearer t1"]
    assert network.seen[0].body == {"email": "ana@x.test", "password": KEY}


async def test_a_401_means_signing_in_again_once_for_writes_too() -> None:
    network = Network().on("POST", LOGIN, answer("t1")).on("POST", LOGIN, answer("t2"))
    network.on("PATCH", "/api/posts/p", EXPIRED, 401).on("PATCH", "/api/posts/p", {"id": "p"})
    way = transport(network)
    assert await way.request("PATCH", "/posts/p", body={}) == {"id": "p"}
    await way.close()
    assert shown(network) == ["-", "Bearer t1", "-", "Bearer t2"]


async def test_many_401s_at_once_are_one_new_sign_in() -> None:
    together = asyncio.Barrier(4)
    logins = 0

    async def serve(request: httpx.Request) -> httpx.Response:
        nonlocal logins
        if request.method == "POST":
            logins += 1
            return httpx.Response(200, json=answer("t2"))
        if request.headers["authorization"] == "Bearer t2":
            return httpx.Response(200, json={})
        await asyncio.wait_for(together.wait(), 90)
        return httpx.Response(401, json={"error": "unauthorized"})

    auth = LoginAuth(ACCOUNT, key, kept("t1"), lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve))
    assert await asyncio.gather(*(way.request("GET", "/posts") for _ in range(4))) == [{}] * 4
    await way.close()
    assert logins == 1


async def test_a_token_that_is_refused_at_once_is_not_tried_for_ever() -> None:
    network = Network().on("POST", LOGIN, answer("t1")).on("POST", LOGIN, answer("t2"))
    for _ in range(2):
        network.on("GET", "/api/posts", {"error": "unauthorized", "message": "Account suspended"}, 401)
    way = transport(network)
    with pytest.raises(SignInRefused, match="blog refused the sign-in: Account suspended") as refusal:
        await way.request("GET", "/posts")
    assert "email and password" in refusal.value.sentence
    await way.close()
    network.done()


@pytest.mark.parametrize(
    ("life", "later", "again"),
    [
        ({"days": 7}, {"days": 6, "hours": 23}, False),
        ({"days": 7}, {"days": 6, "hours": 23, "minutes": 56}, True),
        ({"seconds": 60}, {"seconds": 29}, False),
        ({"seconds": 60}, {"seconds": 31}, True),
    ],
)
async def test_a_token_is_renewed_before_it_ends(
    life: dict[str, float], later: dict[str, float], again: bool
) -> None:
    now = [NOW]
    network = Network().on("POST", LOGIN, answer("t1", **life)).on("POST", LOGIN, answer("t2"))
    network.on("GET", "/api/posts", {}).on("GET", "/api/posts", {})
    way = transport(network, lambda: now[0])
    await way.request("GET", "/posts")
    now[0] += timedelta(**later)
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network)[-1] == ("Bearer t2" if again else "Bearer t1")


async def test_an_answer_without_an_end_holds_seven_days() -> None:
    tokens = TokensInMemory()
    network = Network().on("POST", LOGIN, {"token": "t1"}).on("GET", "/api/posts", {})
    way = transport(network, tokens=tokens)
    await way.request("GET", "/posts")
    await way.close()
    found = await tokens.token(ACCOUNT)
    assert found is not None
    assert found.expires_at == NOW + timedelta(days=7)
    assert "t1" not in repr(found)


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (
            401,
            {"error": "unauthorized", "message": "Invalid email or password"},
            SignInRefused,
            "blog refused",
        ),
        (400, {"error": "validation_error", "message": "email"}, SignInRefused, "blog refused"),
        (403, {"error": "forbidden", "message": "Suspended"}, SignInRefused, "Suspended"),
        (404, {"error": "not_found"}, SignInRefused, "no sign-in at its address"),
        (429, {"error": "rate_limited", "retry_after": 60}, RateLimited, "too many"),
        (500, {"error": "internal_error"}, Unreachable, "did not answer the sign-in"),
        (503, {}, Unreachable, "did not answer the sign-in"),
        (200, {"user": {}}, PlatformFault, "cannot be read"),
        (200, {"token": ""}, CredentialError, "no token"),
    ],
)
async def test_a_sign_in_that_fails(
    status: int, body: dict[str, Any], kind: type[Exception], said: str
) -> None:
    network = Network().on("POST", LOGIN, body, status)
    way = transport(network)
    with pytest.raises(kind, match=said) as found:
        await way.request("POST", "/posts", body={})
    await way.close()
    if isinstance(found.value, SignInRefused):
        assert "config file" in found.value.advice
    assert len(network.seen) == 1


async def test_a_lost_sign_in_leaves_no_doubt_about_the_write_behind_it() -> None:
    network = Network().on("POST", LOGIN, raises=httpx.ReadTimeout("x"))
    way = transport(network)
    with pytest.raises(Unreachable) as found:
        await way.request("POST", "/posts", body={})
    await way.close()
    assert not isinstance(found.value, OutcomeUnknown)


@pytest.mark.parametrize(
    ("refusal", "for_good"), [(httpx.Response(401, json={}), True), (httpx.Response(500, json={}), False)]
)
async def test_a_failed_sign_in_is_the_failure_of_all_that_waited(
    refusal: httpx.Response, for_good: bool
) -> None:
    answered = asyncio.Event()
    answers = [refusal, httpx.Response(200, json=answer("t1"))]

    async def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == LOGIN:
            await answered.wait()
            return answers.pop(0)
        return httpx.Response(200, json={})

    auth = LoginAuth(ACCOUNT, key, TokensInMemory(), lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve), sleep=no_nap)
    asking = asyncio.gather(
        *(way.request("PATCH", "/posts", body={}) for _ in range(4)), return_exceptions=True
    )
    await settle()
    answered.set()
    kind = SignInRefused if for_good else Unreachable
    assert [type(one) for one in await asking] == [kind] * 4
    assert len(answers) == 1
    if for_good:
        with pytest.raises(SignInRefused):
            await way.request("GET", "/posts")
        assert len(answers) == 1, "the same password would be refused again"
    else:
        assert await way.request("GET", "/posts") == {}
    await way.close()


async def test_a_password_that_cannot_be_had_is_asked_for_once() -> None:
    asked = 0

    async def locked() -> Secret:
        nonlocal asked
        asked += 1
        raise CredentialError("gpg is locked")

    network = Network()
    auth = LoginAuth(ACCOUNT, locked, TokensInMemory(), lambda: NOW)
    way = Transport("blog", BASE, auth, transport=network.transport, sleep=no_nap)
    found = await asyncio.gather(*(way.request("GET", "/posts") for _ in range(4)), return_exceptions=True)
    assert [str(one) for one in found] == ["gpg is locked"] * 4
    with pytest.raises(CredentialError, match="gpg is locked"):
        await way.request("GET", "/posts")
    await way.close()
    assert asked == 1
    assert network.seen == []


# Over restarts


async def test_a_kept_token_needs_no_sign_in() -> None:
    network = Network().on("GET", "/api/posts", {})
    way = transport(network, tokens=kept("t1"))
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network) == ["Bearer t1"]


@pytest.mark.parametrize("life", [{"minutes": 4}, {"days": -30}])
async def test_a_kept_token_that_ends_is_renewed_first(life: dict[str, float]) -> None:
    network = Network().on("POST", LOGIN, answer("t2")).on("GET", "/api/posts", {})
    tokens = kept("t1", **life)
    way = transport(network, tokens=tokens)
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network) == ["-", "Bearer t2"]
    found = await tokens.token(ACCOUNT)
    assert found is not None
    assert found.secret == Secret("t2")


async def test_a_kept_token_that_the_server_forgot_is_renewed_once() -> None:
    network = Network().on("GET", "/api/posts", EXPIRED, 401).on("POST", LOGIN, answer("t2"))
    network.on("GET", "/api/posts", {})
    tokens = kept("t1")
    way = transport(network, tokens=tokens)
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network) == ["Bearer t1", "-", "Bearer t2"]


async def test_what_another_copydesk_renewed_is_used_when_ours_ends() -> None:
    now = [NOW]
    network = Network().on("POST", LOGIN, answer("t1", days=1)).on("GET", "/api/posts", {})
    network.on("GET", "/api/posts", {})
    tokens = TokensInMemory()
    way = transport(network, lambda: now[0], tokens)
    await way.request("GET", "/posts")
    await tokens.keep(ACCOUNT, Token(Secret("theirs"), NOW + timedelta(days=8)))
    now[0] += timedelta(days=2)
    await way.request("GET", "/posts")
    await way.close()
    assert shown(network) == ["-", "Bearer t1", "Bearer theirs"]


async def test_401s_after_the_renewal_end_in_a_refusal_and_no_loop() -> None:
    logins = 0

    async def serve(request: httpx.Request) -> httpx.Response:
        nonlocal logins
        if request.url.path == LOGIN:
            logins += 1
            return httpx.Response(200, json=answer(f"t{logins}"))
        return httpx.Response(401, json=EXPIRED)

    tokens = kept("t0")
    auth = LoginAuth(ACCOUNT, key, tokens, lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve), sleep=no_nap)
    for _ in range(5):
        with pytest.raises(SignInRefused, match="blog refuse"):
            await way.request("GET", "/posts")
    await way.close()
    assert logins == 1
    assert await tokens.token(ACCOUNT) is None


# Clocks that are not the platform's


@pytest.mark.parametrize("skew", [{"hours": 9}, {"hours": -9}, {"days": 30}, {"days": -30}])
async def test_a_wrong_clock_costs_no_sign_in_at_each_request(skew: dict[str, float]) -> None:
    ours = [NOW + timedelta(**skew)]
    network = Network().on("POST", LOGIN, answer("t1"))
    for _ in range(3):
        network.on("GET", "/api/posts", {})
    way = transport(network, lambda: ours[0])
    for _ in range(3):
        await way.request("GET", "/posts")
        ours[0] += timedelta(days=2)
    await way.close()
    network.done()


async def test_a_short_token_under_a_clock_that_is_late_is_renewed_by_its_401() -> None:
    ours = [NOW - timedelta(hours=3)]
    network = Network().on("POST", LOGIN, answer("t1", hours=1)).on("GET", "/api/posts", {})
    network.on("GET", "/api/posts", EXPIRED, 401).on("POST", LOGIN, answer("t2", hours=3))
    network.on("GET", "/api/posts", {})
    way = transport(network, lambda: ours[0])
    await way.request("GET", "/posts")
    ours[0] += timedelta(hours=2)
    await way.request("GET", "/posts")
    await way.close()
    network.done()


async def test_no_log_holds_the_password_or_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    network = Network().on("POST", LOGIN, answer("token-t1")).on("GET", "/api/posts", {})
    network.on("GET", "/api/posts", {"error": "bad token-t1"}, 403)
    way = transport(network)
    await way.request("GET", "/posts")
    with pytest.raises(Exception, match="does not let") as found:
        await way.request("GET", "/posts")
    await way.close()
    logged = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records) + str(
        found.value
    )
    assert "token-t1" not in logged
    assert KEY not in logged
    assert "POST /auth/login" in logged
