"""Zones, days and moments for tests, and what a clock shows."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.domain.test_zoned import ZONES

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
zones = st.sampled_from(ZONES)
days = st.dates(date(1990, 1, 1), date(2037, 1, 1))
moments = st.integers(631_152_000, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def at(text: str, zone: tzinfo = UTC) -> datetime:
    """A time by the clock of a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)
