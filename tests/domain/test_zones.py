"""Time zones by their IANA names."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.written_times import time_of, typed_text
from tui.domain.zones import EXAMPLE, MACHINE, is_utc, name_of, zone_meant, zone_named, zone_names


def test_every_zone_is_found_by_its_name() -> None:
    assert EXAMPLE in zone_names()
    for name in zone_names():
        zone = zone_named(name)
        assert zone is not None, name
        assert name_of(zone) == name


@pytest.mark.parametrize("name", [None, "", "Europe", "../UTC", "/UTC", "UTC\0", "ä", "CEST+1", "x" * 9999])
def test_what_is_no_zone_is_none(name: str | None) -> None:
    assert zone_named(name) is None


@given(st.text())
def test_no_text_raises(name: str) -> None:
    assert zone_named(name) is None or name in zone_names()


def test_a_zone_without_a_name_has_none() -> None:
    assert name_of(UTC) is None
    assert name_of(None) is None


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine in Berlin."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


def test_only_a_clock_that_is_utcs_all_year_is_told_once(berlin: None) -> None:
    assert is_utc(UTC)
    for name, is_it in (("Etc/UTC", True), ("Europe/London", False), ("Africa/Abidjan", False)):
        zone = zone_named(name)
        assert zone is not None
        assert is_utc(zone) is is_it, name
    assert not is_utc(MACHINE)


def test_the_machine_has_the_rules_of_its_zone_and_not_only_the_offset_of_today(berlin: None) -> None:
    zone = zone_named("Europe/Berlin")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(366 * 4):
        ours, theirs = at.astimezone(MACHINE), at.astimezone(zone)
        assert (ours.isoformat(), ours.fold, ours.tzname()) == (
            theirs.isoformat(),
            theirs.fold,
            theirs.tzname(),
        )
        assert ours.astimezone(UTC) == at
        at += timedelta(hours=6)
    for hour, minute in ((0, 59), (1, 0), (1, 59), (2, 0)):  # in UTC: clocks are set at 01:00
        for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
            at = day.replace(hour=hour, minute=minute) - timedelta(hours=1)
            assert at.astimezone(MACHINE).isoformat() == at.astimezone(zone).isoformat()
            assert at.astimezone(MACHINE).astimezone(UTC) == at


def test_a_time_is_typed_by_the_rules_that_hold_then(berlin: None) -> None:
    for text in ("2026-07-01 09:00", "2026-12-01 09:00"):
        assert time_of(text, MACHINE) == time_of(text, zone_named("Europe/Berlin"))
    with pytest.raises(ValueError, match="never show that time"):
        time_of("2026-03-29 02:30", MACHINE)
    with pytest.raises(ValueError, match=r"show that time twice: add its offset, \+02:00 or \+01:00"):
        time_of("2026-10-25 02:30", MACHINE)


def test_a_time_is_given_back_as_a_person_types_it() -> None:
    berlin = zone_named("Europe/Berlin")
    for text in (
        "2026-07-01 09:00",
        "2026-10-25 02:30+02:00",
        "2026-10-25 02:30+01:00",
        "2026-12-01 09:00:30",
    ):
        assert typed_text(time_of(text, berlin).astimezone(UTC), berlin) == text
    assert typed_text(time_of("2026-12-01 09:00", berlin), UTC) == "2026-12-01 08:00"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("europe/berlin", "Europe/Berlin"),
        ("Europe/Berlim", "Europe/Berlin"),
        ("", None),
        ("qqqqqq", None),
    ],
)
def test_the_zone_that_was_meant_is_found(given: str, meant: str | None) -> None:
    assert zone_meant(given) == meant
