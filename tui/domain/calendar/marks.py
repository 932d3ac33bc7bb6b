"""What needs a look on a calendar.

A post's slot and its date are two facts, and neither is worked out from the other (peers R9). They are held
against each other:

- where the zone of the slot's clock is known, they agree if that clock shows the slot's weekday and time at
  the post's instant, to the minute; of a slot that the clocks skip on that day it is the first instant after
  the gap.
- where it is not known, that clock may be as far off UTC as any is, from 12 hours behind to 14 ahead. What no
  offset of these explains disagrees for sure. What one does may disagree, unless it is the slot's time as the
  platform wrote it, or in UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

from tui.domain.calendar.items import CalendarItem, Kind, Mark
from tui.domain.calendar.slots import (
    EARLIEST,
    HALF_A_WEEK,
    LATEST,
    Zones,
    as_utc,
    failed,
    minute_of,
)
from tui.domain.calendar.spans import DAY, length
from tui.domain.runs import wall_runs
from tui.domain.schedules import Rhythm, Schedule
from tui.domain.zoned import Jump, Wall, on_wall, placed

LATE_AFTER = timedelta(minutes=5)
"""A platform takes its time to publish, and a list to be asked for."""
PLANNED = (Kind.POST, Kind.TEXT)
WEEK = timedelta(days=7)


def marked(
    items: Sequence[CalendarItem],
    schedules: Iterable[Schedule],
    zone: tzinfo,
    zones: Zones,
    now: datetime,
    told: Mapping[str, datetime],
) -> tuple[CalendarItem, ...]:
    """The items with their marks, in the same order. `zone`: the person's; `told`: when each connection told
    its posts: what it told before an item's time says nothing of what came of it.
    """
    rhythms = {each.ref: each for each in schedules}
    slots = {(each.ref.connection, each.ref.id): each for each in rhythms.values()}
    clashing = clashes(items)
    done = []
    for item in items:
        marks = set(item.marks)
        if item.key in clashing:
            marks.add(Mark.CLASH)
        slot = slots.get((item.ref.connection, item.slot)) if item.slot is not None else None
        if item.kind is Kind.POST and not failed(item) and slot is not None and slot.rhythm is not None:
            marks |= disagreement(item, slot.rhythm, zones(item.ref.connection))
        if is_late(item, min(now, told.get(item.ref.connection, now))):
            marks.add(Mark.LATE)
        if item.jump is not None or _jumps(item, (zone, zones(item.ref.connection)), now):
            marks.add(Mark.JUMP)
        done.append(replace(item, marks=frozenset(marks)) if marks != item.marks else item)
    return tuple(done)


def clashes(items: Iterable[CalendarItem]) -> frozenset[object]:
    """The keys of what stands in the way of one another: on one connection two posts, or two texts of one
    network, at the same minute, unless each is planned for a slot of its own; or two for one slot that are
    nearer to each other than half a week, since it comes once a week.
    """
    found: set[object] = set()
    at_once: dict[object, list[CalendarItem]] = defaultdict(list)
    in_slot: dict[object, list[CalendarItem]] = defaultdict(list)
    for each in items:
        if each.kind not in PLANNED or failed(each) or each.at is None:
            continue
        at_once[each.ref.connection, each.network, minute_of(each.at)].append(each)
        if each.slot is not None:
            in_slot[each.ref.connection, each.slot].append(each)
    for together in at_once.values():
        taken = Counter(each.slot for each in together)
        free = taken.pop(None, 0)
        for each in together:
            others = len(together) - 1
            apart = each.slot is not None and not free and taken[each.slot] == 1
            if others and not apart:
                found.add(each.key)
    for same in in_slot.values():
        ordered = sorted(same, key=_instant)
        for one, two in pairwise(ordered):
            if _instant(two) - _instant(one) < HALF_A_WEEK:
                found |= {one.key, two.key}
    return frozenset(found)


def _instant(item: CalendarItem) -> datetime:
    assert item.at is not None
    return item.at


def disagreement(item: CalendarItem, rhythm: Rhythm, zone: tzinfo | None) -> frozenset[Mark]:
    """Whether the time of a post is that of the slot which it is planned for. `zone`: of the slot's clock."""
    at = item.at
    if at is None:
        return frozenset()
    if zone is not None:
        return frozenset() if _agrees(at, rhythm, zone) else frozenset({Mark.DISAGREES})
    if item.wall is not None and item.wall in wall_runs(rhythm, item.wall.day, item.wall.day + DAY):
        return frozenset()
    off = nearest(at, rhythm)
    if off is None or off == timedelta(0):
        return frozenset()
    return frozenset({Mark.MAY_DISAGREE if EARLIEST <= off <= LATEST else Mark.DISAGREES})


def _agrees(at: datetime, rhythm: Rhythm, zone: tzinfo) -> bool:
    at = at.replace(second=0, microsecond=0)
    shown = on_wall(at, zone)
    for wall in wall_runs(rhythm, shown.day - DAY, shown.day + DAY + DAY):
        if wall == shown or placed(wall, zone).at == at:
            return True
    return False


def nearest(at: datetime, rhythm: Rhythm) -> timedelta | None:
    """How far the slot's clock would have to be ahead of UTC for the two to agree: the offset, of those that
    its rhythm allows, which some zone could have, else the smallest; None where it never comes round.
    """
    at = at.replace(second=0, microsecond=0)
    shown = Wall(at.date(), time(at.hour, at.minute))
    walls = wall_runs(rhythm, shown.day - WEEK, shown.day + WEEK + DAY)
    offsets = [as_utc(wall) - at for wall in walls]
    possible = [each for each in offsets if EARLIEST <= each <= LATEST]
    return min(possible or offsets, key=abs, default=None)


def is_late(item: CalendarItem, seen: datetime) -> bool:
    """Whether its time was over, by more than publishing takes, when it was last seen as it is."""
    if item.kind not in PLANNED or failed(item) or item.at is None or item.on_its_way:
        return False
    return item.at + LATE_AFTER <= seen


def _jumps(item: CalendarItem, zones: Iterable[tzinfo | None], now: datetime) -> bool:
    """Whether a clock shows the time of something to come twice."""
    if item.at is None or item.at <= now or item.kind in {Kind.PUBLICATION, Kind.JOB}:
        return False
    return any(zone is not None and _shown_twice(item.at, zone) for zone in zones)


def _shown_twice(at: datetime, zone: tzinfo) -> bool:
    wall = on_wall(at, zone)
    return _is_long(wall.day, zone) and placed(wall, zone).jump is Jump.TWICE


@lru_cache(maxsize=2048)
def _is_long(day: date, zone: tzinfo) -> bool:
    """Whether clocks go back on a day, or around it: most are passed over at once."""
    around = (day - DAY, day, day + DAY)
    return any(length(each, zone) > DAY for each in around)


def counted(items: Iterable[CalendarItem]) -> Mapping[Mark, int]:
    """How many have each mark, in the order in which marks are told; those that nothing has are left out."""
    found = Counter(mark for each in items for mark in each.marks)
    return {mark: found[mark] for mark in Mark if found[mark]}
