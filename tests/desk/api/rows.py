"""Rows for the tests, with what matters given and the rest made up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    DeliveryRow,
    NotraPost,
    Repository,
    RepostraAccount,
    RepostraContent,
    RepostraSchedule,
    RepostraSocial,
)

THEN = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)

EDITORJS = '{"time":1,"blocks":[{"type":"paragraph","data":{"text":"Hello"}}],"version":"2.30.0"}'


def notra_post(id: str, **fields: Any) -> NotraPost:
    values: dict[str, Any] = {
        "title": f"Title of {id}",
        "markdown": "# Hello",
        "content": "<h1>Hello</h1>",
        "content_type": "changelog",
        "status": "published",
        "created_at": THEN,
        "updated_at": THEN,
    }
    return NotraPost(id=id, **values | fields)


def repository(id: str, **fields: Any) -> Repository:
    values: dict[str, Any] = {
        "path": f"/checkouts/{id}",
        "owner": "acme",
        "repo": id,
        "display_name": f"acme/{id}",
        "default_branch": "main",
        "created_at": THEN,
    }
    return Repository(id=id, **values | fields)


def account(id: int, **fields: Any) -> RepostraAccount:
    values: dict[str, Any] = {
        "platform": "website",
        "account_name": "My blog",
        "posting_method": "manual",
        "is_active": True,
        "created_at": THEN,
        "updated_at": THEN,
    }
    return RepostraAccount(id=id, **values | fields)


def webhook_account(id: int, **fields: Any) -> RepostraAccount:
    sending = {
        "posting_method": "webhook",
        "webhook_url": "http://127.0.0.1:9/hook",
        "signing_secret": "s3cret",
    }
    return account(id, **sending | fields)


def schedule(id: int, account_id: int, **fields: Any) -> RepostraSchedule:
    values: dict[str, Any] = {
        "platform": "website",
        "day_of_week": "monday",
        "time": "09:00",
        "blog_column_index": 1,
        "is_active": True,
        "created_at": THEN,
        "updated_at": THEN,
    }
    return RepostraSchedule(id=id, account_id=account_id, **values | fields)


def content(id: int, **fields: Any) -> RepostraContent:
    values: dict[str, Any] = {
        "title": f"Content {id}",
        "slug": f"content-{id}",
        "status": "draft",
        "content": EDITORJS,
        "created_at": THEN,
        "updated_at": THEN,
    }
    return RepostraContent(id=id, **values | fields)


def social(id: int, **fields: Any) -> RepostraSocial:
    values: dict[str, Any] = {
        "topic": f"Topic {id}",
        "platform": "linkedin",
        "content_type": "text",
        "status": "pending_approval",
        "created_at": THEN,
        "updated_at": THEN,
    }
    return RepostraSocial(id=id, **values | fields)


def blogree_post(id: str, **fields: Any) -> BlogreePost:
    values: dict[str, Any] = {
        "version": 1,
        "slug": id.replace("_", "-"),
        "title": f"Title of {id}",
        "body_html": "<h1>Hello</h1>",
        "body_markdown": "# Hello",
        "body_json": {"type": "doc", "content": []},
        "tags": [],
        "status": "draft",
        "created_at": THEN,
        "updated_at": THEN,
    }
    return BlogreePost(id=id, **values | fields)


def site(id: str, **fields: Any) -> BlogreeSite:
    values: dict[str, Any] = {
        "name": f"Name of {id}",
        "url": "https://example.com",
        "webhook_url": "http://127.0.0.1:9/hook",
        "api_key": f"key-of-{id}",
        "webhook_secret": f"secret-of-{id}",
        "platform": "custom",
        "status": "active",
        "created_at": THEN,
    }
    return BlogreeSite(id=id, **values | fields)


def delivery(id: str, post_id: str, target_id: str, **fields: Any) -> DeliveryRow:
    values: dict[str, Any] = {
        "world": "blogree",
        "event": "post.published",
        "url": "http://127.0.0.1:9/hook",
        "body": "{}",
        "status": "delivered",
        "attempts": 1,
        "created_at": THEN,
        "delivered_at": THEN,
    }
    return DeliveryRow(id=id, post_id=post_id, target_id=target_id, **values | fields)
