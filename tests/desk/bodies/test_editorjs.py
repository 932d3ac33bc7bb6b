"""Markdown to EditorJS and back, and EditorJS to HTML."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.desk.bodies.documents import documents
from tui.desk.bodies.editorjs import to_editorjs, to_html, to_markdown
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.refusal import BodyError
from tui.desk.bodies.tree import Blocks, Items, Quote

NOW = datetime(2025, 3, 9, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "items", "content", "style", "meta", "file", "url"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
TYPES = st.sampled_from(
    ["paragraph", "header", "list", "checklist", "quote", "code", "table", "image", "raw", "embed"]
)


def _of(*blocks: dict[str, Any]) -> str:
    return json.dumps({"time": 1, "blocks": list(blocks), "version": "2.30.7"})


def _block(kind: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def _mixed(blocks: Blocks) -> bool:
    """Whether a list holds one of the other kind: EditorJS has one style a list."""
    return any(
        isinstance(below, Items) and (below.ordered != block.ordered or below.start != 1)
        for block in blocks
        if isinstance(block, Items)
        for item in block.items
        for below in item.blocks
    )


@given(documents())
@settings(max_examples=40, deadline=None)
def test_a_document_survives_editorjs(blocks: Blocks) -> None:
    assume(not _mixed(blocks))
    # A quote of EditorJS is one text: lists and code in it become lines.
    said = tuple(block for block in blocks if not isinstance(block, Quote))
    markdown = write_markdown(said)
    assert to_markdown(to_editorjs(markdown, NOW)) == markdown


@given(st.lists(st.fixed_dictionaries({"type": TYPES, "data": JSON}), max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_blocks_read_and_settle(blocks: list[Any]) -> None:
    markdown = to_markdown(json.dumps({"blocks": blocks}))
    to_html(json.dumps({"blocks": blocks}))
    assert to_markdown(to_editorjs(markdown, NOW)) == to_markdown(
        to_editorjs(to_markdown(to_editorjs(markdown, NOW)), NOW)
    )


def test_the_blocks_are_editorjs_own() -> None:
    document = json.loads(
        to_editorjs("# A *b*\n\nc `d` & <e>\n\n- f\n  - g\n\n---\n\n> h\n\n![i](https://x.y/i.png)\n", NOW)
    )
    assert document["time"] == 1741521600000
    assert document["version"]
    assert [(block["type"], block["data"]) for block in document["blocks"]] == [
        ("header", {"text": "A <i>b</i>", "level": 1}),
        ("paragraph", {"text": 'c <code class="inline-code">d</code> &amp; &lt;e&gt;'}),
        (
            "list",
            {
                "style": "unordered",
                "meta": {},
                "items": [{"content": "f", "meta": {}, "items": [{"content": "g", "meta": {}, "items": []}]}],
            },
        ),
        ("delimiter", {}),
        ("quote", {"text": "h", "caption": "", "alignment": "left"}),
        (
            "image",
            {
                "file": {"url": "https://x.y/i.png"},
                "caption": "i",
                "withBorder": False,
                "withBackground": False,
                "stretched": False,
            },
        ),
    ]
    assert len({block["id"] for block in document["blocks"]}) == 6


@pytest.mark.parametrize(
    ("block", "markdown"),
    [
        (_block("paragraph", text="a <b>b</b> <i>c</i> &amp; <mark>d</mark>"), "a **b** _c_ & d\n"),
        (_block("paragraph", text='<a href="javascript:x">a</a><script>b</script>'), "a\n"),
        (_block("header", text="a", level=9), "## a\n"),
        (_block("list", style="unordered", items=["a", "b <b>c</b>"]), "- a\n- b **c**\n"),
        (
            _block("list", style="ordered", items=[{"content": "a", "items": [{"content": "b"}]}]),
            "1. a\n   1. b\n",
        ),
        (_block("checklist", items=[{"text": "a", "checked": True}, {"text": "b"}]), "- [x] a\n- [ ] b\n"),
        (_block("list", style="checklist", items=[{"content": "a", "meta": {"checked": True}}]), "- [x] a\n"),
        (_block("quote", text="a<br><br>b", caption="Ana"), "> a\n>\n> b\n>\n> — Ana\n"),
        (_block("code", code="a\n<b>"), "```\na\n<b>\n```\n"),
        (_block("raw", html="<b>x</b>"), "```html\n<b>x</b>\n```\n"),
        (
            _block("table", withHeadings=True, content=[["a", "b"], ["c"]]),
            "| a | b |\n| --- | --- |\n| c |  |\n",
        ),
        (_block("image", url="https://x.y/i.png", caption="c <b>d</b>"), "![c d](https://x.y/i.png)\n"),
    ],
)
def test_blocks_of_all_tools(block: dict[str, Any], markdown: str) -> None:
    assert to_markdown(_of(block)) == markdown


def test_unknown_blocks_travel_as_fences() -> None:
    embed = {"id": "e1", "type": "embed", "data": {"service": "youtube", "source": "https://y.t/1"}}
    strange = {"id": "s1", "type": "image", "data": {"url": "javascript:x"}}
    markdown = to_markdown(_of(embed, strange))
    assert markdown.startswith("```editorjs\n")
    assert json.loads(to_editorjs(markdown, NOW))["blocks"] == [embed, strange]


def test_html_is_sanitised_and_shows_what_it_does_not_know() -> None:
    html = to_html(
        _of(
            _block("paragraph", text='<img src=x onerror=y><mark>m</mark><a href="java&#10;script:x">l</a>'),
            _block("raw", html="<script>x</script>"),
            _block("embed", source="</code><script>"),
            _block("code", code="</code><script>"),
            _block("list", style="unordered", items=["<b onclick=x>a</b>"]),
        )
    )
    assert "<script" not in html
    assert "onclick" not in html
    assert "onerror" not in html
    assert "href" not in html
    assert "<mark>m</mark>" in html
    assert "&lt;script&gt;x" in html
    assert "embed" in html
    assert "<li><strong>a</strong></li>" in html


def test_a_string_in_a_string_is_read() -> None:
    assert to_markdown(json.dumps(_of(_block("paragraph", text="a")))) == "a\n"


@pytest.mark.parametrize("text", ["", "x", "[]", "{}", '{"blocks": 1}', "null", "[" * 100_000])
def test_what_is_no_editorjs_is_refused(text: str) -> None:
    with pytest.raises(BodyError, match="no EditorJS text"):
        to_markdown(text)
