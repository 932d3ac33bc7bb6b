"""Markdown to HTML and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk.bodies.documents import documents
from tui.desk.bodies.html import to_html, to_markdown
from tui.desk.bodies.html_read import read_html
from tui.desk.bodies.html_write import write_html
from tui.desk.bodies.markdown_read import read_markdown
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.tree import Blocks


@given(documents())
@settings(max_examples=40, deadline=None)
def test_a_document_survives_html(blocks: Blocks) -> None:
    markdown = write_markdown(blocks)
    assert to_markdown(to_html(markdown)) == markdown
    assert read_html(write_html(blocks)) == blocks


@given(st.text(alphabet=st.sampled_from("<>/abp\"'= \n&;!-[]*_`"), max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_markup_reads_and_settles(html: str) -> None:
    once = to_markdown(html)
    assert to_markdown(to_html(once)) == once


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Hi <b>there </b>you</p>", "Hi **there** you\n"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc\n"),
        ("plain &lt;b&gt; &amp; more", "plain \\<b> & more\n"),
        ("<ul><li>a<ul><li>b</ul><li><input type=checkbox checked> c</ul>", "- a\n  - b\n- [x] c\n"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b\n"),
        ("<ol start=4><li>a<li>b</ol>", "4. a\n5. b\n"),
        ("<blockquote><p>q</p></blockquote>", "> q\n"),
        ('<pre><code class="language-py">x = 1\n\ny</code></pre>', "```py\nx = 1\n\ny\n```\n"),
        ("a<br>b<br/>", "a\\\nb\n"),
        ("<script>x()</script><style>p{}</style><!-- c -->y", "y\n"),
        (
            "<a href='java\nscript:x()'>bad</a> <a href=' https://x.y/a b '>good</a>",
            "bad [good](https://x.y/a%20b)\n",
        ),
        ("<img src=x.png alt='A *p*'><img src='data:text/html,x' alt=no>", "![A \\*p\\*](x.png)no\n"),
        (
            "<table><tr><td>a<td>b|c<tr><td>d</table>",
            "|  |  |\n| --- | --- |\n| a | b\\|c |\n| d |  |\n",
        ),
        ("<table><thead><tr><th>a</th></tr></thead></table>", "| a |\n| --- |\n"),
        ("<h1>A</h1><h7>B</h7>", "# A\n\nB\n"),
        ("<span><div>block in a span</div></span>", "block in a span\n"),
        ("<dl><dt>t</dt><dd>d</dd></dl>", "t\n\nd\n"),
        ("", ""),
    ],
)
def test_html_of_all_sorts(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_markdown_cannot_bring_in_html_or_scripts() -> None:
    html = to_html("<img src=x onerror=y> [a](javascript:x) <javascript:x> ![b](data:text/html,x)")
    assert "<img" not in html
    assert "<a " not in html


def test_depth_is_bounded() -> None:
    assert "x" in to_markdown("<div>" * 5000 + "x" + "</div>" * 5000)
    assert "x" in to_markdown("<b>" * 5000 + "x")
    assert "x" in to_markdown("<ul><li>" * 2000 + "x")
    assert "x" in to_markdown("<blockquote>" * 2000 + "x")


def test_reading_and_rendering_agree_on_what_markdown_says() -> None:
    markdown = "a\nb *c* ~~d~~\n\n1) x\n\n   y\n2) z\n"
    assert read_html(to_html(markdown)) == read_markdown(markdown)
