"""Text from outside is safe to show, whatever it holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.presentation.hostile import HOSTILE
from tui.presentation.text import cells, cut, plain, plain_block, plain_piece

pieces = st.one_of(
    st.text(max_size=20), st.sampled_from(HOSTILE), st.characters(categories=("Cc", "Cf", "Cs", "Mn"))
)
texts = st.lists(pieces, max_size=8).map("".join)
limits = st.integers(min_value=0, max_value=60)


def assert_safe(text: str, allowed: str = "") -> None:
    for character in text:
        assert character in allowed or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}, ascii(
            character
        )
    text.encode("utf-8")


@given(texts, limits)
def test_a_line_is_safe_and_fits_and_stays_as_it_is(text: str, limit: int) -> None:
    line = plain(text, limit)
    assert_safe(line)
    assert cells(line) <= limit
    assert plain(line, limit) == line


@given(texts)
def test_a_whole_line_is_safe_and_stays_as_it_is(text: str) -> None:
    line = plain(text)
    assert_safe(line)
    assert plain(line) == line
    assert line == line.strip()
    assert "  " not in line


@given(texts)
def test_a_block_is_safe_and_stays_as_it_is(text: str) -> None:
    block = plain_block(text)
    assert_safe(block, "\n")
    assert plain_block(block) == block


@given(texts)
def test_a_piece_is_one_safe_line(text: str) -> None:
    assert_safe(plain_piece(text))


@given(st.text(alphabet="ab日本 é…", max_size=40), limits)
def test_what_is_cut_begins_as_the_text_does(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert cells(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain title", "plain title"),
        ("[/] [link='x]", "[/] [link='x]"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;evil\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0\x1b\\sixel", "sixel"),
        ("\x9b31mc1", "c1"),
        ("\x1b]52;c;never ends", "52;c;never ends"),
        ("tabs\tand\r\nlines\u2028here", "tabs and lines here"),
        ("\u202eabc\u2066", "abc"),
        ("a\u200bb\u00adc", "abc"),
        ("\ud800", "\ufffd"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("Ünïcödé naïve e\u0301", "Ünïcödé naïve e\u0301"),
        ("x" + "\u0301" * 50, "x" + "\u0301" * 4),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("日本語", 5, "日本…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_what_is_cut(text: str, limit: int, shown: str) -> None:
    assert plain(text, limit) == shown


def test_a_block_says_how_much_it_leaves_out() -> None:
    assert plain_block("a\r\nb\n\tc\nd", max_lines=3) == "a\nb\n… 2 more lines"
    assert plain_block("a\n\tb", max_lines=2) == "a\n    b"


def test_a_title_of_megabytes_is_cut_before_it_is_read() -> None:
    assert plain("\x1b]" * 2_000_000 + "x", 10) == "…"
    assert plain("word " * 1_000_000, 12) == "word word w…"
