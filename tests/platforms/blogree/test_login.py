"""Blogree's sign-in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

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
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.tokens import Token, TokensInMemory, TokenStore
from tui.platforms.transport import Transport

BASE = "https://api.blogree.com/api"
LOGIN = "/api/auth/login"


def answer(token: str, **life: float) -> dict[str, Any]:
    expires = (NOW + timedelta(**(life or {"days": 7}))).isoformat()
    return {"user": {"id": "u", "name": "Ana", "email": "ana@x.test"}, "token": token, "expires_at": expires}


async def no_nap(seconds: float) -> None:
    return None


def transport(
    network: Network, now: Callable[[], datetime] = lambda: NOW, tokens: TokenStore | None = None
) -> Transport:
    auth = LoginAuth("blog", "ana@x.test", key, tokens or TokensInMemory(), now)
    return Transport("blog", BASE, auth, transport=network.transport, sleep=no_nap)


def shown(network: Network) -> list[str]:
    return [sent.headers.get("authorization", "-") for sent in network.seen]


class Watched(TokensInMemory):
    """Tokens that tell when they were asked for so many times."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times
        self.reached = asyncio.Event()

    def token(self, connection: str) -> Token | None:
        self.left -= 1
        if self.left <= 0:
            self.reached.set()
        return super().token(connection)


async def test_one_sign_in_serves_all_requests_that_wait_for_it() -> None:
    # The first asks before and behind the lock, the other four before it.
    tokens = Watched(6)
    seen: list[str] = []

    async def serve(request: httpx.Request) -> httpx.Response:
        seen.append(f"{request.method} {request.headers.get('authorization', '-')}")
        if request.method == "POST":
            await asyncio.wait_for(tokens.reached.wait(), 5)
            return httpx.Response(200, json=answer("t1"))
        return httpx.Response(200, json={})

    way = Transport(
        "blog",
        BASE,
        LoginAuth("blog", "ana@x.test", key, tokens, lambda: NOW),
        transport=httpx.MockTransport(serve),
    )
    await asyncio.gather(*(way.request("GET", "/posts") for _ in range(5)))
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
    expired = {"error": "unauthorized", "message": "Invalid or expired JWT token"}
    network.on("PATCH", "/api/posts/p", expired, 401).on("PATCH", "/api/posts/p", {"id": "p"})
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
        await asyncio.wait_for(together.wait(), 5)
        return httpx.Response(401, json={"error": "unauthorized"})

    tokens = TokensInMemory()
    tokens.keep("blog", Token(Secret("t1"), NOW + timedelta(days=1)))
    auth = LoginAuth("blog", "ana@x.test", key, tokens, lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve))
    assert await asyncio.gather(*(way.request("GET", "/posts") for _ in range(4))) == [{}] * 4
    await way.close()
    assert logins == 1


async def test_a_token_that_is_refused_at_once_is_not_tried_for_ever() -> None:
    network = Network().on("POST", LOGIN, answer("t1")).on("POST", LOGIN, answer("t2"))
    for _ in range(2):
        network.on("GET", "/api/posts", {"error": "unauthorized", "message": "Account suspended"}, 401)
    way = transport(network)
    with pytest.raises(SignInRefused, match="blog refused the sign-in: Account suspended"):
        await way.request("GET", "/posts")
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
    kept = tokens.token("blog")
    assert kept is not None
    assert kept.expires_at == NOW + timedelta(days=7)
    assert "t1" not in repr(kept)


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
        (429, {"error": "rate_limited", "retry_after": 60}, RateLimited, "too many"),
        (500, {"error": "internal_error"}, PlatformFault, "failed within"),
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
        assert "email and password" in found.value.advice
    assert len(network.seen) == 1


async def test_a_lost_sign_in_leaves_no_doubt_about_the_write_behind_it() -> None:
    network = Network().on("POST", LOGIN, raises=httpx.ReadTimeout("x"))
    way = transport(network)
    with pytest.raises(Unreachable) as found:
        await way.request("POST", "/posts", body={})
    await way.close()
    assert not isinstance(found.value, OutcomeUnknown)


async def test_a_failed_sign_in_is_the_failure_of_all_that_waited() -> None:
    tokens = Watched(5)
    answers = [httpx.Response(401, json={"error": "unauthorized"}), httpx.Response(200, json=answer("t1"))]

    async def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            await asyncio.wait_for(tokens.reached.wait(), 5)
            return answers.pop(0)
        return httpx.Response(200, json={})

    auth = LoginAuth("blog", "ana@x.test", key, tokens, lambda: NOW)
    way = Transport("blog", BASE, auth, transport=httpx.MockTransport(serve))
    found = await asyncio.gather(*(way.request("GET", "/posts") for _ in range(4)), return_exceptions=True)
    assert [type(one) for one in found] == [SignInRefused] * 4
    assert len(answers) == 1
    assert await way.request("GET", "/posts") == {}
    await way.close()


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
