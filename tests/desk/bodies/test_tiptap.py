"""Markdown to Tiptap and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.bodies.documents import documents
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.refusal import BodyError
from tui.desk.bodies.tiptap import to_markdown, to_tiptap
from tui.desk.bodies.tree import Blocks

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "content", "attrs", "marks", "text", "level", "x"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
TYPES = st.sampled_from(
    [
        "paragraph",
        "text",
        "heading",
        "bulletList",
        "listItem",
        "table",
        "tableRow",
        "image",
        "taskList",
        "codeBlock",
        "?",
    ]
)
NODES = st.fixed_dictionaries(
    {"type": TYPES}, optional={"content": st.lists(JSON, max_size=3), "attrs": JSON, "marks": JSON}
)


@given(documents())
@settings(max_examples=40, deadline=None)
def test_a_document_survives_tiptap(blocks: Blocks) -> None:
    markdown = write_markdown(blocks)
    assert to_markdown(json.loads(json.dumps(to_tiptap(markdown)))) == markdown


@given(st.lists(NODES, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_nodes_read(nodes: list[Any]) -> None:
    to_markdown({"type": "doc", "content": nodes})


def test_the_names_are_tiptaps() -> None:
    doc = to_tiptap("## A\n\nb **c** [d](https://x.y)\n\n- [x] e\n\n3. f\n")
    assert doc == {
        "type": "doc",
        "content": [
            {"type": "heading", "attrs": {"level": 2}, "content": [{"type": "text", "text": "A"}]},
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": "b "},
                    {"type": "text", "text": "c", "marks": [{"type": "bold"}]},
                    {"type": "text", "text": " "},
                    {
                        "type": "text",
                        "text": "d",
                        "marks": [{"type": "link", "attrs": {"href": "https://x.y"}}],
                    },
                ],
            },
            {
                "type": "taskList",
                "content": [
                    {
                        "type": "taskItem",
                        "attrs": {"checked": True},
                        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "e"}]}],
                    }
                ],
            },
            {
                "type": "orderedList",
                "attrs": {"start": 3},
                "content": [
                    {
                        "type": "listItem",
                        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "f"}]}],
                    }
                ],
            },
        ],
    }


def test_unknown_nodes_and_joined_cells_travel_as_fences() -> None:
    video = {"type": "youtube", "attrs": {"src": "https://y.t/1"}}
    joined = {
        "type": "table",
        "content": [{"type": "tableRow", "content": [{"type": "tableCell", "attrs": {"colspan": 2}}]}],
    }
    markdown = to_markdown({"type": "doc", "content": [video, joined]})
    assert markdown.startswith("```tiptap\n")
    assert to_tiptap(markdown)["content"] == [video, joined]


def test_dangerous_links_are_words() -> None:
    link = {"type": "link", "attrs": {"href": "javascript:x"}}
    doc = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "a", "marks": [link]}]}],
    }
    assert to_markdown(doc) == "a\n"


def test_mentions_say_their_label() -> None:
    doc = {
        "type": "doc",
        "content": [{"type": "paragraph", "content": [{"type": "mention", "attrs": {"label": "Ana"}}]}],
    }
    assert to_markdown(doc) == "Ana\n"


def test_depth_is_bounded() -> None:
    node: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "x"}]}
    for _ in range(200):
        node = {"type": "blockquote", "content": [node]}
    assert '"text": "x"' in to_markdown({"type": "doc", "content": [node]})


@pytest.mark.parametrize("doc", [{}, {"type": "paragraph"}, {"content": []}])
def test_what_is_no_document_is_refused(doc: dict[str, Any]) -> None:
    with pytest.raises(BodyError, match="no Tiptap document"):
        to_markdown(doc)


def test_an_empty_document() -> None:
    assert to_tiptap("") == {"type": "doc", "content": []}
    assert to_markdown({"type": "doc"}) == ""
