"""Lengths as the networks count them, and what the rules find in an item."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.items import a_post, an_approval
from tui.domain.approvals import ApprovalKind
from tui.domain.fields import Field, FieldKind
from tui.domain.preferences import CheckMode, Checks
from tui.domain.rules import NETWORKS, RULES, blocks, findings, network_of
from tui.domain.rules.graphemes import count, graphemes
from tui.domain.rules.links import hashtags, links
from tui.domain.rules.networks import tooted, weighted
from tui.domain.rules.searching import SEEN_PIXELS, SEEN_TITLE, pixels, title_seen

FIELDS = (
    Field("title", "title", most=120, emptied=False),
    Field("slug", "slug", pattern="[a-z0-9]+(?:-[a-z0-9]+)*", form="small letters"),
    Field("meta.description", "meta_description", most=160),
    Field("meta.og_image", "og_image"),
    Field("text", "markdown", FieldKind.BODY, most=1_000),
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("hello", 5),
        ("“a” – b…", 9),  # quotes and dashes weigh one, the ellipsis two
        ("日本", 4),
        ("cafe\u0301", 4),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("👍🏽👍🏽", 4),
        ("🇩🇪🇫🇷", 4),
        ("1\ufe0f\u20e3", 2),
        ("नमस्ते", 6),
        ("https://example.com/" + "a" * 200, 23),
        ("see example.com/a?b=c, now", 4 + 23 + 5),
        ("(https://example.com/a).", 1 + 23 + 2),
        ("v1.4.0 of node.js, e.g. here", 28),
        ("me@example.com", 14),
        ("a" * 281, 281),
    ],
)
def test_x_weighs_a_text(text: str, length: int) -> None:
    assert weighted(text) == length


def test_mastodon_counts_an_address_as_23_and_of_a_far_name_its_first_half() -> None:
    assert tooted("https://example.com/" + "a" * 90) == 23
    assert tooted("@ann@example.social hi") == len("@ann hi")


@given(st.text(max_size=60))
@settings(max_examples=30)
def test_signs_are_all_of_the_text_and_no_count_exceeds_its_characters(text: str) -> None:
    assert "".join(graphemes(text)) == text
    assert count(text) <= len(text)
    assert all(NETWORKS[key].length(text) >= 0 for key in NETWORKS)
    assert [text[one.start : one.end] for one in links(text)] == sorted(
        (text[one.start : one.end] for one in links(text)), key=text.index
    )


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120))
@settings(max_examples=30)
def test_what_is_seen_of_a_title_fits(title: str) -> None:
    seen = title_seen(title)
    assert len(seen) <= SEEN_TITLE
    assert pixels(seen) <= SEEN_PIXELS
    assert title.startswith(seen.removesuffix("…").rstrip()) or seen == title


def test_networks_are_known_by_what_platforms_call_them() -> None:
    assert [network_of(word) for word in ("twitter", "twitter_post", "x")] == [NETWORKS["x"]] * 3
    assert network_of("linkedin_post") is NETWORKS["linkedin"]
    assert network_of("changelog") is None
    assert hashtags("#one two#three #4 #five5 &#39;") == ("#one", "#five5")


def test_a_post_with_all_that_it_needs_breaks_nothing() -> None:
    post = a_post(
        title="Ship notes",
        slug="ship-notes",
        meta_description="What is new.",
        og_image="https://example.com/a.png",
        markdown="## New\n\nSearch.\n",
    )
    found = findings(post, FIELDS)
    assert not [one for one in found if one.broken]
    assert [one.said for one in found] == ["title 10/120", "slug", "meta 12/160", "image"]
    assert [one.said for one in findings(post, ())] == ["title in search 10/60"]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": "t" * 121}, "title"),
        ({"title": " "}, "title"),
        (
            {"title": "Why we moved all of our jobs to Postgres, and what we learned on the way"},
            "search_title",
        ),
        ({"slug": None}, "slug"),
        ({"slug": "Ship Notes"}, "slug"),
        ({"meta_description": None}, "meta_description"),
        ({"meta_description": "m" * 161}, "meta_description"),
        ({"og_image": None}, "image"),
        ({"markdown": "\n"}, "text"),
        ({"markdown": "w" * 1_001}, "text"),
        ({"markdown": "## New\n\n## Old\n\nwords"}, "headings"),
        ({"markdown": "words\n\n## "}, "headings"),
        ({"content_type": "twitter_post", "markdown": "w" * 281}, "x"),
    ],
)
def test_what_is_wrong_is_found(fields: dict[str, str | None], rule: str) -> None:
    whole: dict[str, Any] = {"meta_description": "m", "og_image": "https://example.com/a.png"}
    found = findings(a_post(**{**whole, **fields}), FIELDS)
    assert [one.rule for one in found if one.broken] == [rule]
    assert rule in RULES


def test_code_and_deeper_headings_are_no_empty_headings() -> None:
    body = "# A\n\n## B\n\nwords\n\n## C\n```\n# no heading\n## none\n```\n"
    assert not [one for one in findings(a_post(markdown=body, meta_description="m"), ()) if one.broken]


def test_social_texts_are_counted_as_their_network_does_and_topics_are_not() -> None:
    text = an_approval(kind=ApprovalKind.TEXT, content_type="twitter", text="日" * 141)
    (found,) = findings(text)
    assert (found.rule, found.said, found.broken) == ("x", "X 282/280", "is longer than it takes")
    tags = an_approval(
        kind=ApprovalKind.TEXT, content_type="instagram", text=" ".join(f"#t{n}x" for n in range(31))
    )
    assert [one.rule for one in findings(tags) if one.broken] == ["hashtags"]
    assert not findings(an_approval(kind=ApprovalKind.TOPIC, content_type="twitter"))


def test_a_rule_blocks_only_where_the_person_says_so() -> None:
    found = findings(an_approval(kind=ApprovalKind.TEXT, content_type="twitter", text="w" * 300))
    assert blocks(found, Checks()) is None
    assert blocks(found, Checks(rules=MappingProxyType({"x": CheckMode.BLOCK}))) is found[0]
    assert blocks(found, Checks(usual=CheckMode.BLOCK, rules=MappingProxyType({"x": CheckMode.OFF}))) is None
