"""Markdown as lines: what it looks like, and that nothing in it is lost, harmful or slow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tui.presentation.markdown import MarkdownBlocks, text_blocks
from tui.presentation.markdown_table import shared_widths


def drawn(markdown: str, width: int = 40) -> list[Content]:
    return [line for block in MarkdownBlocks(markdown).blocks for line in block(width)]


def lines(markdown: str, width: int = 40) -> list[str]:
    return [line.plain.rstrip() for line in drawn(markdown, width)]


def styles(markdown: str, text: str) -> set[str]:
    for line in drawn(markdown, 200):
        if text in line.plain:
            at = line.plain.index(text)
            return {
                word for span in line.spans if span.start <= at < span.end for word in str(span.style).split()
            }
    raise AssertionError(text)


def test_paragraphs_and_headings() -> None:
    assert lines("# Title [/]\ntext *that* is\nsoft  \nhard\n\n## Next\n") == [
        "Title [/]",
        "",
        "text that is soft",
        "hard",
        "",
        "Next",
    ]


@pytest.mark.parametrize(
    ("markdown", "text", "style"),
    [
        ("# Title", "Title", "bold"),
        ("a **b**", "b", "bold"),
        ("a *b*", "b", "italic"),
        ("a ~~b~~", "b", "strike"),
        ("**x *b* x**", "b", "italic"),
        ("[b](http://x)", "(http://x)", "dim"),
        ("![b](http://x)", "[image: b]", "dim"),
    ],
)
def test_emphasis(markdown: str, text: str, style: str) -> None:
    assert style in styles(markdown, text)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("[text](http://x.y)", "text (http://x.y)"),
        ("<http://x.y>", "http://x.y"),
        ("<a@b.c>", "a@b.c"),
        ("![](http://x/y.png)", "[image: http://x/y.png]"),
        ("<b>html</b> &lt;", "<b>html</b> <"),
        ("`[/]` [$x] [link='x]", "[/] [$x] [link='x]"),
        ("&#27;[31m &#x202e;", "�[31m"),
    ],
)
def test_a_line(markdown: str, shown: str) -> None:
    assert lines(markdown) == [shown]


def test_lists_and_quotes() -> None:
    assert lines("- one\n  - two\n- three\n\n1. a\n2. b\n\n> q\n> - r\n>\n> s\n\nend") == [
        "• one",
        "  • two",
        "• three",
        "",
        "1. a",
        "2. b",
        "",
        "▎ q",
        "▎",
        "▎ • r",
        "▎",
        "▎ s",
        "",
        "end",
    ]
    assert lines("- a b c d e", 6) == ["• a b", "  c d", "  e"]
    assert lines("-\n- x") == ["•", "• x"]


def test_code_keeps_its_blanks_and_rules_are_lines() -> None:
    assert lines("```py\nif x:\n\n    y [/]\n```\n\n---\n", 10) == [
        "  if x:",
        "",
        "      y",
        "  [/]",
        "",
        "──────────",
    ]


def test_tables_side_by_side_wrapped_and_stacked() -> None:
    table = "| a | count |\n|---|---:|\n| x | 12 |\n| some longer text | 3 |\n"
    assert lines(table) == ["a                 count", "x                    12", "some longer text      3"]
    assert lines(table, 18) == ["a            count", "x               12", "some longer      3", "text"]
    assert lines(table, 10) == ["a: x", "count: 12", "", "a: some", "longer", "text", "count: 3", ""]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 120))
def test_columns_share_the_width(natural: list[int], width: int) -> None:
    widths = shared_widths(natural, width)
    if widths is not None:
        assert sum(widths) + 2 * (len(widths) - 1) <= width
        assert all(1 <= share <= wanted for share, wanted in zip(widths, natural, strict=True))


@pytest.mark.parametrize("depth", [30, 100, 3000])
@pytest.mark.parametrize("sign", ["> ", "- ", "* > "])
def test_deep_nesting_loses_no_text(depth: int, sign: str) -> None:
    assert "deep" in "".join(lines(sign * depth + "deep"))


@pytest.mark.parametrize("text", ["[" * 10_000, "![" * 10_000, "*a " * 10_000, "x" * 10_000, "a " * 20_000])
def test_long_lines_lose_no_text(text: str) -> None:
    assert "".join(lines(text)).replace(" ", "") == text.replace(" ", "")


def test_two_thousand_items() -> None:
    shown = lines("".join(f"- item {number}\n" for number in range(2000)))
    assert len(shown) == 2000
    assert shown[-1] == "• item 1999"


pieces = st.sampled_from(
    [
        *HOSTILE[:6],
        *HOSTILE[9:],
        "# ",
        "- ",
        "> ",
        "1. ",
        "```\n",
        "| a | b |\n|--|--|\n",
        "**",
        "[x](y)",
        "\n",
        "\n\n",
        "    ",
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=10)), max_size=20).map("".join), st.integers(4, 60))
def test_whatever_it_holds_it_is_safe_and_fits(markdown: str, width: int) -> None:
    for line in drawn(markdown, width):
        assert_safe(line.plain)
        assert line.cell_length <= width
    for block in text_blocks(markdown):
        for line in block(width):
            assert_safe(line.plain)
            assert line.cell_length <= width
