"""What is typed to change tags, and how long many requests take."""

from __future__ import annotations

import pytest

from tui.domain.connections import Left
from tui.domain.tagging import TagChange
from tui.domain.takings import takes


@pytest.mark.parametrize(
    ("typed", "before", "after"),
    [
        ("+new", ("a",), ("a", "new")),
        ("+a -b", ("b", "c"), ("c", "a")),
        ("-B", ("a", "b"), ("a",)),
        ("+A", ("a",), ("a",)),
        ("x, big news", ("a",), ("x", "big news")),
        ("+big news, -a", ("a",), ("big news",)),
        ("x y x", (), ("x", "y")),
        ("", ("a",), ()),
    ],
)
def test_tags_are_added_taken_away_or_set(
    typed: str, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert TagChange.of(typed).made_of(before) == after


@pytest.mark.parametrize("typed", ["+a b", "a, -b", "+", "a -"])
def test_what_cannot_be_meant_is_said(typed: str) -> None:
    assert TagChange.fault(typed) is not None


def test_many_requests_say_beforehand_how_long_they_take() -> None:
    lefts = {"agency": [Left("requests", 20, 60)], "acme": [Left("generations", 0, 10)]}
    assert takes({"agency": 20, "acme": 99}, lefts) == ""
    assert takes({"agency": 60}, lefts) == "about 40 s, since agency takes 60 requests a minute"
    assert takes({"agency": 200}, lefts) == "about 3 min, since agency takes 60 requests a minute"
