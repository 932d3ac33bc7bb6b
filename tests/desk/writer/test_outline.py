"""An outline from a topic alone says what it is and claims nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.desk.bodies.html import to_html
from tui.desk.writer.limits import length_on, twitter_length
from tui.desk.writer.outline import write_outline, write_social
from tui.desk.writer.plain import one_line


def _headings(markdown: str) -> list[str]:
    return re.findall(r"^## (.*)$", markdown, re.MULTILINE)


def test_it_calls_itself_an_outline_in_text_and_excerpt() -> None:
    draft = write_outline("Better changelogs", length="short", tone="casual", include_faq=False, keywords=[])
    assert draft.markdown.startswith("*This is an outline, made from the topic “Better changelogs” alone")
    assert draft.excerpt == "An outline made from the topic “Better changelogs” alone, to be written."
    assert (draft.title, draft.slug) == ("Better changelogs", "better-changelogs")
    assert "- Length: about 800 words\n- Tone: casual\n" in draft.markdown


@pytest.mark.parametrize(
    ("length", "sections"), [("short", 4), ("medium", 6), ("long", 9), (None, 6), ("odd", 6)]
)
def test_longer_posts_have_more_sections_and_all_are_questions(length: str | None, sections: int) -> None:
    headings = _headings(write_outline("X", length=length).markdown)
    assert len(headings) == sections
    assert all(heading.endswith("?") for heading in headings)


def test_faq_keywords_and_description_only_when_given() -> None:
    bare = write_outline("X").markdown
    assert not any(word in bare for word in ("FAQ", "Keywords", "Tone"))
    full = write_outline(
        "X", include_faq=True, keywords=["seo", "a *b*", ""], description="For our *readers*."
    ).markdown
    assert "- Keywords: seo and a \\*b\\*\n" in full
    assert "For our \\*readers\\*.\n" in full
    assert _headings(full)[-1] == "FAQ"
    assert full.count("(to be answered)") == 4


@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=3))
def test_any_topic_makes_a_safe_outline(topic: str, keywords: list[str]) -> None:
    draft = write_outline(topic, length="long", tone="professional", include_faq=True, keywords=keywords)
    assert 1 <= len(draft.title) <= 120
    assert 1 <= len(draft.excerpt) <= 160
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", draft.slug)
    assert "outline" in draft.excerpt
    tags = set(re.findall(r"<(\w+)", to_html(draft.markdown)))
    assert tags <= {"p", "em", "h2", "h3", "ul", "li"}


def test_a_short_social_text_is_an_outline_and_says_so() -> None:
    assert write_social("  Why we *write*\x1b[1m changelogs. ", "twitter") == (
        "An outline, from the topic “Why we *write* changelogs” alone:\n\n"
        "- Who is this for?\n"
        "- What is it about?\n"
        "- How is it done?\n"
        "- What should the reader do next?"
    )


def test_a_longer_social_text_has_prompts_under_its_questions() -> None:
    text = write_social("Changelogs", "linkedin")
    said, *parts = text.split("\n\n")
    assert said == (
        "This is an outline, made from the topic “Changelogs” alone: every answer is still to be written."
    )
    assert parts[0] == (
        "Who is this for?\n- Who asks about “Changelogs”, and when?\n- What do they know already?"
    )
    assert len(parts) == 4


@given(
    st.one_of(
        st.text(max_size=1500),
        st.sampled_from(["README.md " * 60, "a.io " * 60, "日本" * 300, "👩\u200d🚀" * 200, "…."]),
    ),
    st.sampled_from(["twitter", "linkedin", "facebook", "instagram", "website", "elsewhere"]),
)
def test_any_topic_makes_a_social_outline_that_fits(topic: str, platform: str) -> None:
    text = write_social(topic, platform)
    limit = {"linkedin": 3000, "facebook": 3000, "instagram": 2200}.get(platform, 280)
    assert len(text) <= limit
    assert length_on(platform, text) <= limit
    assert platform != "twitter" or twitter_length(text) <= limit
    said, *asked = [line for line in text.splitlines() if line]
    assert "outline" in said
    assert "“" in said
    assert said.endswith((" alone:", " alone: every answer is still to be written."))
    assert all(line.endswith("?") for line in asked), "questions claim nothing"
    assert one_line(topic, 300).rstrip(" .")[:5].strip() in said
