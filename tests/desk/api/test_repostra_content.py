from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.desk.api.desks import Bench
from tests.desk.api.rows import EDITORJS, THEN, account, content, delivery, schedule, webhook_account
from tests.desk.api.test_repostra_accounts import invalid
from tui.desk.store.tables import DeliveryRow, RepostraContent

LIST_FIELDS = {
    "id", "title", "slug", "description", "keyword", "status", "posting_schedule_id", "scheduled_for",
    "approved_at", "published_at", "published_url", "ai_generated_at", "created_at", "updated_at",
}  # fmt: skip

APPROVE = ["/content/{}/approve", "/approvals/blog/{}/approve"]


def deliver_at_once(bench: Bench, status: str = "delivered") -> None:
    """Let the work do what a receiver's answer would lead to."""

    def done(id: str) -> None:
        with bench.desk.sessions.begin() as session:
            row = session.get_one(DeliveryRow, id)
            row.status = status
            post = session.get_one(RepostraContent, int(row.post_id))
            if status == "delivered":
                post.status = "published"
                post.published_at = bench.now
                post.published_url = f"https://example.com/{post.slug}"
            elif status == "failed":
                post.status = "failed"

    bench.work.on_deliver = done


async def test_the_list(bench: Bench) -> None:
    bench.keep(
        content(1),
        content(
            42,
            title="10 Tips for Better SEO",
            description="A comprehensive guide...",
            keyword="seo tips",
            posting_schedule_id=1,
            scheduled_for=THEN + timedelta(days=3),
            ai_generated_at=THEN,
            created_at=THEN + timedelta(hours=1),
        ),
    )
    answer = (await bench.repostra("GET", "/content")).json()
    assert answer["meta"] == {"current_page": 1, "last_page": 1, "per_page": 25, "total": 2}
    assert [entry["id"] for entry in answer["data"]] == [42, 1]
    assert answer["data"][0] == {
        "id": 42,
        "title": "10 Tips for Better SEO",
        "slug": "content-42",
        "description": "A comprehensive guide...",
        "keyword": "seo tips",
        "status": "draft",
        "posting_schedule_id": 1,
        "scheduled_for": "2026-03-04T12:00:00+00:00",
        "approved_at": None,
        "published_at": None,
        "published_url": None,
        "ai_generated_at": "2026-03-01T12:00:00+00:00",
        "created_at": "2026-03-01T13:00:00+00:00",
        "updated_at": "2026-03-01T12:00:00+00:00",
    }


async def test_pages(bench: Bench) -> None:
    bench.keep(*(content(n, created_at=THEN + timedelta(minutes=n)) for n in range(1, 31)))
    first = (await bench.repostra("GET", "/content")).json()
    assert (len(first["data"]), first["meta"]["last_page"]) == (25, 2)
    second = (await bench.repostra("GET", "/content", params={"page": 2})).json()
    assert [entry["id"] for entry in second["data"]] == [5, 4, 3, 2, 1]
    few = (await bench.repostra("GET", "/content", params={"per_page": 7, "page": 5})).json()
    assert (len(few["data"]), few["meta"]) == (
        2,
        {"current_page": 5, "last_page": 5, "per_page": 7, "total": 30},
    )
    many = (await bench.repostra("GET", "/content", params={"per_page": 5000})).json()
    assert many["meta"]["per_page"] == 100
    none = (await bench.repostra("GET", "/content", params={"page": 9})).json()
    assert none["data"] == []


@pytest.mark.parametrize("status", ["planned", "generating", "draft", "scheduled", "published", "failed"])
async def test_one_status(bench: Bench, status: str) -> None:
    states = ["planned", "generating", "draft", "scheduled", "published", "failed"]
    bench.keep(*(content(n, status=each) for n, each in enumerate(states, start=1)))
    answer = (await bench.repostra("GET", "/content", params={"status": status})).json()
    assert [entry["status"] for entry in answer["data"]] == [status]
    assert answer["meta"]["total"] == 1


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"status": "gone"}, "status"),
        ({"status": ""}, "status"),
        ({"per_page": 0}, "per_page"),
        ({"per_page": "all"}, "per_page"),
        ({"page": 0}, "page"),
        ({"page": 10**20}, "page"),
    ],
)
async def test_a_bad_query_is_refused(bench: Bench, params: dict[str, Any], field: str) -> None:
    invalid(await bench.repostra("GET", "/content", params=params), field, f"The {field} field must be")


async def test_one_content_has_its_body(bench: Bench) -> None:
    bench.keep(content(1), content(2, content=None, status="planned"))
    data = (await bench.repostra("GET", "/content/1")).json()["data"]
    assert set(data) == LIST_FIELDS | {"content"}
    assert data["content"] == EDITORJS
    assert (await bench.repostra("GET", "/content/2")).json()["data"]["content"] is None


async def test_creating(bench: Bench) -> None:
    bench.keep(account(1))
    bench.keep(schedule(1, 1))
    body = {
        "title": "10 SEO Tips",
        "description": "Practical tips",
        "keyword": "seo",
        "posting_schedule_id": 1,
        "scheduled_for": "2026-04-07T11:00:00+02:00",
    }
    answer = await bench.repostra("POST", "/content", body)
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert (data["title"], data["slug"], data["status"]) == ("10 SEO Tips", "10-seo-tips", "planned")
    assert data["scheduled_for"] == "2026-04-07T09:00:00+00:00"
    assert (data["content"], data["ai_generated_at"], data["approved_at"]) == (None, None, None)
    assert bench.work.contents == [data["id"]]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2026-04-07T09:00:00Z", "2026-04-07T09:00:00+00:00"),
        ("2026-04-07T09:00:00", "2026-04-07T09:00:00+00:00"),
        ("2026-04-07T09:00:00.123-05:30", "2026-04-07T14:30:00+00:00"),
        ("2026-04-07", "2026-04-07T00:00:00+00:00"),
        (None, None),
    ],
)
async def test_times_are_taken_with_and_without_an_offset(
    bench: Bench, given: str | None, shown: str | None
) -> None:
    answer = await bench.repostra("POST", "/content", {"title": "x", "scheduled_for": given})
    assert answer.json()["data"]["scheduled_for"] == shown


@pytest.mark.parametrize(
    ("body", "field", "about"),
    [
        ({}, "title", "The title field is required."),
        ({"title": ""}, "title", "must not be empty"),
        ({"title": "  "}, "title", "must not be empty"),
        ({"title": None}, "title", "must be text"),
        ({"title": "x\0"}, "title", "NUL"),
        ({"title": "x", "description": 4}, "description", "must be text"),
        ({"title": "x", "posting_schedule_id": 4}, "posting_schedule_id", "is invalid"),
        ({"title": "x", "posting_schedule_id": "a"}, "posting_schedule_id", "whole number"),
        ({"title": "x", "scheduled_for": "soon"}, "scheduled_for", "ISO 8601"),
        ({"title": "x", "scheduled_for": 1775552400}, "scheduled_for", "ISO 8601"),
        ({"title": "x", "scheduled_for": "0001-01-01T00:00:00+10:00"}, "scheduled_for", "years"),
        ({"title": "x", "scheduled_for": True}, "scheduled_for", "ISO 8601"),
    ],
)
async def test_bad_content_is_refused(bench: Bench, body: dict[str, Any], field: str, about: str) -> None:
    invalid(await bench.repostra("POST", "/content", body), field, about)
    assert bench.work.contents == []


async def test_a_title_without_letters_has_a_slug(bench: Bench) -> None:
    for title in ("日本語", "!!!", "x" * 10_000):
        data = (await bench.repostra("POST", "/content", {"title": title})).json()["data"]
        assert data["title"] == title
        assert 1 <= len(data["slug"]) <= 160


async def test_updating(bench: Bench) -> None:
    bench.keep(content(1, description="old", keyword="old"))
    new = '{"time": 2, "blocks": [], "version": "2.30.0"}'
    body = {"title": "New", "description": None, "content": new, "scheduled_for": "2026-05-01T00:00:00Z"}
    data = (await bench.repostra("PUT", "/content/1", body)).json()["data"]
    assert (data["title"], data["description"], data["keyword"], data["content"]) == ("New", None, "old", new)
    assert data["slug"] == "content-1"
    assert data["scheduled_for"] == "2026-05-01T00:00:00+00:00"
    assert data["updated_at"] == "2026-03-02T12:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"content": "plain text"}, "content"),
        ({"content": "{}"}, "content"),
        ({"content": '{"blocks": {}}'}, "content"),
        ({"content": '{"blocks": ["x"]}'}, "content"),
        ({"content": "[" * 100_000}, "content"),
        ({"content": {"blocks": []}}, "content"),
        ({"content": None}, "content"),
        ({"scheduled_for": "x"}, "scheduled_for"),
    ],
)
async def test_a_bad_update_is_refused(bench: Bench, body: dict[str, Any], field: str) -> None:
    bench.keep(content(1))
    invalid(await bench.repostra("PUT", "/content/1", body), field, f"The {field} field must")
    assert (await bench.repostra("GET", "/content/1")).json()["data"]["content"] == EDITORJS


async def test_published_content_cannot_be_changed(bench: Bench) -> None:
    bench.keep(content(1, status="published", published_at=THEN))
    answer = await bench.repostra("PUT", "/content/1", {"title": "New"})
    invalid(answer, "status", "Published content cannot be updated.")
    assert (await bench.repostra("GET", "/content/1")).json()["data"]["title"] == "Content 1"


async def test_deleting(bench: Bench) -> None:
    bench.keep(content(1), content(2, status="published"))
    for id in (1, 2):
        assert (await bench.repostra("DELETE", f"/content/{id}")).status_code == 200
        assert (await bench.repostra("GET", f"/content/{id}")).status_code == 404


@pytest.mark.parametrize("path", APPROVE)
@pytest.mark.parametrize(
    "website",
    [
        None,
        account(1),
        account(1, posting_method="auto"),
        webhook_account(1, is_active=False),
        webhook_account(1, webhook_url=None),
        webhook_account(1, platform="linkedin"),
    ],
)
async def test_approved_without_a_way_out_it_waits(bench: Bench, path: str, website: Any) -> None:
    bench.keep(content(1, scheduled_for=THEN + timedelta(days=30)))
    if website is not None:
        with bench.desk.sessions.begin() as session:
            session.merge(website)
    answer = await bench.repostra("POST", path.format(1))
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["status"], data["approved_at"]) == ("draft", "2026-03-02T12:00:00+00:00")
    assert (data["published_at"], data["published_url"]) == (None, None)
    assert bench.work.delivered == []
    pending = (await bench.repostra("GET", "/approvals")).json()["data"]["pending_blog"]
    assert pending == []


async def test_approved_without_a_time_it_is_given_the_next_free_one_of_its_slot(bench: Bench) -> None:
    # It is Monday 2026-03-02, 12:00: the slot of this week is over, and that of the next is taken.
    zone = ZoneInfo("Europe/Berlin")
    serving = bench.app.state.serving
    bench.app.state.serving = replace(serving, desk=replace(serving.desk, zone=zone))
    bench.keep(
        account(1),
        schedule(1, 1),
        schedule(2, 1, day_of_week="tuesday", is_active=False),
        content(1, posting_schedule_id=1),
        content(2, scheduled_for=datetime(2026, 3, 9, 9, tzinfo=zone)),
    )
    data = (await bench.repostra("POST", "/content/1/approve")).json()["data"]
    assert (data["status"], data["scheduled_for"]) == ("draft", "2026-03-16T08:00:00+00:00")


@pytest.mark.parametrize("path", APPROVE)
@pytest.mark.parametrize("method", ["webhook", "wordpress"])
async def test_approved_with_a_way_out_it_is_published(bench: Bench, path: str, method: str) -> None:
    bench.keep(content(1, scheduled_for=THEN + timedelta(days=30)), webhook_account(1, posting_method=method))
    deliver_at_once(bench)
    answer = await bench.repostra("POST", path.format(1))
    data = answer.json()["data"]
    assert (data["status"], data["published_url"]) == ("published", "https://example.com/content-1")
    assert len(bench.work.delivered) == 1
    with bench.desk.sessions() as session:
        row = session.get_one(DeliveryRow, bench.work.delivered[0])
        assert (row.world, row.post_id, row.target_id, row.event) == ("repostra", "1", "1", "blog_post")
        assert row.url == "http://127.0.0.1:9/hook"


async def test_a_title_given_with_the_approval(bench: Bench) -> None:
    bench.keep(content(1))
    answer = await bench.repostra("POST", "/approvals/blog/1/approve", {"title": "Better"})
    assert answer.json()["data"]["title"] == "Better"
    bench.keep(content(2))
    invalid(await bench.repostra("POST", "/approvals/blog/2/approve", {"title": " "}), "title", "empty")
    for body in ({}, {"title": None}):
        again = await bench.repostra("POST", "/approvals/blog/2/approve", body)
        assert again.json()["data"]["title"] == "Content 2"


@pytest.mark.parametrize(
    ("status", "shown"), [("failed", "failed"), ("retrying", "draft"), ("pending", "draft")]
)
async def test_a_delivery_that_is_not_taken(bench: Bench, status: str, shown: str) -> None:
    bench.keep(content(1), webhook_account(1))
    bench.settle_within(0.12)
    deliver_at_once(bench, status)
    data = (await bench.repostra("POST", "/content/1/approve")).json()["data"]
    assert (data["status"], data["published_url"]) == (shown, None)
    assert data["approved_at"] is not None


async def test_approving_twice_delivers_once(bench: Bench) -> None:
    bench.keep(content(1), webhook_account(1))
    bench.settle_within(0.0)
    for _ in range(2):
        assert (await bench.repostra("POST", "/content/1/approve")).status_code == 200
    assert len(bench.work.delivered) == 1
    with bench.desk.sessions() as session:
        assert session.query(DeliveryRow).count() == 1


async def test_approving_what_failed_delivers_again(bench: Bench) -> None:
    bench.keep(content(1, status="failed", approved_at=THEN), webhook_account(1))
    bench.keep(delivery("d1", "1", "1", world="repostra", event="blog_post", status="failed"))
    deliver_at_once(bench)
    data = (await bench.repostra("POST", "/content/1/approve")).json()["data"]
    assert data["status"] == "published"
    assert len(bench.work.delivered) == 1


@pytest.mark.parametrize("path", APPROVE)
async def test_what_cannot_be_approved(bench: Bench, path: str) -> None:
    bench.keep(
        content(1, status="planned", content=None),
        content(2, status="generating", content=None),
        content(3, status="failed", content=None),
        content(4, status="published"),
    )
    for id in (1, 2, 3):
        invalid(await bench.repostra("POST", path.format(id)), "status", "before its text is written")
    answer = await bench.repostra("POST", path.format(4))
    assert (answer.status_code, answer.json()["error"]) == (409, "conflict")
    assert bench.work.delivered == []
