"""Documents to try the bodies with: trees that every form can say, and words that mean something to some."""

from __future__ import annotations

from hypothesis import strategies as st

from tui.desk.bodies.inlines import tidy
from tui.desk.bodies.tree import (
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Item,
    Items,
    Link,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Style,
    Styled,
    Table,
    Text,
)

WORDS = st.text(alphabet="abcdefgüñ日本é", min_size=1, max_size=6)
_AWKWARD_WORDS = (
    r"* ** _ a_b _x_ ` # - + 1. 2) > <b> </p> < [x] ](y) ! | ~~ &amp; & \ ~ --- === ``` <!-- $ = : :-- |--| "
    "![i](u) https://x.y/a_b_"
)
AWKWARD = st.sampled_from(_AWKWARD_WORDS.split())
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
AWKWARD_PHRASES = st.lists(WORDS | AWKWARD, min_size=1, max_size=6).map(" ".join)
HREFS = st.sampled_from(
    [
        "https://example.org/a?b=c&d=e",
        "/relative",
        "#part",
        "mailto:a@b.c",
        "https://x.y/(a)_b",
        "https://x.y/a%20b",
    ]
)
STYLES: st.SearchStrategy[Style] = st.sampled_from(["strong", "em", "strike"])


def _nested(inner: st.SearchStrategy[list[Inline]]) -> st.SearchStrategy[Inline]:
    styled: st.SearchStrategy[Inline] = st.builds(lambda style, run: Styled(style, tuple(run)), STYLES, inner)
    linked: st.SearchStrategy[Inline] = st.builds(lambda href, run: Link(href, tuple(run)), HREFS, inner)
    return styled | linked


def runs(phrases: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of inlines with spaces between them, tidy and not empty."""
    leaf: st.SearchStrategy[Inline] = phrases.map(Text) | PHRASES.map(Code)
    inline = leaf | _nested(st.lists(leaf, min_size=1, max_size=2))
    spaced = st.lists(inline, min_size=1, max_size=4).map(
        lambda run: tidy(part for one in run for part in (one, Text(" ")))
    )
    return spaced.filter(bool)


def _broken(run: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tidy((*run, Break(), Text("below")))


def _blocks(phrases: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    run = runs(phrases)
    paragraph: st.SearchStrategy[Block] = (run | run.map(_broken)).map(Paragraph)
    heading: st.SearchStrategy[Block] = st.builds(Heading, st.integers(1, 6), run)
    code: st.SearchStrategy[Block] = st.builds(
        CodeBlock, AWKWARD_PHRASES | st.just("a\n\n  b"), st.sampled_from(["", "py", "c++"])
    )
    rule: st.SearchStrategy[Block] = st.just(Rule())
    picture: st.SearchStrategy[Block] = PHRASES.map(
        lambda alt: Paragraph((Picture("https://x.y/p.png", alt),))
    )
    cells = st.tuples(run, run)
    table: st.SearchStrategy[Block] = st.builds(
        lambda header, rows: Table(header, tuple(rows)), cells, st.lists(cells, max_size=2)
    )
    return paragraph | heading | code | rule | picture | table


def _lists(phrases: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    """Lists of lines with lists below them."""
    run = runs(phrases)

    def of(items: st.SearchStrategy[Item]) -> st.SearchStrategy[Block]:
        bullets: st.SearchStrategy[Block] = st.lists(items, min_size=1, max_size=3).map(
            lambda each: Items(tuple(each))
        )
        numbers: st.SearchStrategy[Block] = st.builds(
            lambda each, start: Items(tuple(each), True, start),
            st.lists(items, min_size=1, max_size=3),
            st.integers(0, 30),
        )
        return bullets | numbers

    line = run.map(lambda words: Item((Paragraph(words),)))
    below = st.builds(lambda words, inner: Item((Paragraph(words), inner)), run, of(line))
    return of(line | below)


def documents(phrases: st.SearchStrategy[str] = PHRASES) -> st.SearchStrategy[Blocks]:
    """Whole documents that Markdown can say."""
    block = _blocks(phrases) | _lists(phrases)
    quote: st.SearchStrategy[Block] = st.lists(block, min_size=1, max_size=2).map(
        lambda inner: Quote(tuple(inner))
    )
    return st.lists(block | quote, max_size=4).map(tuple)
