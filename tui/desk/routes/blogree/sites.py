"""Blogree's sites (contracts/blogree.md, "Sites"). Secrets are shown once, then masked (peers.md B2)."""

from __future__ import annotations

import secrets

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.context import Desk
from tui.desk.delivery.times import blogree_time
from tui.desk.routes.blogree.errors import not_found, refusals
from tui.desk.routes.blogree.wire import (
    DeliveryStats,
    NewSite,
    RotatedAnswer,
    Site,
    SitesAnswer,
    SiteUpdate,
)
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import BlogreeSite, DeliveryRow

router = APIRouter(prefix="/sites", tags=["Blogree sites"])

MASK = "********"

_DELIVERED = frozenset({"delivered", "delivered_retry"})


@router.get("", summary="List sites", responses=refusals())
def list_sites(desk: TheDesk) -> SitesAnswer:
    """All sites, with masked secrets unless the desk was told to show them."""
    with desk.sessions() as session:
        rows = session.scalars(select(BlogreeSite).order_by(BlogreeSite.created_at, BlogreeSite.id))
        sites = [_wire(desk, session, row) for row in rows]
    return SitesAnswer(sites=sites, total=len(sites))


@router.get("/{site_id}", summary="Get a site", responses=refusals(404))
def get_site(site_id: str, desk: TheDesk) -> Site:
    """A site, its secrets as in the list."""
    with desk.sessions() as session:
        return _wire(desk, session, _found(session, site_id))


@router.post("", status_code=201, summary="Connect a site", responses=refusals(400))
def create_site(new: NewSite, desk: TheDesk) -> Site:
    """Connect a site. The answer shows its API key and webhook secret, this once."""
    with desk.sessions.begin() as session:
        row = BlogreeSite(
            id=f"site_{secrets.token_hex(6)}",
            name=new.name,
            url=new.url,
            webhook_url=new.webhook_url,
            api_key=_new_api_key(),
            webhook_secret=new.webhook_secret or _new_webhook_secret(),
            niche=new.niche,
            platform=new.platform,
            status="active",
            created_at=desk.now(),
        )
        session.add(row)
        session.flush()
        shown = _wire(desk, session, row)
        return shown.model_copy(update={"api_key": row.api_key, "webhook_secret": row.webhook_secret})


@router.patch("/{site_id}", summary="Update a site", responses=refusals(400, 404))
def update_site(site_id: str, update: SiteUpdate, desk: TheDesk) -> Site:
    """Change the given fields. Deliveries that are on their way keep their address."""
    with desk.sessions.begin() as session:
        take_turn(session, BlogreeSite, site_id)
        row = _found(session, site_id)
        for name in update.model_fields_set:
            setattr(row, name, getattr(update, name))
        session.flush()
        return _wire(desk, session, row)


@router.delete("/{site_id}", status_code=204, summary="Disconnect a site", responses=refusals(404))
def delete_site(site_id: str, desk: TheDesk) -> None:
    """Disconnect a site; it keeps what it was sent."""
    with desk.sessions.begin() as session:
        take_turn(session, BlogreeSite, site_id)
        session.delete(_found(session, site_id))


@router.post("/{site_id}/rotate-keys", summary="Make new keys for a site", responses=refusals(404))
def rotate_keys(site_id: str, desk: TheDesk) -> RotatedAnswer:
    """Make a new API key and webhook secret; the answer shows them, this once."""
    with desk.sessions.begin() as session:
        take_turn(session, BlogreeSite, site_id)
        row = _found(session, site_id)
        row.api_key, row.webhook_secret = _new_api_key(), _new_webhook_secret()
        return RotatedAnswer(
            site_id=row.id,
            new_api_key=row.api_key,
            new_webhook_secret=row.webhook_secret,
            rotated_at=blogree_time(desk.now()) or "",
            warning="The old keys no longer hold: give the site the new ones.",
        )


def _new_api_key() -> str:
    return f"blg_{secrets.token_urlsafe(24)}"


def _new_webhook_secret() -> str:
    return f"whsec_{secrets.token_urlsafe(32)}"


def _found(session: Session, site_id: str) -> BlogreeSite:
    row = session.get(BlogreeSite, site_id)
    if row is None:
        raise not_found("Site", site_id)
    return row


def _wire(desk: Desk, session: Session, row: BlogreeSite) -> Site:
    return Site(
        id=row.id,
        name=row.name,
        url=row.url,
        webhook_url=row.webhook_url,
        api_key=row.api_key if desk.site_keys else MASK,
        webhook_secret=row.webhook_secret if desk.site_keys else MASK,
        niche=row.niche,
        platform=row.platform,
        status=row.status,
        delivery_stats=_stats(session, row.id),
        created_at=blogree_time(row.created_at) or "",
    )


def _stats(session: Session, site_id: str) -> DeliveryStats:
    deliveries = session.execute(
        select(DeliveryRow.status, DeliveryRow.delivered_at).where(
            DeliveryRow.world == "blogree", DeliveryRow.target_id == site_id
        )
    ).all()
    delivered = [at for status, at in deliveries if status in _DELIVERED]
    ended = len(delivered) + sum(status == "failed" for status, _ in deliveries)
    return DeliveryStats(
        total=len(deliveries),
        success_rate=round(100 * len(delivered) / ended, 1) if ended else None,
        last_delivery=blogree_time(max((at for at in delivered if at), default=None)),
    )
