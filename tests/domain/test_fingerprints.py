"""A verdict is bound to all that was read: whatever can be edited is other in the fingerprint."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.items import a_post
from tui.domain.posts import PostChanges
from tui.domain.readings import reading_of

OTHER: dict[str, Any] = {
    "title": "Other",
    "markdown": "Other",
    "raw": "<p>other</p>",
    "slug": "other",
    "excerpt": "Other",
    "tags": ("a", "b"),
    "keyword": "other",
    "meta_title": "Other",
    "meta_description": "Other",
    "og_image": "https://other.test",
    "scheduled_at": datetime(2026, 12, 1, tzinfo=UTC),
}


def test_these_are_all_that_can_be_edited() -> None:
    assert {one.name for one in fields(PostChanges)} - {"unscheduled"} == set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_what_can_be_edited_is_in_the_fingerprint(name: str) -> None:
    had = {"locked": "a form", "raw": "<p>x</p>"}
    before, after = reading_of(a_post(**had)), reading_of(a_post(**{**had, name: OTHER[name]}))
    assert before.fingerprint != after.fingerprint
    assert not before.still(after)


def test_tags_are_told_apart() -> None:
    one, two = (reading_of(a_post(tags=tags)) for tags in (("a, b",), ("a", "b")))
    assert one.fingerprint != two.fingerprint


def test_where_markdown_says_all_how_it_is_kept_says_nothing_more() -> None:
    one, two = (reading_of(a_post(raw=raw)) for raw in ('{"time": 1}', '{"time": 2}'))
    assert one.fingerprint == two.fingerprint
