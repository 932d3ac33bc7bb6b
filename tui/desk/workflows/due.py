"""Publishes what a person scheduled and whose time has come.

Whatever looks first decides: the status moves and the deliveries are made in one transaction, and the
deliveries' ids are made of what is due, so that neither a crash nor a second desk sends a post twice.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from tui.desk.delivery.making import (
    make_blogree_delivery,
    make_repostra_blog_delivery,
    make_repostra_social_delivery,
    sends,
)
from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    DeliveryRow,
    RepostraAccount,
    RepostraContent,
    RepostraSocial,
)
from tui.desk.workflows.bench import derived_id
from tui.desk.workflows.since import real_since

WAITING_CONTENT = ("draft", "scheduled")


def publish_due(sessions: sessionmaker[Session], now: datetime) -> list[str]:
    """Publish what is due at `now`; gives the ids of the deliveries that are to be started."""
    with sessions.begin() as session:
        since = real_since(session)
        return [
            *_blogree(session, since, now),
            *_repostra_contents(session, since, now),
            *_repostra_socials(session, since, now),
        ]


def _blogree(session: Session, since: datetime, now: datetime) -> list[str]:
    due = select(BlogreePost).where(
        BlogreePost.status == "scheduled", BlogreePost.scheduled_at <= now, BlogreePost.updated_at > since
    )
    started: list[str] = []
    for post in session.scalars(due).all():
        planned = post.scheduled_at
        won = session.execute(
            update(BlogreePost)
            .where(
                BlogreePost.id == post.id,
                BlogreePost.status == "scheduled",
                BlogreePost.scheduled_at == planned,
            )
            .values(status="published", published_at=now, updated_at=now)
            .returning(BlogreePost.id)
        ).first()
        if won is None:
            continue
        session.refresh(post)
        for site in session.scalars(select(BlogreeSite).where(BlogreeSite.status != "inactive")):
            id = derived_id("blogree-due", post.id, planned, site.id)
            if session.get(DeliveryRow, id) is None:
                make_blogree_delivery(session, post, site, "post.published", now, delivery_id=id)
                started.append(id)
    return started


def _repostra_contents(session: Session, since: datetime, now: datetime) -> list[str]:
    due = select(RepostraContent).where(
        RepostraContent.status.in_(WAITING_CONTENT),
        RepostraContent.approved_at > since,
        RepostraContent.scheduled_for <= now,
    )
    started: list[str] = []
    for content in session.scalars(due).all():
        if _on_its_way(session, "blog_post", content.id, content.approved_at or since):
            continue
        accounts = [account for account in _accounts(session, "website") if sends(account)]
        if not accounts:
            content.status = "published"
            content.published_at = content.updated_at = now
        for account in accounts:
            id = derived_id("repostra-due", content.id, content.created_at, content.approved_at, account.id)
            if session.get(DeliveryRow, id) is None:
                make_repostra_blog_delivery(session, content, account, now, delivery_id=id)
                started.append(id)
    return started


def _repostra_socials(session: Session, since: datetime, now: datetime) -> list[str]:
    due = select(RepostraSocial).where(
        RepostraSocial.status == "ready",
        RepostraSocial.updated_at > since,
        or_(RepostraSocial.scheduled_for.is_(None), RepostraSocial.scheduled_for <= now),
    )
    started: list[str] = []
    for social in session.scalars(due).all():
        account = _social_account(session, social)
        if account is None or _on_its_way(session, "social_post", social.id, social.created_at):
            continue
        id = derived_id("repostra-social-due", social.id, social.created_at)
        make_repostra_social_delivery(session, social, account, now, delivery_id=id)
        started.append(id)
    return started


def _social_account(session: Session, social: RepostraSocial) -> RepostraAccount | None:
    """The account that a social text goes to: its own, else the first of its network that sends."""
    if social.account_id is not None:
        account = session.get(RepostraAccount, social.account_id)
        return account if account is not None and sends(account) else None
    return next((account for account in _accounts(session, social.platform) if sends(account)), None)


def _accounts(session: Session, platform: str) -> list[RepostraAccount]:
    found = select(RepostraAccount).where(RepostraAccount.platform == platform).order_by(RepostraAccount.id)
    return list(session.scalars(found))


def _on_its_way(session: Session, event: str, post_id: int, since: datetime) -> bool:
    """Whether a post was handed to a delivery already, by the approval itself or by an earlier look."""
    made = select(DeliveryRow.id).where(
        DeliveryRow.world == "repostra",
        DeliveryRow.event == event,
        DeliveryRow.post_id == str(post_id),
        DeliveryRow.created_at >= since,
    )
    return session.scalars(made.limit(1)).first() is not None
