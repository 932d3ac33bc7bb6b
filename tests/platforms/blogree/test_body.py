"""A Blogree body in its forms: nothing of any form is lost by reading it and by an edit elsewhere."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platforms.bodies.documents import JSON, NODES, PLAIN, tiptap
from tui.domain.errors import Invalid, NotSupported
from tui.platforms.blogree.body import Forms, edited, edited_raw, to_markdown, to_raw
from tui.platforms.bodies.markdown_read import to_html
from tui.platforms.bodies.tiptap_html import html_of_node

SAYS = "Quite **new** here"
NEW: dict[str, Any] = {
    "type": "paragraph",
    "content": [
        {"type": "text", "text": "Quite "},
        {"type": "text", "text": "new", "marks": [{"type": "bold"}]},
        {"type": "text", "text": " here"},
    ],
}
UNDERLINED = {
    "type": "paragraph",
    "content": [{"type": "text", "text": "u", "marks": [{"type": "underline"}]}],
}
VIDEO = {"type": "youtube", "attrs": {"src": "https://y.test/v", "width": 640}}


def text(words: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


def forms_of(*nodes: Any, markdown: str = "") -> Forms:
    html = "".join(map(html_of_node, nodes))
    return Forms(html, markdown, {"type": "doc", "content": list(nodes)})


@given(tiptap(NODES))
@settings(max_examples=30)
def test_untouched_it_comes_back_as_it_was_or_is_refused(document: dict[str, Any]) -> None:
    forms = forms_of(*document["content"])
    body = to_markdown(forms)
    if body.locked is None:
        sent = edited(forms, body.markdown)
        assert sent["html"] == forms.html
        assert sent.get("json", document) == document
    raw = edited_raw(forms, to_raw(forms))
    assert raw.get("json", document) == document
    assert raw["html"] == forms.html


@given(tiptap(NODES))
@settings(max_examples=30)
def test_documented_nodes_are_never_refused(document: dict[str, Any]) -> None:
    assert to_markdown(forms_of(*document["content"])).locked is None


@given(tiptap(NODES))
@settings(max_examples=30)
def test_a_new_paragraph_leaves_all_others_as_they_were(document: dict[str, Any]) -> None:
    forms = forms_of(text("first"), *document["content"])
    sent = edited(forms, f"{SAYS}\n\n{to_markdown(forms).markdown}\n\n{SAYS}")
    content = list(sent["json"]["content"])
    assert [content.pop(0), content.pop(_last(content, NEW))] == [NEW, NEW]
    assert content == [text("first"), *document["content"]]
    said = "<p>Quite <strong>new</strong> here</p>"
    assert sent["html"].replace(said, "") == forms.html
    # What was sent is read as one text in three forms.
    again = Forms(sent["html"], sent["markdown"], sent["json"])
    assert to_markdown(again).locked is None


def _last(content: list[Any], node: Any) -> int:
    return len(content) - 1 - content[::-1].index(node)


@given(st.lists(NODES, max_size=3), st.lists(NODES, max_size=3))
@settings(max_examples=30)
def test_an_edit_leaves_all_others_as_they_were(before: list[Any], after: list[Any]) -> None:
    forms = forms_of(*before, text("the odd one out"), *after)
    shown = to_markdown(forms).markdown
    sent = edited(forms, shown.replace("the odd one out", SAYS))
    assert sent["json"]["content"] == [*before, NEW, *after]


@given(JSON | tiptap(JSON), st.text(max_size=40), st.lists(PLAIN, max_size=5).map("\n".join))
@settings(max_examples=30)
def test_nothing_but_a_refusal_is_raised(tiptap_form: Any, html: str, markdown: str) -> None:
    for forms in (Forms(html, markdown, tiptap_form), Forms("", markdown, tiptap_form), Forms(html)):
        to_markdown(forms)
        for call in (edited, edited_raw):
            with suppress(Invalid, NotSupported):
                call(forms, markdown)


def test_blogrees_own_markdown_is_shown_where_it_says_all() -> None:
    forms = forms_of(text("a b"), markdown="a\nb")
    assert to_markdown(forms).markdown == "a\nb"
    richer = forms_of(text("a b"), UNDERLINED, markdown="a\nb\n\nu")
    assert to_markdown(richer).markdown.startswith("a b\n\n```tiptap-locked\n{")


def test_a_locked_node_is_shown_to_readers_as_its_html() -> None:
    forms = Forms(
        '<p>a</p><iframe src="https://y.test/v"></iframe>',
        "a",
        {"type": "doc", "content": [text("a"), VIDEO]},
    )
    body = to_markdown(forms)
    assert body.locked is None
    sent = edited(forms, body.markdown.replace("a\n", "b\n", 1))
    assert sent == {
        "html": '<p>b</p><iframe src="https://y.test/v"></iframe>',
        "markdown": 'b\n\n<iframe src="https://y.test/v"></iframe>',
        "json": {"type": "doc", "content": [text("b"), VIDEO]},
    }


def test_a_link_keeps_what_it_carries_when_its_paragraph_is_edited() -> None:
    mark = {
        "type": "link",
        "attrs": {"href": "https://x.test/", "target": "_blank", "rel": "nofollow", "class": None},
    }
    forms = forms_of({"type": "paragraph", "content": [{"type": "text", "text": "there", "marks": [mark]}]})
    sent = edited(forms, to_markdown(forms).markdown + " now")
    kept = sent["json"]["content"][0]["content"][0]["marks"][0]["attrs"]
    assert kept == {"href": "https://x.test/", "target": "_blank", "rel": "nofollow"}
    assert 'rel="nofollow"' in sent["html"]


def test_html_alone_keeps_its_elements() -> None:
    html = '<h2>A</h2>\n<figure class="x"><img src="a.png"></figure>\n<p>b <a href="c" rel="me">d</a></p>\n'
    forms = Forms(html)
    body = to_markdown(forms)
    assert body.locked is None
    assert edited(forms, body.markdown)["html"] == html
    sent = edited(forms, body.markdown.replace("## A", "## B"))
    assert sent["html"] == html.replace("<h2>A", "<h2>B")
    assert "json" not in sent
    assert '<figure class="x">' in sent["markdown"]


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        (Forms("<p>new words</p>", "old words", None), "HTML and its Markdown do not say the same"),
        (forms_of(text("[x] new"), markdown="- [x] new"), "Markdown and its Tiptap form do not say the same"),
        (forms_of(text("new"), markdown="old"), "Markdown and its Tiptap form do not say the same"),
        (
            Forms("<p>old</p>", "", {"type": "doc", "content": [text("new")]}),
            "HTML and its Tiptap form do not",
        ),
        (
            Forms("<div><p>a</p></div>", "", {"type": "doc", "content": [text("a"), VIDEO]}),
            "do not hold the same",
        ),
    ],
)
def test_forms_that_differ_are_refused_and_can_be_edited_raw(forms: Forms, said: str) -> None:
    assert said in (to_markdown(forms).locked or "")
    with pytest.raises(NotSupported, match="cannot be changed as Markdown"):
        edited(forms, "x")
    raw = to_raw(forms)
    sent = edited_raw(forms, raw)
    assert to_markdown(Forms(sent["html"], sent["markdown"], sent.get("json"))).locked is None


def test_half_a_character_is_not_sent() -> None:
    forms = Forms("<p>a</p>", "a", {"type": "doc", "content": [text("\ud800"), text("a")]})
    assert to_raw(forms) == "<p>a</p>"
    assert "json" not in edited(forms, "b")


def test_markdown_alone_is_itself() -> None:
    forms = Forms(markdown="a *b*\n")
    assert to_markdown(forms).markdown == to_raw(forms) == "a *b*\n"
    assert edited(forms, "c") == edited_raw(forms, "c") == {"html": to_html("c"), "markdown": "c"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (" ", "Line 1 of the body: it is empty"),
        ('{\n"content": [}', "Line 2 of the body: it is no JSON there"),
        ('{"type": "page", "content": []}', "it is no Tiptap document"),
        ('{"type": "doc"}', 'the list "content" is missing'),
        ('{"type": "doc", "content": [\n{"type": "paragraph"},\n{"attrs": {}}]}', "Line 3 of the body"),
        ('{"type": "doc",\n"content": [{"type": "p", "content": [{"type": "text"}]}]}', 'without a "text"'),
        ('{"type": "doc",\n"content": [{"type": "p", "content": 1}]}', "is no list"),
    ],
)
def test_a_raw_body_that_is_none_is_refused_at_its_line(raw: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        edited_raw(forms_of(text("a")), raw)
    assert said in refused.value.happened


def test_a_raw_edit_makes_all_forms_and_keeps_the_html_of_what_stays() -> None:
    forms = Forms(
        '<p class="lead">a</p><p>b</p>', "a\n\nb", {"type": "doc", "content": [text("a"), text("b")]}
    )
    document = json.loads(to_raw(forms))
    document["content"][1] = UNDERLINED
    sent = edited_raw(forms, json.dumps(document))
    assert sent == {
        "html": '<p class="lead">a</p><p><u>u</u></p>',
        "markdown": "a\n\n<p><u>u</u></p>",
        "json": document,
    }
