"""What every request meets, whichever platform it is for."""

from __future__ import annotations

import logging
import re
from typing import Any

import httpx
import pytest

from tests.desk.api.desks import KEYS, Bench, Clock
from tests.desk.api.rows import notra_post
from tui.desk.app import create_app, world_of
from tui.desk.limits import SlidingWindow

AUTH = {
    "/notra/v1": {"Authorization": "Bearer notra-key-1"},
    "/repostra/api/v1": {"X-API-Key": "repostra-key-1"},
    "/desk": {"Authorization": "Bearer desk-key-1"},
}


def shape_of(path: str) -> set[str]:
    """The keys of a refusal under a path."""
    two_parts = path.startswith(("/repostra", "/blogree"))
    return {"error", "message"} if two_parts else {"error"}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/notra",
        "/notra/",
        "/notra/v1",
        "/notra/v1/nothing",
        "/notra/v1/posts/",
        "/notra/v2/posts",
        "/repostra/api/v1",
        "/repostra/api/v1/nothing",
        "/repostra/api/v1/content/",
        "/repostra/api/v1/posting-schedules/1/x",
        "/blogree/api",
        "/blogree/api/nothing",
        "/blogree/api/posts/a/b/c",
        "/desk",
        "/desk/nothing",
        "/notrax/v1/posts",
    ],
)
async def test_an_unknown_path(bench: Bench, path: str) -> None:
    answer = await bench.http.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == shape_of(path if world_of(path).prefix != "/repostra" else "/repostra")
    if "message" in answer.json():
        assert answer.json()["error"] == "not_found"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/notra/v1/posts"),
        ("PUT", "/repostra/api/v1/content"),
        ("PUT", "/blogree/api/posts"),
        ("PUT", "/desk/health"),
    ],
)
async def test_a_wrong_method(bench: Bench, method: str, path: str) -> None:
    answer = await bench.http.request(method, path)
    assert answer.status_code == 405
    assert set(answer.json()) == shape_of(path)
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:1", "localhost", "LOCALHOST:80", "localhost.", "[::1]", "[::1]:8080"],
)
async def test_a_host_that_is_served(bench: Bench, host: str) -> None:
    assert (await bench.http.get("/desk/health", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example.com", 421),
        ("127.0.0.1.evil.example.com", 421),
        ("evil.example.com:127.0.0.1", 421),
        ("127.0.0.2", 421),
        ("[::2]:80", 421),
        ("", 400),
    ],
)
@pytest.mark.parametrize(
    "path", ["/desk/health", "/notra/v1/posts", "/repostra/api/v1/content", "/blogree/api/x"]
)
async def test_a_host_that_is_not_served(bench: Bench, host: str, status: int, path: str) -> None:
    answer = await bench.http.get(path, headers={"Host": host})
    assert answer.status_code == status
    assert set(answer.json()) == shape_of(path)
    assert bench.requests == []


async def test_a_page_of_another_site_is_not_served(bench: Bench) -> None:
    for origin, status in (
        ("http://evil.example.com", 403),
        ("null", 403),
        ("http://127.0.0.1:8123", 200),
        ("http://[::1]:8123", 200),
    ):
        assert (await bench.http.get("/desk/health", headers={"Origin": origin})).status_code == status


@pytest.mark.parametrize("prefix", list(AUTH))
@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_must_be_sent_as_json(bench: Bench, prefix: str, content_type: str) -> None:
    path = prefix + "/posts/post_1"
    headers = AUTH[prefix] | {"Content-Type": content_type}
    answer = await bench.http.patch(path, content=b'{"status": "draft"}', headers=headers)
    assert answer.status_code == 415
    assert set(answer.json()) == shape_of(path)


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=utf-8", "application/x+json"]
)
async def test_kinds_of_json(bench: Bench, content_type: str) -> None:
    bench.keep(notra_post("post_1"))
    headers = AUTH["/notra/v1"] | {"Content-Type": content_type}
    answer = await bench.http.patch("/notra/v1/posts/post_1", content=b'{"status": "draft"}', headers=headers)
    assert answer.status_code == 200


async def test_a_body_may_be_left_out_where_it_is_optional(bench: Bench) -> None:
    headers = AUTH["/desk"] | {"Content-Length": "0"}
    assert (await bench.http.post("/desk/stop", headers=headers)).status_code == 202


async def test_a_body_that_is_too_large(bench: Bench) -> None:
    large = b'{"markdown": "' + b"x" * (4 * 1024 * 1024) + b'"}'
    headers = AUTH["/notra/v1"] | {"Content-Type": "application/json"}
    answer = await bench.http.patch("/notra/v1/posts/post_1", content=large, headers=headers)
    assert (answer.status_code, set(answer.json())) == (413, {"error"})

    async def chunks() -> Any:
        for start in range(0, len(large), 65536):
            yield large[start : start + 65536]

    streamed = await bench.http.patch("/notra/v1/posts/post_1", content=chunks(), headers=headers)
    assert streamed.status_code in {400, 413}
    assert set(streamed.json()) == {"error"}


async def test_every_request_but_the_health_check_is_counted(bench: Bench) -> None:
    for _ in range(3):
        await bench.http.get("/desk/health")
    assert bench.requests == []
    await bench.http.get("/notra/v1/posts")
    await bench.http.get("/nothing")
    await bench.repostra("GET", "/content")
    assert len(bench.requests) == 3


async def test_a_doubled_api_is_one(bench: Bench) -> None:
    for path in ("/posts", "/api/posts", "/api/sites"):
        assert (await bench.blogree("GET", path)).status_code == 200
    assert (await bench.http.get("/blogree/api/api")).status_code == 404


async def test_a_poll_url_is_followed_from_every_base(bench: Bench) -> None:
    poll_url = (await bench.blogree("POST", "/posts/generate", {"topic": "x"})).json()["poll_url"]
    token = (await bench.blogree("GET", "/sites")).request.headers["authorization"]
    for base in ("", "/blogree", "/blogree/api"):
        answer = await bench.http.get(base + poll_url, headers={"Authorization": token})
        assert (answer.status_code, answer.json()["status"]) == (200, "processing"), base
        refused = await bench.http.get(base + poll_url)
        assert (refused.status_code, refused.json()["error"]) == (401, "unauthorized"), base
    for path in ("/api/posts", "/api/posts/generate", "/api/posts/generate/", "/api/sites"):
        assert (await bench.http.get(path, headers={"Authorization": token})).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/notra/v1/posts", {"error"}),
        ("/repostra/api/v1/content", {"error", "message"}),
        ("/blogree/api/posts", {"error", "message", "request_id"}),
        ("/desk/repositories", {"error", "request_id"}),
    ],
)
async def test_a_fault_is_logged_and_not_told(
    bench: Bench, path: str, shape: set[str], caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        def __call__(self) -> Any:
            raise RuntimeError(f"the secret is {KEYS.repostra_api_key.reveal()}")

        begin = __call__

    object.__setattr__(bench.desk, "sessions", Broken())
    with caplog.at_level(logging.ERROR):
        if path.startswith("/blogree"):
            answer = await bench.blogree("GET", "/posts")
        else:
            prefix = next(prefix for prefix in AUTH if path.startswith(prefix))
            answer = await bench.http.get(path, headers=AUTH[prefix])
    assert answer.status_code == 500
    assert set(answer.json()) == shape
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "repostra-key-1" not in caplog.text
    if "request_id" in shape:
        assert answer.json()["request_id"] in caplog.text
    if "message" in shape:
        assert answer.json()["error"] == "internal_error"
        assert answer.json()["message"] == "An unexpected error occurred"


async def test_the_openapi_page_is_true(bench: Bench) -> None:
    document = (await bench.http.get("/openapi.json")).json()
    paths: dict[str, dict[str, Any]] = document["paths"]
    for path in (
        "/notra/v1/posts",
        "/notra/v1/{organizationId}/posts",
        "/notra/v1/{organizationId}/posts/{postId}",
        "/notra/v1/posts/generate/{jobId}",
        "/repostra/api/v1/content/{id}/approve",
        "/repostra/api/v1/approvals/social/{id}/approve-topic",
        "/blogree/api/auth/login",
        "/blogree/api/posts/{post_id}/publish",
        "/blogree/api/posts/generate/{job_id}",
        "/desk/repositories/{repository_id}",
    ):
        assert path in paths
    for path, methods in paths.items():
        for method, operation in methods.items():
            told = operation["responses"]
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            assert "default" in told, (method, path)
            assert "HTTPValidationError" not in str(told), (method, path)
            if path not in {"/notra/v1/status", "/desk/health"} and "/auth/" not in path:
                assert "401" in told, (method, path)
                assert operation["security"], (method, path)
    names = {
        parameter["name"] for parameter in paths["/notra/v1/{organizationId}/posts"]["get"]["parameters"]
    }
    assert {"organizationId", "limit", "page", "sort", "status", "contentType"} <= names


async def test_the_page_for_people_tells_every_operation_and_needs_no_network(bench: Bench) -> None:
    document = (await bench.http.get("/openapi.json")).json()
    answer = await bench.http.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code> {operation['summary']}" in answer.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in answer.text
    assert "<script" not in answer.text
    assert not re.findall(r"(?:src|href)=.(?:https?:)?//", answer.text)


@pytest.mark.parametrize("limits_kept", [False])
async def test_a_desk_without_limits(bench: Bench) -> None:
    for _ in range(65):
        assert (await bench.repostra("GET", "/social-accounts")).status_code == 200


async def test_any_host(bench: Bench) -> None:
    app = create_app(bench.desk, allowed_hosts=["*"], on_request=lambda: None, stop=lambda: None)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example.com") as http:
        assert (await http.get("/desk/health")).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.0.2.7:21987", 200),
        ("[2001:db8::1]:21987", 200),
        ("desk.local", 200),
        ("evil.example.com", 421),
        ("192.0.2.7.evil.example.com", 421),
    ],
)
@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::"])
async def test_listening_everywhere_it_answers_at_every_address(
    bench: Bench, everywhere: str, host: str, status: int
) -> None:
    hosts = [everywhere, "desk.local"]
    app = create_app(bench.desk, allowed_hosts=hosts, on_request=lambda: None, stop=lambda: None)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        assert (await http.get("/desk/health", headers={"Host": host})).status_code == status


def test_a_window_that_slides() -> None:
    clock, window = Clock(), SlidingWindow(3, 60)
    assert [window.take(clock.pass_by(seconds=10)).remaining for _ in range(3)] == [2, 1, 0]
    refused = window.take(clock.pass_by(seconds=10))
    assert (refused.allowed, refused.remaining, refused.wait) == (False, 0, 30)
    assert not window.take(clock.pass_by(seconds=29.5)).allowed
    freed = window.take(clock.pass_by(seconds=0.5))
    assert (freed.allowed, freed.remaining, freed.wait) == (True, 0, 10)
    assert not window.take(clock.pass_by(seconds=5)).allowed


def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    clock, window = Clock(), SlidingWindow(1, 60)
    assert window.take(clock()).allowed
    clock.pass_by(hours=-5)
    assert window.take(clock()).allowed
    assert not window.take(clock()).allowed
