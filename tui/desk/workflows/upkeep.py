"""Looks after work that was decided but is not under way: a desk that was killed between a row and its
workflow left it so. And says whether any work is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, sessionmaker

from tui.desk.store.tables import (
    BlogreeJob,
    BlogreePost,
    DeliveryRow,
    NotraBrandJob,
    NotraJob,
    NotraSchedule,
    RepostraContent,
    RepostraSocial,
)
from tui.desk.workflows import blogree, brands, delivering, due, engine, notra, repostra
from tui.desk.workflows.since import real_since

_SETTLED = timedelta(seconds=2)
"""How long a route has for the start of what it committed, before it counts as left behind."""
_BROKE_OFF = "The desk could not go on with this after it was started again. Try again."


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A row that waits for a workflow: how to start that, and how to end the row without it."""

    workflow_id: str
    touched: datetime
    start: Callable[[], None]
    give_up: Callable[[], None]


def mend(work: engine.DurableWork, sessions: sessionmaker[Session], now: datetime) -> None:
    """Start what was left behind, and end what cannot go on."""
    with sessions() as session:
        found = list(_open_work(work, session))
    for open_work in found:
        if now - open_work.touched < _SETTLED:
            continue
        if not engine.workflow_known(open_work.workflow_id):
            open_work.start()
        elif engine.workflow_broken(open_work.workflow_id):
            open_work.give_up()


def work_left(work: engine.DurableWork, sessions: sessionmaker[Session], now: datetime) -> bool:
    """Whether anything is being done, or waits for a time that a person set."""
    with sessions() as session:
        return any(True for _ in _open_work(work, session)) or _planned(session, now)


def _planned(session: Session, now: datetime) -> bool:
    since = real_since(session)
    planned = (
        select(func.count()).select_from(NotraSchedule).where(NotraSchedule.enabled),
        select(func.count())
        .select_from(BlogreePost)
        .where(
            BlogreePost.status == "scheduled",
            BlogreePost.updated_at > since,
            BlogreePost.scheduled_at.is_not(None),
        ),
        select(func.count())
        .select_from(RepostraContent)
        .where(
            RepostraContent.status.in_(due.WAITING_CONTENT),
            RepostraContent.approved_at > since,
            RepostraContent.scheduled_for > now,
        ),
        select(func.count())
        .select_from(RepostraSocial)
        .where(
            RepostraSocial.status == "ready",
            RepostraSocial.updated_at > since,
            RepostraSocial.scheduled_for > now,
        ),
    )
    return any(session.scalar(query) for query in planned)


def _open_work(work: engine.DurableWork, session: Session) -> Iterator[OpenWork]:
    since = real_since(session)
    yield from _generations(work, session, since)
    yield from _repostra(work, session, since)
    rows = select(DeliveryRow.id, DeliveryRow.created_at).where(
        DeliveryRow.status.in_(delivering.OPEN_STATES), DeliveryRow.created_at > since
    )
    for id, created_at in session.execute(rows):
        yield OpenWork(
            engine.delivery_workflow(id),
            created_at,
            partial(work.deliver, id),
            partial(work.delivering.fail, id, "the desk broke off"),
        )


def _generations(work: engine.DurableWork, session: Session, since: datetime) -> Iterator[OpenWork]:
    for job in session.scalars(
        select(NotraJob).where(NotraJob.status.in_(notra.OPEN_STATES), NotraJob.created_at > since)
    ):
        yield OpenWork(
            engine.notra_workflow(job.id),
            job.created_at,
            partial(work.write_notra_post, job.id),
            partial(work.notra.fail, job.id, _BROKE_OFF),
        )
    for brand_job in session.scalars(
        select(NotraBrandJob).where(
            NotraBrandJob.status.in_(brands.OPEN_STATES), NotraBrandJob.created_at > since
        )
    ):
        yield OpenWork(
            engine.brand_workflow(brand_job.id),
            brand_job.created_at,
            partial(work.read_notra_brand, brand_job.id),
            partial(work.brands.fail, brand_job.id, _BROKE_OFF),
        )
    for blogree_job in session.scalars(
        select(BlogreeJob).where(BlogreeJob.status.in_(blogree.OPEN_STATES), BlogreeJob.created_at > since)
    ):
        yield OpenWork(
            engine.blogree_workflow(blogree_job.id),
            blogree_job.created_at,
            partial(work.write_blogree_post, blogree_job.id),
            partial(work.blogree.fail, blogree_job.id, _BROKE_OFF),
        )


def _repostra(work: engine.DurableWork, session: Session, since: datetime) -> Iterator[OpenWork]:
    for content in session.scalars(
        select(RepostraContent).where(
            RepostraContent.status.in_(repostra.OPEN_CONTENT_STATES), RepostraContent.created_at > since
        )
    ):
        yield OpenWork(
            engine.content_workflow(content),
            content.created_at,
            partial(work.write_repostra_content, content.id),
            partial(work.repostra.fail_content, content.id),
        )
    for social in session.scalars(
        select(RepostraSocial).where(
            RepostraSocial.status.in_(repostra.OPEN_SOCIAL_STATES),
            or_(RepostraSocial.updated_at > since, RepostraSocial.created_at > since),
        )
    ):
        yield OpenWork(
            engine.social_workflow(social),
            social.updated_at,
            partial(work.write_repostra_social, social.id),
            partial(work.repostra.fail_social, social.id),
        )
