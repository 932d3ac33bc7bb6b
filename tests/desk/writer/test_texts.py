"""Plain text, Markdown's escapes, slugs and lengths."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.bodies.html import to_html
from tui.desk.bodies.html_read import read_html
from tui.desk.bodies.tree import Paragraph, plain
from tui.desk.writer.limits import twitter_length
from tui.desk.writer.markup import escape
from tui.desk.writer.plain import one_line, paragraphs, shorten
from tui.desk.writer.slugs import slug_of


@given(st.text(max_size=400), st.integers(1, 60))
def test_a_line_is_short_and_safe(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert all(unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for c in line)
    assert not set(line) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\u200b"
    )
    assert line == " ".join(line.split())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("a\u202eevil\u202c b", "aevil b"),
        ("a\tb\r\nc", "a b c"),
        ("👩\u200d🚀 go", "👩\u200d🚀 go"),
        ("word " * 100, " ".join(["word"] * 40) + "…"),
    ],
)
def test_lines(text: str, line: str) -> None:
    assert one_line(text) == line


def test_paragraphs_keep_their_lines() -> None:
    assert paragraphs("a\n b \n\n\n\x1b[1m\n\nc") == ["a\nb", "c"]


def test_shortening_ends_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("x" * 20, 9) == "x" * 8 + "…"
    assert shorten("one two", 7) == "one two"


@given(st.text(max_size=80).map(one_line))
def test_escaped_text_is_shown_as_it_stands(text: str) -> None:
    for before in ("", "**x** "):
        shown = read_html(to_html(before + escape(text)))
        said = [plain(block.inlines) for block in shown if isinstance(block, Paragraph)]
        whole = before.replace("*", "") + text
        assert (said, len(shown)) == (([whole.strip()], 1) if whole.strip() else ([], 0))


@given(st.text(max_size=400), st.text(max_size=20))
def test_slugs_are_slugs(text: str, fallback: str) -> None:
    slug = slug_of(text, fallback)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= 160


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Ünïcode & Straße, don't!", "unicode-strasse-dont"),
        ("日本", "changelog-2025-03-09"),
        ("Smørrebrød Łódź", "smorrebrod-lodz"),
        ("word " * 60, "-".join(["word"] * 32)),
        ("x" * 300, "x" * 160),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slug_of(text, "changelog-2025-03-09") == slug


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("plain", 5),
        ("日本", 4),
        ("👍", 2),
        ("see https://example.org/x", 27),
        ("README.md", 23),
        ("v1.4.0 and 3.9", 14),
        ("https://example.org/" + "x" * 100, 120),
    ],
)
def test_lengths_as_x_counts_and_never_less_than_characters(text: str, length: int) -> None:
    assert twitter_length(text) == length
