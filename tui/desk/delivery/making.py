"""Deliveries are made inside the transaction that decides them, and started once it is committed
(`Work.deliver`): a desk that is killed in between finds the row and starts it.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from tui.desk.bodies.editorjs import to_html
from tui.desk.delivery.payloads import blogree_body, repostra_blog_body, repostra_social_body
from tui.desk.store.tables import (
    BlogreePost,
    BlogreeSite,
    DeliveryRow,
    RepostraAccount,
    RepostraContent,
    RepostraSocial,
)

SENDING_METHODS = frozenset({"webhook", "wordpress"})
"""The posting methods of a Repostra account that the desk can deliver by."""


def make_blogree_delivery(
    session: Session,
    post: BlogreePost,
    site: BlogreeSite,
    event: str,
    now: datetime,
    previous_version: int | None = None,
    *,
    delivery_id: str | None = None,
) -> DeliveryRow:
    """Add a pending delivery of `post`, as it stands now, to `site`.

    `event`: post.published, post.updated (with `previous_version`) or post.deleted. Call it when the
    post has its new status and times. `delivery_id` only where the same decision may be made twice.
    """
    return _added(
        session,
        DeliveryRow(
            id=delivery_id or _new_id(),
            world="blogree",
            post_id=post.id,
            target_id=site.id,
            event=event,
            url=site.webhook_url,
            body=blogree_body(post, site, event, now, previous_version),
            created_at=now,
        ),
    )


def make_repostra_blog_delivery(
    session: Session,
    content: RepostraContent,
    account: RepostraAccount,
    now: datetime,
    *,
    delivery_id: str | None = None,
) -> DeliveryRow:
    """Add a pending delivery of a blog post to a website account (`sends(account)` holds)."""
    return _added(
        session,
        DeliveryRow(
            id=delivery_id or _new_id(),
            world="repostra",
            post_id=str(content.id),
            target_id=str(account.id),
            event="blog_post",
            url=account.webhook_url or "",
            body=repostra_blog_body(content, to_html(content.content or "")),
            created_at=now,
        ),
    )


def make_repostra_social_delivery(
    session: Session,
    social: RepostraSocial,
    account: RepostraAccount,
    now: datetime,
    *,
    delivery_id: str | None = None,
) -> DeliveryRow:
    """Add a pending delivery of a social post to an account (`sends(account)` holds)."""
    return _added(
        session,
        DeliveryRow(
            id=delivery_id or _new_id(),
            world="repostra",
            post_id=str(social.id),
            target_id=str(account.id),
            event="social_post",
            url=account.webhook_url or "",
            body=repostra_social_body(social),
            created_at=now,
        ),
    )


def sends(account: RepostraAccount) -> bool:
    """Whether the desk can deliver to an account: active, by webhook or WordPress, with an address."""
    return account.is_active and account.posting_method in SENDING_METHODS and bool(account.webhook_url)


def _new_id() -> str:
    return uuid.uuid4().hex


def _added(session: Session, row: DeliveryRow) -> DeliveryRow:
    row.status = "pending"
    row.attempts = 0
    row.last_answer = None
    row.delivered_at = None
    session.add(row)
    return row
