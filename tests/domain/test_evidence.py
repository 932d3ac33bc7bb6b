"""What a text leans on, and what in it is in none of its sources."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.domain.evidence import evidence
from tui.domain.posts import Source

SEARCH = Source(
    "commit", "0123456 feat(search): keep an index of its own", "https://x.test/c/0123456789", "Ann"
)
SIGN_IN = Source("pull request", "#398 Ask one question at sign-in, not two")
EXPORTS = Source(
    "commit", "89abcde fix: exports keep their time zone", author="Bob", words="Closes #405. Since 2.4.1."
)
SOURCES = (
    Source("repository", "acme/api", words="38 commits 4 pullRequests"),
    Source("window", "last_7_days", at=datetime(2025, 11, 14, tzinfo=UTC)),
    Source("window", "last_7_days", at=datetime(2025, 11, 20, tzinfo=UTC)),
    SEARCH,
    SIGN_IN,
    EXPORTS,
)
TEXT = """\
From 14 to 20 November 2025 (UTC), acme/api saw 38 commits by Ann and Bob (1).

## Highlights in v9

- **Search**: an index of its own (#412)
- Sign-in asks one question, not two ([#398](https://x.test/pull/398))
- Exports keep their time zone, [89abcde](https://x.test/c/89abcde) and since 2.4.1

Search is 4× faster, 38% less memory with `QueryPlanner`, thanks to Carol Danvers on 3 December.
"""


def test_each_paragraph_leans_on_what_it_shares_words_or_names_with() -> None:
    told = evidence(TEXT, SOURCES)
    assert [leaning.sources for leaning in told.paragraphs] == [(), (SEARCH,), (SIGN_IN,), (EXPORTS,), ()]
    assert told.whole


def test_what_is_in_no_source_is_named_and_counts_and_days_of_the_sources_are_not() -> None:
    told = evidence(TEXT, SOURCES)
    assert told.numbers == ("#412", "3 December", "4×", "38%")
    assert told.names == ("QueryPlanner", "Carol Danvers")
    assert told.paragraphs[1].strangers == ("#412",)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("38 commits and 4 pull requests", ()),
        ("39 commits", ("39",)),
        ("2 people made 3 fixes", ()),
        ("version 2.4.1, v2.4.1", ()),
        ("version 2.4.2", ("2.4.2",)),
        ("in 12 ms", ("12 ms",)),
        ("[more](https://x.test/9876)", ()),
        ("see https://x.test/9876 there", ()),
        ("```\nretries = 77\n```\n", ()),
        ("on 2025-11-15 and 2024-11-15", ("2024-11-15",)),
        ("1. one\n2. two", ()),
        ("fixes #405", ()),
    ],
)
def test_numbers(text: str, odd: tuple[str, ...]) -> None:
    assert evidence(text, SOURCES).numbers == odd


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Search keeps an `index`.", ()),
        ("It runs on Friday over HTTP.", ()),
        ("It uses PostgreSQL and max_connections.", ("PostgreSQL", "max_connections")),
        ("Thanks to Bob, and to Zoe.", ("Zoe",)),
    ],
)
def test_names(text: str, odd: tuple[str, ...]) -> None:
    assert evidence(text, SOURCES).names == odd


def test_the_numbers_of_the_title_are_looked_up_too() -> None:
    assert evidence("words", SOURCES, "acme/api 2.4.1 and 2.5.0").numbers == ("2.5.0",)


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=5))
@settings(max_examples=50)
def test_any_text_and_any_sources_are_looked_at(text: str, labels: list[str]) -> None:
    told = evidence(text, [Source("commit", label, words=label) for label in labels])
    assert not {*told.numbers, *told.names} - {one for each in told.paragraphs for one in each.strangers}


def test_a_long_text_on_many_sources_is_told_in_bounds() -> None:
    sources = [
        Source("commit", f"{place:07x} change number {place} of part{place % 90}") for place in range(1_200)
    ]
    told = evidence("\n\n".join(f"Part{place} changed, number {place}." for place in range(2_500)), sources)
    assert not told.whole
    assert len(told.paragraphs) == 2_000
    assert len(told.numbers) <= 50
