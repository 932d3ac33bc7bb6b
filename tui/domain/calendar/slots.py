"""When slots and runs come round, and which slots nothing is planned for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from tui.domain.calendar.items import WEBSITE, CalendarItem, Kind, Mark
from tui.domain.calendar.spans import DAY, Span
from tui.domain.jobs import JobState
from tui.domain.post_state import PostState
from tui.domain.runs import runs, wall_runs
from tui.domain.schedules import Schedule
from tui.domain.zoned import Wall

Zones = Callable[[str], tzinfo | None]
HALF_A_WEEK = timedelta(days=3, hours=12)
"""A slot comes once a week: what is planned for it belongs to its nearest time."""
EARLIEST, LATEST = timedelta(hours=-12), timedelta(hours=14)
"""How far clocks are off UTC anywhere."""
MINUTE = timedelta(minutes=1)


def slots_of(schedule: Schedule, span: Span, zones: Zones) -> Iterator[CalendarItem]:
    """The times of a slot in some days, with one to spare on either side: whose days these are differs."""
    if schedule.rhythm is None:
        return
    zone = zones(schedule.ref.connection)
    name = schedule.name or schedule.network
    word = schedule.network or schedule.said
    network = schedule.network or WEBSITE
    if zone is None:
        for wall in wall_runs(schedule.rhythm, span.first, span.end):
            yield CalendarItem(
                schedule.ref, Kind.SLOT, name, None, wall, word=word, network=network, slot=schedule.ref.id
            )
        return
    first = datetime(span.first.year, span.first.month, span.first.day, tzinfo=UTC) - DAY
    for run in runs(schedule.rhythm, first, zone, until=first + (span.days + 2) * DAY):
        yield CalendarItem(
            schedule.ref,
            Kind.SLOT,
            name,
            run.at,
            run.wall,
            word=word,
            network=network,
            slot=schedule.ref.id,
            jump=run.jump,
        )


def runs_of(schedule: Schedule, span: Span, zones: Zones, now: datetime) -> Iterator[CalendarItem]:
    """The times in some days at which something will be written; what is over is among the jobs."""
    for slot in slots_of(schedule, span, zones):
        if ahead(slot, now):
            yield CalendarItem(
                slot.ref, Kind.RUN, schedule.name, slot.at, slot.wall, word=schedule.said, jump=slot.jump
            )


def ahead(item: CalendarItem, now: datetime) -> bool:
    """Whether its time is to come: of a clock in an unknown zone, in all zones."""
    if item.at is not None:
        return item.at > now
    return item.wall is not None and as_utc(item.wall) - LATEST > now


@dataclass(frozen=True, slots=True)
class Takings:
    """The times that are taken, looked through once for any days."""

    by_slot: Mapping[tuple[str, str], Sequence[datetime]]
    """By connection and slot, of what is planned for one."""
    others: Mapping[tuple[str, str, datetime], int]
    """How much else goes out by connection, network and minute."""


def takings(timed: Iterable[CalendarItem]) -> Takings:
    """What these items take."""
    by_slot: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    others: Counter[tuple[str, str, datetime]] = Counter()
    for each in timed:
        at = stands_for(each)
        if at is None or each.kind is Kind.JOB or failed(each):
            continue
        if each.slot is not None:
            by_slot[each.ref.connection, each.slot].append(at)
        else:
            others[each.ref.connection, each.network, minute_of(at)] += 1
    return Takings(by_slot, others)


def free_slots(
    schedules: Iterable[Schedule], taken: Takings, span: Span, zones: Zones, now: datetime
) -> Iterator[CalendarItem]:
    """The times to come of slots that nothing is planned for. Of a slot that takes texts that cannot be told
    (peers R2: a text that was approved is told no more), so it is given without being called empty.
    """
    used: Counter[tuple[str, str, datetime]] = Counter()
    for schedule in schedules:
        claims = taken.by_slot.get((schedule.ref.connection, schedule.ref.id), ())
        for slot in slots_of(schedule, span, zones):
            if not ahead(slot, now):
                continue
            when = slot_time(slot)
            if any(_takes(at, when, known=slot.at is not None) for at in claims):
                continue
            here = (slot.ref.connection, slot.network, minute_of(when))
            if slot.at is not None and taken.others.get(here, 0) > used[here]:
                # Each takes one slot: another account may have its own at that time.
                used[here] += 1
                continue
            yield _marked_empty(slot)


def stands_for(item: CalendarItem) -> datetime | None:
    """The time that an item takes: of what was published the one that it was planned for."""
    return item.planned or item.at if item.kind is Kind.PUBLICATION else item.at


def failed(item: CalendarItem) -> bool:
    """Whether it came to nothing."""
    return item.state in {PostState.FAILED, JobState.FAILED}


def slot_time(slot: CalendarItem) -> datetime:
    """An instant near which a slot comes: where its zone is not known, as though that were UTC."""
    return (
        slot.at
        if slot.at is not None
        else as_utc(slot.wall)
        if slot.wall
        else datetime.min.replace(tzinfo=UTC)
    )


def as_utc(wall: Wall) -> datetime:
    """What a clock in UTC shows so."""
    return datetime.combine(wall.day, wall.clock, UTC)


def _takes(at: datetime, when: datetime, *, known: bool) -> bool:
    """Whether a post that is planned for a slot takes this time of it. Where the slot's instant is `known`
    the post's own time decides, which may be another; else any that is nearer to it than to the next.
    """
    return minute_of(at) == minute_of(when) if known else abs(at - when) < HALF_A_WEEK


def minute_of(at: datetime) -> datetime:
    """The minute in which an instant is: two in one go out together."""
    return at.replace(second=0, microsecond=0)


def _marked_empty(slot: CalendarItem) -> CalendarItem:
    return replace(slot, marks=frozenset({Mark.EMPTY})) if slot.network == WEBSITE else slot
