"""Repostra's content: blog posts (contracts/repostra.md, "Content")."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select

from tui.desk.routes.fields import LARGEST_PAGE
from tui.desk.routes.repostra.access import RowId
from tui.desk.routes.repostra.errors import refusals, refused
from tui.desk.routes.repostra.publishing import approve, found_content
from tui.desk.routes.repostra.shaping import full_content, wire_content
from tui.desk.routes.repostra.wire import (
    ContentAnswer,
    ContentMeta,
    ContentsAnswer,
    ContentStatus,
    ContentUpdate,
    MessageAnswer,
    NewContent,
    changes,
)
from tui.desk.routes.serving import TheDesk, TheServing
from tui.desk.routes.turns import take_turn
from tui.desk.store.paging import counted, page_of
from tui.desk.store.tables import RepostraContent, RepostraSchedule
from tui.desk.writer.slugs import slug_of

router = APIRouter(prefix="/content", tags=["Repostra content"])

MOST_PER_PAGE = 100


@router.get("", summary="List content", responses=refusals(422))
def list_content(
    desk: TheDesk,
    status: Annotated[ContentStatus | None, Query(description="One status; default: all.")] = None,
    per_page: Annotated[int, Query(ge=1, description="100 at most are given.")] = 25,
    page: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 1,
) -> ContentsAnswer:
    """A page of contents, the newest first, without their bodies."""
    size = min(per_page, MOST_PER_PAGE)
    wanted = select(RepostraContent)
    if status is not None:
        wanted = wanted.where(RepostraContent.status == status)
    order = (RepostraContent.created_at.desc(), RepostraContent.id.desc())
    with desk.sessions() as session:
        total = counted(session, wanted)
        rows = page_of(
            session, RepostraContent, wanted, RepostraContent.id, order, offset=(page - 1) * size, limit=size
        )
        data = [wire_content(row) for row in rows]
    meta = ContentMeta(current_page=page, last_page=max(1, -(-total // size)), per_page=size, total=total)
    return ContentsAnswer(data=data, meta=meta)


@router.post("", status_code=201, summary="Create content", responses=refusals(422))
def create_content(new: NewContent, desk: TheDesk) -> ContentAnswer:
    """Make a topic, as `planned`; the desk writes its text at once."""
    now = desk.now()
    with desk.sessions.begin() as session:
        schedule_id = new.posting_schedule_id
        if schedule_id is not None and session.get(RepostraSchedule, schedule_id) is None:
            raise refused("posting_schedule_id", "The selected posting_schedule_id is invalid.")
        row = RepostraContent(
            title=new.title,
            slug=slug_of(new.title),
            description=new.description,
            keyword=new.keyword,
            status="planned",
            posting_schedule_id=schedule_id,
            scheduled_for=new.scheduled_for,
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        answer = ContentAnswer(data=full_content(row))
    desk.work.write_repostra_content(answer.data.id)
    return answer


@router.get("/{id}", summary="Get content", responses=refusals(404))
def get_content(content_id: RowId, desk: TheDesk) -> ContentAnswer:
    """One content with its body: EditorJS JSON, as a string."""
    with desk.sessions() as session:
        return ContentAnswer(data=full_content(found_content(session, content_id)))


@router.put("/{id}", summary="Update content", responses=refusals(404, 422))
def update_content(content_id: RowId, update: ContentUpdate, desk: TheDesk) -> ContentAnswer:
    """Change the given fields. Published content cannot be changed."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraContent, content_id)
        row = found_content(session, content_id)
        if row.status == "published":
            raise refused("status", "Published content cannot be updated.")
        for name, value in changes(update).items():
            setattr(row, name, value)
        row.updated_at = desk.now()
        session.flush()
        return ContentAnswer(data=full_content(row))


@router.delete("/{id}", summary="Delete content", responses=refusals(404))
def delete_content(content_id: RowId, desk: TheDesk) -> MessageAnswer:
    """Delete a content for good; what was published of it stays where it is."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraContent, content_id)
        session.delete(found_content(session, content_id))
    return MessageAnswer(message=f"Content {content_id} deleted.")


@router.post("/{id}/approve", summary="Approve content", responses=refusals(404, 409, 422))
def approve_content(content_id: RowId, serving: TheServing) -> ContentAnswer:
    """Approve a content that has its text. Where an active website account publishes by webhook or
    WordPress, it is published at once; else it is a draft that goes out on its schedule.
    """
    return ContentAnswer(data=approve(serving, content_id))
