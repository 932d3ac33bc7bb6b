"""Whom a delivery goes to, with which headers, and which answer counts as taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from tui.desk.delivery.signing import blogree_headers, repostra_webhook_headers, repostra_wordpress_headers
from tui.desk.store.tables import BlogreeSite, DeliveryRow, RepostraAccount


@dataclass(frozen=True, slots=True)
class Parcel:
    """One try, ready to send. The headers hold a key or a signature: they are not shown."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoTarget:
    """Why a delivery can never be sent."""

    reason: str


def parcel(session: Session, row: DeliveryRow, now: datetime) -> Parcel | NoTarget:
    """Pack a delivery with the keys that its receiver has now."""
    body = row.body.encode()
    if row.world == "blogree":
        site = session.get(BlogreeSite, row.target_id)
        if site is None:
            return NoTarget("the site is gone")
        if site.status == "inactive":
            return NoTarget("the site is switched off")
        return Parcel(row.url, body, blogree_headers(site.webhook_secret, body, row.event, row.id, now))
    account = session.get(RepostraAccount, int(row.target_id))
    if account is None:
        return NoTarget("the account is gone")
    if not account.is_active:
        return NoTarget("the account is switched off")
    if account.posting_method == "wordpress":
        return Parcel(row.url, body, repostra_wordpress_headers(account.wordpress_api_key, row.id))
    return Parcel(row.url, body, repostra_webhook_headers(account.signing_secret, body, row.id))


def taken(world: str, status: int | None) -> bool:
    """Whether an answer says that the post was taken: Blogree asks for 200, Repostra for any 2xx."""
    if status is None:
        return False
    return status == 200 if world == "blogree" else 200 <= status < 300
