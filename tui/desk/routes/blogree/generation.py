"""Blogree's generation: queue, poll (contracts/blogree.md, "Generation")."""

from __future__ import annotations

import secrets

from fastapi import APIRouter

from tui.desk.routes.blogree.errors import not_found, refusals
from tui.desk.routes.blogree.shaping import single
from tui.desk.routes.blogree.wire import GenerateRequest, JobAnswer, QueuedAnswer
from tui.desk.routes.serving import TheDesk
from tui.desk.store.tables import BlogreeJob, BlogreePost, BlogreeSite

router = APIRouter(prefix="/posts/generate", tags=["Blogree generation"])

ESTIMATED_SECONDS = {"short": 3, "medium": 5, "long": 8}


@router.post("", status_code=202, summary="Generate a post", responses=refusals(400, 404))
def generate(request: GenerateRequest, desk: TheDesk) -> QueuedAnswer:
    """Queue the writing of a draft from a topic. The contract does not name the answer's status: 202."""
    now = desk.now()
    with desk.sessions.begin() as session:
        if request.site_id is not None and session.get(BlogreeSite, request.site_id) is None:
            raise not_found("Site", request.site_id)
        row = BlogreeJob(
            id=f"gen_job_{secrets.token_hex(8)}",
            status="processing",
            request=request.model_dump(mode="json"),
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        job_id = row.id
    desk.work.write_blogree_post(job_id)
    return QueuedAnswer(
        job_id=job_id,
        status="processing",
        poll_url=f"/api/posts/generate/{job_id}",
        estimated_seconds=ESTIMATED_SECONDS[request.length],
    )


@router.get(
    "/{job_id}", summary="Poll a generation", responses=refusals(404), response_model_exclude_unset=True
)
def poll(job_id: str, desk: TheDesk) -> JobAnswer:
    """How a generation stands. `post` is null where the post was deleted since."""
    with desk.sessions() as session:
        row = session.get(BlogreeJob, job_id)
        if row is None:
            raise not_found("Job", job_id)
        if row.status == "complete":
            post = session.get(BlogreePost, row.post_id) if row.post_id else None
            shown = single(session, post) if post is not None else None
            return JobAnswer(job_id=row.id, status=row.status, post=shown)
        if row.status == "failed":
            return JobAnswer(job_id=row.id, status=row.status, error=row.error or "The generation failed.")
        return JobAnswer(job_id=row.id, status=row.status)
