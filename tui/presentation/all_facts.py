"""Every field of an item, whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.approvals import Approval
from tui.presentation import roles
from tui.presentation.facts import not_ready
from tui.presentation.links import linked
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.text import cells, plain
from tui.presentation.times import NONE, stamp

if TYPE_CHECKING:
    from tui.domain.posts import Post

NAME_CELLS = 18
MOST_LISTED = 200
LONGEST = 4_000


def facts_blocks(item: Post | Approval, now: datetime) -> list[Block]:
    """The fields of a post or an approval, a name and a value each; what it has not stands as "–"."""
    told = _of_approval(item, now) if isinstance(item, Approval) else _of_post(item, now)
    return [_fact(name, value) for name, value in told]


def _fact(name: str, value: str) -> Block:
    def draw(width: int) -> list[Content]:
        label, shown = plain(name, NAME_CELLS), plain(value, LONGEST) if value else NONE
        room = max(width - NAME_CELLS - 1, 1)
        if room < 20:
            return [Content.styled(label, roles.DIM), *fold(Content(shown), width)]
        first, *others = fold(linked(Content.styled(shown, roles.DIM if shown == NONE else "")), room) or [
            Content("")
        ]
        lead = " " * (NAME_CELLS + 1)
        gap = " " * max(NAME_CELLS + 1 - cells(label), 1)
        return [
            Content.assemble((label + gap, roles.DIM), first),
            *(Content.assemble(lead, one) for one in others),
        ]

    return draw


def _at(at: datetime | None, now: datetime) -> str:
    return stamp(at, now) if at is not None else ""


def _of_post(post: Post, now: datetime) -> Iterator[tuple[str, str]]:
    yield "title", post.title
    yield "id", post.ref.id
    yield "connection", post.ref.connection
    yield "state", post.state_word
    yield "type", post.content_type
    yield "version", "" if post.version is None else str(post.version)
    yield "slug", post.slug or ""
    yield "address", post.url or ""
    yield "tags", ", ".join(post.tags)
    yield "keyword", post.keyword or ""
    yield "excerpt", post.excerpt or ""
    yield "meta title", post.meta_title or ""
    yield "meta description", post.meta_description or ""
    yield "picture", post.og_image or ""
    yield "created", _at(post.created_at, now)
    yield "updated", _at(post.updated_at, now)
    yield "scheduled", _at(post.scheduled_at, now)
    yield "published", _at(post.published_at, now)
    yield "may be", ", ".join(sorted(post.verbs))
    if post.markdown is not None:
        yield "text", f"{post.words:,} words, {len(post.markdown):,} characters"
    if post.locked:
        yield "locked", post.locked
    for delivery in post.deliveries[:MOST_LISTED]:
        when = f" {_at(delivery.delivered_at, now)}" if delivery.delivered_at else ""
        yield "goes to", f"{delivery.site_name or delivery.site_id}: {delivery.state}{when}"
    for source in post.sources[:MOST_LISTED]:
        told = (source.author or "", _at(source.at, now))
        beside = ", ".join(one for one in told if one)
        yield source.kind, f"{source.label} ({beside})" if beside else source.label
    if len(post.sources) > MOST_LISTED:
        yield "", f"and {len(post.sources) - MOST_LISTED:,} more sources"


def _of_approval(approval: Approval, now: datetime) -> Iterator[tuple[str, str]]:
    yield "title", approval.title
    yield "id", approval.ref.id
    yield "connection", approval.ref.connection
    yield "kind", approval.kind.value
    yield "type", approval.content_type
    yield "state", approval.state_word
    yield "ready", "yes" if approval.ready else f"no: {not_ready(approval)}"
    yield "due", _at(approval.due, now)
    yield "created", _at(approval.created_at, now)
    yield "updated", _at(approval.updated_at, now)
    yield "belongs to", approval.parent.id if approval.parent else ""
    yield "goes to", ", ".join(approval.targets)
    yield "a yes", approval.consequence.text
    yield "may be", ", ".join(sorted(approval.verbs))
    if approval.text is not None:
        yield "text", f"{len(approval.text.split()):,} words, {len(approval.text):,} characters"
