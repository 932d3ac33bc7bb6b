"""Huge and deep bodies: bounded, and refused in words rather than by a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.domain.errors import Invalid
from tui.platforms.blogree.body import Forms, edited_raw
from tui.platforms.blogree.body import to_markdown as blogree_markdown
from tui.platforms.bodies.editorjs import from_markdown, from_raw_body, to_markdown, to_raw
from tui.platforms.bodies.html import to_markdown as html_markdown
from tui.platforms.bodies.markdown_read import LONGEST, read


def test_thousands_of_equal_blocks_stay_where_they_are() -> None:
    same = {"type": "paragraph", "data": {"text": "same"}}
    document = {"blocks": [{"id": str(number), **same} for number in range(1500)]}
    markdown = to_markdown(document).markdown
    middle = markdown.replace("same", "new", 750).replace("new", "same", 749)
    saved = json.loads(from_markdown(middle, document))["blocks"]
    assert [one["id"] for one in saved] == [one["id"] for one in document["blocks"]]
    assert [one["data"]["text"] for one in saved].count("new") == 1


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(Invalid, match="longer than"):
        read("a" * (LONGEST + 1))
    document = {"blocks": [{"type": "code", "data": {"code": "a" * LONGEST}}]}
    assert to_markdown(document).locked is not None
    assert json.loads(from_raw_body(to_raw(document), document)) == document
    assert html_markdown("<p>a</p>" * LONGEST)[1]


@pytest.mark.parametrize(
    "text", ["> " * 500 + "a", "- " * 500 + "a", "\n".join("  " * n + "- a" for n in range(200))]
)
def test_a_text_too_deep_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="nested too deeply"):
        read(text)


@pytest.mark.parametrize("text", ["[" * 3000, "*a " * 3000, "`" * 3000, "<" * 3000, "![" * 1000, "&#" * 3000])
def test_signs_in_numbers_are_text(text: str) -> None:
    assert read(text)
    document = {"blocks": [{"type": "paragraph", "data": {"text": text}}]}
    body = to_markdown(document)
    assert json.loads(from_markdown(body.markdown, document))["blocks"] == document["blocks"]


def deep(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = {"type": "paragraph", "content": [{"type": "text", "text": "a"}]}
    for _ in range(levels):
        node = {"type": "blockquote", "content": [node]}
    return {"type": "doc", "content": [node]}


def test_deep_documents_are_locked_or_taken_for_none() -> None:
    assert blogree_markdown(Forms(tiptap=deep(15))).markdown == "> " * 15 + "a"
    assert blogree_markdown(Forms(tiptap=deep(30))).markdown.startswith("```tiptap-locked")
    assert blogree_markdown(Forms("<p>b</p>", "", deep(500))).markdown == "b"
    with pytest.raises(Invalid, match="Line 1 of the body"):
        edited_raw(Forms(tiptap=deep(1)), json.dumps(deep(300)))
    assert to_markdown({"blocks": [{"type": "x", "data": deep(90)}]}).locked
