"""HTML cut into pieces: to the letter, and nothing of it lost by an edit elsewhere."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platforms.bodies.documents import CHARS, INLINE, WORDS, tagged
from tui.domain.errors import Invalid, NotSupported
from tui.platforms.blogree.body import Forms, edited, edited_raw, to_markdown, to_raw
from tui.platforms.bodies.blocks import Locked
from tui.platforms.bodies.pieces import kept_html, pieces_of

ITEMS = st.recursive(
    tagged("ul", tagged("li", INLINE)),
    lambda inner: st.one_of(
        tagged("ol", tagged("li", st.tuples(WORDS, inner).map("".join)), ' start="3"'),
        tagged("ul", tagged("li", st.tuples(WORDS, inner).map("".join))),
    ),
    max_leaves=3,
)
ELEMENTS = st.one_of(
    tagged("p", INLINE),
    tagged("p", WORDS, ' class="lead"'),
    tagged("p", WORDS, ' style="text-align:center"'),
    tagged("h2", WORDS),
    tagged("h2", WORDS, ' id="x"'),
    ITEMS,
    tagged("blockquote", tagged("p", WORDS)),
    tagged("pre", tagged("code", WORDS, ' class="language-py"')),
    tagged("table", tagged("tr", tagged("th", WORDS))),
    tagged("table", tagged("tr", tagged("td", WORDS, ' colspan="2"'))),
    tagged("figure", st.just('<img src="a.png" alt="b"><figcaption>c</figcaption>')),
    tagged("details", tagged("summary", WORDS)),
    tagged("div", tagged("p", WORDS)),
    tagged("x-card", WORDS, ' data-id="1"'),
    st.sampled_from(
        [
            '<iframe src="https://y.test/v" allowfullscreen></iframe>',
            "<hr>",
            "<hr/>",
            '<img src="a.png" alt="b">',
            '<img src="a.png" width=3>',
            "<script>let a = '</p>' < 3</script>",
            "<!-- more -->",
            "<p></p>",
            "loose text",
            "<br>",
            "<p>open",
        ]
    ),
)
PAGES = st.tuples(st.lists(ELEMENTS, max_size=5), st.sampled_from(["", "\n", "\r\n", "\n\n  "])).map(
    lambda pair: pair[1].join(pair[0])
)


@given(
    PAGES
    | st.text(CHARS, max_size=30)
    | st.lists(st.sampled_from("<>/pbdiv \n!-&;='"), max_size=30).map("".join)
)
def test_pieces_are_the_html_to_the_letter(markup: str) -> None:
    assert "".join(pieces_of(markup)) == markup
    assert "".join(one.raw for one in kept_html(markup)[0]) == markup


@given(PAGES)
@settings(max_examples=40)
def test_untouched_html_comes_back_to_the_letter_or_is_refused(markup: str) -> None:
    forms = Forms(markup)
    body = to_markdown(forms)
    with suppress(NotSupported):
        assert edited(forms, body.markdown)["html"] == (markup if markup.strip() else "")
    with suppress(Invalid):
        assert edited_raw(forms, to_raw(forms))["html"] == markup


@given(PAGES, PAGES)
@settings(max_examples=40)
def test_an_edit_leaves_every_other_element_to_the_letter(before: str, after: str) -> None:
    if "<p>open" in before:
        return  # What follows would be inside of it.
    forms = Forms(f"{before}<p>the odd one out</p>{after}")
    body = to_markdown(forms)
    if (
        body.locked is None
        and "locked\n<p>the odd" not in body.markdown
        and "the odd one out" in body.markdown
    ):
        sent = edited(forms, body.markdown.replace("the odd one out", "new **words**"))
        if "odd one" not in sent["html"]:
            assert sent["html"].startswith(before)
            assert sent["html"].removesuffix("\n").endswith(after.removesuffix("\n"))


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="a"></iframe>',
        '<p class="lead">a</p>',
        "<p><u>a</u></p>",
        "<table><tr><td>a</td></tr></table>",
        "<p>a</p>\n<!-- more -->",
        "<x-card>a</x-card>",
        "<details><summary>a</summary>b</details>",
    ],
)
def test_what_markdown_cannot_say_is_locked(markup: str) -> None:
    (one,) = [each.block for each in kept_html(markup)[0] if each.block is not None]
    assert one == Locked(markup, "html")


def test_what_is_no_character_is_not_shown_and_comes_back() -> None:
    forms = Forms("<u>a\0\ud800</u><p>b</p>")
    shown = to_markdown(forms)
    assert (shown.markdown, shown.locked) == ("```html-locked\n<u>a\ufffd?</u>\n```\n\nb", None)
    assert edited(forms, shown.markdown.replace("b", "c"))["html"] == "<u>a\0\ud800</u><p>c</p>"


def test_line_ends_and_blanks_that_an_editor_takes_away_do_not_count() -> None:
    forms = Forms('<div class="a">  \r\n  x\r\n</div>\r\n<p>b</p>')
    shown = to_markdown(forms).markdown
    assert "\r" not in shown
    assert edited(forms, shown.replace("b", "c"))["html"].startswith('<div class="a">  \r\n  x\r\n</div>\r\n')
