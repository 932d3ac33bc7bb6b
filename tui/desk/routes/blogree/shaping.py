"""Blogree's rows as its wire models."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.times import blogree_time
from tui.desk.routes.blogree.wire import Body, Meta, Post, SinglePost, SiteDelivery
from tui.desk.store.tables import BlogreePost, DeliveryRow


def wire_post(row: BlogreePost) -> Post:
    """A post as a list gives it."""
    return Post(
        id=row.id,
        version=row.version,
        slug=row.slug,
        title=row.title,
        excerpt=row.excerpt,
        body=Body(html=row.body_html, markdown=row.body_markdown, json=row.body_json),
        meta=Meta(
            title=row.meta_title,
            description=row.meta_description,
            og_image=row.meta_og_image,
            canonical_url=row.meta_canonical_url,
        ),
        tags=row.tags,
        status=row.status,
        scheduled_at=blogree_time(row.scheduled_at),
        published_at=blogree_time(row.published_at),
        created_at=blogree_time(row.created_at) or "",
        updated_at=blogree_time(row.updated_at) or "",
    )


def single(session: Session, row: BlogreePost) -> SinglePost:
    """A post with the last delivery of each site, in the order of the first ones."""
    deliveries = session.scalars(
        select(DeliveryRow)
        .where(DeliveryRow.world == "blogree", DeliveryRow.post_id == row.id)
        .order_by(DeliveryRow.created_at, DeliveryRow.id)
    )
    last = {delivery.target_id: delivery for delivery in deliveries}
    return SinglePost(
        **wire_post(row).model_dump(),
        deliveries=[
            SiteDelivery(
                site_id=delivery.target_id,
                status=delivery.status,
                delivered_at=blogree_time(delivery.delivered_at),
                attempts=delivery.attempts,
                last_answer=delivery.last_answer,
                updated_at=blogree_time(delivery.changed_at or delivery.delivered_at or delivery.created_at),
            )
            for delivery in last.values()
        ],
    )
