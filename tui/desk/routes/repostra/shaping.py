"""Repostra's rows as its wire models."""

from __future__ import annotations

from tui.desk.delivery.times import repostra_time
from tui.desk.routes.repostra.wire import BlogApproval, Content, FullContent, SocialApproval
from tui.desk.store.tables import RepostraContent, RepostraSocial


def wire_content(row: RepostraContent) -> Content:
    """A content as a list gives it."""
    return Content(
        id=row.id,
        title=row.title,
        slug=row.slug,
        description=row.description,
        keyword=row.keyword,
        status=row.status,
        posting_schedule_id=row.posting_schedule_id,
        scheduled_for=repostra_time(row.scheduled_for),
        approved_at=repostra_time(row.approved_at),
        published_at=repostra_time(row.published_at),
        published_url=row.published_url,
        ai_generated_at=repostra_time(row.ai_generated_at),
        created_at=repostra_time(row.created_at) or "",
        updated_at=repostra_time(row.updated_at) or "",
    )


def full_content(row: RepostraContent) -> FullContent:
    """A content with its body."""
    return FullContent(**wire_content(row).model_dump(), content=row.content)


def blog_approval(row: RepostraContent) -> BlogApproval:
    """A content as the approvals give it."""
    return BlogApproval(
        id=row.id,
        title=row.title,
        status=row.status,
        scheduled_for=repostra_time(row.scheduled_for),
        ai_generated_at=repostra_time(row.ai_generated_at),
        created_at=repostra_time(row.created_at) or "",
    )


def social_approval(row: RepostraSocial) -> SocialApproval:
    """A social post as the approvals give it."""
    return SocialApproval(
        id=row.id,
        topic=row.topic,
        content=row.content,
        platform=row.platform,
        content_type=row.content_type,
        status=row.status,
        blog_content_id=row.blog_content_id,
        scheduled_for=repostra_time(row.scheduled_for),
        created_at=repostra_time(row.created_at) or "",
    )
