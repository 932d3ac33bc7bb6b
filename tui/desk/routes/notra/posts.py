"""Notra's posts: list, get, update, delete (contracts/notra.md, "Posts")."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tui.desk.bodies.html import to_html
from tui.desk.routes.fields import LARGEST_PAGE
from tui.desk.routes.notra.access import TheShape, UrlShape, limited
from tui.desk.routes.notra.errors import refusals
from tui.desk.routes.notra.wire import (
    CONTENT_TYPES,
    STATUSES,
    DeletedAnswer,
    Pagination,
    Post,
    PostAnswer,
    PostsAnswer,
    PostUpdate,
    wire_time,
)
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.paging import counted, page_of
from tui.desk.store.tables import NotraPost

router = APIRouter(tags=["Notra posts"])

PostId = Annotated[str, Path(alias="postId", pattern=r"^[A-Za-z0-9_-]{1,100}$")]

_SEVERAL = "Several values: the parameter repeated, or one comma-separated list."


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list or a single read lets through."""

    statuses: frozenset[str]
    content_types: frozenset[str]
    """Empty: all."""
    brand_identities: frozenset[str]
    """Empty: all."""

    def on(self, posts: Select[NotraPost]) -> Select[NotraPost]:
        """The query with these filters."""
        if not self.statuses >= STATUSES:
            posts = posts.where(NotraPost.status.in_(self.statuses))
        if self.content_types:
            posts = posts.where(NotraPost.content_type.in_(self.content_types))
        if self.brand_identities:
            posts = posts.where(NotraPost.brand_identity_id.in_(self.brand_identities))
        return posts


async def filters_of(
    status: Annotated[
        list[str] | None, Query(description=f"draft, published; default: published only. {_SEVERAL}")
    ] = None,
    content_type: Annotated[
        list[str] | None, Query(alias="contentType", description=f"Default: all. {_SEVERAL}")
    ] = None,
    brand_identity_id: Annotated[
        list[str] | None, Query(alias="brandIdentityId", description=f"Default: all. {_SEVERAL}")
    ] = None,
) -> Filters:
    """The filters asked for: published posts of all types where nothing is said."""
    return Filters(
        _known("status", several(status), STATUSES) or frozenset({"published"}),
        _known("contentType", several(content_type), CONTENT_TYPES),
        several(brand_identity_id),
    )


def several(given: list[str] | None) -> frozenset[str]:
    """The values of a parameter that may be repeated, and hold several with commas between."""
    texts = (part.strip() for text in given or [] for part in text.split(","))
    return frozenset(text for text in texts if text)


def _known(name: str, values: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    if values <= known:
        return values
    raise Refusal(400, f"Invalid query parameters: {name} must be any of {', '.join(sorted(known))}")


TheFilters = Annotated[Filters, Depends(filters_of)]


@router.get("/posts", summary="List posts", responses=refusals(400), response_model_exclude_unset=True)
def list_posts(
    desk: TheDesk,
    shape: TheShape,
    filters: TheFilters,
    limit: Annotated[int, Query(ge=1, le=100, description="Posts per page.")] = 10,
    page: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 1,
    sort: Annotated[Literal["asc", "desc"], Query(description="By creation.")] = "desc",
) -> PostsAnswer:
    """A page of posts: published ones only, unless `status` says otherwise."""
    wanted = filters.on(select(NotraPost))
    order = (NotraPost.created_at, NotraPost.id)
    ordered = [column.desc() if sort == "desc" else column.asc() for column in order]
    with desk.sessions() as session:
        total = counted(session, wanted)
        rows = page_of(
            session, NotraPost, wanted, NotraPost.id, ordered, offset=(page - 1) * limit, limit=limit
        )
        posts = [_wire(row, shape) for row in rows]
    pages = max(1, math.ceil(total / limit))
    pagination = Pagination(
        limit=limit,
        current_page=page,
        next_page=page + 1 if page < pages else None,
        previous_page=min(page - 1, pages) if page > 1 else None,
        total_pages=pages,
        total_items=total,
    )
    return PostsAnswer(**shape.part, posts=posts, pagination=pagination)


@router.get(
    "/posts/{postId}",
    summary="Get a single post",
    responses=refusals(400),
    response_model_exclude_unset=True,
)
def get_post(post_id: PostId, desk: TheDesk, shape: TheShape, filters: TheFilters) -> PostAnswer:
    """One post, or null where it is not there or the filters leave it out: a draft needs
    `status=draft`.
    """
    with desk.sessions() as session:
        row = session.scalar(filters.on(select(NotraPost).where(NotraPost.id == post_id)))
        return PostAnswer(**shape.part, post=_wire(row, shape) if row is not None else None)


@router.patch(
    "/posts/{postId}",
    summary="Update a single post",
    responses=refusals(400, 404, 409, 429),
    response_model_exclude_unset=True,
    dependencies=[Depends(limited(lambda limits: limits.notra_update))],
)
def update_post(post_id: PostId, update: PostUpdate, desk: TheDesk, shape: TheShape) -> PostAnswer:
    """Change a post's given fields; `{"status": "published"}` publishes a draft. 60 a minute."""
    try:
        with desk.sessions.begin() as session:
            take_turn(session, NotraPost, post_id)
            row = _found(session, post_id)
            if update.model_fields_set:
                _apply(session, row, update)
                row.updated_at = desk.now()
                session.flush()
            return PostAnswer(**shape.part, post=_wire(row, shape))
    except IntegrityError:
        # Two updates at once can both have found the slug free.
        raise Refusal(409, "Post slug already exists") from None


def _apply(session: Session, row: NotraPost, update: PostUpdate) -> None:
    given = update.model_fields_set
    if "markdown" in given and row.content_type == "image":
        raise Refusal(400, "Invalid request body: an image post has no markdown")
    if "slug" in given:
        other = select(NotraPost.id).where(NotraPost.slug == update.slug, NotraPost.id != row.id)
        if update.slug is not None and session.scalar(other) is not None:
            raise Refusal(409, "Post slug already exists")
        row.slug = update.slug
    if "title" in given:
        row.title = update.title
    if "markdown" in given:
        row.markdown = update.markdown
        row.content = to_html(update.markdown)
    if "status" in given:
        row.status = update.status


@router.delete(
    "/posts/{postId}",
    summary="Delete a single post",
    responses=refusals(400, 404),
    response_model_exclude_unset=True,
)
def delete_post(post_id: PostId, desk: TheDesk, shape: TheShape) -> DeletedAnswer:
    """Delete a post for good."""
    with desk.sessions.begin() as session:
        take_turn(session, NotraPost, post_id)
        session.delete(_found(session, post_id))
    return DeletedAnswer(id=post_id, **shape.part)


def _found(session: Session, post_id: str) -> NotraPost:
    row = session.get(NotraPost, post_id)
    if row is None:
        raise Refusal(404, "Post not found")
    return row


def _wire(row: NotraPost, shape: UrlShape) -> Post:
    post = Post(
        id=row.id,
        title=row.title,
        slug=row.slug,
        content=row.content,
        markdown=row.markdown,
        content_type=row.content_type,
        source_metadata=row.source_metadata,
        status=row.status,
        created_at=wire_time(row.created_at),
        updated_at=wire_time(row.updated_at),
    )
    if shape.scoped:
        return post
    return post.model_copy(update={"html_url": None, "raw_html": None, "recommendations": None})
