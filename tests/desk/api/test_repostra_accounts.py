from __future__ import annotations

from typing import Any

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import account, schedule
from tui.desk.store.tables import RepostraAccount, RepostraSchedule

ACCOUNT_FIELDS = {
    "id", "platform", "account_name", "account_identifier", "posting_method", "webhook_url", "is_active",
    "created_at", "updated_at",
}  # fmt: skip


def invalid(answer: Any, field: str, about: str) -> None:
    """Check a 422 of one field."""
    assert answer.status_code == 422, answer.text
    body = answer.json()
    assert set(body) == {"error", "message", "errors"}
    assert body["error"] == "validation_error"
    assert about in body["errors"][field][0]
    assert body["message"] == next(iter(body["errors"].values()))[0]


async def test_an_account_with_all_its_fields(bench: Bench) -> None:
    body = {
        "platform": "website",
        "account_name": "My Blog",
        "account_identifier": "blog-1",
        "posting_method": "webhook",
        "webhook_url": "https://example.com/webhook/blog",
        "wordpress_api_key": "wp-secret",
        "signing_secret": "sign-secret",
        "is_active": False,
    }
    answer = await bench.repostra("POST", "/social-accounts", body)
    assert answer.status_code == 201
    assert answer.json() == {
        "data": {
            "id": 1,
            "platform": "website",
            "account_name": "My Blog",
            "account_identifier": "blog-1",
            "posting_method": "webhook",
            "webhook_url": "https://example.com/webhook/blog",
            "is_active": False,
            "created_at": "2026-03-02T12:00:00+00:00",
            "updated_at": "2026-03-02T12:00:00+00:00",
        }
    }
    with bench.desk.sessions() as session:
        row = session.get_one(RepostraAccount, 1)
        assert (row.wordpress_api_key, row.signing_secret) == ("wp-secret", "sign-secret")
    for path in ("/social-accounts", "/social-accounts/1"):
        assert "secret" not in (await bench.repostra("GET", path)).text


async def test_an_account_needs_a_platform_only(bench: Bench) -> None:
    answer = await bench.repostra("POST", "/social-accounts", {"platform": "tiktok"})
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert set(data) == ACCOUNT_FIELDS
    assert data["is_active"] is True
    assert data["account_name"] is data["posting_method"] is data["webhook_url"] is None


@pytest.mark.parametrize(
    "platform", ["website", "facebook", "twitter", "instagram", "linkedin", "tiktok", "youtube"]
)
async def test_every_platform(bench: Bench, platform: str) -> None:
    assert (await bench.repostra("POST", "/social-accounts", {"platform": platform})).status_code == 201


@pytest.mark.parametrize("method", ["manual", "wordpress", "webhook", "auto", "zapier"])
async def test_every_posting_method(bench: Bench, method: str) -> None:
    body = {"platform": "website", "posting_method": method}
    assert (await bench.repostra("POST", "/social-accounts", body)).status_code == 201


@pytest.mark.parametrize(
    ("body", "field", "about"),
    [
        ({}, "platform", "The platform field is required."),
        ({"platform": "myspace"}, "platform", "must be 'website'"),
        ({"platform": None}, "platform", "must be"),
        ({"platform": "website", "posting_method": "fax"}, "posting_method", "must be"),
        ({"platform": "website", "webhook_url": "example.com"}, "webhook_url", "http:// or https://"),
        ({"platform": "website", "webhook_url": "file:///etc/passwd"}, "webhook_url", "http:// or https://"),
        ({"platform": "website", "webhook_url": "http://[bad"}, "webhook_url", "http:// or https://"),
        ({"platform": "website", "webhook_url": "http://a b/"}, "webhook_url", "http:// or https://"),
        ({"platform": "website", "account_name": 7}, "account_name", "must be text"),
        ({"platform": "website", "account_name": "x" * 256}, "account_name", "255 characters"),
        ({"platform": "website", "is_active": "yes"}, "is_active", "true or false"),
        ({"platform": "website", "signing_secret": ["x"]}, "signing_secret", "must be text"),
    ],
)
async def test_a_bad_account_is_refused(bench: Bench, body: dict[str, Any], field: str, about: str) -> None:
    answer = await bench.repostra("POST", "/social-accounts", body)
    invalid(answer, field, about)
    assert (await bench.repostra("GET", "/social-accounts")).json() == {"data": []}


async def test_all_that_is_wrong_is_said(bench: Bench) -> None:
    body = {"platform": "x", "posting_method": "y", "is_active": 3}
    errors = (await bench.repostra("POST", "/social-accounts", body)).json()["errors"]
    assert set(errors) == {"platform", "posting_method", "is_active"}


async def test_an_update_changes_the_given_fields(bench: Bench) -> None:
    bench.keep(account(4, signing_secret="old", account_identifier="me"))
    answer = await bench.repostra(
        "PUT", "/social-accounts/4", {"account_name": "New", "account_identifier": None}
    )
    data = answer.json()["data"]
    assert (data["account_name"], data["account_identifier"], data["posting_method"]) == (
        "New",
        None,
        "manual",
    )
    assert data["updated_at"] == "2026-03-02T12:00:00+00:00"
    assert data["created_at"] == "2026-03-01T12:00:00+00:00"
    await bench.repostra("PUT", "/social-accounts/4", {"signing_secret": "new"})
    with bench.desk.sessions() as session:
        assert session.get_one(RepostraAccount, 4).signing_secret == "new"
    invalid(await bench.repostra("PUT", "/social-accounts/4", {"platform": None}), "platform", "must be")
    invalid(
        await bench.repostra("PUT", "/social-accounts/4", {"is_active": None}), "is_active", "true or false"
    )


async def test_an_account_with_schedules_stays(bench: Bench) -> None:
    bench.keep(account(1), account(2))
    bench.keep(schedule(1, 1))
    answer = await bench.repostra("DELETE", "/social-accounts/1")
    assert answer.status_code == 409
    assert answer.json()["error"] == "conflict"
    assert set(answer.json()) == {"error", "message"}
    assert (await bench.repostra("DELETE", "/posting-schedules/1")).status_code == 200
    assert (await bench.repostra("DELETE", "/social-accounts/1")).status_code == 200
    assert (await bench.repostra("DELETE", "/social-accounts/1")).status_code == 404
    assert [entry["id"] for entry in (await bench.repostra("GET", "/social-accounts")).json()["data"]] == [2]


@pytest.mark.parametrize("id", ["9", "0", "-1", "abc", "1.5", str(2**63), "9" * 30])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/social-accounts/{id}", None),
        ("PUT", "/social-accounts/{id}", {}),
        ("DELETE", "/social-accounts/{id}", None),
        ("PUT", "/posting-schedules/{id}", {}),
        ("DELETE", "/posting-schedules/{id}", None),
        ("GET", "/content/{id}", None),
        ("PUT", "/content/{id}", {}),
        ("DELETE", "/content/{id}", None),
        ("POST", "/content/{id}/approve", None),
        ("POST", "/approvals/blog/{id}/approve", {}),
        ("POST", "/approvals/social/{id}/approve-topic", {"topic": "x"}),
        ("POST", "/approvals/social/{id}/approve-content", {"content": "x"}),
    ],
)
async def test_what_is_not_there(bench: Bench, method: str, path: str, body: object, id: str) -> None:
    answer = await bench.repostra(method, path.format(id=id), body)
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"
    assert set(answer.json()) == {"error", "message"}


async def test_a_schedule(bench: Bench) -> None:
    bench.keep(account(3, platform="website", account_name="My Blog"))
    body = {
        "account_id": 3,
        "platform": "website",
        "day_of_week": "monday",
        "time": "09:00",
        "blog_column_index": 1,
    }
    answer = await bench.repostra("POST", "/posting-schedules", body)
    assert answer.status_code == 201
    expected = {
        "id": 1,
        "account_id": 3,
        "account": {"id": 3, "platform": "website", "account_name": "My Blog"},
        "platform": "website",
        "day_of_week": "monday",
        "time": "09:00",
        "content_type": None,
        "blog_column_index": 1,
        "is_active": True,
        "created_at": "2026-03-02T12:00:00+00:00",
        "updated_at": "2026-03-02T12:00:00+00:00",
    }
    assert answer.json() == {"data": expected}
    assert (await bench.repostra("GET", "/posting-schedules")).json() == {"data": [expected]}


@pytest.mark.parametrize("kind", ["text", "image", "video", "evergreen", None])
async def test_every_kind_of_slot(bench: Bench, kind: str | None) -> None:
    bench.keep(account(1))
    body = {
        "account_id": 1,
        "platform": "linkedin",
        "day_of_week": "sunday",
        "time": "23:59",
        "content_type": kind,
    }
    assert (await bench.repostra("POST", "/posting-schedules", body)).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account_id": None}, "account_id"),
        ({"account_id": "1"}, "account_id"),
        ({"account_id": 99}, "account_id"),
        ({"account_id": True}, "account_id"),
        ({"account_id": 2**70}, "account_id"),
        ({"platform": "radio"}, "platform"),
        ({"day_of_week": "Monday"}, "day_of_week"),
        ({"day_of_week": "someday"}, "day_of_week"),
        ({"time": "9:00"}, "time"),
        ({"time": "24:00"}, "time"),
        ({"time": "09:60"}, "time"),
        ({"time": "09:00:00"}, "time"),
        ({"time": None}, "time"),
        ({"content_type": "audio"}, "content_type"),
        ({"blog_column_index": 0}, "blog_column_index"),
        ({"blog_column_index": 1.5}, "blog_column_index"),
        ({"is_active": None}, "is_active"),
    ],
)
async def test_a_bad_schedule_is_refused(bench: Bench, change: dict[str, Any], field: str) -> None:
    bench.keep(account(1))
    body = {"account_id": 1, "platform": "website", "day_of_week": "monday", "time": "09:00"} | change
    invalid(await bench.repostra("POST", "/posting-schedules", body), field, "")


async def test_a_schedule_needs_its_fields(bench: Bench) -> None:
    errors = (await bench.repostra("POST", "/posting-schedules", {})).json()["errors"]
    assert set(errors) == {"account_id", "platform", "day_of_week", "time"}


async def test_updating_a_schedule(bench: Bench) -> None:
    bench.keep(account(1), account(2))
    bench.keep(schedule(5, 1))
    body = {
        "day_of_week": "friday",
        "time": "17:30",
        "is_active": False,
        "account_id": 2,
        "platform": "twitter",
    }
    data = (await bench.repostra("PUT", "/posting-schedules/5", body)).json()["data"]
    assert (data["day_of_week"], data["time"], data["is_active"]) == ("friday", "17:30", False)
    assert (data["account_id"], data["platform"], data["blog_column_index"]) == (1, "website", 1)
    invalid(await bench.repostra("PUT", "/posting-schedules/5", {"time": "25:00"}), "time", "must match")
    with bench.desk.sessions() as session:
        assert session.get_one(RepostraSchedule, 5).time == "17:30"


@pytest.mark.parametrize(
    "path", ["/social-accounts", "/posting-schedules", "/content", "/content/1", "/approvals"]
)
async def test_a_key_is_needed(bench: Bench, path: str) -> None:
    expected = {"error": "unauthorized", "message": "Invalid API key"}
    for headers in ({}, {"X-API-Key": ""}, {"Authorization": "Bearer repostra-key-1"}):
        answer = await bench.http.get(f"/repostra/api/v1{path}", headers=headers)
        assert (answer.status_code, answer.json()) == (401, expected)
    for wrong in ("x", "repostra-key-", "repostra-key-11", "notra-key-1"):
        answer = await bench.repostra("GET", path, key=wrong)
        assert (answer.status_code, answer.json()) == (401, expected)


@pytest.mark.parametrize("limits_kept", [True])
async def test_sixty_a_minute_all_together(bench: Bench) -> None:
    paths = [
        "/social-accounts",
        "/content",
        "/approvals",
        "/posting-schedules",
        "/content/99",
        "/content?per_page=x",
    ]
    for number in range(60):
        answer = await bench.repostra("GET", paths[number % len(paths)])
        assert answer.status_code in {200, 404, 422}
    bench.clock.pass_by(seconds=15)
    answer = await bench.repostra("POST", "/content", {"title": "Late"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "45")
    assert answer.json()["error"] == "rate_limited"
    assert set(answer.json()) == {"error", "message"}
    assert bench.work.contents == []
    bench.clock.pass_by(seconds=45)
    assert (await bench.repostra("GET", "/approvals")).status_code == 200


@pytest.mark.parametrize("limits_kept", [True])
async def test_a_wrong_key_takes_nothing_from_the_limit(bench: Bench) -> None:
    for _ in range(70):
        assert (await bench.repostra("GET", "/content", key="wrong")).status_code == 401
    assert (await bench.repostra("GET", "/content")).status_code == 200
