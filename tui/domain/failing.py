"""Failures that want a person: of jobs, of posts, and of what was to be sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.entry_states import EntryState
from tui.domain.instants import instant
from tui.domain.jobs import Job, JobState
from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.outbox import Entry
    from tui.domain.posts import Post

KIND = "fails"
"""What such a row is called."""
JOB_STATES = frozenset({JobState.FAILED, JobState.STALLED, JobState.UNKNOWN})
ENTRY_STATES = frozenset({EntryState.FAILED, EntryState.CHANGED, EntryState.PARKED, EntryState.UNKNOWN})
LOOKED_FOR = timedelta(minutes=2)
"""How long a lost answer is looked for before it wants a person."""


class FailingOf(StrEnum):
    """Where it can be mended."""

    JOB = "job"
    POST = "post"
    ENTRY = "entry"
    """Of the outbox."""
    DELIVERY = "delivery"
    """Of a post to its sites."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A row of the inbox about something that failed. Text is untrusted."""

    ref: ItemRef
    """Names the row: no other one has it."""
    of: FailingOf
    item: ItemRef
    """The job, the post, or the item that was decided on."""
    title: str
    state_word: str
    why: str = ""
    at: datetime | None = None
    """Since when."""
    entry: int = 0
    """ENTRY: its id."""

    @property
    def fingerprint(self) -> str:
        """Other as soon as it failed anew, or in another way."""
        import hashlib

        at = "" if self.at is None else self.at.isoformat()
        told = "\0".join((self.title, self.state_word, self.why, at))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _named(ref: ItemRef, word: str) -> ItemRef:
    """A name that is no item's: a post may wait for a yes and have failed besides."""
    return replace(ref, id=f"{ref.id}#{word}")


def of_job(job: Job) -> Failing | None:
    """A job that failed, or of which nothing comes; None where it needs nobody."""
    if job.state not in JOB_STATES:
        return None
    ended = job.ended_at if job.state is JobState.FAILED else None
    why = job.reason or ("takes far too long" if job.state is JobState.STALLED else "")
    name, since = _named(job.ref, "failed"), ended or job.started_at
    return Failing(name, FailingOf.JOB, job.ref, job.what, job.state.value, why, since)


def of_post(post: Post) -> Failing:
    """A post that its platform calls failed."""
    at = post.updated_at or post.created_at
    return Failing(_named(post.ref, "failed"), FailingOf.POST, post.ref, post.title, post.state_word, "", at)


def of_deliveries(post: Post) -> Failing | None:
    """What failed of a post's deliveries, all its sites in one; None where nothing did."""
    from tui.domain.deliveries import Reached, reached

    latest = {each.site_id: each for each in post.deliveries}
    failed = [each for each in latest.values() if reached(each) is Reached.FAILED]
    if not failed:
        return None
    first = failed[0]
    answer = f" ({first.answer})" if first.answer else ""
    more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
    why = f"failed on {first.site_name or first.site_id}{answer}{more}"
    at = max((each.changed_at for each in failed if each.changed_at), key=instant, default=post.published_at)
    return Failing(
        _named(post.ref, "delivery"), FailingOf.DELIVERY, post.ref, post.title, Reached.FAILED.value, why, at
    )


def of_entry(entry: Entry, now: datetime) -> Failing | None:
    """What was decided and not done; None where it needs nobody, or not yet."""
    if entry.state not in ENTRY_STATES:
        return None
    since = entry.sent_at or entry.made_at
    if entry.state is EntryState.UNKNOWN and now - since < LOOKED_FOR:
        return None
    return Failing(
        _named(entry.ref, f"entry{entry.id}"),
        FailingOf.ENTRY,
        entry.ref,
        entry.intent.title,
        entry.state.value,
        f"{entry.intent.action}: {entry.answer}" if entry.answer else entry.intent.action.value,
        since,
        entry.id,
    )


def failing(
    jobs: Iterable[Job],
    posts: Iterable[Failing],
    entries: Iterable[Entry],
    now: datetime,
    waiting: Collection[ItemRef] = (),
) -> Iterator[Failing]:
    """All that wants a person, each thing once. Of what is `waiting` in the queue, its own row tells."""
    ids = set()
    for job in jobs:
        found = of_job(job)
        if found is not None:
            ids.add((job.ref.connection, job.ref.id))
            yield found
    decided = set()
    for entry in entries:
        one = of_entry(entry, now)
        if one is not None and entry.ref not in waiting:
            decided.add(entry.ref)
            yield one
    for post in posts:
        # Where a job goes by its post's name, both are one thing.
        one_of_a_job = (post.item.connection, post.item.id) in ids
        if post.item not in waiting and post.item not in decided and not one_of_a_job:
            yield post
