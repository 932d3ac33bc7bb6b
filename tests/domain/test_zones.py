"""Time zones by their IANA names."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.domain.zones import EXAMPLE, name_of, zone_named, zone_names


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
