"""Generations, run by DBOS over a real database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.desk.work.repositories import make_repository
from tests.desk.work.rows import account, blogree_job, content, notra_job, repository, slot, social
from tests.desk.work.waiting import until
from tui.desk.store.database import Database
from tui.desk.store.tables import (
    BlogreeJob,
    BlogreePost,
    NotraJob,
    NotraJobEvent,
    NotraPost,
    RepostraContent,
    RepostraSocial,
    Table,
)
from tui.desk.workflows.engine import DurableWork

SUBJECTS = ("feat: add the outbox (#1)", "fix: keep the cursor", "docs: say why")


def kept(database: Database, *rows: Table) -> None:
    with database.sessions.begin() as session:
        session.add_all(rows)


def ended_job(database: Database, id: str = "job_1") -> NotraJob:
    def look() -> NotraJob | None:
        with database.sessions() as session:
            job = session.get(NotraJob, id)
            return job if job is not None and job.status not in {"queued", "running"} else None

    found = until(look, f"{id} ends")
    assert found is not None
    return found


def events(database: Database, id: str = "job_1") -> list[NotraJobEvent]:
    with database.sessions() as session:
        wanted = select(NotraJobEvent).where(NotraJobEvent.job_id == id).order_by(NotraJobEvent.created_at)
        return list(session.scalars(wanted))


def test_a_changelog_is_written_from_git(database: Database, work: DurableWork, tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", SUBJECTS)
    kept(database, repository(path), notra_job(brandIdentityId="brand_1"))
    work.write_notra_post("job_1")
    job = ended_job(database)
    assert (job.status, job.error) == ("completed", None)
    assert job.completed_at is not None
    assert job.workflow_run_id == "notra-job:job_1"
    seen = events(database)
    assert [event.type for event in seen] == [
        "workflow_triggered",
        "running",
        "fetching_repositories",
        "generating_content",
        "post_created",
        "completed",
    ]
    assert seen[2].message.startswith("Read acme/api: 3 commits, ")
    assert seen[2].details is not None
    assert seen[2].details["commits"] == 3
    with database.sessions() as session:
        (post,) = session.scalars(select(NotraPost))
    assert (post.id, post.status, post.content_type) == (job.post_id, "draft", "changelog")
    assert post.brand_identity_id == "brand_1"
    assert "Keep the cursor" in (post.markdown or "")
    assert "Keep the cursor" in post.content
    assert len(post.title) <= 120


def test_two_posts_of_one_title_have_slugs_of_their_own(
    database: Database, work: DurableWork, tmp_path: Path
) -> None:
    path = make_repository(tmp_path / "api", SUBJECTS)
    kept(database, repository(path), notra_job("job_1"), notra_job("job_2"))
    for id in ("job_1", "job_2"):
        work.write_notra_post(id)
        assert ended_job(database, id).status == "completed"
    with database.sessions() as session:
        first, second = session.scalars(select(NotraPost.slug))
    assert first != second


def test_jobs_of_one_title_at_once_each_keep_their_post(
    database: Database, work: DurableWork, tmp_path: Path
) -> None:
    path = make_repository(tmp_path / "api", SUBJECTS)
    ids = [f"job_{number}" for number in range(12)]
    kept(database, repository(path), *(notra_job(id) for id in ids))
    for id in ids:
        work.write_notra_post(id)
    posts = {ended_job(database, id).post_id for id in ids}
    with database.sessions() as session:
        rows = session.scalars(select(NotraPost)).all()
    assert {row.id for row in rows} == posts
    assert len(posts) == len({row.slug for row in rows}) == len(ids)


def test_starting_twice_does_it_once(database: Database, work: DurableWork, tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", SUBJECTS)
    kept(database, repository(path), notra_job())
    for _ in range(3):
        work.write_notra_post("job_1")
    ended_job(database)
    work.write_notra_post("job_1")
    with database.sessions() as session:
        assert len(session.scalars(select(NotraPost)).all()) == 1


def test_nothing_in_the_window_is_skipped(database: Database, work: DurableWork, tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ())
    kept(database, repository(path), notra_job())
    work.write_notra_post("job_1")
    job = ended_job(database)
    assert job.status == "skipped"
    assert job.error
    assert events(database)[-1].type == "skipped"
    assert events(database)[-1].message == job.error


@pytest.mark.parametrize(
    ("ids", "reason"), [(("repo_1",), "plain"), (("repo_9",), "not registered"), ((), "plain")]
)
def test_what_cannot_be_read_fails_with_the_reason(
    ids: tuple[str, ...], reason: str, database: Database, work: DurableWork, tmp_path: Path
) -> None:
    (tmp_path / "plain").mkdir()
    kept(database, repository(tmp_path / "plain"), notra_job(repositories=ids))
    work.write_notra_post("job_1")
    job = ended_job(database)
    assert job.status == "failed"
    assert job.error is not None
    assert reason in job.error
    assert [event.type for event in events(database)][-1] == "failed"


def test_what_nobody_foresaw_fails_with_a_sentence(
    database: Database, work: DurableWork, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_repository(tmp_path / "api", SUBJECTS)
    job = notra_job()
    job.content_type = "sonnet"
    kept(database, repository(path), job)
    work.write_notra_post("job_1")
    ended = ended_job(database)
    assert ended.status == "failed"
    assert ended.error is not None
    assert "failed" in ended.error
    assert "job_1 failed unexpectedly" in caplog.text


def test_an_outline_is_written_from_a_topic(database: Database, work: DurableWork) -> None:
    kept(database, blogree_job(length="short", tone="casual", include_faq=True))
    work.write_blogree_post("gen_1")

    def look() -> BlogreeJob | None:
        with database.sessions() as session:
            job = session.get(BlogreeJob, "gen_1")
            return job if job is not None and job.status != "processing" else None

    job = until(look, "the job ends")
    assert job is not None
    assert (job.status, job.error) == ("complete", None)
    with database.sessions() as session:
        (post,) = session.scalars(select(BlogreePost))
    assert (post.id, post.status, post.version) == (job.post_id, "draft", 1)
    assert post.body_html
    assert post.body_markdown
    assert post.body_json["type"] == "doc"


def test_a_blogree_job_without_a_topic_fails(database: Database, work: DurableWork) -> None:
    job = blogree_job()
    job.request = {}
    kept(database, job)
    work.write_blogree_post("gen_1")

    def look() -> str | None:
        with database.sessions() as session:
            found = session.get(BlogreeJob, "gen_1")
            return found.error if found is not None and found.status == "failed" else None

    assert "failed" in (until(look, "the job fails") or "")


def test_a_planned_content_becomes_a_draft(database: Database, work: DurableWork) -> None:
    slots = [slot(2, "linkedin", day, "14:00") for day in ("monday", "thursday")]
    accounts = account(None, 1), account(None, 2, "linkedin", "manual"), account(None, 3, "twitter", "manual")
    accounts[2].is_active = False
    kept(database, *accounts, *slots, content(status="planned"))
    work.write_repostra_content(1)

    def look() -> RepostraContent | None:
        with database.sessions() as session:
            found = session.get(RepostraContent, 1)
            return found if found is not None and found.status == "draft" else None

    written = until(look, "the content is written")
    assert written is not None
    assert written.ai_generated_at is not None
    assert json.loads(written.content or "")["blocks"]
    with database.sessions() as session:
        (proposed,) = session.scalars(select(RepostraSocial)).all()
    assert (proposed.platform, proposed.content, proposed.blog_content_id) == ("linkedin", None, 1)
    assert proposed.status == "pending_approval"
    assert "Ten tips" in proposed.topic
    assert proposed.scheduled_for is not None
    assert f"{proposed.scheduled_for:%H:%M}" == "14:00"
    assert f"{proposed.scheduled_for:%A}" in {"Monday", "Thursday"}


def test_a_number_that_was_given_before_is_written_too(database: Database, work: DurableWork) -> None:
    """SQLite gives the number of a deleted row again."""
    for _ in range(2):
        row = content(status="planned")
        kept(database, row)
        work.write_repostra_content(1)

        def written() -> bool:
            with database.sessions() as session:
                found = session.get(RepostraContent, 1)
                return found is not None and found.status == "draft"

        until(written, "the content is written")
        with database.sessions.begin() as session:
            session.delete(session.get_one(RepostraContent, 1))


def test_a_topic_becomes_an_outline_that_waits(database: Database, work: DurableWork) -> None:
    kept(database, social(status="generating", text=None))
    work.write_repostra_social(1)

    def look() -> RepostraSocial | None:
        with database.sessions() as session:
            found = session.get(RepostraSocial, 1)
            return found if found is not None and found.status == "pending_approval" else None

    written = until(look, "the text is written")
    assert written is not None
    assert (written.content or "").startswith("This is an outline, made from the topic “Tips” alone")


def test_work_on_what_is_gone_does_nothing(database: Database, work: DurableWork) -> None:
    work.write_repostra_content(9)
    work.write_repostra_social(9)
    work.write_notra_post("job_9")
    work.write_blogree_post("gen_9")
    work.deliver("none")
    kept(database, content(id=2, status="planned"))
    work.write_repostra_content(2)

    def written() -> bool:
        with database.sessions() as session:
            return session.get_one(RepostraContent, 2).status == "draft"

    until(written, "the desk still works")
