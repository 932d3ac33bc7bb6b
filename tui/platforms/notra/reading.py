"""Notra's wire models as domain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.generation import GitRequest
from tui.domain.jobs import Job, JobEvent, JobState
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity, Verb
from tui.platforms.answer_text import answer_text
from tui.platforms.notra.body import body_of, raw_of
from tui.platforms.notra.client import JobWithEvents
from tui.platforms.notra.sources import sources_of
from tui.platforms.notra.wire import PostIn

CONTENT_TYPES = ("changelog", "blog_post", "linkedin_post", "twitter_post", "investor_update", "image")
GENERATED_TYPES = ("changelog", "blog_post", "linkedin_post", "twitter_post")
IMAGE = "image"
JOB_STATES = {
    "queued": JobState.QUEUED,
    "running": JobState.RUNNING,
    "completed": JobState.DONE,
    "failed": JobState.FAILED,
    "skipped": JobState.SKIPPED,
}


def post_of(connection: str, wire: PostIn, *, whole: bool) -> Post:
    """A post; `whole`: from a single read, so that its HTML is looked at too."""
    markdown, locked, raw = wire.markdown, None, None
    if wire.content_type == IMAGE:
        markdown, locked = wire.content or "", "An image post has no text"
    elif whole and (wire.content or wire.markdown is not None):
        body = body_of(wire.markdown, wire.content)
        markdown, locked, raw = body.markdown, body.locked, raw_of(wire.markdown)
    return Post(
        ref=ItemRef(connection, ItemKind.POST, wire.id),
        title=wire.title,
        state=_state(wire),
        state_word=wire.status,
        content_type=wire.content_type or "post",
        markdown=markdown,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        slug=wire.slug,
        url=wire.html_url,
        sources=tuple(sources_of(wire.source_metadata)) if whole else (),
        verbs=_verbs(wire),
        locked=locked,
        raw=raw,
        answer=answer_text(wire.told) if whole else None,
    )


def _state(wire: PostIn) -> PostState:
    return {"draft": PostState.DRAFT, "published": PostState.PUBLISHED}.get(wire.status, PostState.UNKNOWN)


def _verbs(wire: PostIn) -> frozenset[Verb]:
    """Of a content type that is not known nothing is touched (peers N5)."""
    state = _state(wire)
    if wire.content_type not in CONTENT_TYPES or state is PostState.UNKNOWN:
        return frozenset()
    verbs = {Verb.DELETE, Verb.PUBLISH if state is PostState.DRAFT else Verb.UNPUBLISH}
    return frozenset(verbs if wire.content_type == IMAGE else verbs | {Verb.EDIT})


def _is_written(wire: PostIn) -> bool:
    """Whether there is something to say yes to (peers R3); where the list does not tell, there is."""
    told = [each for each in (wire.markdown, wire.content) if each is not None]
    return not told or any(each.strip() for each in told)


def approval_of(connection: str, wire: PostIn) -> Approval:
    """A draft that waits for a yes."""
    verbs = _verbs(wire)
    return Approval(
        ref=ItemRef(connection, ItemKind.POST, wire.id),
        kind=ApprovalKind.POST,
        title=wire.title,
        state_word=wire.status,
        consequence=Consequence(
            f"publishes on {connection}; can be taken back to draft afterwards",
            Gravity.PUBLIC,
            Effect.NOW,
        ),
        content_type=wire.content_type or "post",
        ready=_is_written(wire),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        verbs=verbs - {Verb.PUBLISH} | ({Verb.APPROVE} if Verb.PUBLISH in verbs else set()),
    )


def what_is_written(content_type: str, lookback: str, names: tuple[str, ...]) -> str:
    """A job in a line, such as "changelog · last 7 days · acme/api"."""
    parts = (content_type.replace("_", " "), lookback.replace("_", " "), ", ".join(names))
    return " · ".join(part for part in parts if part)


def job_of(connection: str, wire: JobWithEvents, names: Mapping[str, str], now: datetime) -> Job:
    """A job; `names` says what repositories are called by their ids."""
    job = wire.job
    state = JOB_STATES.get(job.status, JobState.UNKNOWN)
    known = tuple(names[id] for id in job.repository_ids if id in names)
    return Job(
        ref=ItemRef(connection, ItemKind.JOB, job.id),
        what=what_is_written(job.content_type, job.lookback_window, known),
        state=state,
        state_word=job.status,
        started_at=job.created_at or now,
        updated_at=job.updated_at,
        ended_at=(job.completed_at or job.updated_at or now) if state.ended else None,
        reason=_reason(wire, state),
        post_id=job.post_id or _post_made(wire),
        events=tuple(JobEvent(one.id, one.type, one.message, one.created_at) for one in wire.events),
        request=GitRequest(job.content_type, job.lookback_window, tuple(job.repository_ids), known),
    )


def _reason(wire: JobWithEvents, state: JobState) -> str | None:
    if state not in {JobState.FAILED, JobState.SKIPPED}:
        return None
    said = [event.message for event in wire.events if event.type == wire.job.status and event.message]
    return wire.job.error or (said[-1] if said else None)


def _post_made(wire: JobWithEvents) -> str | None:
    for event in wire.events:
        if event.type == "post_created" and isinstance(event.metadata, dict):
            id = event.metadata.get("postId")
            if isinstance(id, str) and id:
                return id
    return None
