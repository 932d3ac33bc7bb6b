"""What stands on a calendar: its time as an instant, or as a clock on a wall whose zone nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum

from tui.domain.jobs import JobState
from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.domain.zoned import Jump, Wall, on_wall

WEBSITE = "website"
"""What slots that take posts are for; those of the other networks take texts."""


class Kind(StrEnum):
    """What an item is. In the order in which those of one time are told."""

    PUBLICATION = "published"
    POST = "post"
    TEXT = "text"
    SLOT = "slot"
    RUN = "run"
    JOB = "job"


class Mark(StrEnum):
    """What needs a look at an item. In the order in which they are told."""

    CLASH = "clash"
    """Another one of the connection has its time, or its slot in that week."""
    DISAGREES = "disagrees"
    """It is planned for a slot, and its time is not that slot's, whatever the zone of the slot's clock."""
    LATE = "late"
    """Its time is over, and it is neither approved nor published."""
    EMPTY = "empty"
    """A slot that no post is planned for."""
    MAY_DISAGREE = "may disagree"
    """Its time is not its slot's as it is written, and could be: the zone of that clock is not known."""
    JUMP = "jump"
    """The clocks skip its time, or show it twice."""


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """One item at one time. All text is a platform's: untrusted."""

    ref: ItemRef
    kind: Kind
    title: str
    at: datetime | None
    """The instant, in UTC; None where only `wall` is known."""
    wall: Wall | None = None
    """What the clock of its platform shows then, or what the platform wrote by an offset of its own; without
    `at`: in a zone that is not known.
    """
    state: PostState | JobState | None = None
    word: str = ""
    """The platform's own word for the state, or what it is for: a network, what is written."""
    network: str = WEBSITE
    """The kind of account that it goes to."""
    slot: str | None = None
    """The id of the weekly slot that it is planned for."""
    planned: datetime | None = None
    """When it was to go out, where that is not `at`: of what was published."""
    movable: bool = False
    """Whether its platform takes another time for it."""
    jump: Jump | None = None
    """What the clocks of its platform do to its time."""
    on_its_way: bool = False
    """Its time was decided on here, and is not confirmed yet."""
    marks: frozenset[Mark] = frozenset()

    @property
    def key(self) -> tuple[ItemRef, str, str]:
        """What names it on the calendar: a slot comes round more than once."""
        if self.kind in {Kind.SLOT, Kind.RUN}:
            return self.ref, self.kind.value, str(self.at or self.wall)
        return self.ref, self.kind.value, ""

    @property
    def as_given(self) -> bool:
        """Whether its time is one of a clock whose zone is not known."""
        return self.at is None

    def shown(self, zone: tzinfo) -> Wall:
        """The day and the time at which it stands for a person in that zone; as given where no instant is
        known.
        """
        if self.at is not None:
            return on_wall(self.at, zone)
        return self.wall or Wall(date.min, time())


def in_utc(at: datetime) -> datetime:
    """An instant in UTC; a time without a zone is taken as one, as everywhere."""
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


EARLIEST_YEAR, LATEST_YEAR = 1972, 9989


def dated(at: datetime | None) -> datetime | None:
    """An instant in UTC that a calendar can show; None for none, and for one at the ends of time, where zones
    have no days.
    """
    if at is None or not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        return None
    return in_utc(at)
