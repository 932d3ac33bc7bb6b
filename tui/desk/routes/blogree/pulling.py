"""What a site may read by itself, with its own key (contracts/blogree.md, "What it sends to a site").

Which posts it is given, and how an answer looks, is not documented: a site sees the published posts that
were sent to it, one as `GET /posts/{id}` gives it without what concerns other sites.
"""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Security
from fastapi.security import APIKeyHeader
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from tui.desk.auth import same
from tui.desk.routes.blogree.errors import not_found, refusals
from tui.desk.routes.blogree.shaping import wire_post
from tui.desk.routes.blogree.wire import ConfirmAnswer, ConfirmRequest, Pagination, Post, PullAnswer
from tui.desk.routes.fields import LARGEST_PAGE
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.store.paging import counted, page_of
from tui.desk.store.tables import BlogreePost, BlogreeSite, DeliveryRow
from tui.domain.secrets import Secret

router = APIRouter(prefix="/pull", tags=["Blogree pull"])

_header = APIKeyHeader(
    name="X-API-Key", scheme_name="BlogreeSiteKey", description="A site's API key.", auto_error=False
)


def pulling_site(desk: TheDesk, key: Annotated[str | None, Security(_header)]) -> str:
    """The id of the site whose key it is; refused (401) without one, and where the site is inactive."""
    with desk.sessions() as session:
        for site in session.scalars(select(BlogreeSite)):
            if same(key, Secret(site.api_key)) and site.status != "inactive":
                return site.id
    raise Refusal(401, "Invalid API key")


TheSite = Annotated[str, Depends(pulling_site)]


@router.get("/posts", summary="List the posts of a site", responses=refusals(400, 401))
def list_posts(
    site_id: TheSite,
    desk: TheDesk,
    page: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PullAnswer:
    """A page of the published posts that were sent to the site, the newest first."""
    wanted = _sent_to(site_id)
    order = (BlogreePost.created_at.desc(), BlogreePost.id.desc())
    with desk.sessions() as session:
        total = counted(session, wanted)
        rows = page_of(
            session, BlogreePost, wanted, BlogreePost.id, order, offset=(page - 1) * limit, limit=limit
        )
        data = [wire_post(row) for row in rows]
    pagination = Pagination(page=page, limit=limit, total=total, pages=math.ceil(total / limit))
    return PullAnswer(data=data, pagination=pagination)


@router.get("/posts/{slug}", summary="Get a post of a site", responses=refusals(401, 404))
def get_post(slug: str, site_id: TheSite, desk: TheDesk) -> Post:
    """The newest published post of that slug that was sent to the site."""
    wanted = _sent_to(site_id).where(BlogreePost.slug == slug)
    with desk.sessions() as session:
        row = session.scalars(wanted.order_by(BlogreePost.created_at.desc()).limit(1)).first()
        if row is None:
            raise not_found("Post", slug)
        return wire_post(row)


@router.post("/confirm", summary="Confirm that a site has a post", responses=refusals(400, 401, 404))
def confirm(wanted: ConfirmRequest, site_id: TheSite, desk: TheDesk) -> ConfirmAnswer:
    """Note that the site has a post: its last delivery counts as delivered."""
    now = desk.now()
    with desk.sessions.begin() as session:
        row = _last_delivery(session, wanted.post_id, site_id)
        if row is None:
            raise not_found("Post", wanted.post_id)
        row.confirmed_at = now
        if row.status not in {"delivered", "delivered_retry"}:
            row.status = "delivered"
            row.delivered_at = row.changed_at = now
    return ConfirmAnswer(confirmed=True, post_id=wanted.post_id)


def _last_delivery(session: Session, post_id: str, site_id: str) -> DeliveryRow | None:
    rows = select(DeliveryRow).where(
        DeliveryRow.world == "blogree", DeliveryRow.post_id == post_id, DeliveryRow.target_id == site_id
    )
    newest = rows.order_by(DeliveryRow.created_at.desc(), DeliveryRow.id.desc()).limit(1)
    return session.scalars(newest).first()


def _sent_to(site_id: str) -> Select[BlogreePost]:
    sent = select(DeliveryRow.post_id).where(
        DeliveryRow.world == "blogree", DeliveryRow.target_id == site_id, DeliveryRow.event != "post.deleted"
    )
    return select(BlogreePost).where(BlogreePost.status == "published", BlogreePost.id.in_(sent))
