"""A Blogree generation: from a topic to an outline as a draft post. contracts/blogree.md."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.bodies.html import to_html
from tui.desk.bodies.tiptap import to_tiptap
from tui.desk.routes.slugs import free_slug
from tui.desk.store.once import insert_once
from tui.desk.store.tables import BlogreeJob, BlogreePost
from tui.desk.workflows.bench import Bench, derived_id, fault_sentence
from tui.desk.writer.draft import Draft
from tui.desk.writer.outline import write_outline

OPEN_STATES = ("processing",)
LONGEST_DESCRIPTION = 160
"""Characters of `meta.description`."""


class BlogreeWriting:
    """Writes the posts of Blogree jobs."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def run(self, job_id: str) -> None:
        """The workflow: processing → complete or failed, whatever happens."""
        durable = self._bench.durable
        try:
            durable.wait(self._bench.stage_seconds)
            durable.step("write", lambda: self._write(job_id))
        except Exception as error:
            sentence = fault_sentence(f"Blogree job {job_id}", error)
            durable.step("fault", lambda: self.fail(job_id, sentence))

    def fail(self, job_id: str, sentence: str) -> None:
        """End a job that has not ended, with the reason for the person."""
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is not None:
                job.status = "failed"
                job.error = sentence
                job.updated_at = self._bench.now()

    def _write(self, job_id: str) -> None:
        with self._bench.sessions() as session:
            job = _open_job(session, job_id)
        if job is None:
            return
        asked = job.request
        draft = write_outline(
            asked["topic"],
            length=asked.get("length"),
            tone=asked.get("tone"),
            include_faq=bool(asked.get("include_faq")),
            keywords=tuple(asked.get("target_keywords") or ()),
        )
        values = _bodies(draft)
        with self._bench.sessions.begin() as session:
            job = _open_job(session, job_id)
            if job is None:
                return
            now = self._bench.now()
            post_id = "post_" + derived_id("blogree-post", job_id)
            job.status = "complete"
            job.post_id = post_id
            job.updated_at = now
            # Written before the slug is looked for: in SQLite nobody else writes from here on.
            session.flush()
            insert_once(session, BlogreePost, **values, **_post(session, post_id, draft, now))


def _open_job(session: Session, job_id: str) -> BlogreeJob | None:
    """The job, unless it has ended."""
    job = session.get(BlogreeJob, job_id)
    return job if job is not None and job.status in OPEN_STATES else None


def _bodies(draft: Draft) -> dict[str, Any]:
    return {
        "body_html": to_html(draft.markdown),
        "body_markdown": draft.markdown,
        "body_json": to_tiptap(draft.markdown),
    }


def _post(session: Session, post_id: str, draft: Draft, now: datetime) -> dict[str, Any]:
    def taken(slug: str) -> bool:
        return session.scalar(select(BlogreePost.id).where(BlogreePost.slug == slug)) is not None

    return {
        "id": post_id,
        "version": 1,
        "slug": free_slug(draft.slug, taken),
        "title": draft.title,
        "excerpt": draft.excerpt,
        "meta_title": draft.title,
        "meta_description": draft.excerpt[:LONGEST_DESCRIPTION],
        "meta_og_image": None,
        "tags": [],
        "status": "draft",
        "scheduled_at": None,
        "published_at": None,
        "created_at": now,
        "updated_at": now,
    }
