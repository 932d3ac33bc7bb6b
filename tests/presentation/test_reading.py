"""What the modes show of an item: previews, facts, texts that were seen, what it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.presentation.hostile import HOSTILE
from tui.domain.approvals import ApprovalKind
from tui.domain.evidence import evidence
from tui.domain.looks import Version
from tui.domain.posts import Delivery, Source
from tui.domain.preferences import CheckMode, Checks
from tui.domain.rules import NETWORKS, Finding, findings
from tui.presentation.all_facts import facts_blocks
from tui.presentation.leanings import evidence_blocks, strangers_line
from tui.presentation.markdown_inline import Block
from tui.presentation.reading import Mode, blocked, checks_line, mode_lines
from tui.presentation.search_result import search_blocks
from tui.presentation.seen import difference_blocks, history_blocks
from tui.presentation.social import seen, social_blocks, thread
from tui.presentation.text import cells

OBEYED = ("\x1b", "\x07", "\x9b", "\x00", "\x08", "\u202e", "\u2066", "\u200b", "\ud800", "\t", "\r")
LINKEDIN, X = NETWORKS["linkedin"], NETWORKS["x"]


def drawn(blocks: Sequence[Block], width: int = 60) -> str:
    lines = [line.plain for block in blocks for line in block(width)]
    assert [line[:100] for line in lines if cells(line) > width] == []
    return "\n".join(lines)


@pytest.mark.parametrize("mode", Mode)
def test_the_open_mode_is_told_at_any_width(mode: Mode) -> None:
    for width in (5, 12, 30, 43, 80):
        (line,) = mode_lines(mode, width, "p")
        assert f"▌{mode.value}"[:width] in line.plain
        assert cells(line.plain) <= max(width, len(mode.value) + 2)
    assert Mode.TEXT.after(-1) is Mode.RAW
    assert "[text]" in mode_lines(Mode.TEXT, 80, "p", ascii=True)[0].plain


def test_checks_are_a_line_of_what_was_counted_and_what_is_off_is_left_out() -> None:
    found = (
        Finding("title", "title", 22, 120),
        Finding("slug", "slug", broken="is missing"),
        Finding("x", "X", 301, 280, "is longer than it takes"),
    )
    line = checks_line(found, Checks(), "2 numbers in no commit: 4×, 38").plain
    assert line.split("\n") == [
        "checks     title 22/120 ✓   slug is missing ✗   X 301/280 ✗",
        "           2 numbers in no commit: 4×, 38 ✗",
    ]
    off = Checks(rules=MappingProxyType(dict.fromkeys(("title", "slug"), CheckMode.OFF)))
    assert checks_line(found, off, ascii=True).plain == "checks     X 301/280 !"
    assert checks_line((), Checks()).plain == ""
    assert checks_line((), Checks(), "odd").plain == "checks     odd ✗"
    assert "X 301/280 is longer than it takes" in blocked(found[2])
    assert "slug is missing" in blocked(found[1])


def test_a_social_text_is_folded_where_its_network_folds_it() -> None:
    text = "First line.\nSecond line.\nThird line.\nFourth line.\n"
    assert seen(text, LINKEDIN) == ("First line.\nSecond line.\nThird line.", True)
    long = "word " * 100
    head, more = seen(long, LINKEDIN)
    assert more
    assert 180 < len(head) <= 210
    assert long.startswith(head)
    assert seen("short", X) == ("short", False)
    shown = drawn(social_blocks(long, LINKEDIN, "acme", "Tue 09:00"))
    assert "● acme · Tue 09:00" in shown
    assert f"… see more  ({499 - len(head)} more characters)" in shown


def test_a_thread_is_cut_at_sentences_or_where_its_writer_cut_it() -> None:
    text = "A sentence that is of some length and goes on. " * 12
    parts = list(thread(text.strip(), X))
    assert len(parts) == 3
    assert all(X.length(part) <= 280 and part.endswith(".") for part in parts)
    assert " ".join(parts) == text.strip()
    assert list(thread("one\n\n---\n\ntwo", X)) == ["one", "two"]
    assert "".join(thread("x" * 600, X)) == "x" * 600
    assert list(thread("", X)) == [""]
    shown = drawn(social_blocks("See https://www.example.com/a/b/c/d/e/f/g/h now #tag", X, "acme", "now"))
    assert "See example.com/a/b/c/d/e/f/g/h now #tag" in shown
    assert "1 address, 23 each" in shown


def test_a_search_result_has_its_address_and_is_cut_where_searches_cut() -> None:
    post = a_post(title="Why we moved all of our jobs to Postgres, and what we learned on the way")
    shown = drawn(
        search_blocks(replace(post, url="https://blog.test/posts/a?b", og_image="https://x.test/p.png"))
    )
    assert "blog.test › posts › a" in shown
    assert "what we…" in shown
    assert "on the way" not in shown.split("title 72")[0]
    assert "https://x.test/p.png" in shown
    assert "(no slug yet)" in drawn(search_blocks(replace(post, slug=None)))


def test_history_tells_each_text_against_the_one_before() -> None:
    versions = [
        Version("c", "New", NOON, NOON),
        Version("b", "Old", NOON - timedelta(hours=1)),
        Version("a", "Old", NOON - timedelta(days=1), NOON - timedelta(hours=3)),
    ]
    shown = drawn(history_blocks(versions, {"c": "one\ntwo", "b": "one\nthree"}, NOON))
    assert "  3  Fri 21 Nov 2025 12:00 · 2 words · +1 -1 · looked at" in shown
    assert "- three" in shown
    assert "+ two" in shown
    assert "- Old" in shown
    assert "its text is not kept any more" in shown
    assert "looked at 3h ago" in shown
    assert "No text of it has been kept yet" in drawn(history_blocks((), {}, NOON))


def test_what_a_text_leans_on_stands_below_it() -> None:
    sources = (Source("commit", "0123456 Keep an index for search"),)
    found = evidence("- **Search** keeps an index, 4× faster\n- Nothing else", sources)
    shown = drawn(evidence_blocks(found))
    assert (
        "Search keeps an index, 4× faster\n  ← 0123456 Keep an index for search\n  ? in no source: 4×"
        in shown
    )
    assert "Nothing else\n  ← nothing that is listed" in shown
    assert strangers_line(found) == "1 number in no commit: 4×"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_mode_lets_a_terminal_obey_what_an_item_says(text: str) -> None:
    post = a_post(
        title=text, slug=text, markdown=text, excerpt=text, tags=(text,), url=text, og_image=text,
        meta_title=text, meta_description=text, locked=text, state_word=text, keyword=text,
        deliveries=(Delivery(text, text, None, text),), sources=(Source(text, text, text, text, NOON, text),),
    )  # fmt: skip
    social = an_approval(kind=ApprovalKind.TEXT, content_type="twitter", text=text, title=text)
    found = evidence(text, post.sources, text)
    versions = [Version("a", text, NOON), Version("b", text, NOON)]
    shown = [
        drawn(blocks, 40)
        for blocks in (
            facts_blocks(post, NOON),
            facts_blocks(social, NOON),
            search_blocks(post),
            social_blocks(text, X, text, text),
            social_blocks(text, LINKEDIN, text, text),
            history_blocks(versions, {"a": text, "b": "other"}, NOON),
            difference_blocks(text, "other", NOON, (text, "other")),
            evidence_blocks(found),
        )
    ]
    shown.append(checks_line(findings(social), Checks(), strangers_line(found)).plain)
    assert [(place, sign) for place, each in enumerate(shown) for sign in OBEYED if sign in each] == []
