"""The next free slots of a post: what its schedules offer, less what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from heapq import merge
from itertools import groupby, islice

from tui.domain.posts import Post, PostState
from tui.domain.runs import Run, runs, wall_runs
from tui.domain.schedules import Schedule, ScheduleKind
from tui.domain.zoned import Jump, Wall

POSTS_NETWORK = "website"
"""The kind of account that takes posts; the others take the social texts about them."""
FURTHEST = timedelta(days=366)
"""How far ahead a free slot is looked for: a queue that is full for longer has none."""
LATE = timedelta(minutes=1)
"""A slot that is nearer than that may be over before it is sent."""
WAITING = frozenset({PostState.PLANNED, PostState.GENERATING, PostState.DRAFT, PostState.SCHEDULED})
"""The states of posts that are yet to go out."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A time at which something goes out already."""

    at: datetime
    """In UTC."""
    slot: str | None = None
    """The id of the weekly slot that it was planned for, where it says one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a post can go out."""

    wall: Wall
    """What was asked for, by the clock that the schedules go by."""
    schedules: tuple[Schedule, ...]
    """Those that are free then."""
    at: datetime | None = None
    """In UTC; None where the zone of that clock is not known: it cannot be sent."""
    jump: Jump | None = None
    """What the clocks do to it."""

    @property
    def names(self) -> tuple[str, ...]:
        """Whose slots they are."""
        return tuple(dict.fromkeys(each.name for each in self.schedules))

    def is_of(self, post: Post) -> bool:
        """Whether it is a time of the weekly slot that the post was planned for."""
        return any(each.ref.id == post.slot for each in self.schedules)


def for_posts(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """Of these schedules the slots that are for posts, switched on or not."""
    return tuple(
        each
        for each in schedules
        if each.kind is ScheduleKind.SLOTS and each.rhythm is not None and each.network in {"", POSTS_NETWORK}
    )


def taking_posts(schedules: Iterable[Schedule]) -> tuple[Schedule, ...]:
    """Of these schedules the slots that take posts now."""
    return tuple(each for each in for_posts(schedules) if each.active)


def taken_by(posts: Iterable[Post], besides: Iterable[Post] = ()) -> tuple[Taken, ...]:
    """The times that posts have which are yet to go out, but for those `besides`."""
    own = {each.ref for each in besides}
    return tuple(
        Taken(_utc(post.scheduled_at), post.slot)
        for post in posts
        if post.scheduled_at is not None and post.state in WAITING and post.ref not in own
    )


def free_slots(
    schedules: Iterable[Schedule],
    taken: Sequence[Taken],
    now: datetime,
    zone: tzinfo,
    *,
    count: int,
) -> tuple[Slot, ...]:
    """The next of them, the earliest first; what is at one time is one slot. `zone`: of the schedules'
    clock.
    """
    now = now.astimezone(UTC)
    all = (_coming(each, now, zone) for each in taking_posts(schedules))
    coming = merge(*all, key=lambda each: each[0].at)
    found = (
        slot
        for _, together in groupby(coming, key=lambda each: each[0].at)
        if (slot := _free(list(together), taken)) is not None
    )
    return tuple(islice(found, count))


def slots_as_given(schedules: Iterable[Schedule], today: date, *, count: int) -> tuple[Slot, ...]:
    """The next slots from a day on by the clock on their wall, free or not: nothing is known of its zone."""
    walls = [
        (wall, each)
        for each in taking_posts(schedules)
        if each.rhythm is not None
        for wall in wall_runs(each.rhythm, today, today + timedelta(days=7 * count))
    ]
    walls.sort(key=lambda each: each[0])
    found = (
        Slot(wall, tuple(each for _, each in together))
        for wall, together in groupby(walls, key=lambda each: each[0])
    )
    return tuple(islice(found, count))


def shared_out(
    posts: Sequence[Post],
    schedules: Iterable[Schedule],
    taken: Sequence[Taken],
    now: datetime,
    zone: tzinfo,
) -> tuple[Slot | None, ...]:
    """For each post, in this order, its own next free slot; None where none is left."""
    free = iter(free_slots(schedules, taken, now, zone, count=len(posts)))
    return tuple(next(free, None) for _ in posts)


def _coming(schedule: Schedule, now: datetime, zone: tzinfo) -> Iterator[tuple[Run, Schedule]]:
    after, end = now + LATE, now + FURTHEST
    while schedule.rhythm is not None:
        found = runs(schedule.rhythm, after, zone, count=1, until=end)
        if not found:
            return
        yield found[0], schedule
        after = found[0].at + timedelta(seconds=1)


def _free(together: Sequence[tuple[Run, Schedule]], taken: Sequence[Taken]) -> Slot | None:
    """What is free of the slots of one time. What takes a time and does not say which slot it is planned
    for, or one of another time, takes them all.
    """
    run = together[0][0]
    there = [each for each in taken if each.at.replace(second=0, microsecond=0) == run.at]
    named = {each.slot for each in there}
    ids = {schedule.ref.id for _, schedule in together}
    if named - ids:
        return None
    free = tuple(schedule for _, schedule in together if schedule.ref.id not in named)
    return Slot(run.wall, free, run.at, run.jump) if free else None


def _utc(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
