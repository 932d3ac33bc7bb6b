"""Time zones by their IANA names."""

from __future__ import annotations

from datetime import tzinfo
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


def name_of(zone: tzinfo | None) -> str | None:
    """The IANA name of a zone that has one."""
    key = getattr(zone, "key", None)
    return key if isinstance(key, str) else None
