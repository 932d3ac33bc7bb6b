from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.desk.api.desks import Bench
from tui.desk.samples import MARK, seed
from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    DeliveryRow,
    NotraBrand,
    NotraPost,
    NotraSchedule,
    RepostraAccount,
    RepostraContent,
    RepostraSocial,
    Table,
)


@pytest.fixture
def seeded(bench: Bench) -> Bench:
    with bench.desk.sessions.begin() as session:
        seed(session, bench.now)
    return bench


def rows(bench: Bench, table: type[Any]) -> list[Any]:
    with bench.desk.sessions() as session:
        return list(session.scalars(select(table)))


async def test_every_platform_shows_something(seeded: Bench) -> None:
    both = {"status": "draft,published"}
    posts = (await seeded.notra("GET", "/posts", params=both)).json()["posts"]
    assert {post["status"] for post in posts} == {"draft", "published"}
    assert len({post["contentType"] for post in posts}) >= 5
    blogree = (await seeded.blogree("GET", "/posts")).json()["data"]
    assert {post["status"] for post in blogree} == {"draft", "scheduled", "published"}
    assert all("sample" in post["tags"] for post in blogree)
    contents = (await seeded.repostra("GET", "/content")).json()["data"]
    assert {entry["status"] for entry in contents} == {
        "planned",
        "generating",
        "draft",
        "published",
        "failed",
    }
    accounts = (await seeded.repostra("GET", "/social-accounts")).json()["data"]
    assert [entry["platform"] for entry in accounts] == ["website", "linkedin", "twitter"]
    assert [entry["id"] for entry in accounts] == [1, 2, 3]
    assert len((await seeded.repostra("GET", "/posting-schedules")).json()["data"]) == 3
    voices = (await seeded.notra("GET", "/brand-identities")).json()["brandIdentities"]
    assert [voice["isDefault"] for voice in voices] == [True, False]


async def test_the_inbox_has_every_kind(seeded: Bench) -> None:
    pending = (await seeded.repostra("GET", "/approvals")).json()["data"]
    assert {entry["status"] for entry in pending["pending_blog"]} == {"draft", "generating"}
    assert {entry["content"] is None for entry in pending["pending_social"]} == {True, False}
    assert {entry["status"] for entry in pending["pending_social"]} == {"pending_approval", "manual_posting"}
    generating = next(entry for entry in pending["pending_blog"] if entry["status"] == "generating")
    assert generating["ai_generated_at"] is not None


def test_every_sample_is_marked(seeded: Bench) -> None:
    for table in (NotraPost, BlogreePost, RepostraContent):
        assert rows(seeded, table)
        assert all(row.title.endswith(MARK) for row in rows(seeded, table))
    assert all(row.topic.endswith(MARK) for row in rows(seeded, RepostraSocial))
    assert all(row.account_name.endswith(MARK) for row in rows(seeded, RepostraAccount))
    assert all(row.name.endswith(MARK) for row in rows(seeded, NotraBrand))
    assert all(row.source_metadata == {"sample": True} for row in rows(seeded, NotraPost))


def test_no_sample_can_be_delivered(seeded: Bench) -> None:
    assert rows(seeded, BlogreeSite) == rows(seeded, DeliveryRow) == rows(seeded, NotraSchedule) == []
    assert all(row.webhook_url is None for row in rows(seeded, RepostraAccount))
    for post in rows(seeded, BlogreePost):
        assert post.scheduled_at is None or post.scheduled_at > seeded.now + timedelta(days=60)
    for entry in rows(seeded, RepostraContent):
        assert entry.approved_at is None or entry.status == "published"


def test_every_sample_was_made_before_now(seeded: Bench) -> None:
    for table in Table.__subclasses__():
        for row in rows(seeded, table):
            for name in ("created_at", "updated_at", "approved_at", "published_at", "ai_generated_at"):
                when = getattr(row, name, None)
                assert when is None or when <= seeded.now, (row, name)


def test_samples_keep_the_platforms_limits(seeded: Bench) -> None:
    for post in rows(seeded, NotraPost):
        assert len(post.title) <= 120
        longest = {"twitter_post": 280, "linkedin_post": 3000}.get(post.content_type, 100_000)
        assert len(post.markdown.strip()) <= longest
    for post in rows(seeded, BlogreePost):
        assert len(post.meta_description) <= 160
        assert post.body_json["type"] == "doc"
        assert post.body_html
    for entry in rows(seeded, RepostraContent):
        if entry.content is not None:
            assert json.loads(entry.content)["blocks"]
    for entry in rows(seeded, RepostraSocial):
        if entry.platform == "twitter" and entry.content:
            assert len(entry.content) <= 280


def test_a_slot_and_its_contents_day_need_not_agree(seeded: Bench) -> None:
    dated = [entry for entry in rows(seeded, RepostraContent) if entry.scheduled_for is not None]
    assert dated
    assert all(entry.scheduled_for.weekday() == 1 and entry.scheduled_for > seeded.now for entry in dated)


async def test_samples_take_every_verb(seeded: Bench) -> None:
    assert (await seeded.notra("PATCH", "/posts/post_sample_1", {"status": "published"})).status_code == 200
    assert (await seeded.blogree("POST", "/posts/post_sample_1/publish")).status_code == 200
    pending = (await seeded.repostra("GET", "/approvals")).json()["data"]
    ready = next(entry for entry in pending["pending_blog"] if entry["status"] == "draft")
    assert (await seeded.repostra("POST", f"/approvals/blog/{ready['id']}/approve")).status_code == 200
    for entry in pending["pending_social"]:
        verb, field = (
            ("approve-topic", "topic") if entry["content"] is None else ("approve-content", "content")
        )
        body = {field: entry[field]}
        answer = await seeded.repostra("POST", f"/approvals/social/{entry['id']}/{verb}", body)
        assert answer.status_code == 200
    assert seeded.work.delivered == []
    assert len(seeded.work.socials) == 2


def test_two_new_desks_have_the_same_ids(seeded: Bench) -> None:
    assert sorted(post.id for post in rows(seeded, NotraPost)) == [f"post_sample_{n}" for n in range(1, 7)]
    with seeded.desk.sessions() as session:
        assert session.scalar(select(func.max(RepostraContent.id))) == len(rows(seeded, RepostraContent))
