"""Blogree's wire models as domain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.generation import TopicRequest
from tui.domain.jobs import Job, JobState
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Consequence, Effect, Gravity, Verb
from tui.platforms.answer_text import answer_text
from tui.platforms.blogree.body import Forms, to_markdown, to_raw
from tui.platforms.blogree.wire import JobIn, MetaIn, PostIn, SiteIn

STATES = {
    "draft": PostState.DRAFT,
    "scheduled": PostState.SCHEDULED,
    "published": PostState.PUBLISHED,
}
JOB_STATES = {
    "processing": JobState.RUNNING,
    "complete": JobState.DONE,
    "completed": JobState.DONE,
    "failed": JobState.FAILED,
    "error": JobState.FAILED,
}
NOWHERE = Consequence("publishes nowhere: no active site is connected", Gravity.UNDOABLE, Effect.NOWHERE)
NOT_KNOWN = Consequence(
    "cannot be approved now: its sites could not be read", Gravity.UNDOABLE, Effect.NOWHERE
)
MOST_NAMED = 5


def post_of(connection: str, wire: PostIn, sites: Mapping[str, str], *, whole: bool) -> Post:
    """A post; `whole`: from a single read, so that its body is looked at in all its forms. `sites` gives
    their names by their ids.
    """
    markdown, locked, raw = (wire.body.markdown if wire.body else None), None, None
    if whole and wire.body:
        forms = forms_of(wire)
        body = to_markdown(forms)
        markdown, locked, raw = body.markdown, body.locked, to_raw(forms)
    state = STATES.get(wire.status, PostState.UNKNOWN)
    meta = wire.meta or MetaIn()
    return Post(
        ref=ItemRef(connection, ItemKind.POST, wire.id),
        title=wire.title,
        state=state,
        state_word=wire.status,
        content_type="post",
        markdown=markdown,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        scheduled_at=wire.scheduled_at,
        published_at=wire.published_at,
        slug=wire.slug,
        excerpt=wire.excerpt,
        tags=wire.tags,
        version=wire.version,
        meta_title=meta.title,
        meta_description=meta.description,
        og_image=meta.og_image,
        canonical=meta.canonical_url,
        deliveries=tuple(
            Delivery(
                one.site_id,
                one.status,
                one.delivered_at,
                sites.get(one.site_id),
                tries=one.tries,
                answer=one.answer,
                changed_at=one.changed_at,
            )
            for one in wire.deliveries
        ),
        verbs=_verbs(state),
        locked=locked,
        raw=raw,
        answer=answer_text(wire.told) if whole else None,
    )


def forms_of(wire: PostIn) -> Forms:
    """A post's body in its forms."""
    if wire.body is None:
        return Forms()
    return Forms(wire.body.html or "", wire.body.markdown or "", wire.body.tiptap)


def _verbs(state: PostState) -> frozenset[Verb]:
    if state is PostState.UNKNOWN:
        return frozenset()
    out = {Verb.DELIVER} if state is PostState.PUBLISHED else {Verb.PUBLISH, Verb.SCHEDULE}
    return frozenset({Verb.EDIT, Verb.DELETE} | out)


def active(sites: Sequence[SiteIn]) -> tuple[SiteIn, ...]:
    """The sites that a post is delivered to."""
    return tuple(site for site in sites if site.status == "active")


def named(sites: Sequence[SiteIn]) -> str:
    """Such as "2 sites: A, B"."""
    names = [site.name or site.id for site in sites[:MOST_NAMED]]
    more = f" and {len(sites) - MOST_NAMED} more" if len(sites) > MOST_NAMED else ""
    return f"{len(sites)} {'site' if len(sites) == 1 else 'sites'}: {', '.join(names)}{more}"


def _is_written(wire: PostIn) -> bool:
    """Whether there is something to say yes to (peers R3); where the list does not tell, there is."""
    if wire.body is None or (wire.body.markdown and wire.body.markdown.strip()):
        return True
    body = to_markdown(forms_of(wire))
    return bool(body.markdown.strip() or body.locked)


def approval_of(connection: str, wire: PostIn, sites: Sequence[SiteIn] | None) -> Approval:
    """A draft that waits for a yes; `sites` are the active ones, None where they could not be read."""
    if sites:
        consequence = Consequence(
            f"publishes NOW to {named(sites)}; cannot be undone", Gravity.FINAL, Effect.NOW
        )
    else:
        consequence = NOT_KNOWN if sites is None else NOWHERE
    return Approval(
        ref=ItemRef(connection, ItemKind.POST, wire.id),
        kind=ApprovalKind.POST,
        title=wire.title,
        state_word=wire.status,
        consequence=consequence,
        ready=_is_written(wire),
        due=wire.scheduled_at,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        targets=tuple(site.id for site in sites or ()),
        tags=wire.tags,
        verbs=frozenset({Verb.EDIT, Verb.DELETE} | ({Verb.APPROVE} if sites else set())),
    )


def job_of(connection: str, id: str, wire: JobIn, now: datetime) -> Job:
    """A job as polled. When it was asked for and for what a poll does not say."""
    state = JOB_STATES.get(wire.status, JobState.UNKNOWN)
    return Job(
        ref=ItemRef(connection, ItemKind.JOB, id),
        what=f"post · {wire.post.title}" if wire.post and wire.post.title else "",
        state=state,
        state_word=wire.status,
        started_at=now,
        updated_at=now,
        ended_at=now if state.ended else None,
        reason=(wire.error or wire.message) if state is JobState.FAILED else None,
        post_id=wire.post.id if wire.post else None,
        request=TopicRequest(wire.post.title) if wire.post and wire.post.title else None,
    )
