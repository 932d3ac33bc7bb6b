"""Rows as a route would make them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tui.desk.store.tables import (
    BlogreeJob,
    BlogreePost,
    BlogreeSite,
    NotraJob,
    Repository,
    RepostraAccount,
    RepostraContent,
    RepostraSchedule,
    RepostraSocial,
)

EDITOR_JS = (
    '{"time": 0, "blocks": [{"type": "paragraph", "data": {"text": "Hello <b>you</b>"}}], "version": "2"}'
)


def now() -> datetime:
    return datetime.now(UTC)


def repository(path: Path, id: str = "repo_1", branch: str | None = None) -> Repository:
    return Repository(
        id=id,
        path=str(path),
        owner="acme",
        repo="api",
        display_name="acme/api",
        default_branch=branch,
        created_at=now(),
    )


def notra_job(id: str = "job_1", repositories: tuple[str, ...] = ("repo_1",), **request: object) -> NotraJob:
    return NotraJob(
        id=id,
        status="queued",
        content_type="changelog",
        lookback_window="last_7_days",
        repository_ids=list(repositories),
        request=request,
        created_at=now(),
        updated_at=now(),
    )


def blogree_job(id: str = "gen_1", **request: object) -> BlogreeJob:
    return BlogreeJob(
        id=id,
        status="processing",
        request={"topic": "Release notes that people read", "target_keywords": ["release"], **request},
        created_at=now(),
        updated_at=now(),
    )


def site(url: str, id: str = "site_1", status: str = "active") -> BlogreeSite:
    return BlogreeSite(
        id=id,
        name="My blog",
        url="http://blog.example",
        webhook_url=url,
        api_key="site-key",
        webhook_secret="site-secret",
        platform="custom",
        status=status,
        created_at=now(),
    )


def post(id: str = "post_1", status: str = "published", scheduled_at: datetime | None = None) -> BlogreePost:
    return BlogreePost(
        id=id,
        version=3,
        slug="hello",
        title="Hello “you” [/] \x1b[31m",
        excerpt="Short",
        body_html="<p>Hello</p>",
        body_markdown="Hello",
        body_json={"type": "doc", "content": []},
        tags=["one"],
        status=status,
        scheduled_at=scheduled_at,
        published_at=now() if status == "published" else None,
        created_at=now(),
        updated_at=now(),
    )


def account(
    url: str | None,
    id: int = 1,
    platform: str = "website",
    method: str = "webhook",
    signing_secret: str | None = "account-secret",
) -> RepostraAccount:
    return RepostraAccount(
        id=id,
        platform=platform,
        account_name="Main",
        posting_method=method,
        webhook_url=url,
        wordpress_api_key="wp-key" if method == "wordpress" else None,
        signing_secret=signing_secret,
        is_active=True,
        created_at=now(),
        updated_at=now(),
    )


def slot(account_id: int, platform: str, day: str, time: str) -> RepostraSchedule:
    return RepostraSchedule(
        account_id=account_id,
        platform=platform,
        day_of_week=day,
        time=time,
        content_type="text",
        blog_column_index=None,
        is_active=True,
        created_at=now(),
        updated_at=now(),
    )


def content(
    id: int = 1,
    status: str = "draft",
    approved_at: datetime | None = None,
    scheduled_for: datetime | None = None,
) -> RepostraContent:
    return RepostraContent(
        id=id,
        title="Ten tips",
        slug="ten-tips",
        description="A guide",
        keyword="tips",
        status=status,
        content=None if status == "planned" else EDITOR_JS,
        approved_at=approved_at,
        scheduled_for=scheduled_for,
        created_at=now(),
        updated_at=now(),
    )


def social(
    id: int = 1,
    status: str = "ready",
    scheduled_for: datetime | None = None,
    text: str | None = "One <two>\n\nThree",
) -> RepostraSocial:
    return RepostraSocial(
        id=id,
        topic="Tips",
        content=text,
        platform="linkedin",
        content_type="text",
        status=status,
        blog_content_id=None,
        scheduled_for=scheduled_for,
        created_at=now(),
        updated_at=now(),
    )
