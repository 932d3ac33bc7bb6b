"""Until when things are put off, where clocks are changed too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tui.domain.snoozes import snoozes

BERLIN = ZoneInfo("Europe/Berlin")


def offered(now: datetime) -> list[tuple[str, str]]:
    return [(each.label, f"{each.until.astimezone(BERLIN):%a %H:%M}") for each in snoozes(now, BERLIN)]


def test_each_time_is_offered_once_and_only_while_it_is_to_come() -> None:
    friday = datetime(2026, 11, 27, 12, 0, tzinfo=BERLIN)
    assert offered(friday) == [
        ("1 hour", "Fri 13:00"),
        ("this evening 18:00", "Fri 18:00"),
        ("tomorrow 09:00", "Sat 09:00"),
        ("Monday 09:00", "Mon 09:00"),
    ]
    sunday_night = datetime(2026, 11, 29, 23, 30, tzinfo=BERLIN)
    assert offered(sunday_night) == [("1 hour", "Mon 00:30"), ("tomorrow 09:00", "Mon 09:00")]
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=BERLIN)
    assert snoozes(monday, BERLIN)[-1].until - monday == timedelta(days=7)


def test_nine_is_nine_on_the_clock_when_clocks_are_changed() -> None:
    before = datetime(2026, 3, 28, 20, 0, tzinfo=BERLIN)
    assert offered(before)[1:] == [("tomorrow 09:00", "Sun 09:00"), ("Monday 09:00", "Mon 09:00")]
    assert snoozes(before, BERLIN)[1].until.astimezone(UTC).hour == 7


@given(st.floats(0, 4e9))
def test_all_that_is_offered_is_to_come_in_order(seconds: float) -> None:
    now = datetime.fromtimestamp(seconds, UTC)
    times = [each.until for each in snoozes(now, BERLIN)]
    assert now < times[0]
    assert all(one < other for one, other in pairwise(times))
    assert times[-1] - now <= timedelta(days=8)
