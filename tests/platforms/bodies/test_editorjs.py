"""EditorJS to Markdown and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.platforms.bodies.documents import CHARS, DOCUMENTED, PLAIN, editorjs
from tui.domain.errors import Invalid
from tui.platforms.bodies.editorjs import document_of, from_markdown, has_text, to_markdown


@given(editorjs(DOCUMENTED))
@example({"blocks": [{"type": "list", "data": {"style": "ordered", "items": ["a"]}}] * 2})
@example(
    {"blocks": [{"type": "image", "data": {"file": {"url": "https://x.org/a.png"}, "caption": "&amp;amp;"}}]}
)
def test_without_its_original_a_document_means_the_same(document: dict[str, Any]) -> None:
    shown = [one for one in document["blocks"] if "-locked" not in to_markdown({"blocks": [one]}).markdown]
    body = to_markdown({"blocks": shown})
    assert body.locked is None
    assert to_markdown(from_markdown(body.markdown)) == body


@given(st.text(CHARS, max_size=60) | st.lists(PLAIN, max_size=8).map("\n".join))
def test_any_markdown_becomes_a_document_that_stays(markdown: str) -> None:
    try:
        content = from_markdown(markdown)
    except Invalid:
        return
    first = to_markdown(content)
    assert first.locked is None
    assert json.loads(from_markdown(first.markdown, content)) == json.loads(content)


def test_the_usual_blocks_read_as_usual_markdown() -> None:
    document = {
        "time": 1775030400000,
        "blocks": [
            {"id": "a1", "type": "header", "data": {"text": "SEO &amp; you", "level": 2}},
            {
                "type": "paragraph",
                "data": {"text": 'Be <b>bold</b>, <i>kind</i> and <a href="https://x.org">linked</a>.'},
            },
            {
                "type": "list",
                "data": {"style": "ordered", "items": ["one", {"content": "two", "items": ["in"]}]},
            },
            {"type": "paragraph", "data": {"text": "Then:&nbsp;"}},
            {"type": "checklist", "data": {"items": [{"text": "done", "checked": True}]}},
            {"type": "quote", "data": {"text": "Said.", "caption": "Ana", "alignment": "left"}},
            {"type": "code", "data": {"code": "print(1)"}},
            {"type": "delimiter", "data": {}},
            {"type": "table", "data": {"withHeadings": True, "content": [["a", "b"], ["1", "x|y"]]}},
            {"type": "image", "data": {"file": {"url": "https://x.org/a.png"}, "caption": "A cat"}},
        ],
        "version": "2.30.7",
    }
    body = to_markdown(json.dumps(document))
    assert body.locked is None
    assert body.markdown == (
        "## SEO & you\n\n"
        "Be **bold**, *kind* and [linked](https://x.org).\n\n"
        "1. one\n2. two\n   1. in\n\n"
        "Then:\n\n"
        "- [x] done\n\n"
        "> Said.\n>\n> — Ana\n\n"
        "```\nprint(1)\n```\n\n"
        "---\n\n"
        "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n\n"
        "![A cat](https://x.org/a.png)"
    )


def test_an_edit_leaves_the_other_blocks_with_their_ids_and_tunes() -> None:
    blocks = [
        {"id": "a1", "type": "paragraph", "data": {"text": "first"}},
        {"id": "b2", "type": "embed", "data": {"service": "youtube"}, "tunes": {"anchor": "v"}},
        {"id": "c3", "type": "paragraph", "data": {"text": "third"}},
    ]
    content = json.dumps({"time": 5, "blocks": blocks, "version": "2.30.7"})
    edited = to_markdown(content).markdown.replace("third", "3rd, **changed**")
    saved = json.loads(from_markdown(edited, content))
    assert saved["blocks"][:2] == blocks[:2]
    assert saved["blocks"][2] == {"id": "c3", "type": "paragraph", "data": {"text": "3rd, <b>changed</b>"}}
    assert (saved["time"], saved["version"]) == (5, "2.30.7")


@pytest.mark.parametrize(
    ("meta", "markdown"),
    [
        ({"start": 1, "counterType": "numeric"}, "1. one"),
        ({}, "1. one"),
        ({"start": 3, "counterType": "numeric"}, "3. one"),
        ({"counterType": "upper-roman"}, None),
        (["start"], None),
    ],
)
def test_a_numbered_list_is_locked_only_where_it_counts_otherwise(meta: Any, markdown: str | None) -> None:
    items = [{"content": "one", "meta": {}, "items": []}]
    content = {"blocks": [{"type": "list", "data": {"style": "ordered", "meta": meta, "items": items}}]}
    shown = to_markdown(content).markdown
    assert shown == markdown if markdown else "editorjs-locked" in shown
    assert json.loads(from_markdown(shown, content))["blocks"] == content["blocks"]


def test_a_damaged_locked_block_is_refused_in_words() -> None:
    with pytest.raises(Invalid, match=r"locked block .* was changed"):
        from_markdown("```editorjs-locked\n{half\n```")


@pytest.mark.parametrize("content", ["<p>Hi</p>", "plain", '"[]"', "[1]", '{"blocks": 3}'])
def test_what_is_no_document_is_shown_and_locked(content: str) -> None:
    assert to_markdown(content).locked


def test_a_string_within_a_string_is_read() -> None:
    document = {"blocks": [{"type": "paragraph", "data": {"text": "x"}}]}
    assert document_of(json.dumps(json.dumps(document))) == document


def test_depth_harms_nothing() -> None:
    deep: Any = "x"
    for _ in range(400):
        deep = {"content": "x", "items": [deep]}
    content = {"blocks": [{"type": "list", "data": {"style": "ordered", "items": [deep]}}]}
    to_markdown(content)
    to_markdown("[" * 100_000)
    to_markdown({"blocks": [{"type": "paragraph", "data": {"text": "<b>" * 5000 + "x"}}]})


@pytest.mark.parametrize(
    ("content", "there"),
    [
        (None, False),
        ("", False),
        ('{"blocks": []}', False),
        ('{"blocks": [{"type": "paragraph", "data": {"text": " <br> "}}]}', False),
        ('{"blocks": [{"type": "embed", "data": {}}]}', True),
        ("text", True),
    ],
)
def test_an_empty_body_is_told_from_a_written_one(content: object, there: bool) -> None:
    assert has_text(content) is there
