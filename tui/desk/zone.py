"""The zone that the clock of a desk's schedules goes by: the platforms' slots and runs say none."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone

from tui.domain.errors import DeskError


def zone_named(name: str | None) -> tzinfo:
    """The zone of that IANA name; None: the machine's. Raises `DeskError` where there is none."""
    try:
        return ZoneInfo(name) if name else get_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DeskError(
            f"The desk knows no time zone {name or 'of this machine'}",
            advice="Name one with --zone, such as Europe/Berlin.",
        ) from error


def name_of(zone: tzinfo) -> str | None:
    """A zone's IANA name, where it has one."""
    return str(zone) if isinstance(zone, ZoneInfo) else "UTC" if str(zone) == "UTC" else None
