"""What this machine's time zone is called."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache

from tui.domain.zones import MACHINE, name_of, zone_named


@lru_cache(maxsize=1)
def own_zone_name() -> str | None:
    """The IANA name of this machine's zone, where it can be told. Slow when it is asked for first: for a
    thread.
    """
    from tzlocal import get_localzone_name

    try:
        name = get_localzone_name()
    # What is wrong in how a machine is set up is said in many ways.
    except (LookupError, ValueError, OSError):
        return None
    return name if zone_named(name) is not None else None


def zone_name(zone: tzinfo | None) -> str | None:
    """The IANA name of a zone, the machine's included; None where it has none."""
    return own_zone_name() if zone is MACHINE else name_of(zone)
