"""Repostra's approvals: everything that waits, and blog posts (contracts/repostra.md, "Approvals")."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select

from tui.desk.routes.repostra.access import RowId
from tui.desk.routes.repostra.errors import refusals
from tui.desk.routes.repostra.publishing import approve
from tui.desk.routes.repostra.shaping import blog_approval, social_approval
from tui.desk.routes.repostra.wire import (
    ApprovalsAnswer,
    BlogApproveRequest,
    ContentAnswer,
    Pending,
    PendingMeta,
)
from tui.desk.routes.serving import TheDesk, TheServing
from tui.desk.store.tables import RepostraContent, RepostraSocial

router = APIRouter(prefix="/approvals", tags=["Repostra approvals"])

_PENDING_SOCIAL = ("pending_approval", "manual_posting")


@router.get("", summary="List pending approvals", responses=refusals())
def list_approvals(desk: TheDesk) -> ApprovalsAnswer:
    """Everything that waits for a yes, the oldest first, not paged. A blog post may still be
    `generating` (peers.md R3).
    """
    blog = select(RepostraContent).where(
        RepostraContent.status.in_(("generating", "draft")), RepostraContent.approved_at.is_(None)
    )
    social = select(RepostraSocial).where(RepostraSocial.status.in_(_PENDING_SOCIAL))
    with desk.sessions() as session:
        blogs = session.scalars(blog.order_by(RepostraContent.created_at, RepostraContent.id))
        pending_blog = [blog_approval(row) for row in blogs]
        socials = session.scalars(social.order_by(RepostraSocial.created_at, RepostraSocial.id))
        pending_social = [social_approval(row) for row in socials]
    return ApprovalsAnswer(
        data=Pending(pending_blog=pending_blog, pending_social=pending_social),
        meta=PendingMeta(pending_blog_count=len(pending_blog), pending_social_count=len(pending_social)),
    )


@router.post("/blog/{id}/approve", summary="Approve blog content", responses=refusals(404, 409, 422))
def approve_blog(
    content_id: RowId, serving: TheServing, request: BlogApproveRequest | None = None
) -> ContentAnswer:
    """Approve a blog post, with a new title where one is given; the same effect as approving content."""
    title = request.title if request is not None else None
    return ContentAnswer(data=approve(serving, content_id, title))
