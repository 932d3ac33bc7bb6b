"""Moments in words, in the zone that the platform gave them in: none is guessed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tui.domain.said_times import day_of, utc_beside


def said(when: datetime) -> str:
    """Such as "Tue 7 Apr 2026 09:00 UTC" or "Tue 7 Apr 2026 09:00 +02:00 (07:00 UTC)"."""
    offset = when.utcoffset()
    if offset is None:
        zone = ""
    elif offset == timedelta(0):
        zone = " UTC"
    else:
        sign, minutes = "+-"[offset < timedelta(0)], abs(offset) // timedelta(minutes=1)
        zone = f" {sign}{minutes // 60:02}:{minutes % 60:02} ({utc_beside(when)})"
    return f"{day_of(when)} {when:%H:%M}{zone}"
