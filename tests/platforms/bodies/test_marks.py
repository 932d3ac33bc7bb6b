"""Styles in Markdown: those that can be written, be it with care, and those that cannot."""

from __future__ import annotations

import json

import pytest

from tui.platforms.bodies.editorjs import from_markdown, to_markdown


def paragraph(text: str, *more: str) -> dict[str, object]:
    return {"blocks": [{"type": "paragraph", "data": {"text": one}} for one in (text, *more)]}


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>a</b> b", "**a** b"),
        ("<b>Note:</b>word", "**Note&#58;**&#119;ord"),
        ("word<b>(x)</b>", "wor&#100;**&#40;x)**"),
        ("<b>a<i>b</i></b>", "**a*b***"),
        ("<b>a</b><i>b</i>", "**a***b*"),
        ('<a href="https://x.org/a_(b)">[c]</a>', "[\\[c\\]](<https://x.org/a_(b)>)"),
        ("<b>שלום</b> עולם", "**שלום** עולם"),
        ("👩‍👩‍👧‍👦 <i>👍🏽</i>", "👩‍👩‍👧‍👦 *👍🏽*"),
        ("1. a<br>- b<br># c", "1\\. a\\\n\\- b\\\n\\# c"),
        ("<code>a`b</code>", "``a`b``"),
    ],
)
def test_styles_are_written_so_that_they_read_the_same(html: str, markdown: str) -> None:
    assert to_markdown(paragraph(html)).markdown == markdown
    assert json.loads(from_markdown(markdown))["blocks"][0]["type"] == "paragraph"
    assert to_markdown(from_markdown(markdown)).markdown == markdown


@pytest.mark.parametrize("name", ["u", "mark", "sub", "sup", 'span style="color:red"', "kbd"])
def test_a_style_without_a_form_locks_its_block_alone(name: str) -> None:
    document = paragraph(f"a <{name}>b</{name.split()[0]}>", "c")
    assert to_markdown(document).markdown.count("-locked") == 1
    assert to_markdown(document).markdown.endswith("c")


def test_links_keep_what_they_carry() -> None:
    text = '<a href="https://x.org/" target="_blank" rel="nofollow">a</a>'
    saved = json.loads(from_markdown("[a](https://x.org/) b", paragraph(text)))
    assert saved["blocks"][0]["data"]["text"] == f"{text} b"


def test_two_lists_in_a_row_stay_two() -> None:
    listing = {"type": "list", "data": {"style": "unordered", "items": ["a"]}}
    document = {"blocks": [listing, listing, listing]}
    assert to_markdown(document).markdown == "- a\n\n* a\n\n- a"
    assert json.loads(from_markdown("- a\n\n* b\n\n- a", document))["blocks"][::2] == [listing, listing]
