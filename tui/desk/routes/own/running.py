"""How the desk fares, and how it is stopped."""

from __future__ import annotations

import os

from fastapi import APIRouter, BackgroundTasks
from pydantic import BaseModel
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

import tui
from tui.desk.delivery.times import blogree_time
from tui.desk.routes.own.errors import refusals
from tui.desk.routes.serving import TheServing
from tui.desk.store.tables import (
    BlogreeJob,
    BlogreePost,
    DeliveryRow,
    NotraBrandJob,
    NotraJob,
    NotraPost,
    Repository,
    RepostraContent,
    RepostraSocial,
)
from tui.desk.workflows.since import real_since
from tui.desk.zone import name_of, zone_in_force

router = APIRouter(tags=["Desk"])


class WorldCounts(BaseModel):
    """A number for each platform."""

    notra: int
    repostra: int
    blogree: int


class DeskStatus(BaseModel):
    """How the desk fares."""

    version: str
    pid: int
    started: str
    """UTC, ISO 8601."""
    open_jobs: WorldCounts
    """Generations that have not ended; samples are not counted."""
    open_deliveries: int
    """Deliveries that are pending or tried again."""
    posts: WorldCounts
    repositories: int
    zone: str | None
    """The IANA name of the zone that the clock of schedules goes by."""


class StopAnswer(BaseModel):
    """That the desk ends."""

    stopping: bool


@router.get("/status", summary="How the desk fares", responses=refusals())
def status(serving: TheServing) -> DeskStatus:
    """What is open, how much there is, and which process this is."""
    with serving.desk.sessions() as session:
        return DeskStatus(
            version=tui.__version__,
            pid=os.getpid(),
            started=blogree_time(serving.started) or "",
            open_jobs=_open_jobs(session),
            open_deliveries=_count(
                session, select(DeliveryRow.id).where(DeliveryRow.status.in_(("pending", "retrying")))
            ),
            posts=WorldCounts(
                notra=_count(session, select(NotraPost.id)),
                repostra=_count(session, select(RepostraContent.id)),
                blogree=_count(session, select(BlogreePost.id)),
            ),
            repositories=_count(session, select(Repository.id)),
            zone=name_of(zone_in_force(session, serving.desk.zone)),
        )


def _open_jobs(session: Session) -> WorldCounts:
    since = real_since(session)
    contents = select(RepostraContent.id).where(
        RepostraContent.status.in_(("planned", "generating")), RepostraContent.created_at > since
    )
    socials = select(RepostraSocial.id).where(
        RepostraSocial.status == "generating",
        or_(RepostraSocial.updated_at > since, RepostraSocial.created_at > since),
    )
    return WorldCounts(
        notra=_count(session, select(NotraJob.id).where(NotraJob.status.in_(("queued", "running"))))
        + _count(session, select(NotraBrandJob.id).where(NotraBrandJob.status.in_(("queued", "running")))),
        repostra=_count(session, contents) + _count(session, socials),
        blogree=_count(session, select(BlogreeJob.id).where(BlogreeJob.status == "processing")),
    )


def _count(session: Session, rows: Select[str] | Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


@router.post("/stop", status_code=202, summary="Stop the desk", responses=refusals())
def stop(serving: TheServing, after: BackgroundTasks) -> StopAnswer:
    """End the desk once this is answered. Work that is open goes on when it starts again."""
    after.add_task(serving.stop)
    return StopAnswer(stopping=True)
