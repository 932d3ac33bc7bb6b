"""Time zones by their IANA names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

LONGEST = 64
"""Characters; the longest name that there is has half of that."""
EXAMPLE = "Europe/Berlin"


@lru_cache(maxsize=64)
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of an IANA name; None for no name, and for one that no zone has."""
    if not name or len(name) > LONGEST or not name.isascii() or not name.isprintable():
        return None
    # Only here: the start does not need it.
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    # A folder of zones ("Europe") and a name that leads out of it are refused in their own ways.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_names() -> frozenset[str]:
    """All names that there are. Slow: folders are read."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


class _MachineZone(tzinfo):
    """The rules of this machine's zone, and not only the offset that holds there today: a time of next summer
    is shown, and typed, as the clocks will show it then. Nothing is imported for it.
    """

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """How far its clock is ahead of UTC then."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:
        """It is not told how much of that is summer time."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """What it is called then, such as CEST."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """What its clock shows at a time that is given as UTC."""
        offset = dt.replace(tzinfo=UTC).astimezone().utcoffset()
        shown = dt + (offset or timedelta(0))
        # Where clocks are put back they show a time twice: the second time is another instant.
        return shown if shown.utcoffset() == offset else shown.replace(fold=1)


MACHINE: tzinfo = _MachineZone()


def zone_meant(given: str) -> str | None:
    """The name that was meant by one that no zone has: "berlin" is the end of one. Slow as `zone_names`."""
    from difflib import get_close_matches

    names = {each.casefold(): each for each in sorted(zone_names())}
    wanted = given.strip().casefold().replace(" ", "_")
    ends = [name for folded, name in names.items() if folded.rpartition("/")[2] == wanted]
    near = ends or [names[each] for each in get_close_matches(wanted, names, n=1)]
    return near[0] if near and wanted else None


def is_utc(zone: tzinfo) -> bool:
    """Whether a zone's clock is UTC's by its name: a time of it needs no UTC beside it."""
    return (name_of(zone) or zone.tzname(datetime(2026, 1, 1, tzinfo=zone))) in {"UTC", "Etc/UTC"}


def name_of(zone: tzinfo | None) -> str | None:
    """The IANA name of a zone that tells it; the machine's does not."""
    key = getattr(zone, "key", None)
    return key if isinstance(key, str) else None
