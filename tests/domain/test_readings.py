"""What was read of an item: whether that is still what it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tui.domain.readings import reading_of

LATER = NOON + timedelta(days=3)


def test_what_reads_as_it_did_is_what_it_was() -> None:
    post = a_post("p1")
    assert reading_of(post).still(reading_of(replace(post)))


def test_of_a_text_that_was_read_only_what_it_says_counts() -> None:
    # A platform may move its dates without a change to anything that was read.
    post = a_post("p1")
    touched = replace(post, updated_at=LATER)
    assert reading_of(post).still(reading_of(touched))
    assert reading_of(post).moved(reading_of(touched))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"state_word": "other"},
        {"markdown": "Other.\n"},
        {"scheduled_at": LATER},
        {"needs_yes": True},
    ],
)
def test_a_text_that_was_read_is_other_as_soon_as_anything_is(change: dict[str, Any]) -> None:
    post = a_post("p1", updated_at=None)
    assert not reading_of(post).still(reading_of(replace(post, **change)))


def test_a_text_that_cannot_be_read_any_more_is_not_what_was_read() -> None:
    post = a_post("p1", updated_at=None)
    assert not reading_of(post).still(reading_of(replace(post, markdown=None)))


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"state_word": "other"}, {"due": LATER}, {"due": None}]
)
def test_of_a_line_all_that_it_told_counts(change: dict[str, Any]) -> None:
    line = an_approval("p1", due=NOON)
    assert reading_of(line).still(reading_of(replace(line)))
    assert not reading_of(line).still(reading_of(replace(line, **change)))


def test_a_line_is_other_where_its_post_goes_out_at_another_time() -> None:
    line = reading_of(an_approval("p1", due=NOON))
    same = a_post("p1", updated_at=None, scheduled_at=NOON)
    assert line.still(reading_of(same))
    assert not line.still(reading_of(replace(same, scheduled_at=LATER)))


def test_a_line_is_other_where_its_platform_says_that_something_was_done_to_it() -> None:
    line = an_approval("p1", updated_at=NOON)
    assert not reading_of(line).still(reading_of(replace(line, updated_at=LATER)))


def test_no_date_tells_of_no_move() -> None:
    dated, undated = (reading_of(an_approval("p1", updated_at=at)) for at in (NOON, None))
    assert not dated.moved(undated)
    assert not undated.moved(dated)
