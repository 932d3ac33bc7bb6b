"""What a platform answered, as it is shown: without secrets, in bounds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.platforms.answer_text import HIDDEN, LONGEST, answer_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


def test_an_answer_is_shown_as_it_came_but_for_its_secrets() -> None:
    told = {
        "id": 7,
        "title": "Ümläut ✓",
        "site": {"api_key": "k-1", "webhook_secret": "whsec_1", "webhookSecret": ["a"], "name": "Blog"},
        "password": None,
        "has_token": True,
        "note": "signed with Bearer abcdefghijklmnop and eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig",
    }
    text = answer_text(told)
    assert text is not None
    shown = json.loads(text)
    assert shown["site"] == {
        "api_key": HIDDEN,
        "webhook_secret": HIDDEN,
        "webhookSecret": HIDDEN,
        "name": "Blog",
    }
    assert (shown["id"], shown["title"], shown["password"], shown["has_token"]) == (7, "Ümläut ✓", None, True)
    assert shown["note"] == f"signed with {HIDDEN} and {HIDDEN}"
    assert '\n  "title": "Ümläut ✓"' in text


@pytest.mark.parametrize(
    "told", [{"a": "x" * 500_000}, [{"n": n} for n in range(90_000)], {"a": [["x" * 1_900]] * 90}]
)
def test_a_long_answer_is_cut_and_says_so(told: Any) -> None:
    text = answer_text(told)
    assert text is not None
    assert len(text) < LONGEST + 100
    assert "more" in text


def test_what_cannot_be_walked_through_is_not_shown() -> None:
    deep: Any = []
    for _ in range(5_000):
        deep = [deep]
    assert answer_text(deep) is None
    assert answer_text(None) is None


@given(JSON.filter(lambda told: told is not None))
@settings(max_examples=40)
def test_any_answer_is_laid_out(told: Any) -> None:
    text = answer_text(told)
    assert text is not None
    text.encode()
