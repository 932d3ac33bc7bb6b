"""Until when something can be put off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from tui.domain.instants import instant
from tui.domain.written_times import time_of

EVENING, MORNING = "18:00", "09:00"
MONDAY = 0


class Snooze(NamedTuple):
    """One of the times that are offered."""

    label: str
    until: datetime


def snoozes(now: datetime, zone: tzinfo | None = None) -> tuple[Snooze, ...]:
    """What is offered at that time, in a person's zone (None: this machine's): soonest first, none twice."""
    local = now.astimezone(zone)
    found = [Snooze("1 hour", (now.astimezone(UTC) + timedelta(hours=1)).astimezone(now.tzinfo))]
    for label, day, clock in (
        ("this evening", local.date(), EVENING),
        ("tomorrow", local.date() + timedelta(days=1), MORNING),
        ("Monday", local.date() + timedelta(days=7 - (local.weekday() - MONDAY)), MORNING),
    ):
        found += [Snooze(f"{label} {clock}", at) for at in _at(f"{day} {clock}", zone)]
    coming = sorted((each for each in found if instant(each.until) > instant(now)), key=_instant)
    return tuple(each for n, each in enumerate(coming) if not n or _instant(coming[n - 1]) != _instant(each))


def _at(text: str, zone: tzinfo | None) -> Iterator[datetime]:
    try:
        yield time_of(text, zone)
    except ValueError:
        return  # no clock shows that time on that day


def _instant(snooze: Snooze) -> float:
    return instant(snooze.until)
