"""Whether a post has what an edit was to give it, whichever field that was."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.fakes.items import a_post
from tui.domain.posts import PostChanges, PostState
from tui.services.settling import holds

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HAD: dict[str, Any] = {
    "title": "Old",
    "markdown": "Old",
    "raw": '{"time": 1, "blocks": [{"type": "a"}]}',
    "slug": "old",
    "excerpt": "Old",
    "tags": ("a", "b"),
    "keyword": "old",
    "meta_title": "Old",
    "meta_description": "Old",
    "og_image": "https://old.test",
    "scheduled_at": AT,
    "state": PostState.SCHEDULED,
}
OTHER: dict[str, Any] = {
    "title": "New",
    "markdown": "New",
    "raw": '{"time": 1, "blocks": [{"type": "b"}]}',
    "slug": "new",
    "excerpt": "",
    "tags": ("b", "a"),
    "keyword": "",
    "meta_title": "New",
    "meta_description": "New",
    "og_image": "",
    "scheduled_at": AT + timedelta(minutes=1),
    "unscheduled": True,
}


def test_every_field_of_an_edit_is_compared() -> None:
    assert {one.name for one in fields(PostChanges)} == set(OTHER)
    assert holds(a_post(**HAD), PostChanges())


@pytest.mark.parametrize("name", OTHER)
def test_a_field_that_is_other_is_seen(name: str) -> None:
    wanted = PostChanges(**{name: OTHER[name]})
    given = {"scheduled_at": None} if name == "unscheduled" else {name: OTHER[name]}
    assert not holds(a_post(**HAD), wanted)
    assert holds(a_post(**{**HAD, **given}), wanted)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"markdown": "One\n\nTwo"}, PostChanges(markdown="One  \nTwo\n\n")),
        ({"title": "T"}, PostChanges(title=" T ")),
        ({"excerpt": None}, PostChanges(excerpt="")),
        ({"tags": ()}, PostChanges(tags=())),
        ({}, PostChanges(raw='{"version": "2", "blocks": [{"type": "a"}], "time": 2}')),
        ({"raw": "<p>x</p>\n"}, PostChanges(raw="<p>x</p>")),
        ({"raw": "[1]"}, PostChanges(raw="[ 1 ]")),
        ({}, PostChanges(scheduled_at=AT.astimezone(timezone(timedelta(hours=5))))),
        ({}, PostChanges(scheduled_at=AT + timedelta(microseconds=7))),
        ({"state": PostState.DRAFT}, PostChanges(unscheduled=True)),
    ],
)
def test_what_says_the_same_is_the_same(given: dict[str, Any], wanted: PostChanges) -> None:
    assert holds(a_post(**{**HAD, **given}), wanted)


@pytest.mark.parametrize("raw", [None, "", "<p>", '{"blocks": []}'])
def test_another_body_in_its_own_form_is_another(raw: str | None) -> None:
    assert not holds(a_post(**{**HAD, "raw": raw}), PostChanges(raw=HAD["raw"]))


def test_a_post_without_a_time_does_not_go_out_then() -> None:
    assert not holds(a_post(**{**HAD, "scheduled_at": None}), PostChanges(scheduled_at=AT))
