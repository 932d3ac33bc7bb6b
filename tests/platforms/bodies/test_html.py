"""HTML to Markdown, Markdown to HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.platforms.bodies.html import to_markdown
from tui.platforms.bodies.markdown_read import to_html

TAGS = st.sampled_from(
    [
        "p",
        "b",
        "i",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "a",
        "pre",
        "code",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "div",
        "img",
        "br",
        "hr",
        "script",
        "u",
        "<!--",
        "<![",
        "<?",
        "&",
        "&amp;",
    ]
)
SOUP = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8"), max_size=8),
        TAGS.map(lambda name: f"<{name}>"),
        TAGS.map(lambda name: f"</{name}>"),
    ),
    max_size=14,
).map("".join)


def test_the_seed_pages_body() -> None:
    assert to_markdown("<h1>Introduction</h1><p>AI blogging tools have...</p>") == (
        "# Introduction\n\nAI blogging tools have...",
        None,
    )


def test_the_usual_page() -> None:
    markdown, locked = to_markdown(
        "<h2>New</h2>\n<p>A <strong>bold</strong> <em>word</em>,<br>a <a href='https://x.org/?a=1&amp;b=2'>link</a>"
        " and <code>a*b</code>.</p><ul><li>one</li><li><p>two</p><ul><li>in</li></ul></li></ul>"
        '<blockquote><p>said</p></blockquote><pre><code class="language-py">x = 1\n</code></pre><hr>'
        "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"
    )
    assert locked is None
    assert markdown == (
        "## New\n\nA **bold** *word*,\\\na [link](https://x.org/?a=1&b=2) and `a*b`.\n\n"
        "- one\n- two\n  - in\n\n> said\n\n```py\nx = 1\n```\n\n---\n\n| a |\n| --- |\n| 1 |"
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<p>a <u>line</u></p>",
        "<iframe src='https://x.org'></iframe>",
        "<p style='color:red'>a</p>",
        "<script>alert(1)</script><p>x</p>",
        "<ul><li>a<p><u>b</u></p></li></ul>",
        "<img src=a.png width=3>",
    ],
)
def test_what_markdown_cannot_keep_locks_the_post(markup: str) -> None:
    assert to_markdown(markup)[1]


def test_a_script_is_not_text() -> None:
    assert "alert" not in to_markdown("<script>alert(1)</script><p>x<script>alert(2)</script></p>")[0]


@given(SOUP)
def test_broken_markup_is_read(markup: str) -> None:
    markdown, locked = to_markdown(markup)
    if locked is None:
        assert to_markdown(to_html(markdown))[0] == markdown


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_html_in_markdown_is_text(markdown: str) -> None:
    assert "<script" not in to_html("<script>" + markdown).lower()


def test_nesting_harms_nothing() -> None:
    to_markdown("<div>" * 3000 + "x")
    to_markdown("<ul><li>" * 1000 + "x")
    to_markdown("<b>" * 3000 + "x")
    to_markdown("<blockquote>" * 1000 + "x")
