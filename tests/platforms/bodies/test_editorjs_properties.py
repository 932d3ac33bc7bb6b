"""What holds for every EditorJS document: untouched it comes back as it was, an edit stays in its place."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platforms.bodies.documents import ANY_BLOCK, DOCUMENTED, EDITORJS_BLOCKS, JSON, PLAIN, editorjs
from tui.domain.errors import Invalid
from tui.platforms.bodies.editorjs import from_markdown, from_raw_body, to_markdown, to_raw
from tui.platforms.bodies.markdown_read import parser, read

SAID = {"type": "paragraph", "data": {"text": "Quite <b>new</b> here"}}
SAYS = "Quite **new** here"


@given(editorjs(ANY_BLOCK))
@settings(max_examples=30)
def test_untouched_it_comes_back_as_it_was_or_is_refused(document: dict[str, Any]) -> None:
    content = json.dumps(document)
    body = to_markdown(content)
    body.markdown.encode()
    if body.locked is None:
        assert json.dumps(json.loads(from_markdown(body.markdown, content))) == content


@given(editorjs(DOCUMENTED))
@settings(max_examples=30)
def test_documented_blocks_are_never_refused(document: dict[str, Any]) -> None:
    assert to_markdown(document).locked is None


@given(editorjs(DOCUMENTED), st.data())
@settings(max_examples=30)
def test_a_new_paragraph_leaves_all_others_as_they_were(
    document: dict[str, Any], data: st.DataObject
) -> None:
    parts = _parts(document)
    at = data.draw(st.integers(0, len(parts)))
    saved = json.loads(from_markdown("\n\n".join([*parts[:at], SAYS, *parts[at:]]), document))
    saved["blocks"].remove(SAID)
    assert saved == document


@given(editorjs(DOCUMENTED), st.data())
@settings(max_examples=30)
def test_an_edit_leaves_all_others_as_they_were(document: dict[str, Any], data: st.DataObject) -> None:
    parts = _parts(document)
    if not parts:
        return
    at = data.draw(st.integers(0, len(parts) - 1))
    saved = json.loads(from_markdown("\n\n".join([*parts[:at], SAYS, *parts[at + 1 :]]), document))
    (new,) = (number for number, one in enumerate(saved["blocks"]) if one.get("data") == SAID["data"])
    old = document["blocks"][new]
    assert saved["blocks"][:new] + saved["blocks"][new + 1 :] == (
        document["blocks"][:new] + document["blocks"][new + 1 :]
    )
    if old["type"] == "paragraph":
        assert saved["blocks"][new] == {**old, "data": SAID["data"]}


@given(editorjs(DOCUMENTED), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_blocks_that_were_moved_are_the_same_blocks(document: dict[str, Any], random: Any) -> None:
    parts = _parts(document)
    random.shuffle(parts)
    shuffled = "\n\n".join(parts)
    if len(read(shuffled)) != len(parts):
        return  # Two lists that came together are one.
    saved = json.loads(from_markdown(shuffled, document))
    assert sorted(map(json.dumps, saved["blocks"])) == sorted(map(json.dumps, document["blocks"]))


def _parts(document: dict[str, Any]) -> list[str]:
    """A document's Markdown block by block, as it stands in the text."""
    markdown = to_markdown(document).markdown
    lines = markdown.split("\n")
    starts = [token.map[0] for token in _tokens(markdown)] + [len(lines)]
    return ["\n".join(lines[start:end]).strip("\n") for start, end in pairwise(starts)]


def _tokens(markdown: str) -> list[Any]:
    return [token for token in parser().parse(markdown) if token.level == 0 and token.nesting >= 0]


@pytest.mark.parametrize("name", EDITORJS_BLOCKS)
@given(data=st.data())
@settings(max_examples=15)
def test_a_locked_block_travels_by_itself(name: str, data: st.DataObject) -> None:
    """Edited it is refused by name, deleted it is deleted, doubled it is refused."""
    raw = data.draw(EDITORJS_BLOCKS[name])
    document = {"blocks": [raw, SAID]}
    markdown = to_markdown(document).markdown
    if "```editorjs-locked" not in markdown:
        return
    fence = markdown.removesuffix(SAYS).strip("\n")
    assert json.loads(from_markdown(f"{SAYS}\n\n{fence}", document))["blocks"] == [SAID, raw]
    assert json.loads(from_markdown(SAYS, document))["blocks"] == [SAID]
    edited = fence.replace('"type"', '"sort"')
    for wrong in (
        edited,
        f"{fence}\n\n{fence}",
        f"> {fence}".replace("\n", "\n> "),
        fence.replace("-locked", ""),
    ):
        with pytest.raises(Invalid, match="locked block"):
            from_markdown(f"{wrong}\n\n{SAYS}", document)


@given(JSON | st.text(max_size=40) | editorjs(JSON), st.lists(PLAIN, max_size=6).map("\n".join))
def test_nothing_but_a_refusal_is_raised(content: Any, text: str) -> None:
    to_raw(content)
    assert to_markdown(content).markdown is not None
    for call in (from_markdown, from_raw_body):
        with suppress(Invalid):
            call(text, content).encode()


@given(editorjs(ANY_BLOCK))
@settings(max_examples=30)
def test_raw_is_the_body_itself(document: dict[str, Any]) -> None:
    content = json.dumps(document)
    raw = to_raw(content)
    raw.encode()
    with suppress(Invalid):
        assert json.dumps(json.loads(from_raw_body(raw, content))) == content


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "Line 1 of the body: it is no JSON there"),
        ('{\n  "blocks": [\n    {,}\n  ]\n}', "Line 3 of the body: it is no JSON there"),
        ("[]", "Line 1 of the body: it is no EditorJS document"),
        ('{"time": 1}', 'the list "blocks" is missing'),
        (
            '{\n "blocks": [\n  {"type": "a", "data": {}},\n  {"data": {}}\n ]}',
            "Line 4 of the body: the block",
        ),
        (
            '{"blocks": [\n\n{"type": "a"}]}',
            'Line 3 of the body: the block "a" that begins there has no "data"',
        ),
        ('{"blocks": [1e999]}', "Line 1 of the body: it cannot be read"),
        ('{"blocks": ' + "[" * 300 + "]" * 300 + "}", "Line 1 of the body: it cannot be read"),
    ],
)
def test_a_raw_body_that_is_none_is_refused_at_its_line(raw: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_raw_body(raw, '{"blocks": []}')
    assert said in refused.value.happened
