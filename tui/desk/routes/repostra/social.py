"""Repostra's social posts: a topic is approved, then the text that was written from it
(contracts/repostra.md, "Approvals"; peers.md R4).
"""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.making import make_repostra_social_delivery, sends
from tui.desk.routes.repostra.access import RowId
from tui.desk.routes.repostra.errors import not_found, refusals, refused
from tui.desk.routes.repostra.shaping import social_approval
from tui.desk.routes.repostra.wire import SocialAnswer, TextApproveRequest, TopicApproveRequest
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import RepostraAccount, RepostraSocial

router = APIRouter(prefix="/approvals/social", tags=["Repostra approvals"])


@router.post("/{id}/approve-topic", summary="Approve social post topic", responses=refusals(404, 422))
def approve_topic(social_id: RowId, request: TopicApproveRequest, desk: TheDesk) -> SocialAnswer:
    """Approve a topic, as it stands in the request: its text is written, and then waits for its own yes."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraSocial, social_id)
        row = _found(session, social_id)
        if row.status != "pending_approval" or _has_text(row):
            raise refused("topic", "This social post's topic does not wait for approval.")
        row.topic = request.topic
        row.content = None
        row.status = "generating"
        row.updated_at = desk.now()
        session.flush()
        answer = SocialAnswer(data=social_approval(row))
    desk.work.write_repostra_social(social_id)
    return answer


@router.post("/{id}/approve-content", summary="Approve social post content", responses=refusals(404, 422))
def approve_text(social_id: RowId, request: TextApproveRequest, desk: TheDesk) -> SocialAnswer:
    """Approve a text, as it stands in the request. In `manual_posting` it counts as published; else it is
    `ready`, and is delivered once its time has come, where an account of its network has a webhook.
    """
    now = desk.now()
    delivery_id = None
    with desk.sessions.begin() as session:
        take_turn(session, RepostraSocial, social_id)
        row = _found(session, social_id)
        if row.status not in {"pending_approval", "manual_posting"} or not _has_text(row):
            raise refused("content", "This social post's content does not wait for approval.")
        row.content = request.content
        row.updated_at = now
        if row.status == "manual_posting":
            row.status = "published"
        else:
            row.status = "ready"
            delivery_id = _delivery(session, row, now)
        answer = SocialAnswer(data=social_approval(row))
    if delivery_id is not None:
        desk.work.deliver(delivery_id)
    return answer


def _found(session: Session, social_id: int) -> RepostraSocial:
    row = session.get(RepostraSocial, social_id)
    if row is None:
        raise not_found("Social post", social_id)
    return row


def _has_text(row: RepostraSocial) -> bool:
    return bool((row.content or "").strip())


def _delivery(session: Session, row: RepostraSocial, now: datetime) -> str | None:
    """A delivery of what is due, to its own account, else to the first of its network that sends."""
    if row.scheduled_for is not None and row.scheduled_for > now:
        return None
    accounts = select(RepostraAccount).order_by(RepostraAccount.id)
    if row.account_id is not None:
        accounts = accounts.where(RepostraAccount.id == row.account_id)
    else:
        accounts = accounts.where(RepostraAccount.platform == row.platform)
    account = next((account for account in session.scalars(accounts) if sends(account)), None)
    if account is None:
        return None
    delivery = make_repostra_social_delivery(session, row, account, now)
    session.flush()
    return delivery.id
