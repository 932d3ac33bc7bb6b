"""Blogree's publish: the only call that delivers a post to sites (peers.md B5)."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.making import make_blogree_delivery
from tui.desk.delivery.times import blogree_time
from tui.desk.routes.blogree.errors import not_found, refusals, refused
from tui.desk.routes.blogree.posts import found_post
from tui.desk.routes.blogree.wire import Dispatch, PublishAnswer, PublishRequest
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import BlogreePost, BlogreeSite

router = APIRouter(prefix="/posts", tags=["Blogree posts"])

EXPECTED_DELIVERY = timedelta(seconds=30)


@router.post("/{post_id}/publish", summary="Publish a post", responses=refusals(400, 404))
def publish(post_id: str, desk: TheDesk, request: PublishRequest | None = None) -> PublishAnswer:
    """Deliver the post to the sites named, or to all that are not inactive, and mark it published.
    Each call makes new deliveries, also of a version that a site has already.
    """
    now = desk.now()
    with desk.sessions.begin() as session:
        take_turn(session, BlogreePost, post_id)
        row = found_post(session, post_id)
        sites = _sites(session, request.site_ids if request is not None else None)
        row.status = "published"
        row.published_at = row.published_at or now
        made = [make_blogree_delivery(session, row, site, "post.published", now) for site in sites]
        session.flush()
        deliveries = [delivery.id for delivery in made]
        dispatched = [Dispatch(site_id=delivery.target_id, status=delivery.status) for delivery in made]
    for delivery_id in deliveries:
        desk.work.deliver(delivery_id)
    return PublishAnswer(
        post_id=post_id,
        dispatched_to=dispatched,
        estimated_delivery=blogree_time(now + EXPECTED_DELIVERY) or "",
    )


def _sites(session: Session, wanted: list[str] | None) -> list[BlogreeSite]:
    """The sites named, in that order and each once; None: all that are not inactive."""
    if wanted is None:
        rows = select(BlogreeSite).where(BlogreeSite.status != "inactive")
        return list(session.scalars(rows.order_by(BlogreeSite.created_at, BlogreeSite.id)))
    sites = []
    for site_id in dict.fromkeys(wanted):
        site = session.get(BlogreeSite, site_id)
        if site is None:
            raise not_found("Site", site_id)
        if site.status == "inactive":
            raise refused("site_ids", "names a site that is inactive")
        sites.append(site)
    return sites
