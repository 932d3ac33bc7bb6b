"""Repostra's endpoints, as its page shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.platforms.harness import KEY, Network, key
from tui.domain.errors import Conflict, Invalid, NotFound, RateLimited, SignInRefused
from tui.domain.secrets import Secret
from tui.platforms.auth import x_api_key
from tui.platforms.repostra.client import BASE_URL, RepostraClient
from tui.platforms.repostra.wire import (
    AccountUpdate,
    BlogApproval,
    ContentQuery,
    ContentUpdate,
    NewAccount,
    NewContent,
    NewSchedule,
    ScheduleUpdate,
    TextApproval,
    TopicApproval,
)
from tui.platforms.transport import Transport

ROOT = "/api/v1"
ACCOUNT = {
    "id": 1,
    "platform": "website",
    "account_name": "My Blog",
    "account_identifier": None,
    "posting_method": "webhook",
    "webhook_url": "https://example.com/webhook/blog",
    "is_active": True,
    "created_at": "2026-01-15T10:30:00+00:00",
    "updated_at": "2026-01-15T10:30:00+00:00",
}
SCHEDULE = {
    "id": 1,
    "account_id": 1,
    "account": {"id": 1, "platform": "website", "account_name": "My Blog"},
    "platform": "website",
    "day_of_week": "monday",
    "time": "09:00",
    "content_type": None,
    "blog_column_index": 1,
    "is_active": True,
    "created_at": "2026-01-15T10:30:00+00:00",
    "updated_at": "2026-01-15T10:30:00+00:00",
}
CONTENT = {
    "id": 42,
    "title": "10 Tips for Better SEO",
    "slug": "10-tips-for-better-seo",
    "description": "A comprehensive guide...",
    "keyword": "seo tips",
    "status": "draft",
    "posting_schedule_id": 1,
    "scheduled_for": "2026-04-07T09:00:00+00:00",
    "approved_at": None,
    "published_at": None,
    "published_url": None,
    "ai_generated_at": "2026-04-01T08:00:00+00:00",
    "created_at": "2026-04-01T07:00:00+00:00",
    "updated_at": "2026-04-01T08:00:00+00:00",
}
META = {"current_page": 1, "last_page": 3, "per_page": 25, "total": 72}
APPROVALS: dict[str, Any] = {
    "data": {
        "pending_blog": [
            {
                "type": "blog_content",
                "id": 42,
                "title": "10 Tips for Better SEO",
                "status": "generating",
                "scheduled_for": "2026-04-07T09:00:00+00:00",
                "ai_generated_at": "2026-04-01T08:00:00+00:00",
                "created_at": "2026-04-01T07:00:00+00:00",
            }
        ],
        "pending_social": [
            {
                "type": "social_post",
                "id": 105,
                "topic": "SEO tips for small businesses",
                "content": None,
                "platform": "linkedin",
                "content_type": "text",
                "status": "pending_approval",
                "blog_content_id": 42,
                "scheduled_for": "2026-04-08T14:00:00+00:00",
                "created_at": "2026-04-01T08:30:00+00:00",
            }
        ],
    },
    "meta": {"pending_blog_count": 1, "pending_social_count": 1},
}


def client(network: Network) -> RepostraClient:
    return RepostraClient(Transport("acme", BASE_URL, x_api_key(key), transport=network.transport))


async def test_social_accounts() -> None:
    network = Network().on("GET", f"{ROOT}/social-accounts", {"data": [ACCOUNT]})
    network.on("POST", f"{ROOT}/social-accounts", {"data": ACCOUNT}, 201)
    network.on("GET", f"{ROOT}/social-accounts/1", {"data": ACCOUNT})
    network.on("PUT", f"{ROOT}/social-accounts/1", ACCOUNT)
    network.on("DELETE", f"{ROOT}/social-accounts/1", status=204)
    one = client(network)
    assert [account.account_name for account in await one.list_accounts()] == ["My Blog"]
    new = NewAccount(
        platform="website",
        account_name="My Blog",
        posting_method="webhook",
        webhook_url="https://example.com/webhook/blog",
        signing_secret=Secret("hush"),
    )
    assert (await one.create_account(new)).id == 1
    assert (await one.get_account(1)).is_active is True
    assert (await one.update_account(1, AccountUpdate(is_active=False, account_name=None))).id == 1
    await one.delete_account(1)
    assert [sent.body for sent in network.seen[1::2]] == [
        {
            "platform": "website",
            "account_name": "My Blog",
            "posting_method": "webhook",
            "webhook_url": "https://example.com/webhook/blog",
            "signing_secret": "hush",
        },
        {"is_active": False, "account_name": None},
    ]
    assert {sent.headers["x-api-key"] for sent in network.seen} == {KEY}
    network.done()


async def test_posting_schedules() -> None:
    network = Network().on("GET", f"{ROOT}/posting-schedules", {"data": [SCHEDULE]})
    network.on("POST", f"{ROOT}/posting-schedules", {"data": SCHEDULE}, 201)
    network.on("PUT", f"{ROOT}/posting-schedules/1", {"data": SCHEDULE})
    network.on("DELETE", f"{ROOT}/posting-schedules/1", {"message": "Deleted"})
    one = client(network)
    (slot,) = await one.list_schedules()
    assert slot.account is not None
    assert (slot.account.account_name, slot.day_of_week, slot.time) == ("My Blog", "monday", "09:00")
    new = NewSchedule(
        account_id=1, platform="website", day_of_week="monday", time="09:00", blog_column_index=1
    )
    assert (await one.create_schedule(new)).id == 1
    assert (await one.update_schedule(1, ScheduleUpdate(time="10:30", is_active=False))).id == 1
    await one.delete_schedule(1)
    assert [sent.body for sent in network.seen[1:3]] == [
        {
            "account_id": 1,
            "platform": "website",
            "day_of_week": "monday",
            "time": "09:00",
            "blog_column_index": 1,
        },
        {"time": "10:30", "is_active": False},
    ]
    network.done()


async def test_content() -> None:
    whole = {**CONTENT, "content": '{"time": 1, "blocks": [], "version": "2.30"}'}
    network = Network().on(
        "GET", f"{ROOT}/content?status=draft&per_page=25&page=2", {"data": [CONTENT], "meta": META}
    )
    network.on("GET", f"{ROOT}/content?per_page=100&page=1", {"data": [CONTENT]})
    network.on("GET", f"{ROOT}/content/42", {"data": whole})
    network.on("POST", f"{ROOT}/content", {"data": {**CONTENT, "status": "planned"}}, 201)
    network.on("PUT", f"{ROOT}/content/42", {"data": whole})
    network.on("DELETE", f"{ROOT}/content/42", status=204)
    network.on("POST", f"{ROOT}/content/42/approve", {"data": {"published_url": "https://x.test/1"}})
    one = client(network)
    page = await one.list_content(ContentQuery(status="draft", per_page=25, page=2))
    assert ([item.id for item in page.contents], page.meta.last_page, page.meta.total) == ([42], 3, 72)
    assert (await one.list_content(ContentQuery())).meta.last_page is None
    assert (await one.get_content(42)).content == whole["content"]
    when = datetime(2026, 4, 7, 9, tzinfo=UTC)
    new = NewContent(title="10 SEO Tips", posting_schedule_id=1, scheduled_for=when)
    assert (await one.create_content(new)).status == "planned"
    await one.update_content(42, ContentUpdate(title="T", content="{}"))
    await one.delete_content(42)
    await one.approve_content(42)
    assert [sent.body for sent in network.seen[3:]] == [
        {"title": "10 SEO Tips", "posting_schedule_id": 1, "scheduled_for": "2026-04-07T09:00:00+00:00"},
        {"title": "T", "content": "{}"},
        None,
        None,
    ]
    network.done()


async def test_approvals() -> None:
    network = Network().on("GET", f"{ROOT}/approvals", APPROVALS)
    network.on("POST", f"{ROOT}/approvals/blog/42/approve", {"message": "ok"})
    network.on("POST", f"{ROOT}/approvals/social/105/approve-topic", {"data": {}})
    network.on("POST", f"{ROOT}/approvals/social/105/approve-content", status=200)
    one = client(network)
    pending = await one.list_approvals()
    assert ([item.id for item in pending.blog], [item.id for item in pending.social]) == ([42], [105])
    await one.approve_blog(42, BlogApproval(title="New"))
    await one.approve_topic(105, TopicApproval(topic="SEO tips for small businesses"))
    await one.approve_text(105, TextApproval(content="Here are 10 SEO tips that actually work..."))
    assert [sent.body for sent in network.seen[1:]] == [
        {"title": "New"},
        {"topic": "SEO tips for small businesses"},
        {"content": "Here are 10 SEO tips that actually work..."},
    ]
    network.done()


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (401, {"error": "unauthorized", "message": "Invalid API key"}, {}, SignInRefused),
        (404, {"error": "not_found", "message": "Account not found"}, {}, NotFound),
        (409, {"error": "conflict", "message": "The account has schedules"}, {}, Conflict),
        (422, {"error": "validation", "message": "Bad", "errors": {"time": ["Wrong"]}}, {}, Invalid),
        (429, {"error": "rate_limited", "message": "Slow down"}, {"Retry-After": "33"}, RateLimited),
    ],
)
async def test_its_refusals(
    status: int, body: dict[str, object], headers: dict[str, str], kind: type[Exception]
) -> None:
    network = Network().on("DELETE", f"{ROOT}/social-accounts/1", body, status, headers=headers)
    with pytest.raises(kind) as found:
        await client(network).delete_account(1)
    if isinstance(found.value, RateLimited):
        assert found.value.retry_after == 33
    else:
        assert str(body["message"]) in str(found.value)
