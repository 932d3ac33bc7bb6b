"""Failures that want a person: of jobs, of posts, and of what was to be sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
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
    from tui.domain.undelivered import Undelivered

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
    SITE = "site"
    """Of many posts to one site."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A row of the inbox about something that failed. Text is untrusted."""

    ref: ItemRef
    """Names the row: no other one has it."""
    of: FailingOf
    item: ItemRef
    """The job, the post, the item that was decided on, or the site."""
    title: str
    state_word: str
    why: str = ""
    at: datetime | None = None
    """Since when."""
    entry: int = 0
    """ENTRY: its id."""
    posts: tuple[str, ...] = ()
    """SITE: the titles of the posts, the latest first."""

    @property
    def fingerprint(self) -> str:
        """Other as soon as it failed anew, or in another way. Of many posts on a site it tells how late the
        last of them failed: fewer of them are no other failure, see `no_later`.
        """
        import hashlib

        summed_up = self.of is FailingOf.SITE and self.at is not None
        at = "" if self.at is None else self.at.isoformat()
        told = "\0".join((self.title, self.state_word, *(() if summed_up else (self.why, at))))
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return f"{digest}@{instant(self.at)}" if summed_up and self.at is not None else digest


def no_later(seen: str, now: str) -> bool:
    """Whether a fingerprint `now` tells of the same as one that was seen, and of nothing that came later."""
    what, summed_up, last = now.partition("@")
    was, _, then = seen.partition("@")
    return now == seen or (bool(summed_up and then) and what == was and float(last) <= float(then))


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
    lost: Iterable[Undelivered] = (),
    apart: Callable[[Failing], bool] = lambda failing: False,
) -> Iterator[Failing]:
    """All that wants a person, each thing once. Of what is `waiting` in the queue, its own row tells.
    `lost`: the posts that failed on their sites; those that stand `apart` are not summed up with others.
    """
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

    def is_told(item: ItemRef) -> bool:
        # Where a job goes by its post's name, both are one thing.
        return item in waiting or item in decided or (item.connection, item.id) in ids

    yield from (post for post in posts if not is_told(post.item))
    if told := [each for each in lost if not is_told(each.failing.item)]:
        from tui.domain.undelivered import in_rows

        yield from in_rows(told, apart)
