"""Schedules: when a platform publishes, or has something written, by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.refs import ItemRef

if TYPE_CHECKING:
    from tui.domain.forms import Values


class ScheduleKind(StrEnum):
    """What schedules do."""

    SLOTS = "slots"
    """Weekly times at which an account takes a post."""
    RUNS = "runs"
    """Times at which something is written."""


class Frequency(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a schedule comes round, by the clock of the platform: in which zone that goes is not always known
    (contracts/repostra.md, "Posting schedules").
    """

    frequency: Frequency
    at: time
    """Without a zone."""
    weekday: int | None = None
    """WEEKLY: 0 is Monday, 6 Sunday."""
    day: int | None = None
    """MONTHLY: 1 to 31; a month that has fewer days is passed over."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One schedule. All text is the platform's: untrusted."""

    ref: ItemRef
    kind: ScheduleKind
    name: str
    """What it is called, or the account that it is for."""
    rhythm: Rhythm | None
    """None where the platform told none that can be read."""
    said: str = ""
    """When it comes round, in the platform's own words."""
    active: bool = True
    account: ItemRef | None = None
    """SLOTS: the account that takes the post."""
    network: str = ""
    """SLOTS: the account's own kind: website, linkedin."""
    content_type: str | None = None
    """What it takes, or what is written."""
    column: int | None = None
    """SLOTS: which column of the blog it fills."""
    publishes: bool = False
    """RUNS: whether what is written goes public without anybody's yes."""
    look_back: str | None = None
    """RUNS: which days are written about: last_7_days."""
    sources: tuple[str, ...] = ()
    """RUNS: what is written from, in words."""
    values: Values = field(default_factory=dict)
    """What its form holds."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
