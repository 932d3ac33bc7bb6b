"""Whether a write whose answer was lost was done: told by what the platform shows now."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import Action
from tui.domain.errors import NotFound, PlatformFault
from tui.domain.front_matter import filled
from tui.domain.instants import instant
from tui.domain.posts import Post, PostChanges, PostState
from tui.domain.readings import Reading, reading_of
from tui.domain.verdicts import Verb
from tui.services.dispatched import sent_to
from tui.services.sending import namesakes, told_by_its_title

if TYPE_CHECKING:
    from tui.domain.jobs import Job
    from tui.domain.outbox import Intent
    from tui.domain.ports import Platform


class Verdict(Enum):
    """What a look at the platform says of a write."""

    DONE = "done"
    NOT_DONE = "not done"
    """Not yet, at least: a request may be slow to arrive."""
    OTHER = "other"
    """The item is neither what it was nor what it was to be."""
    NOBODY_KNOWS = "nobody knows"
    """The platform shows nothing by which it could be told."""


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict, and by what it was told."""

    verdict: Verdict
    reading: Reading | None = None
    post: Post | None = None
    job: Job | None = None
    by_absence: bool = False
    """DONE because the item is not there (any more), at least not with the text that it was to have: one look
    alone may be mistaken (peers N4).
    """
    may_tell: bool = False
    """NOBODY_KNOWS as things stand; a later look may tell."""


NOT_DONE = Found(Verdict.NOT_DONE)


async def was_done(platform: Platform, intent: Intent) -> Found:
    """Look whether an intent was carried out. Raises what the platform raises."""
    match intent.action:
        case Action.APPROVE:
            return await _approved(platform, intent)
        case Action.CREATE | Action.GENERATE:
            return await _made(platform, intent)
        case Action.DELETE:
            try:
                post = await platform.post(intent.ref.id)
            except NotFound:
                return Found(Verdict.DONE, by_absence=True)
            return Found(Verdict.NOT_DONE, reading_of(post))
        case _:
            try:
                post = await platform.post(intent.ref.id)
            except NotFound:
                return Found(Verdict.OTHER)
            return _told(intent, post)


async def _approved(platform: Platform, intent: Intent) -> Found:
    assert intent.approval is not None
    kind = intent.approval.kind
    try:
        waits = await platform.approval(intent.ref, kind)
        if waits is not None and waits.state_word == intent.approval.state_word:
            return Found(Verdict.NOT_DONE, reading_of(waits))
        if kind is not ApprovalKind.POST:
            # Somebody may have said yes to it as it was: what it says tells whose yes that was.
            ours = waits is not None and intent.text in {None, waits.text}
            return Found(Verdict.DONE, by_absence=not ours)
        post = await platform.post(intent.ref.id)
    except NotFound:
        return Found(Verdict.OTHER)
    # It may wait no more because somebody took it away, or gave it a time.
    if Verb.PUBLISH in post.verbs:
        return Found(Verdict.OTHER, reading_of(post), post)
    if platform.capabilities.sites and intent.approval.targets:
        return _told_by_sites(intent, intent.approval.targets, post)
    return Found(Verdict.DONE, reading_of(post), post)


def _told_by_sites(intent: Intent, sites: Sequence[str], post: Post) -> Found:
    """By the deliveries of a post that was to go to these sites. Published, with nothing on its way to them,
    it was somebody else who published it, elsewhere.
    """
    now = reading_of(post)
    if (sent := sent_to(post, sites, intent.before)) is not None and sent:
        return Found(Verdict.DONE, now, post)
    if intent.action is not Action.DELIVER and Verb.PUBLISH not in post.verbs and post.deliveries:
        return Found(Verdict.OTHER, now, post)
    if sent is None:
        return Found(Verdict.NOBODY_KNOWS, now, post, may_tell=True)
    untouched = intent.read is None or intent.read.still(now)
    return Found(Verdict.NOT_DONE if untouched else Verdict.OTHER, now, post)


async def _made(platform: Platform, intent: Intent) -> Found:
    if intent.action is Action.GENERATE and not told_by_its_title(platform):
        return Found(Verdict.NOBODY_KNOWS)
    for post in await namesakes(platform, intent):
        if post.ref.id in intent.known:
            continue
        if intent.action is Action.GENERATE:
            return Found(Verdict.DONE, job=await platform.job(post.ref.id))
        if not platform.capabilities.writes_over or _has_the_text(intent, await platform.post(post.ref.id)):
            return Found(Verdict.DONE, post=post)
    return NOT_DONE


def _has_the_text(intent: Intent, post: Post) -> bool:
    """Whether a post that was made has come to its text, and not to its title alone."""
    return intent.new is not None and _words(intent.new.markdown) == _words(post.markdown or "")


def _told(intent: Intent, post: Post) -> Found:
    """By a post that was to be changed. Raises PlatformFault where it does not tell its state: what can be
    done to it is not known then, and that is no sign of anything.
    """
    if not post.state_word:
        raise PlatformFault(f"{post.ref.connection} does not tell what state it is in")
    if intent.targets:
        return _told_by_sites(intent, intent.targets, post)
    now = reading_of(post)
    if intent.changes is not None:
        # An edit that only lays the text out anew makes it look as wanted before it is done.
        untouched = intent.read is not None and intent.read.still(now)
        body_was_not = intent.read is not None and _has_its_old_body(intent.read, now, intent.changes)
        written = holds(post, intent.changes) or _reads_as_wanted(intent, post)
        done = written and not untouched and not body_was_not
    else:
        untouched = intent.read is None or (intent.read.still(now) and not intent.read.moved(now))
        done = _is_public_or_not(intent, post)
    if done:
        return Found(Verdict.DONE, now, post)
    return Found(Verdict.NOT_DONE if untouched else Verdict.OTHER, now, post)


def _has_its_old_body(read: Reading, now: Reading, wanted: PostChanges) -> bool:
    """Whether the body is to the letter what it was, though it was to be other: whoever did something to
    the post, it was not this edit.
    """
    if wanted.markdown is not None:
        return now.text == read.text != wanted.markdown
    if wanted.raw is not None:
        before, own = (dict(each.facts).get("own form") for each in (read, now))
        return own == before != wanted.raw
    return False


def _is_public_or_not(intent: Intent, post: Post) -> bool:
    if intent.action is Action.UNPUBLISH:
        return post.state is PostState.DRAFT
    if post.state is PostState.PUBLISHED or Verb.PUBLISH not in post.verbs:
        return True
    return not set(delivered(post)) <= set(intent.known)


def delivered(post: Post) -> tuple[str, ...]:
    """The sites that a post was sent to."""
    return tuple(sorted(delivery.site_id for delivery in post.deliveries))


def _reads_as_wanted(intent: Intent, post: Post) -> bool:
    """Whether a post that is not what it was says what it was to say, though it is laid out otherwise: a
    platform that keeps blocks writes its Markdown anew.
    """
    wanted = intent.changes
    if wanted is None or wanted.markdown is None or post.markdown is None:
        return False
    words = _words(wanted.markdown)
    before = intent.read.text if intent.read is not None else None
    # Words that were the same before tell nothing.
    return words == _words(post.markdown) != _words(before or "") and holds(
        post, replace(wanted, markdown=None)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def holds(post: Post, changes: PostChanges) -> bool:
    """Whether a post has what an edit was to give it. A platform may lay a text out in its own way: blanks
    around it and at the ends of lines, and empty lines, make no difference.
    """
    texts = (
        (changes.title, post.title),
        (changes.markdown, post.markdown),
        (changes.slug, post.slug),
        (changes.excerpt, post.excerpt),
        (changes.keyword, post.keyword),
        (changes.meta_title, post.meta_title),
        (changes.meta_description, post.meta_description),
        (changes.og_image, post.og_image),
    )
    return (
        all(wanted is None or _said(wanted) == _said(now or "") for wanted, now in texts)
        and (changes.tags is None or filled(changes.tags) == filled(post.tags))
        and (changes.raw is None or _same_form(changes.raw, post.raw or ""))
        and _goes_out_then(post, changes)
    )


def _said(text: str) -> list[str]:
    """The lines of a text that say something."""
    lines = (line.rstrip() for line in text.strip().splitlines())
    return [line for line in lines if line]


def _same_form(wanted: str, now: str) -> bool:
    """Whether two bodies in a platform's own form are one: JSON by its values, HTML and text by lines."""
    try:
        return bool(_blocks(json.loads(wanted)) == _blocks(json.loads(now)))
    except ValueError:
        return _said(wanted) == _said(now)


def _blocks(body: object) -> object:
    """Of EditorJS its blocks: when it was saved, and by which version, is the platform's to say."""
    return body["blocks"] if isinstance(body, dict) and "blocks" in body else body


def _goes_out_then(post: Post, changes: PostChanges) -> bool:
    if changes.unscheduled:
        # Where the state and the times disagree the state decides (peers B14).
        return post.scheduled_at is None or post.state is PostState.DRAFT
    if changes.scheduled_at is None:
        return True
    if post.scheduled_at is None:
        return False
    # Not every platform keeps parts of a second.
    return abs(instant(post.scheduled_at) - instant(changes.scheduled_at)) < 1
