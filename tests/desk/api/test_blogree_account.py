"""Blogree's sign-in, publishing, generation and sites."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
import pytest

from tests.desk.api.desks import KEYS, Bench
from tests.desk.api.rows import THEN, blogree_post, delivery, site
from tests.desk.api.test_blogree_posts import invalid
from tui.desk.auth import make_token
from tui.desk.store.tables import BlogreeJob, BlogreeSite, DeliveryRow

SIGNED_OUT = {"error": "unauthorized", "message": "Invalid or expired JWT token"}
LOGIN = {"email": "desk@copydesk.local", "password": "blogree-password-1"}


async def test_logging_in(bench: Bench) -> None:
    answer = await bench.http.post("/blogree/api/auth/login", json=LOGIN)
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"user", "token", "expires_at"}
    assert set(body["user"]) == {"id", "name", "email"}
    assert body["user"]["email"] == "desk@copydesk.local"
    assert body["expires_at"] == "2026-03-09T12:00:00Z"
    assert (await bench.blogree("GET", "/posts", token=body["token"])).status_code == 200
    assert "blogree-password-1" not in answer.text


async def test_the_emails_case_does_not_matter(bench: Bench) -> None:
    login = LOGIN | {"email": " Desk@Copydesk.Local"}
    assert (await bench.http.post("/blogree/api/auth/login", json=login)).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"password": "wrong"},
        {"password": ""},
        {"password": "blogree-password-11"},
        {"password": "Blogree-password-1"},
        {"email": "other@copydesk.local"},
        {"email": ""},
    ],
)
async def test_a_wrong_sign_in(bench: Bench, change: dict[str, str]) -> None:
    answer = await bench.http.post("/blogree/api/auth/login", json=LOGIN | change)
    assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")


@pytest.mark.parametrize("field", ["email", "password"])
async def test_a_sign_in_needs_both(bench: Bench, field: str) -> None:
    login = {key: value for key, value in LOGIN.items() if key != field}
    invalid(await bench.http.post("/blogree/api/auth/login", json=login), field, f"{field} is required")


async def test_registering_is_refused_with_the_way_to_the_account(bench: Bench) -> None:
    for email, status in (("new@example.org", 400), ("DESK@copydesk.local", 409)):
        body = {"email": email, "password": "x", "name": "Ana"}
        answer = await bench.http.post("/blogree/api/auth/register", json=body)
        assert answer.status_code == status
        assert "copydesk desk keys --json" in answer.json()["message"]


async def test_a_token_holds_for_seven_days(bench: Bench) -> None:
    token, expires = make_token(KEYS, bench.now)
    assert expires - bench.now == timedelta(days=7)
    bench.clock.pass_by(days=6, hours=23, minutes=59, seconds=59)
    assert (await bench.blogree("GET", "/posts", token=token)).status_code == 200
    bench.clock.pass_by(seconds=1)
    answer = await bench.blogree("GET", "/posts", token=token)
    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)


def forged(**claims: Any) -> str:
    return jwt.encode({"sub": "user_local_desk", "exp": 4_000_000_000} | claims, "t" * 64, algorithm="HS256")


def signed(**claims: Any) -> str:
    kept = {
        k: v for k, v in ({"sub": "user_local_desk", "exp": 4_000_000_000} | claims).items() if v is not None
    }
    return jwt.encode(kept, KEYS.blogree_signing_key.reveal(), algorithm="HS256")


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a.b.c",
        forged(),
        signed(sub="someone"),
        signed(exp=None),
        signed(exp=10**18),
        jwt.encode({"sub": "user_local_desk", "exp": 4_000_000_000}, "", algorithm="none"),
        jwt.encode(
            {"sub": "user_local_desk", "exp": 4_000_000_000},
            KEYS.blogree_signing_key.reveal(),
            algorithm="HS512",
        ),
    ],
)
async def test_a_token_that_does_not_hold(bench: Bench, token: str) -> None:
    answer = await bench.blogree("GET", "/posts", token=token)
    assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)


@pytest.mark.parametrize("path", ["/posts", "/posts/x", "/sites", "/posts/generate/x"])
async def test_a_token_is_needed(bench: Bench, path: str) -> None:
    for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": make_token(KEYS, bench.now)[0]}):
        answer = await bench.http.get(f"/blogree/api{path}", headers=headers)
        assert (answer.status_code, answer.json()) == (401, SIGNED_OUT)


@pytest.mark.parametrize("limits_kept", [True])
async def test_120_a_minute(bench: Bench) -> None:
    token = make_token(KEYS, bench.now)[0]
    for _ in range(120):
        assert (await bench.blogree("GET", "/sites", token=token)).status_code == 200
    bench.clock.pass_by(seconds=1)
    answer = await bench.blogree("POST", "/posts", {"title": "x"}, token=token)
    assert answer.status_code == 429
    assert answer.json() == {"error": "rate_limited", "message": "Too many requests", "retry_after": 59}
    assert answer.headers["Retry-After"] == "59"
    bench.clock.pass_by(seconds=59)
    assert (await bench.blogree("GET", "/sites", token=token)).status_code == 200


async def test_publishing_to_sites(bench: Bench) -> None:
    bench.keep(blogree_post("post_a"), site("site_1"), site("site_2"), site("site_3"))
    answer = await bench.blogree(
        "POST", "/posts/post_a/publish", {"site_ids": ["site_3", "site_1", "site_3"]}
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "post_id": "post_a",
        "dispatched_to": [
            {"site_id": "site_3", "status": "pending"},
            {"site_id": "site_1", "status": "pending"},
        ],
        "estimated_delivery": "2026-03-02T12:00:30Z",
    }
    assert len(bench.work.delivered) == 2
    with bench.desk.sessions() as session:
        row = session.get_one(DeliveryRow, bench.work.delivered[0])
        assert (row.event, row.world, row.target_id, row.post_id) == (
            "post.published",
            "blogree",
            "site_3",
            "post_a",
        )
        assert '"status": "published"' in row.body
    post = (await bench.blogree("GET", "/posts/post_a")).json()
    assert (post["status"], post["published_at"], post["version"]) == ("published", "2026-03-02T12:00:00Z", 1)
    assert {entry["status"] for entry in post["deliveries"]} == {"pending"}


@pytest.mark.parametrize("body", [None, {}, {"site_ids": None}])
async def test_publishing_to_all(bench: Bench, body: object) -> None:
    bench.keep(
        blogree_post("post_a"),
        site("site_1"),
        site("site_2", status="inactive"),
        site("site_3", status="error"),
    )
    answer = await bench.blogree("POST", "/posts/post_a/publish", body)
    assert [entry["site_id"] for entry in answer.json()["dispatched_to"]] == ["site_1", "site_3"]


async def test_publishing_without_sites(bench: Bench) -> None:
    bench.keep(blogree_post("post_a"))
    answer = await bench.blogree("POST", "/posts/post_a/publish")
    assert (answer.status_code, answer.json()["dispatched_to"]) == (200, [])
    assert (await bench.blogree("GET", "/posts/post_a")).json()["status"] == "published"


async def test_publishing_again_delivers_again(bench: Bench) -> None:
    bench.keep(blogree_post("post_a"), site("site_1"))
    for _ in range(2):
        await bench.blogree("POST", "/posts/post_a/publish", {"site_ids": ["site_1"]})
        bench.clock.pass_by(hours=1)
    assert len(set(bench.work.delivered)) == 2
    post = (await bench.blogree("GET", "/posts/post_a")).json()
    assert post["published_at"] == "2026-03-02T12:00:00Z"
    assert len(post["deliveries"]) == 1


@pytest.mark.parametrize(
    ("site_ids", "status"),
    [(["site_1", "site_none"], 404), ([], 400), (["site_off"], 400), ("site_1", 400), ([1], 400)],
)
async def test_publishing_to_what_is_no_site(bench: Bench, site_ids: object, status: int) -> None:
    bench.keep(blogree_post("post_a"), site("site_1"), site("site_off", status="inactive"))
    answer = await bench.blogree("POST", "/posts/post_a/publish", {"site_ids": site_ids})
    assert answer.status_code == status
    assert bench.work.delivered == []
    assert (await bench.blogree("GET", "/posts/post_a")).json()["status"] == "draft"


async def test_generating(bench: Bench) -> None:
    bench.keep(site("site_1"))
    body = {
        "topic": "How to use AI",
        "site_id": "site_1",
        "length": "long",
        "tone": "casual",
        "include_faq": True,
        "target_keywords": ["AI"],
    }
    answer = await bench.blogree("POST", "/posts/generate", body)
    assert answer.status_code == 202
    job_id = answer.json()["job_id"]
    assert answer.json() == {
        "job_id": job_id,
        "status": "processing",
        "poll_url": f"/api/posts/generate/{job_id}",
        "estimated_seconds": 8,
    }
    assert bench.work.blogree == [job_id]
    with bench.desk.sessions() as session:
        assert session.get_one(BlogreeJob, job_id).request == body
    for path in (f"/posts/generate/{job_id}", f"/api/posts/generate/{job_id}"):
        assert (await bench.blogree("GET", path)).json() == {"job_id": job_id, "status": "processing"}


async def test_a_topic_is_enough(bench: Bench) -> None:
    job_id = (await bench.blogree("POST", "/posts/generate", {"topic": "x"})).json()["job_id"]
    with bench.desk.sessions() as session:
        assert session.get_one(BlogreeJob, job_id).request == {
            "topic": "x",
            "site_id": None,
            "length": "medium",
            "tone": "professional",
            "include_faq": False,
            "target_keywords": [],
        }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "topic"),
        ({"topic": ""}, "topic"),
        ({"topic": " "}, "topic"),
        ({"topic": None}, "topic"),
        ({"topic": "x", "length": "epic"}, "length"),
        ({"topic": "x", "tone": "angry"}, "tone"),
        ({"topic": "x", "include_faq": "yes"}, "include_faq"),
        ({"topic": "x", "target_keywords": "a"}, "target_keywords"),
        ({"topic": "x", "target_keywords": [""]}, "target_keywords.0"),
        ({"topic": "x", "site_id": 5}, "site_id"),
    ],
)
async def test_a_bad_generation_is_refused(bench: Bench, body: dict[str, Any], field: str) -> None:
    invalid(await bench.blogree("POST", "/posts/generate", body), field, field)
    assert bench.work.blogree == []


async def test_generating_for_no_site(bench: Bench) -> None:
    answer = await bench.blogree("POST", "/posts/generate", {"topic": "x", "site_id": "site_none"})
    assert (answer.status_code, answer.json()["message"]) == (404, "Site site_none not found")


async def test_jobs_that_ended(bench: Bench) -> None:
    def job(id: str, **fields: Any) -> BlogreeJob:
        return BlogreeJob(id=id, request={}, created_at=THEN, updated_at=THEN, **fields)

    bench.keep(
        blogree_post("post_a"),
        job("gen_1", status="complete", post_id="post_a"),
        job("gen_2", status="failed", error="No words came."),
        job("gen_3", status="complete", post_id="post_gone"),
    )
    done = (await bench.blogree("GET", "/posts/generate/gen_1")).json()
    assert (done["status"], done["post"]["id"], done["post"]["deliveries"]) == ("complete", "post_a", [])
    assert set(done) == {"job_id", "status", "post"}
    failed = (await bench.blogree("GET", "/posts/generate/gen_2")).json()
    assert failed == {"job_id": "gen_2", "status": "failed", "error": "No words came."}
    gone = (await bench.blogree("GET", "/posts/generate/gen_3")).json()
    assert gone == {"job_id": "gen_3", "status": "complete", "post": None}


NEW_SITE = {"name": "Blog", "url": "https://blog.example.com", "webhook_url": "https://blog.example.com/hook"}


async def test_a_sites_secrets_are_shown_once(bench: Bench) -> None:
    answer = await bench.blogree("POST", "/sites", NEW_SITE)
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == {
        "id", "name", "url", "webhook_url", "api_key", "webhook_secret", "niche", "platform", "status",
        "delivery_stats", "created_at",
    }  # fmt: skip
    assert (made["platform"], made["status"], made["niche"]) == ("custom", "active", None)
    assert made["delivery_stats"] == {"total": 0, "success_rate": None, "last_delivery": None}
    assert len(made["api_key"]) > 20
    assert len(made["webhook_secret"]) > 30
    for path in ("/sites", f"/sites/{made['id']}"):
        text = (await bench.blogree("GET", path)).text
        assert made["api_key"] not in text
        assert made["webhook_secret"] not in text
    listed = (await bench.blogree("GET", "/sites")).json()
    assert listed["total"] == 1
    assert listed["sites"][0] == made | {"api_key": "********", "webhook_secret": "********"}


async def test_a_secret_of_the_callers_own(bench: Bench) -> None:
    made = (
        await bench.blogree("POST", "/sites", NEW_SITE | {"webhook_secret": "whsec_mine", "niche": "dev"})
    ).json()
    assert (made["webhook_secret"], made["niche"]) == ("whsec_mine", "dev")
    with bench.desk.sessions() as session:
        assert session.get_one(BlogreeSite, made["id"]).webhook_secret == "whsec_mine"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"url": "blog"}, "url"),
        ({"webhook_url": "ftp://x/"}, "webhook_url"),
        ({"webhook_url": None}, "webhook_url"),
        ({"platform": "geocities"}, "platform"),
    ],
)
async def test_a_bad_site_is_refused(bench: Bench, change: dict[str, Any], field: str) -> None:
    invalid(await bench.blogree("POST", "/sites", NEW_SITE | change), field, field)
    assert (await bench.blogree("GET", "/sites")).json() == {"sites": [], "total": 0}


async def test_a_secret_that_is_too_short_is_refused_with_its_length(bench: Bench) -> None:
    answer = await bench.blogree("POST", "/sites", NEW_SITE | {"webhook_secret": "short"})
    invalid(answer, "webhook_secret", "must have at least 8 characters")


async def test_updating_a_site(bench: Bench) -> None:
    bench.keep(site("site_1"))
    answer = await bench.blogree(
        "PATCH", "/sites/site_1", {"name": "New", "status": "inactive", "niche": "x"}
    )
    changed = answer.json()
    assert (changed["name"], changed["status"], changed["niche"]) == ("New", "inactive", "x")
    assert (changed["url"], changed["webhook_secret"]) == ("https://example.com", "********")
    invalid(await bench.blogree("PATCH", "/sites/site_1", {"status": "error"}), "status", "must be")
    invalid(await bench.blogree("PATCH", "/sites/site_1", {"url": None}), "url", "must be text")


async def test_rotating_keys(bench: Bench) -> None:
    bench.keep(site("site_1"))
    answer = await bench.blogree("POST", "/sites/site_1/rotate-keys")
    body = answer.json()
    assert set(body) == {"site_id", "new_api_key", "new_webhook_secret", "rotated_at", "warning"}
    assert (body["site_id"], body["rotated_at"]) == ("site_1", "2026-03-02T12:00:00Z")
    with bench.desk.sessions() as session:
        row = session.get_one(BlogreeSite, "site_1")
        assert (row.api_key, row.webhook_secret) == (body["new_api_key"], body["new_webhook_secret"])
        assert row.webhook_secret != "secret-of-site_1"


async def test_deleting_a_site(bench: Bench) -> None:
    bench.keep(site("site_1"))
    answer = await bench.blogree("DELETE", "/sites/site_1")
    assert (answer.status_code, answer.content) == (204, b"")
    assert (await bench.blogree("GET", "/sites/site_1")).status_code == 404


async def test_delivery_stats(bench: Bench) -> None:
    bench.keep(
        site("site_1"),
        delivery("d1", "p", "site_1"),
        delivery("d2", "p", "site_1", status="delivered_retry", delivered_at=THEN + timedelta(hours=1)),
        delivery("d3", "p", "site_1", status="failed", delivered_at=None),
        delivery("d4", "p", "site_1", status="pending", delivered_at=None),
        delivery("d5", "p", "site_2"),
    )
    assert (await bench.blogree("GET", "/sites/site_1")).json()["delivery_stats"] == {
        "total": 4,
        "success_rate": 66.7,
        "last_delivery": "2026-03-01T13:00:00Z",
    }
