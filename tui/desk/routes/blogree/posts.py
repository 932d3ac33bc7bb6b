"""Blogree's posts: list, get, create, update, delete (contracts/blogree.md, "Posts").

Only `/publish` delivers (peers.md B5): creating a post as published, or patching its status, changes
the state and nothing else. What is out already is kept up to date: `post.updated`, `post.deleted`.
"""

from __future__ import annotations

import json
import math
import secrets
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Select, Text, cast, or_, select
from sqlalchemy.orm import Session

from tui.desk.delivery.making import make_blogree_delivery
from tui.desk.routes.blogree.bodies import body_forms
from tui.desk.routes.blogree.errors import not_found, refusals, refused
from tui.desk.routes.blogree.shaping import single, wire_post
from tui.desk.routes.blogree.wire import (
    BodyInput,
    MetaInput,
    NewPost,
    Pagination,
    PostsAnswer,
    PostUpdate,
    SinglePost,
    Status,
)
from tui.desk.routes.fields import LARGEST_PAGE
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.slugs import free_slug
from tui.desk.routes.turns import take_turn
from tui.desk.store.paging import counted, page_of
from tui.desk.store.tables import BlogreePost, BlogreeSite, DeliveryRow

router = APIRouter(prefix="/posts", tags=["Blogree posts"])

_OUT = ("pending", "retrying", "delivered", "delivered_retry")
"""The states of a delivery that reached its site, or will."""


@router.get("", summary="List posts", responses=refusals(400))
def list_posts(
    desk: TheDesk,
    status: Annotated[Status | None, Query(description="Default: all.")] = None,
    page: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    site_id: Annotated[str | None, Query(description="Posts that were delivered to this site.")] = None,
    search: Annotated[str | None, Query(description="Words that all stand in the title or the body.")] = None,
    tag: Annotated[str | None, Query(description="Posts with this tag.")] = None,
) -> PostsAnswer:
    """A page of posts, the newest first."""
    wanted = select(BlogreePost)
    if status is not None:
        wanted = wanted.where(BlogreePost.status == status)
    if site_id:
        wanted = wanted.where(BlogreePost.id.in_(_delivered_to(site_id)))
    for word in (search or "").split()[:20]:
        wanted = wanted.where(
            or_(
                BlogreePost.title.icontains(word, autoescape=True),
                BlogreePost.body_markdown.icontains(word, autoescape=True),
            )
        )
    if tag:
        # As JSON writes a list, each tag's first quote follows a bracket or a space; a quote inside of
        # a tag follows a backslash. So a tag is found whole, and never inside another one.
        tags = cast(BlogreePost.tags, Text)
        starts = (f"{before}{json.dumps(tag)}" for before in "[ ")
        wanted = wanted.where(or_(*(tags.contains(start, autoescape=True) for start in starts)))
    order = (BlogreePost.created_at.desc(), BlogreePost.id.desc())
    with desk.sessions() as session:
        total = counted(session, wanted)
        rows = page_of(
            session, BlogreePost, wanted, BlogreePost.id, order, offset=(page - 1) * limit, limit=limit
        )
        data = [wire_post(row) for row in rows]
    pagination = Pagination(page=page, limit=limit, total=total, pages=math.ceil(total / limit))
    return PostsAnswer(data=data, pagination=pagination)


def _delivered_to(site_id: str) -> Select[str]:
    return select(DeliveryRow.post_id).where(
        DeliveryRow.world == "blogree", DeliveryRow.target_id == site_id, DeliveryRow.status.in_(_OUT)
    )


@router.get("/{post_id}", summary="Get a single post", responses=refusals(404))
def get_post(post_id: str, desk: TheDesk) -> SinglePost:
    """A post with its deliveries: the last one of each site."""
    with desk.sessions() as session:
        return single(session, found_post(session, post_id))


@router.post("", status_code=201, summary="Create a post", responses=refusals(400))
def create_post(new: NewPost, desk: TheDesk) -> SinglePost:
    """Make a post: a draft, or as `status` says. Nothing is delivered by it: publish does."""
    if new.status == "scheduled" and new.scheduled_at is None:
        raise refused("scheduled_at", "is required when status is scheduled")
    forms = body_forms(new.body) or body_forms(BodyInput(markdown=""))
    assert forms is not None
    now = desk.now()
    with desk.sessions.begin() as session:
        row = BlogreePost(
            id=f"post_{secrets.token_hex(8)}",
            version=1,
            slug=new.slug or free_slug(new.title, lambda slug: _slug_taken(session, slug)),
            title=new.title,
            excerpt=new.excerpt,
            body_html=forms.html,
            body_markdown=forms.markdown,
            body_json=forms.tiptap,
            meta_title=new.meta.title,
            meta_description=new.meta.description,
            meta_og_image=new.meta.og_image,
            meta_canonical_url=new.meta.canonical_url,
            tags=list(new.tags),
            status=new.status,
            scheduled_at=new.scheduled_at,
            published_at=now if new.status == "published" else None,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        return single(session, row)


def _slug_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(BlogreePost.id).where(BlogreePost.slug == slug).limit(1)) is not None


@router.patch("/{post_id}", summary="Update a post", responses=refusals(400, 404))
def update_post(post_id: str, update: PostUpdate, desk: TheDesk) -> SinglePost:
    """Change the given fields, nested ones too, and count the version up. Where the post is published
    and stays so, the sites that it was delivered to are sent `post.updated`.
    """
    now = desk.now()
    deliveries: list[str] = []
    with desk.sessions.begin() as session:
        take_turn(session, BlogreePost, post_id)
        row = found_post(session, post_id)
        if update.model_fields_set:
            was_published, previous = row.status == "published", row.version
            _apply(row, update)
            if row.status == "published" and row.published_at is None:
                row.published_at = now
            row.version += 1
            row.updated_at = now
            if was_published and row.status == "published":
                for site in _sites_of(session, post_id):
                    made = make_blogree_delivery(session, row, site, "post.updated", now, previous)
                    deliveries.append(made.id)
            session.flush()
        answer = single(session, row)
    for delivery_id in deliveries:
        desk.work.deliver(delivery_id)
    return answer


def _apply(row: BlogreePost, update: PostUpdate) -> None:
    given = update.model_fields_set
    for name in ("title", "slug", "excerpt", "tags", "status", "scheduled_at"):
        if name in given:
            setattr(row, name, getattr(update, name))
    if "body" in given and (forms := body_forms(update.body)) is not None:
        row.body_html, row.body_markdown, row.body_json = forms.html, forms.markdown, forms.tiptap
    if "meta" in given:
        _apply_meta(row, update.meta)
    if row.status == "scheduled" and row.scheduled_at is None:
        raise refused("scheduled_at", "is required when status is scheduled; status draft cancels it")
    if row.status != "published":
        row.published_at = None


def _apply_meta(row: BlogreePost, meta: MetaInput) -> None:
    for name in meta.model_fields_set:
        setattr(row, f"meta_{name}", getattr(meta, name))


@router.delete("/{post_id}", status_code=204, summary="Delete a post", responses=refusals(404))
def delete_post(post_id: str, desk: TheDesk) -> None:
    """Delete a post for good. Sites that it was delivered to are sent `post.deleted`; whether they
    take their copy down is theirs to decide.
    """
    now = desk.now()
    deliveries: list[str] = []
    with desk.sessions.begin() as session:
        take_turn(session, BlogreePost, post_id)
        row = found_post(session, post_id)
        if row.status == "published":
            for site in _sites_of(session, post_id):
                deliveries.append(make_blogree_delivery(session, row, site, "post.deleted", now).id)
        session.delete(row)
    for delivery_id in deliveries:
        desk.work.deliver(delivery_id)


def found_post(session: Session, post_id: str) -> BlogreePost:
    """The post of that id; raises Blogree's 404."""
    row = session.get(BlogreePost, post_id)
    if row is None:
        raise not_found("Post", post_id)
    return row


def _sites_of(session: Session, post_id: str) -> list[BlogreeSite]:
    """The sites that the post was delivered to, or is on its way to."""
    reached = select(DeliveryRow.target_id).where(
        DeliveryRow.world == "blogree", DeliveryRow.post_id == post_id, DeliveryRow.status.in_(_OUT)
    )
    sites = select(BlogreeSite).where(BlogreeSite.id.in_(reached), BlogreeSite.status != "inactive")
    return list(session.scalars(sites.order_by(BlogreeSite.created_at, BlogreeSite.id)))
