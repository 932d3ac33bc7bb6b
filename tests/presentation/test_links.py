"""Addresses as links: only those that may be opened, whole, and nothing that ends the sequence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.content import Content

from tests.presentation.values import NOW, post
from tui.presentation.facts import post_facts
from tui.presentation.links import link_of, linked
from tui.presentation.markdown import MarkdownBlocks


def links(content: Content) -> list[tuple[str, str]]:
    """Each linked text with where it leads."""
    return [
        (content.plain[span.start : span.end], span.style.link)
        for span in content.spans
        if not isinstance(span.style, str) and span.style.link
    ]


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://ä.example/ö", "https://%C3%A4.example/%C3%B6"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://a.example/\x1b]8;;evil", None),
        ("https://a.example/ b", None),
        ("https://a.example/\ud800", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_a_link_leads_to_the_web_or_a_mailbox_in_printable_signs(address: str, link: str | None) -> None:
    assert link_of(address) == link


def test_addresses_in_a_text_are_links_without_what_ends_the_sentence() -> None:
    text = "See https://a.example/x_(y), (https://b.example/). Or https://c.example/cu…"
    assert links(linked(Content(text))) == [
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("https://b.example/", "https://b.example/"),
    ]


def test_a_links_text_and_address_lead_there_also_where_they_are_wrapped() -> None:
    (draw,) = MarkdownBlocks("Read *all* of [the **long** notes](https://a.example/notes) now.").blocks
    found = [each for line in draw(24) for each in links(line)]
    assert {link for _, link in found} == {"https://a.example/notes"}
    assert "the long notes" in " ".join(text.strip() for text, _ in found)
    assert links(MarkdownBlocks("[x](javascript:alert)").blocks[0](40)[0]) == []


def test_a_posts_address_leads_there_though_it_is_cut() -> None:
    url = "https://a.example/" + "x" * 300
    facts = post_facts(replace(post(), url=url), NOW)
    assert [link for _, link in links(facts)] == [url]
