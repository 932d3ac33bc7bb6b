"""What is known of an item besides its text, as lines for the head of a preview."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.post_state import PostState
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.presentation import ages, roles
from tui.presentation.links import linked_whole
from tui.presentation.rows import UNTITLED, type_word
from tui.presentation.states import post_look
from tui.presentation.text import plain
from tui.presentation.times import due, moment, stamp

if TYPE_CHECKING:
    from tui.domain.posts import Delivery, Post

Part = tuple[str, str]
"""Clean text and the role it is shown in."""

LONGEST_FACT = 200
MOST_LISTED = 5
SOURCE_NAMES = {"commit": "commits", "pull request": "pull requests", "release": "releases", "tag": "tags"}
WRITTEN, TEXTLESS = "it is still being written", "it has no text yet"
STILL_WRITTEN = f"cannot be approved yet: {WRITTEN}"
FAILED_UNWRITTEN = "cannot be approved: its writing failed, and it has no text"
ELSEWHERE = "cannot be approved here, only on its platform"
FOR_GOOD = "cannot be undone"
_GRAVITY_ROLES = {
    Gravity.UNDOABLE: roles.NORMAL,
    Gravity.PUBLIC: roles.WARNING,
    Gravity.FINAL: roles.BAD,
}
_DELIVERY_ROLES = {"delivered": roles.GOOD, "failed": roles.BAD, "retrying": roles.WARNING}
_DELIVERED_LATER = "delivered_retry"
"""A platform's word for what arrived, though not at the first try: it is told as any other that did."""


def lines(*several: Content) -> Content:
    """Several lines as one Content; empty ones are left out."""
    return Content("\n").join([line for line in several if line])


def _facts(*parts: Part | None) -> Content:
    """Facts in one line with dots between them; None is left out."""
    joined: list[Part] = []
    for part in parts:
        if part is None or not part[0]:
            continue
        if joined:
            joined.append((" · ", roles.DIM))
        joined.append(part)
    return Content.assemble(*joined)


def _fact(name: str, text: str | None, role: str = roles.NORMAL) -> Content:
    """A named fact; nothing where there is no text."""
    shown = plain(text, LONGEST_FACT) if text else ""
    return Content.assemble((f"{name:<10} ", roles.DIM), (shown, role)) if shown else Content("")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _sources(post: Post) -> str:
    """What a post leans on, counted: "38 commits, 4 pull requests"."""
    # Not at the top: the start needs no posts.
    from tui.domain.posts import SCOPES

    counts: dict[str, int] = {}
    for source in post.sources:
        if source.kind not in SCOPES:
            counts[source.kind] = counts.get(source.kind, 0) + 1
    named = []
    for kind, count in counts.items():
        one = plain(kind, 20).replace("_", " ")
        named.append(f"{count} {one if count == 1 else SOURCE_NAMES.get(kind, one)}")
    return "from " + ", ".join(named[:MOST_LISTED]) if named else ""


def _times(post: Post, now: datetime) -> str:
    known = (
        ("created", post.created_at),
        ("updated", post.updated_at),
        ("scheduled", post.scheduled_at),
        ("published", post.published_at),
    )
    return " · ".join(f"{word} {moment(at, now)}" for word, at in known if at)


def _delivery(delivery: Delivery, now: datetime) -> Content:
    site = plain(delivery.site_name or delivery.site_id, 40)
    state = "delivered" if delivery.state == _DELIVERED_LATER else plain(delivery.state, 20)
    when = f" {moment(delivery.delivered_at, now)}" if delivery.delivered_at else ""
    role = _DELIVERY_ROLES.get(state, roles.NORMAL)
    return Content.assemble(("goes to    ", roles.DIM), f"{site}  ", (state + when, role))


def post_facts(post: Post, now: datetime) -> Content:
    """Where a post stands, its length, dates, slug, tags, version, deliveries and sources, in lines."""
    look = post_look(post.state, post.state_word)
    shown = post.deliveries[:MOST_LISTED]
    more = len(post.deliveries) - len(shown)
    return lines(
        _facts(
            (plain(post.ref.connection, 40), roles.DIM),
            (type_word(post.content_type), roles.DIM),
            (str(look), look.role or roles.DIM),
            (_count(post.words, "word"), roles.DIM) if post.markdown is not None else None,
            (f"version {post.version}", roles.DIM) if post.version is not None else None,
            (_sources(post), roles.DIM),
        ),
        Content.styled(_times(post, now), roles.DIM),
        _fact("slug", post.slug),
        _fact("tags", ", ".join(post.tags)),
        linked_whole(_fact("address", post.url), post.url),
        _fact("excerpt", post.excerpt, roles.DIM),
        _fact("meta", " · ".join(filter(None, (post.meta_title, post.meta_description))), roles.DIM),
        *(_delivery(delivery, now) for delivery in shown),
        Content.styled(f"           and {more} more", roles.DIM) if more > 0 else Content(""),
        _fact("locked", post.locked, roles.WARNING),
    )


def post_header(post: Post, now: datetime, *, edited: bool = False, as_of: datetime | None = None) -> Content:
    """A post's title and facts. `edited`: a text is kept for it that the platform has not. `as_of`: when
    it was read, where it could not be read since.
    """
    old = f"{ages.as_of(as_of, now)}: it could not be read again" if as_of is not None else ""
    return lines(
        Content.styled(plain(post.title) or UNTITLED, roles.STRONG),
        post_facts(post, now),
        Content.styled(old, roles.DIM),
        _kept(edited),
    )


def approval_header(approval: Approval, now: datetime, *, edited: bool = False) -> Content:
    """The title and facts of what waits for a yes, where its post has not been read yet or there is none."""
    when = f"due {stamp(approval.due, now)} ({due(approval.due, now)})" if approval.due else ""
    return lines(
        Content.styled(plain(approval.title) or UNTITLED, roles.STRONG),
        _facts(
            (plain(approval.ref.connection, 40), roles.DIM),
            (approval.kind.value, roles.DIM),
            (kind if (kind := type_word(approval.content_type)) != approval.kind.value else "", roles.DIM),
            (plain(approval.state_word, 30).replace("_", " "), roles.DIM),
            (_count(len(approval.text), "character"), roles.DIM) if approval.text else None,
        ),
        Content.styled(when, roles.DIM),
        Content.styled("" if approval.ready else f"{not_ready(approval).capitalize()}.", roles.DIM),
        _kept(edited),
    )


def _kept(edited: bool) -> Content:
    return Content.styled("✎ edited here; not sent yet" if edited else "", roles.WARNING)


def read_only_refusal(done: str, connection: str, reason: str) -> str:
    """Why nothing is done to an item on a connection that takes no changes. `done`: "approved", say."""
    return f"cannot be {done}: {plain(connection, 40)} is read-only ({plain(reason, LONGEST_FACT)})"


def not_ready(approval: Approval) -> str:
    """Why there is nothing yet to say yes to. A draft that is empty is not called so by its platform alone:
    perhaps nobody writes it.
    """
    empty = approval.kind is ApprovalKind.POST and PostState.of(approval.state_word) is PostState.DRAFT
    return TEXTLESS if empty else WRITTEN


def approval_refusal(approval: Approval, read_only: str | None = None) -> str | None:
    """Why it cannot be approved; None where it can. `read_only`: why its connection takes no changes."""
    if read_only is not None:
        return read_only_refusal("approved", approval.ref.connection, read_only)
    if not approval.ready:
        return f"cannot be approved yet: {not_ready(approval)}"
    if Verb.APPROVE in approval.verbs:
        return None
    if approval.consequence.gravity is not Gravity.UNDOABLE:
        # What would go public tells what it would do, and not why it cannot.
        return ELSEWHERE
    why = approval.consequence.text
    return why if why.startswith("cannot be approved") else f"cannot be approved: {why}"


def post_refusal(
    post: Post,
    waiting: Approval | None,
    read: Post | None,
    now: datetime,
    *,
    read_only: str | None = None,
) -> str | None:
    """Why a post of a list cannot be approved; None where it can. `waiting`: the approval that it waits
    for. `read`: the post with its text; None where it has not been read. `read_only`: why its connection
    takes no changes.
    """
    if post.state is PostState.PUBLISHED:
        return "is published already"
    if read_only is not None:
        return read_only_refusal("approved", post.ref.connection, read_only)
    if waiting is not None:
        return approval_refusal(waiting)
    if post.state is PostState.PLANNED:
        return "cannot be approved yet: it has not been written"
    if post.state is PostState.GENERATING:
        return STILL_WRITTEN
    if post.state is PostState.FAILED and Verb.PUBLISH in post.verbs:
        # One that failed while it was written has no text; lists do not say whether there is one.
        if read is None:
            return "cannot be approved before its text has been read"
        return None if Verb.PUBLISH in read.verbs and read.words else FAILED_UNWRITTEN
    if Verb.PUBLISH in post.verbs:
        return None
    return _not_approvable(post, now)


def _not_approvable(post: Post, now: datetime) -> str:
    if post.state is PostState.SCHEDULED:
        when = f" for {moment(post.scheduled_at, now)}" if post.scheduled_at else ""
        return f"is approved already, and scheduled{when}"
    if post.state is PostState.FAILED:
        return FAILED_UNWRITTEN
    return ELSEWHERE


def refusal_line(refusal: str) -> Content:
    """Why there is no yes to an item, in the place of what it would do."""
    return Content.styled(" " + plain(refusal, LONGEST_FACT), roles.DIM)


def fitted(line: Content, width: int) -> Content:
    """A line of consequences in at most so many cells. That something is for good is not cut off: what is
    said before it gives way.
    """
    end = line.plain.find(FOR_GOOD) + len(FOR_GOOD)
    if end < len(FOR_GOOD) or line[:end].cell_length <= width:
        return line.truncate(width, ellipsis=True)
    # With what stands before it: "; ".
    start = end - len(FOR_GOOD) - 2
    said = line[:start].truncate(max(width - (end - start), 0), ellipsis=True)
    return Content.assemble(said, line[start:end]).truncate(width)


def consequence_line(key: str, consequence: Consequence, here: str = "") -> Content:
    """What a key will do, in one line: "a → publishes NOW …". Amber: goes public. Red: is final. `here`: what
    time that is for the person.
    """
    said = plain(consequence.text + here, LONGEST_FACT)
    role = _GRAVITY_ROLES[consequence.gravity]
    return Content.assemble(" ", (plain(key, 24), roles.STRONG), " → ", (said, role))
