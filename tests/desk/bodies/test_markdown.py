"""Markdown written from a tree reads back as that tree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.bodies.documents import AWKWARD_PHRASES, documents, runs
from tui.desk.bodies.inlines import tidy
from tui.desk.bodies.markdown_read import read_markdown
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.tree import (
    Blocks,
    Break,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Item,
    Items,
    Paragraph,
    Quote,
    Rule,
    Styled,
    Table,
    Text,
    plain,
)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_a_document_reads_back_as_it_was(blocks: Blocks) -> None:
    assert read_markdown(write_markdown(blocks)) == blocks


@given(runs(AWKWARD_PHRASES))
@settings(max_examples=40, deadline=None)
def test_awkward_words_are_never_lost_or_taken_for_signs(run: tuple[Inline, ...]) -> None:
    (block,) = read_markdown(write_markdown((Paragraph(run),)))
    assert isinstance(block, Paragraph)
    assert plain(block.inlines) == plain(run)


@given(st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_is_shown_as_text(text: str) -> None:
    run = tidy([Text(text)])
    assert read_markdown(write_markdown((Paragraph(run),))) == ((Paragraph(run),) if run else ())
    read = read_markdown(write_markdown((Table(((Text("h"),),), ((run,),)),)))
    assert read == (Table(((Text("h"),),), ((run,),)),)


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_writing_settles_after_one_round(markdown: str) -> None:
    once = write_markdown(read_markdown(markdown))
    assert write_markdown(read_markdown(once)) == once


def test_needless_backslashes_are_left_out() -> None:
    text = "tui/desk/x_y.py: a -> b, ~5 min, 2 * 3 < 7, A|B & C"
    assert write_markdown((Paragraph((Text(text),)),)) == f"{text}\n"


def test_the_shapes_that_editors_like() -> None:
    blocks = (
        Heading(2, (Text("Title"),)),
        Paragraph((Text("One"), Break(), Text("two"))),
        Items((Item((Paragraph((Text("a"),)), Items((Item((Paragraph((Text("b"),)),)),)))),)),
        Items(
            (Item((Paragraph((Text("done"),)),), True), Item((Paragraph((Text("open"),)),), False)), True, 3
        ),
        Quote((Paragraph((Text("q"),)), Rule())),
        CodeBlock("x\n```\ny", "py"),
    )
    assert write_markdown(blocks) == (
        "## Title\n\nOne\\\ntwo\n\n- a\n  - b\n\n3. [x] done\n4. [ ] open\n\n> q\n>\n> ___\n\n"
        "````py\nx\n```\ny\n````\n"
    )
    assert read_markdown(write_markdown(blocks)) == blocks


def test_two_lists_in_a_row_stay_two() -> None:
    one = Items((Item((Paragraph((Text("a"),)),)),))
    assert read_markdown(write_markdown((one, one, one))) == (one, one, one)


def test_a_style_that_cannot_be_said_is_dropped_and_its_words_kept() -> None:
    run = (Text("a"), Styled("strong", (Text("b."),)), Text("c"))
    assert write_markdown((Paragraph(run),)) == "ab.c\n"


def test_spaces_move_out_of_styles() -> None:
    run = tidy(
        [Text("a"), Styled("strong", (Text(" b "),)), Text("c"), Styled("em", (Text("  "),)), Code(" ")]
    )
    assert run == (Text("a "), Styled("strong", (Text("b"),)), Text(" c"))


def test_raw_html_is_text() -> None:
    assert read_markdown("<script>x</script>") == (Paragraph((Text("<script>x</script>"),)),)


def test_deep_and_wide_texts_do_not_break_it() -> None:
    for hostile in (
        "> " * 3000 + "x",
        "- " * 3000 + "x",
        "[" * 3000,
        "*" * 3000 + "x",
        "`" * 3000,
        "a" * 200_000,
    ):
        write_markdown(read_markdown(hostile))
