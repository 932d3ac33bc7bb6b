"""Times in full, for whoever decides on one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from tui.domain.said_times import from_now, in_full, shortly

AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "full", "short"),
    [
        ("Europe/Berlin", "Tue 24 Nov 2026 09:00 Europe/Berlin = 08:00 UTC", "Tue 24 Nov 09:00 (08:00 UTC)"),
        (
            "America/Los_Angeles",
            "Tue 24 Nov 2026 00:00 America/Los_Angeles = 08:00 UTC",
            "Tue 24 Nov 00:00 (08:00 UTC)",
        ),
        (
            "Pacific/Kiritimati",
            "Tue 24 Nov 2026 22:00 Pacific/Kiritimati = 08:00 UTC",
            "Tue 24 Nov 22:00 (08:00 UTC)",
        ),
        ("Etc/UTC", "Tue 24 Nov 2026 08:00 UTC", "Tue 24 Nov 08:00 UTC"),
        ("Europe/London", "Tue 24 Nov 2026 08:00 Europe/London = 08:00 UTC", "Tue 24 Nov 08:00 UTC"),
    ],
)
def test_a_time_is_told_by_the_clock_of_the_person_with_utc_beside_it(
    zone: str, full: str, short: str
) -> None:
    assert in_full(AT, ZoneInfo(zone)) == in_full(AT.astimezone(ZoneInfo(zone))) == full
    assert shortly(AT, ZoneInfo(zone)) == short


def test_another_day_in_utc_is_told() -> None:
    assert in_full(AT + timedelta(hours=16), ZoneInfo("Europe/Berlin")).startswith("Wed 25 Nov 2026 01:00 ")
    early = datetime(2026, 11, 24, 0, 30, 7, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert in_full(early) == "Tue 24 Nov 2026 00:30:07 +05:30 = Mon 23 Nov 19:00:07 UTC"
    assert shortly(early, None) == "Tue 24 Nov 00:30:07 (Mon 23 Nov 19:00:07 UTC)"
    assert in_full(AT.replace(tzinfo=None)) == "Tue 24 Nov 2026 08:00 UTC"


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(seconds=30), "in less than a minute"),
        (timedelta(minutes=2), "in 2 min"),
        (timedelta(hours=3, minutes=5), "in 3 h 5 min"),
        (timedelta(hours=3), "in 3 h"),
        (timedelta(days=1, hours=19, minutes=40), "in 1 day 19 h"),
        (timedelta(days=9, minutes=40), "in 9 days"),
        (timedelta(days=26595, hours=20), "in 72 years"),
    ],
)
def test_how_far_ahead_it_is(ahead: timedelta, said: str) -> None:
    assert from_now(AT + ahead, AT.astimezone(ZoneInfo("Europe/Berlin"))) == said
