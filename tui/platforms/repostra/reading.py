"""Repostra's wire models as domain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.generation import TopicRequest
from tui.domain.jobs import Job, JobState
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Verb
from tui.platforms.answer_text import answer_text
from tui.platforms.bodies.editorjs import to_markdown, to_raw
from tui.platforms.bodies.kept import MarkdownBody
from tui.platforms.repostra.consequences import WRITES, of_blog, of_text
from tui.platforms.repostra.wire import ContentIn, PendingBlogIn, PendingSocialIn

UNWRITTEN = frozenset({"planned", "generating"})
NEEDS_YES = frozenset({PostState.PLANNED, PostState.GENERATING, PostState.DRAFT, PostState.FAILED})
"""What is yet to be approved, or to be approved once more, goes out at no time by itself."""
JOB_STATES = {
    PostState.PLANNED: JobState.QUEUED,
    PostState.GENERATING: JobState.RUNNING,
    PostState.DRAFT: JobState.DONE,
    PostState.SCHEDULED: JobState.DONE,
    PostState.PUBLISHED: JobState.DONE,
    PostState.FAILED: JobState.FAILED,
}


def post_of(connection: str, wire: ContentIn, *, whole: bool) -> Post:
    """A post; `whole`: from a single read, which has the body."""
    body = to_markdown(wire.content) if whole else None
    state = PostState.of(wire.status)
    if state is PostState.DRAFT and wire.approved_at is not None:
        # Approved, it "becomes a draft that goes out on its schedule" (contracts/repostra.md): to a person
        # that is no draft any more.
        state = PostState.SCHEDULED
    return Post(
        ref=ItemRef(connection, ItemKind.POST, str(wire.id)),
        title=wire.title,
        state=state,
        state_word=wire.status,
        content_type="post",
        markdown=body.markdown if body else None,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        scheduled_at=wire.scheduled_for,
        published_at=wire.published_at,
        slug=wire.slug,
        excerpt=wire.description,
        tags=(wire.keyword,) if wire.keyword else (),
        keyword=wire.keyword,
        url=wire.published_url,
        slot=str(wire.posting_schedule_id) if wire.posting_schedule_id is not None else None,
        verbs=_verbs(wire, state, body),
        needs_yes=state in NEEDS_YES,
        locked=body.locked if body else None,
        raw=(to_raw(wire.content) or None) if whole else None,
        answer=answer_text(wire.told) if whole else None,
    )


def _verbs(wire: ContentIn, state: PostState, body: MarkdownBody | None) -> frozenset[Verb]:
    """What was published cannot be edited (peers R8); what is being written had better not be."""
    if state is PostState.UNKNOWN:
        return frozenset()
    verbs = {Verb.DELETE}
    if state not in {PostState.PUBLISHED, PostState.GENERATING}:
        verbs |= {Verb.EDIT, Verb.SCHEDULE}
    waits = state in {PostState.DRAFT, PostState.SCHEDULED} and wire.approved_at is None
    if (waits or state is PostState.FAILED) and (body is None or body.markdown):
        verbs.add(Verb.PUBLISH)
    return frozenset(verbs)


def blog_approval(
    connection: str, wire: PendingBlogIn, sites: Sequence[str] | None, *, ready: bool
) -> Approval:
    """A blog post that waits for a yes."""
    return Approval(
        ref=ItemRef(connection, ItemKind.POST, str(wire.id)),
        kind=ApprovalKind.POST,
        title=wire.title,
        state_word=wire.status,
        consequence=of_blog(wire.scheduled_for, sites),
        ready=ready,
        due=wire.scheduled_for,
        created_at=wire.created_at,
        targets=tuple(sites or ()),
        verbs=frozenset({Verb.APPROVE, Verb.EDIT, Verb.DELETE} if ready else {Verb.DELETE}),
    )


def social_approval(connection: str, wire: PendingSocialIn) -> Approval:
    """A social post that waits for a yes: to its text if it has one, else to its topic (peers R4)."""
    text = wire.content if wire.content and wire.content.strip() else None
    ready = wire.status not in UNWRITTEN
    writing = text is not None or not ready
    parent = wire.blog_content_id
    return Approval(
        ref=ItemRef(connection, ItemKind.SOCIAL, str(wire.id)),
        kind=ApprovalKind.TEXT if writing else ApprovalKind.TOPIC,
        title=wire.topic,
        state_word=wire.status,
        consequence=of_text(wire) if writing else WRITES,
        content_type=wire.platform or wire.content_type or "post",
        ready=ready,
        text=text if writing else wire.topic,
        due=wire.scheduled_for,
        created_at=wire.created_at,
        parent=ItemRef(connection, ItemKind.POST, str(parent)) if parent is not None else None,
        verbs=frozenset({Verb.APPROVE, Verb.EDIT}) if ready else frozenset(),
    )


def waits(wire: PendingSocialIn) -> bool:
    """Whether it still waits for a yes: a text that is ready or out has had its own."""
    return wire.status not in {"ready", "published"} or not (wire.content and wire.content.strip())


def job_of(connection: str, wire: ContentIn, now: datetime) -> Job:
    """The writing of a blog post: its id is the post's, its state comes from the post's."""
    state = JOB_STATES.get(PostState.of(wire.status), JobState.UNKNOWN)
    return Job(
        ref=ItemRef(connection, ItemKind.JOB, str(wire.id)),
        what=f"blog post · {wire.title}" if wire.title else "blog post",
        state=state,
        state_word=wire.status,
        started_at=wire.created_at or now,
        updated_at=wire.updated_at,
        ended_at=(wire.ai_generated_at or wire.updated_at or now) if state.ended else None,
        reason="the platform does not say why" if state is JobState.FAILED else None,
        post_id=str(wire.id) if state is JobState.DONE else None,
        request=TopicRequest(wire.title) if wire.title else None,
    )
