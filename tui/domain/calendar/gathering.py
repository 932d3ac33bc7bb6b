"""From posts, approvals, jobs and schedules to the items of a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo
from types import MappingProxyType

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.calendar.items import WEBSITE, CalendarItem, Kind, dated
from tui.domain.calendar.slots import Takings, failed, free_slots, runs_of
from tui.domain.calendar.spans import DAY, Span, begins
from tui.domain.jobs import Job
from tui.domain.post_state import PostState
from tui.domain.posts import Post
from tui.domain.refs import ItemRef
from tui.domain.schedules import Schedule, ScheduleKind
from tui.domain.verdicts import Verb
from tui.domain.zoned import Wall, on_wall

Zones = Callable[[str], tzinfo | None]


@dataclass(frozen=True, slots=True)
class Known:
    """All that the services know of what has a time."""

    now: datetime
    posts: tuple[Post, ...] = ()
    approvals: tuple[Approval, ...] = ()
    jobs: tuple[Job, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    deciding: Mapping[ItemRef, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """The times that were decided on here, and are on their way."""
    told: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    """When each connection told its posts; not among these: it has told none."""
    untold: frozenset[str] = frozenset()
    """The connections whose posts are not known: which of their slots are empty nobody knows."""


def timed_items(known: Known) -> tuple[CalendarItem, ...]:
    """All that has a time of its own, on whichever day."""
    return tuple(_timed(known))


def scheduled_items(known: Known, taken: Takings, span: Span, zones: Zones) -> tuple[CalendarItem, ...]:
    """What schedules bring in the span, or a day beside it: slots to come that nothing takes, and runs."""
    active = tuple(each for each in known.schedules if each.active)
    slots = tuple(each for each in active if each.kind is ScheduleKind.SLOTS)
    writing = tuple(each for each in active if each.kind is ScheduleKind.RUNS)
    free = free_slots(slots, taken, span, zones, known.now)
    return (
        *(replace(each, marks=frozenset()) if each.ref.connection in known.untold else each for each in free),
        *(run for each in writing for run in runs_of(each, span, zones, known.now)),
    )


def within(items: Iterable[CalendarItem], span: Span, zone: tzinfo) -> tuple[CalendarItem, ...]:
    """Those of the span's days, in their order. What is known by its wall alone stands on the wall's day."""
    from_, until = begins(span.first, zone), begins(span.end, zone)
    kept = (
        each
        for each in items
        if (from_ <= each.at < until if each.at is not None else each.wall and each.wall.day in span)
    )
    kinds = list(Kind)
    return tuple(
        sorted(kept, key=lambda each: (each.shown(zone), kinds.index(each.kind), each.title, str(each.ref)))
    )


def next_out(items: Iterable[CalendarItem], day: date, zone: tzinfo) -> CalendarItem | None:
    """What goes out first after a day, or went out; None where nothing is known of."""
    end = begins(day + DAY, zone)
    found: CalendarItem | None = None
    for each in items:
        if (
            each.kind not in {Kind.PUBLICATION, Kind.POST, Kind.TEXT}
            or failed(each)
            or each.at is None
            or each.at < end
        ):
            continue
        if found is None or found.at is None or each.at < found.at:
            found = each
    return found


def by_day(
    items: Iterable[CalendarItem], span: Span, zone: tzinfo
) -> Mapping[date, tuple[CalendarItem, ...]]:
    """The items of each day of the span, empty days too."""
    days: dict[date, list[CalendarItem]] = {day: [] for day in span}
    for each in items:
        days.setdefault(each.shown(zone).day, []).append(each)
    return MappingProxyType({day: tuple(found) for day, found in days.items()})


def _timed(known: Known) -> Iterator[CalendarItem]:
    """What has a time of its own, each once: a post goes before the approval that it waits for, unless the
    approval alone knows its time.
    """
    told: set[ItemRef] = set()
    for post in known.posts:
        item = of_post(post)
        if item is not None and item.ref not in told:
            told.add(item.ref)
            yield _decided(item, known)
    for approval in known.approvals:
        waiting = of_approval(approval)
        if waiting is not None and waiting.ref not in told:
            told.add(waiting.ref)
            yield _decided(waiting, known)
    yield from filter(None, map(of_job, known.jobs))


def _decided(item: CalendarItem, known: Known) -> CalendarItem:
    """An item at the time that was decided on here, where that is on its way."""
    at = dated(known.deciding.get(item.ref))
    return item if at is None else replace(item, at=at, wall=None, on_its_way=True)


def of_post(post: Post) -> CalendarItem | None:
    """A post at its time; None where it has none. Its state decides which: what is published stands where it
    was published, whatever it was planned for (peers B14).
    """
    planned = dated(post.scheduled_at)
    if post.state is PostState.PUBLISHED:
        published = dated(post.published_at)
        if published is None:
            return None
        return CalendarItem(
            post.ref,
            Kind.PUBLICATION,
            post.title,
            published,
            state=post.state,
            word=post.state_word,
            slot=post.slot,
            planned=planned,
        )
    at = planned or (dated(post.updated_at) if post.state is PostState.FAILED else None)
    if at is None:
        return None
    return CalendarItem(
        post.ref,
        Kind.POST,
        post.title,
        at,
        state=post.state,
        word=post.state_word,
        slot=post.slot,
        wall=_as_written(post),
        planned=planned,
        movable=Verb.SCHEDULE in post.verbs,
    )


def _as_written(post: Post) -> Wall | None:
    """A planned post's time as its platform wrote it; None where nothing is held against it."""
    if post.scheduled_at is None or post.slot is None or dated(post.scheduled_at) is None:
        return None
    return on_wall(post.scheduled_at, post.scheduled_at.tzinfo or UTC)


def of_approval(approval: Approval) -> CalendarItem | None:
    """What waits for a yes and is due; None where it is due at no time."""
    due = dated(approval.due)
    if due is None:
        return None
    post = approval.kind is ApprovalKind.POST
    return CalendarItem(
        approval.ref,
        Kind.POST if post else Kind.TEXT,
        approval.title,
        due,
        state=PostState.DRAFT if approval.ready else PostState.GENERATING,
        word=approval.state_word if post else f"{approval.kind} · {approval.content_type}",
        network=WEBSITE if post else approval.content_type,
        planned=due,
        # A list of what waits does not say; the post is read before it is moved.
        movable=Verb.SCHEDULE in approval.verbs,
    )


def of_job(job: Job) -> CalendarItem | None:
    """A generation, at its beginning."""
    at = dated(job.started_at)
    if at is None:
        return None
    return CalendarItem(job.ref, Kind.JOB, job.what, at, state=job.state, word=job.state_word)
