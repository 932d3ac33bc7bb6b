"""Approvals: what waits for a person's yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Verb

if TYPE_CHECKING:
    from tui.domain.failing import Failing
    from tui.domain.posts import Post


MOST_LISTED = 500
"""Drafts that a connection is asked for at most: a queue that long is worked off elsewhere first."""


class ApprovalKind(StrEnum):
    """A draft post, a topic that a text will be written from, or a social text."""

    POST = "post"
    TOPIC = "topic"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Approval:
    """One row of the inbox. Text is untrusted."""

    ref: ItemRef
    kind: ApprovalKind
    title: str
    state_word: str
    """The platform's own word for the state."""
    consequence: Consequence
    """What approving will do."""
    content_type: str = "post"
    """changelog, blog_post …, or the network of a social text (linkedin, twitter …)."""
    ready: bool = True
    """False while it is still being written: shown apart, not counted, not approvable."""
    text: str | None = None
    """The topic or social text where the list carries it; None: read it."""
    due: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    parent: ItemRef | None = None
    """The blog post that a social text belongs to."""
    targets: tuple[str, ...] = ()
    """The sites that `consequence` names: approving sends to these and to no others, or to none."""
    tags: tuple[str, ...] = ()
    verbs: frozenset[Verb] = frozenset({Verb.APPROVE})


@dataclass(frozen=True, slots=True)
class InboxPart:
    """What one connection adds to the inbox: all that waits there."""

    connection: str
    approvals: tuple[Approval, ...]
    as_of: datetime | None = None
    """When it was told, where the connection has not answered since; None: it is the latest answer."""
    failed: tuple[Failing, ...] = ()
    """Posts that it calls failed."""


def place_of(item: Post | Approval) -> ItemRef:
    """Where an item's edited text is kept. A topic and the text that is written from it have one id on the
    platform; an edited topic must never be sent as that text.
    """
    if isinstance(item, Approval) and item.kind is not ApprovalKind.POST:
        return replace(item.ref, id=f"{item.ref.id}#{item.kind}")
    return item.ref
