"""Whether a query takes a post, or a row of the inbox.

Words are looked for in title and text, as platforms that search do (contracts/blogree.md); the text as far
as a list carries it. In the inbox, where no platform searches, also in kind, type and connection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import NamedTuple

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.instants import instant
from tui.domain.post_state import PostState
from tui.domain.posts import Post
from tui.domain.query.model import Key, Query, Term
from tui.domain.query.values import bound_of, is_type

_UNREADY = frozenset({PostState.PLANNED, PostState.GENERATING})


class Subject(NamedTuple):
    """What a query can ask of an item. Rows that are neither a post nor an approval make their own."""

    title: str
    connection: str
    kind: str = "post"
    """topic, text, post or fails."""
    content_type: str = "post"
    states: tuple[str, ...] = ()
    """Its state, and the platform's word for it."""
    text: str | None = None
    """None: not known."""
    tags: tuple[str, ...] = ()
    touched: datetime | None = None
    """When it was changed last, or made: what its age is counted from."""
    due: datetime | None = None
    has: frozenset[str] = frozenset()
    """What there is of what `has:` can ask for."""
    unknown: frozenset[str] = frozenset()
    """Of which of these nobody can tell: neither a term nor its contrary takes the item then."""
    facts: frozenset[str] = frozenset()
    """What `is:` finds it to be."""
    told: str = ""
    """What else words are looked for in."""


def subject_of(item: Post | Approval, now: datetime, facts: Collection[str] = ()) -> Subject:
    """What a query can ask of a post or an approval; `facts`: what only a screen knows, such as "edited"."""
    if isinstance(item, Approval):
        return _of_approval(item, now, facts)
    bare = _bare(item)
    there = (
        ("image", item.og_image),
        ("slug", item.slug),
        ("tags", item.tags),
        ("schedule", item.scheduled_at),
        ("text", item.markdown and item.markdown.strip()),
    )
    late = item.state is PostState.SCHEDULED and _is_late(item.scheduled_at, now)
    known = (
        ("late", late),
        ("ready", item.state not in _UNREADY),
        ("failed", item.state is PostState.FAILED),
    )
    return bare._replace(
        has=frozenset(name for name, value in there if value),
        unknown=frozenset() if item.markdown is not None else frozenset({"text"}),
        facts=frozenset(name for name, value in known if value).union(facts),
    )


def _bare(post: Post) -> Subject:
    """A post without what only `has:` and `is:` ask for: lists narrow at every letter."""
    return Subject(
        title=post.title,
        connection=post.ref.connection,
        content_type=post.content_type,
        states=(post.state.value, post.state_word.lower()),
        text=post.markdown,
        tags=post.tags,
        touched=post.updated_at or post.created_at,
        due=post.scheduled_at,
    )


def _of_approval(item: Approval, now: datetime, facts: Collection[str]) -> Subject:
    word = item.state_word.lower()
    state = PostState.of(word).value
    known = (("late", _is_late(item.due, now)), ("ready", item.ready), ("failed", state == PostState.FAILED))
    # What stands in the list of what waits; whether a draft has more than that only reading it tells.
    social = item.kind is not ApprovalKind.POST
    text = item.text and item.text.strip()
    return Subject(
        title=item.title,
        connection=item.ref.connection,
        kind=item.kind.value,
        content_type=item.content_type,
        states=(state, word),
        text=item.text,
        touched=item.updated_at or item.created_at,
        due=item.due,
        has=frozenset(name for name, value in (("schedule", item.due), ("text", text)) if value),
        unknown=frozenset() if social else frozenset({"image", "slug", "tags", *(() if text else ("text",))}),
        facts=frozenset(name for name, value in known if value).union(facts),
        told=f"{item.kind} {item.content_type} {item.ref.connection}",
    )


def _is_late(due: datetime | None, now: datetime) -> bool:
    return due is not None and instant(due) < instant(now)


def takes(query: Query, item: Post | Approval | Subject, now: datetime, facts: Collection[str] = ()) -> bool:
    """Whether all terms hold for an item. `facts`: what only a screen knows of it, by the words of `is:`."""
    if not query.terms:
        return True
    if isinstance(item, Post) and not (query.asks(Key.HAS) or query.asks(Key.IS)):
        subject = _bare(item)
    else:
        subject = item if isinstance(item, Subject) else subject_of(item, now, facts)
    return all(_holds(term, subject, now) for term in query.terms)


def _holds(term: Term, subject: Subject, now: datetime) -> bool:
    if term.key is Key.HAS and not subject.unknown.isdisjoint(term.values):
        return not term.negated and not subject.has.isdisjoint(term.values)
    return _HOLDS[term.key](term.values, subject, now) is not term.negated


def _status(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    return any(value in subject.states for value in values)


def _type(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    return any(is_type(value, subject.content_type) for value in values)


def _conn(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    name = subject.connection.casefold()
    return any(value.casefold() == name for value in values)


def _tag(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    tags = {tag.casefold() for tag in subject.tags}
    return any(value.casefold() in tags for value in values)


def _age(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    if subject.touched is None:
        return False
    return _within(values, instant(now) - instant(subject.touched))


def _due(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    if subject.due is None:
        return False
    return _within(values, instant(subject.due) - instant(now))


def _within(values: tuple[str, ...], seconds: float) -> bool:
    bounds = map(bound_of, values)
    return any(seconds < than if less else seconds > than for less, than in bounds)


def _has(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    return not subject.has.isdisjoint(values)


def _is(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    return not subject.facts.isdisjoint(values)


def _kind(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    return subject.kind in values


def _words(values: tuple[str, ...], subject: Subject, now: datetime) -> bool:
    folded = [value.casefold() for value in values]
    # A text is long: it is looked through where the title does not settle it.
    for told in (subject.title, subject.told, subject.text):
        if told:
            within = told.casefold()
            if any(value in within for value in folded):
                return True
    return False


_HOLDS: dict[Key, Callable[[tuple[str, ...], Subject, datetime], bool]] = {
    Key.STATUS: _status,
    Key.TYPE: _type,
    Key.CONN: _conn,
    Key.TAG: _tag,
    Key.AGE: _age,
    Key.DUE: _due,
    Key.HAS: _has,
    Key.IS: _is,
    Key.KIND: _kind,
    Key.WORDS: _words,
}
