"""Notra's generation: queue a job, watch it (contracts/notra.md, "Generation")."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.routes.notra.access import TheShape, limited
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.wire import (
    GenerateRequest,
    Job,
    JobAnswer,
    JobEvent,
    QueuedAnswer,
    wire_time,
)
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.tables import NotraJob, NotraJobEvent, Repository
from tui.desk.workflows.scheduled import of_schedule

router = APIRouter(tags=["Notra generation"])

JobId = Annotated[str, Path(alias="jobId", pattern=r"^[A-Za-z0-9_-]{1,100}$")]


@router.post(
    "/posts/generate",
    status_code=202,
    summary="Queue async post generation",
    responses=refusals(400, 404, 429),
    response_model_exclude_unset=True,
    dependencies=[Depends(limited(lambda limits: limits.notra_generate))],
)
def generate(request: GenerateRequest, desk: TheDesk, shape: TheShape) -> QueuedAnswer:
    """Queue the writing of a post from the git activity of the repositories that are named, or of all
    that are registered. 10 a minute.
    """
    if request.content_type == "image":
        raise Refusal(400, "Invalid request body: contentType image cannot be written by the local desk")
    if request.integrations.linear or request.linear_integration_ids:
        raise Refusal(404, "Linear integration not found: the local desk reads git repositories only")
    now = desk.now()
    with desk.sessions.begin() as session:
        row = NotraJob(
            id=f"job_{secrets.token_hex(10)}",
            status="queued",
            content_type=request.content_type,
            lookback_window=request.lookback_window,
            repository_ids=_repositories(session, request),
            request=request.model_dump(mode="json", by_alias=True),
            brand_voice_id=request.brand_voice_id or request.brand_identity_id,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        session.add(_queued_event(row.id, now))
        job_id, job = row.id, _wire(row, shape.organization.id)
    desk.work.write_notra_post(job_id)
    return QueuedAnswer(**shape.part, job=job)


def _repositories(session: Session, request: GenerateRequest) -> list[str]:
    """The ids of the repositories asked for, in that order, each once."""
    known = session.scalars(select(Repository).order_by(Repository.created_at, Repository.id)).all()
    ids = {row.id for row in known}
    wanted: list[str] = []
    for given in [*request.integrations.github, *request.repository_ids]:
        if given not in ids:
            raise Refusal(404, "GitHub integration not found: no repository is registered under that id")
        wanted.append(given)
    for name in request.github.repositories if request.github else []:
        full = (name.owner.lower(), name.repo.lower())
        found = [row.id for row in known if ((row.owner or "").lower(), (row.repo or "").lower()) == full]
        if not found:
            raise Refusal(404, "Repository not found: no repository is registered under that owner and name")
        wanted += found
    if not wanted:
        wanted = [row.id for row in known]
    if not wanted:
        raise Refusal(
            400, "No repository is registered with this desk: start copydesk inside a git checkout to add it"
        )
    return list(dict.fromkeys(wanted))


def _queued_event(job_id: str, now: datetime) -> NotraJobEvent:
    return NotraJobEvent(
        id=f"{job_id}_queued",
        job_id=job_id,
        type="queued",
        message="Post generation queued",
        details=None,
        created_at=now,
    )


@router.get(
    "/posts/generate/{jobId}",
    summary="Get async post generation status",
    responses=refusals(400, 404),
)
def get_job(job_id: JobId, desk: TheDesk, shape: TheShape) -> JobAnswer:
    """A job and its events, oldest first."""
    with desk.sessions() as session:
        row = session.get(NotraJob, job_id)
        if row is None:
            raise Refusal(404, "Generation job not found")
        events = session.scalars(
            select(NotraJobEvent)
            .where(NotraJobEvent.job_id == job_id)
            .order_by(NotraJobEvent.created_at, NotraJobEvent.id)
        ).all()
        return JobAnswer(
            job=_wire(row, shape.organization.id), events=[_wire_event(event) for event in events]
        )


def _wire(row: NotraJob, organization_id: str) -> Job:
    return Job(
        id=row.id,
        organization_id=organization_id,
        status=row.status,
        content_type=row.content_type,
        lookback_window=row.lookback_window,
        repository_ids=row.repository_ids,
        brand_voice_id=row.brand_voice_id,
        workflow_run_id=row.workflow_run_id,
        post_id=row.post_id,
        error=row.error,
        source="dashboard" if of_schedule(row) else "api",
        created_at=wire_time(row.created_at),
        updated_at=wire_time(row.updated_at),
        completed_at=wire_time(row.completed_at) if row.completed_at else None,
    )


def _wire_event(row: NotraJobEvent) -> JobEvent:
    return JobEvent(
        id=row.id,
        job_id=row.job_id,
        type=row.type,
        message=row.message,
        created_at=wire_time(row.created_at),
        metadata=row.details,
    )
