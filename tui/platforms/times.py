"""Moments in words, in the zone that the platform gave them in: none is guessed."""

from __future__ import annotations

from datetime import datetime, timedelta

from tui.domain.said_times import utc_beside

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def said(when: datetime) -> str:
    """Such as "Tue 2026-04-07 09:00 UTC" or "Tue 2026-04-07 09:00 +02:00 (07:00 UTC)"."""
    offset = when.utcoffset()
    if offset is None:
        zone = ""
    elif offset == timedelta(0):
        zone = " UTC"
    else:
        sign, minutes = "+-"[offset < timedelta(0)], abs(offset) // timedelta(minutes=1)
        zone = f" {sign}{minutes // 60:02}:{minutes % 60:02} ({utc_beside(when)})"
    return f"{DAYS[when.weekday()]} {when:%Y-%m-%d %H:%M}{zone}"
