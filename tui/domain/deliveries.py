"""Which post is on which site, and how it got there: rows of posts with a cell for each site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tui.domain.posts import Delivery, Post
from tui.domain.refs import ItemRef
from tui.domain.sites import Site

FIRST_PAUSE = 2.0
LONGEST_PAUSE = 60.0


class Reached(StrEnum):
    """How far a post is on its way to a site, by the platform's words."""

    DELIVERED = "delivered"
    PENDING = "pending"
    RETRYING = "retrying"
    FAILED = "failed"
    OTHER = "other"
    """The platform has a word for it that nobody here knows."""
    NOWHERE = "nowhere"
    """It was not sent there."""
    UNREAD = "unread"
    """Its deliveries have not been read yet: only a single read tells them."""


_WORDS = {
    "delivered": Reached.DELIVERED,
    "delivered_retry": Reached.DELIVERED,
    "pending": Reached.PENDING,
    "retrying": Reached.RETRYING,
    "failed": Reached.FAILED,
}
LIVE = frozenset({Reached.PENDING, Reached.RETRYING})
"""What goes on by itself, and is looked at again."""
DOUBTFUL = LIVE | {Reached.OTHER}
"""What may be there already."""


def reached(delivery: Delivery) -> Reached:
    """How far a delivery is."""
    return _WORDS.get(delivery.state, Reached.OTHER)


def pause_after(looks: int) -> float:
    """How many seconds a look waits that follows so many in which nothing was other."""
    return min(FIRST_PAUSE * 2.0 ** min(looks, 10), LONGEST_PAUSE)


class Place(NamedTuple):
    """A site of a connection: a column."""

    connection: str
    site: str


class CellAt(NamedTuple):
    """One cell: a post, and a site of its connection."""

    ref: ItemRef
    site: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How one post stands with one site."""

    reached: Reached
    delivery: Delivery | None = None
    sending: str = ""
    """What was decided here about it: "held", "sending", or "sent" and not read since; empty: nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """A post that is public, or is about to be."""

    post: Post
    """As its list has it, with its deliveries where they were read."""
    read_at: datetime | None = None
    """When its deliveries were read; None: they were not."""
    sending: tuple[str, ...] = ()
    """Sites to which it is being sent."""
    how: str = ""
    """How far that is: "held", "sending", "sent"."""

    @property
    def ref(self) -> ItemRef:
        """The post."""
        return self.post.ref

    def cell(self, site: str) -> Cell:
        """How it stands with a site."""
        how = self.how if site in self.sending else ""
        # The last of several is how it stands now.
        found = next((each for each in reversed(self.post.deliveries) if each.site_id == site), None)
        if found is not None:
            return Cell(reached(found), found, how)
        return Cell(Reached.UNREAD if self.read_at is None else Reached.NOWHERE, None, how)

    @property
    def live(self) -> bool:
        """Whether something of it goes on by itself."""
        return any(reached(each) in LIVE for each in self.post.deliveries)

    @property
    def failed(self) -> int:
        """On how many sites it failed."""
        return len(self.failed_on)

    @property
    def failed_on(self) -> tuple[str, ...]:
        """The sites on which it failed."""
        sites = {each.site_id: each.state for each in self.post.deliveries}
        return tuple(site for site, state in sites.items() if state == Reached.FAILED)


def columns(
    sites: Sequence[tuple[str, Sequence[Site]]],
    rows: Sequence[Row],
    names: Callable[[str, str], str] = lambda connection, site: "",
) -> tuple[tuple[str, Site], ...]:
    """Every site with its connection: those that there are, then those that posts went to and that are there
    no more; `names`: what such a site was called, as far as anybody remembers.
    """
    found = {Place(name, site.id): site for name, told in sites for site in told}
    for row in rows:
        for each in row.post.deliveries:
            place = Place(row.ref.connection, each.site_id)
            if place not in found:
                name = each.site_name or names(*place) or each.site_id
                found[place] = Site(each.site_id, name, None, "is no more", takes=False)
    return tuple((place.connection, site) for place, site in found.items())
