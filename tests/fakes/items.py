"""Posts, approvals and jobs for tests: every field has a value, each can be given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.jobs import Job, JobState
from tui.domain.posts import Post, PostState
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Consequence, Gravity, Verb

NOON = datetime(2025, 11, 21, 12, 0, tzinfo=UTC)
"""The moment at which most tests play."""


def ago(**units: float) -> datetime:
    """A time before `NOON`: ago(hours=2)."""
    return NOON - timedelta(**units)


def a_post(id: str = "p1", connection: str = "acme", **fields: Any) -> Post:
    """A draft changelog with a body."""
    given: dict[str, Any] = {
        "title": f"Post {id}",
        "state": PostState.DRAFT,
        "content_type": "changelog",
        "markdown": f"The body of {id}.\n",
        "created_at": ago(hours=2),
        "updated_at": ago(hours=1),
        "slug": f"post-{id}",
        "verbs": frozenset({Verb.EDIT, Verb.DELETE, Verb.PUBLISH}),
    }
    given |= fields
    given.setdefault("state_word", str(given["state"]))
    return Post(ref=ItemRef(connection, ItemKind.POST, id), **given)


def an_approval(
    id: str = "p1", connection: str = "acme", kind: ApprovalKind = ApprovalKind.POST, **fields: Any
) -> Approval:
    """A draft post that waits; or, by `kind`, a topic or a social text that carries its text."""
    post = kind is ApprovalKind.POST
    given: dict[str, Any] = {
        "title": f"Post {id}",
        "state_word": "draft" if post else "pending_approval",
        "consequence": Consequence(f"publishes on {connection}, can be taken back", Gravity.PUBLIC),
        "content_type": "changelog" if post else "linkedin",
        "text": None if post else f"The text of {id}.",
        "updated_at": ago(hours=1) if post else None,
        "created_at": ago(hours=2),
        "verbs": frozenset({Verb.APPROVE, Verb.EDIT, Verb.DELETE} if post else {Verb.APPROVE, Verb.EDIT}),
    }
    given |= fields
    return Approval(
        ref=ItemRef(connection, ItemKind.POST if post else ItemKind.SOCIAL, id), kind=kind, **given
    )


def a_job(id: str = "j1", connection: str = "acme", **fields: Any) -> Job:
    """A running changelog job that began at `NOON`."""
    given: dict[str, Any] = {
        "what": "changelog · last 7 days · acme/api",
        "state": JobState.RUNNING,
        "started_at": NOON,
    }
    given |= fields
    given.setdefault("state_word", str(given["state"]))
    return Job(ref=ItemRef(connection, ItemKind.JOB, id), **given)
