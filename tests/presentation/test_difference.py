"""What is other between two readings is told in lines, safely, whatever they hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tests.presentation.values import NOW
from tui.domain.readings import Reading
from tui.presentation.difference import MOST_LINES, UNSEEN, difference


def reading(text: str | None = "", **facts: str) -> Reading:
    return Reading("Week 47", "draft", text, facts=tuple(facts.items()))


def lines(before: Reading, after: Reading) -> list[str]:
    return difference(before, after, NOW).plain.split("\n")


def test_lines_that_are_other_are_told_with_what_stands_around_them() -> None:
    before = "\n".join(["one", "two", "three", "four", "It is four times faster.", *"abcdefg"])
    after = before.replace("four times", "twice") + "\nand more"
    assert lines(reading(before), reading(after)) == [
        "text",
        "  … 2 lines as they were",
        "  three",
        "  four",
        "- It is four times faster.",
        "+ It is twice faster.",
        "  a",
        "  b",
        "  … 3 lines as they were",
        "  f",
        "  g",
        "+ and more",
    ]


def test_signs_tell_what_colours_repeat() -> None:
    told = difference(reading("It is four times faster."), reading("It is twice faster."), NOW)
    marked = {told.plain[span.start : span.end] for span in told.spans if "underline" in str(span.style)}
    assert "four times" in " ".join(marked)
    assert "twice" in marked
    assert told.plain.split("\n")[1:] == ["- It is four times faster.", "+ It is twice faster."]


def test_facts_that_are_other() -> None:
    before = Reading("Old", "draft", "text", NOW, facts=(("slug", "a"), ("tags", "x"), ("own form", "{}")))
    facts = (("slug", "b"), ("tags", ""), ("own form", '{"x": 1}'))
    after = Reading("New", "published", "text", NOW + timedelta(days=1), facts=facts)
    assert lines(before, after) == [
        *("title", "- Old", "+ New"),
        *("state", "- draft", "+ published"),
        *("due", "- Mon 23 Nov 2026 12:00", "+ Tue 24 Nov 2026 12:00"),
        *("slug", "- a", "+ b"),
        *("tags", "- x"),
        "own form: what Markdown cannot say of it is other",
    ]


def test_what_was_only_seen_in_a_list_tells_its_time() -> None:
    before = Reading("T", "draft", None, updated_at=NOW)
    after = Reading("T", "draft", "text", updated_at=NOW + timedelta(hours=1), facts=(("slug", "a"),))
    assert lines(before, after) == ["changed", "- Mon 23 Nov 2026 12:00", "+ Mon 23 Nov 2026 13:00"]
    assert lines(before, before) == ["No difference can be seen."]


@pytest.mark.parametrize(
    ("before", "after"), [("pay\u200bpal", "paypal"), ("a", "a  "), ("a", "\u202ea"), ("x\ta", "x    a")]
)
def test_what_is_other_and_cannot_be_seen_is_said(before: str, after: str) -> None:
    assert f"  {UNSEEN}" in lines(reading(before), reading(after))


def test_line_breaks_alone() -> None:
    assert lines(reading("a\nb"), reading("a\r\nb")) == ["text", "(other only in its line breaks)"]


def test_much_that_is_other_is_cut() -> None:
    told = lines(reading("a\n" * 100_000), reading("b\n" * 100_000))
    assert len(told) == MOST_LINES + 2
    assert told[-1].startswith("… and more")


pieces = st.one_of(st.text(max_size=20), st.sampled_from(HOSTILE), st.just("\n"))
texts = st.lists(pieces, max_size=8).map("".join)


@given(texts, texts, texts, texts)
def test_hostile_text_is_safe(old: str, new: str, slug: str, title: str) -> None:
    before = Reading(title, "draft", old, facts=(("slug", slug),))
    after = Reading(slug, title, new, facts=(("slug", title),))
    told = difference(before, after, NOW)
    assert_safe(told.plain, "\n")
    for span in told.spans:
        assert "link" not in str(span.style)


@given(texts, texts)
def test_every_line_begins_with_its_sign(old: str, new: str) -> None:
    for line in lines(reading(old), reading(new))[1:]:
        assert line[:2] in {"- ", "+ ", "  ", "-", "+", ""} or line.startswith(("…", "(")), ascii(line)
