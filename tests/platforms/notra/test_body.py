"""A Notra body: its Markdown to the letter, refused where its page holds more."""

from __future__ import annotations

import pytest

from tui.domain.errors import Invalid
from tui.domain.posts import PostChanges
from tui.platforms.notra.body import body_of, raw_of
from tui.platforms.notra.fields import sent


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# A\n\n*  b", '<h1 id="a">A</h1><ul class="x"><li>b</li></ul>'),
        ("a <u>b</u>", "<p>a <u>b</u></p>"),
        ("a <u>b</u>", "<p>a &lt;u&gt;b&lt;/u&gt;</p>"),
        ("- [x] a", '<ul><li><input type="checkbox" checked disabled> a</li></ul>'),
        ("a", ""),
        ("a", None),
    ],
)
def test_markdown_is_edited_to_the_letter(markdown: str, html: str | None) -> None:
    body = body_of(markdown, html)
    assert (body.markdown, body.locked) == (markdown, None)
    assert raw_of(markdown) == markdown


def test_a_page_that_holds_more_is_refused_and_its_markdown_is_raw() -> None:
    body = body_of("a", '<p>a</p><iframe src="v"></iframe><p><mark>b</mark></p>')
    assert body.markdown == "a"
    assert (body.locked or "").startswith("Its page holds <iframe>, <mark>, of which")


def test_html_alone_is_edited_only_where_markdown_says_all_of_it() -> None:
    assert body_of(None, "<p>a <b>b</b></p>").locked is None
    assert body_of(" ", "<p>a <u>b</u></p>").locked
    assert body_of(None, None).markdown == ""
    assert raw_of(None) is None


def test_a_raw_body_goes_as_markdown_and_never_empty() -> None:
    assert sent(PostChanges(raw="a\n")) == {"markdown": "a\n"}
    with pytest.raises(Invalid, match="Line 1 of the body"):
        sent(PostChanges(raw=" \n"))
