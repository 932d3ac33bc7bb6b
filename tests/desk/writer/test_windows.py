"""Look-back windows are whole UTC days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.writer.draft import WriterError
from tui.desk.writer.windows import during, span, window, window_words
from tui.domain.generation import LOOKBACK_WINDOWS

DAYS = {"current_day": 1, "yesterday": 1, "last_7_days": 7, "last_14_days": 14, "last_30_days": 30}


@given(
    st.sampled_from(LOOKBACK_WINDOWS),
    st.integers(0, 100 * 365 * 24 * 60),
    st.integers(-14 * 60, 14 * 60),
)
def test_windows_are_whole_days_up_to_today(lookback: str, minute: int, offset: int) -> None:
    zone = timezone(timedelta(minutes=offset))
    now = datetime(2000, 1, 1, tzinfo=zone) + timedelta(minutes=minute)
    since, until = window(lookback, now)
    assert since.time() == until.time() == datetime.min.time()
    assert since.tzinfo == until.tzinfo == UTC
    assert (until - since).days == DAYS[lookback]
    if lookback == "yesterday":
        assert until <= now < until + timedelta(days=1)
    else:
        assert since <= now < until


def test_the_utc_day_counts_not_the_local_one() -> None:
    now = datetime(2025, 3, 10, 1, tzinfo=timezone(timedelta(hours=5)))
    assert window("current_day", now)[0] == datetime(2025, 3, 9, tzinfo=UTC)


def test_an_unknown_window_is_refused_with_the_known_ones() -> None:
    with pytest.raises(WriterError, match=r"last_8_days.*last_7_days"):
        window("last_8_days", datetime(2025, 3, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("since", "until", "words", "start"),
    [
        ("2025-03-09", "2025-03-10", "9 March 2025", "On 9 March 2025"),
        ("2025-03-03", "2025-03-10", "3–9 March 2025", "From 3 to 9 March 2025"),
        ("2025-02-24", "2025-03-03", "24 February – 2 March 2025", "From 24 February to 2 March 2025"),
        (
            "2024-12-30",
            "2025-01-06",
            "30 December 2024 – 5 January 2025",
            "From 30 December 2024 to 5 January 2025",
        ),
    ],
)
def test_days_in_words(since: str, until: str, words: str, start: str) -> None:
    first, after = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (since, until))
    assert (span(first, after), during(first, after)) == (words, start)
    assert window_words("last_7_days", first, after) == f"the last 7 days ({words}, UTC)"
