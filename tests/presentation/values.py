"""Domain values for the tests of what is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.jobs import Job, JobState
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Consequence, Gravity

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=timezone(timedelta(hours=1)))
"""A Monday, in a zone that is not UTC."""


def approval(
    title: str = "Ship notes for week 47",
    *,
    due: datetime | None = None,
    ready: bool = True,
    connection: str = "acme",
    parent: ItemRef | None = None,
    state_word: str = "draft",
) -> Approval:
    return Approval(
        ref=ItemRef(connection, ItemKind.POST, "1"),
        kind=ApprovalKind.POST,
        title=title,
        state_word=state_word,
        consequence=Consequence("publishes NOW", Gravity.PUBLIC),
        due=due,
        ready=ready,
        parent=parent,
        created_at=NOW - timedelta(hours=2),
    )


def post(title: str = "Release 2.4", state: PostState = PostState.DRAFT, word: str = "draft") -> Post:
    return Post(
        ref=ItemRef("acme", ItemKind.POST, "1"),
        title=title,
        state=state,
        state_word=word,
        content_type="changelog",
        slug="release-2-4",
        updated_at=NOW - timedelta(days=3),
        scheduled_at=NOW + timedelta(days=1) if state is PostState.SCHEDULED else None,
    )


def job(state: JobState = JobState.RUNNING, *, what: str = "changelog · last 7 days · acme/api") -> Job:
    return Job(
        ref=ItemRef("acme", ItemKind.JOB, "j1"),
        what=what,
        state=state,
        state_word=state.value,
        started_at=(NOW - timedelta(seconds=21)).astimezone(UTC),
        estimated_seconds=40,
        post_id="p1" if state is JobState.DONE else None,
        reason="nothing in the window" if state is JobState.SKIPPED else None,
    )
