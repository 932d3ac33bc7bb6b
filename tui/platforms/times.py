"""Moments in words: by the clock of this machine, with UTC beside it. One without a zone stays as it came."""

from __future__ import annotations

from datetime import datetime

from tui.domain.said_times import day_of, utc_beside
from tui.domain.zones import MACHINE


def said(when: datetime) -> str:
    """Such as "Tue 7 Apr 2026 03:00 (07:00 UTC)"; "Tue 7 Apr 2026 09:00" where no zone was given."""
    if when.tzinfo is None:
        return f"{day_of(when)} {when:%H:%M}"
    try:
        local = when.astimezone(MACHINE)
    except OverflowError:  # hours from the year 1 or 9999: no clock goes there
        local = when
    beside = f" ({utc_beside(local)})" if local.utcoffset() else " UTC"
    return f"{day_of(local)} {local:%H:%M}{beside}"
