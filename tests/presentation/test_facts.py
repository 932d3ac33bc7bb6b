"""Facts: what is known of an item, in lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tests.presentation.values import NOW, approval, job, post
from tui.domain.jobs import JobEvent, JobState
from tui.domain.posts import Delivery, PostState, Source
from tui.domain.verdicts import Consequence, Gravity
from tui.presentation import roles
from tui.presentation.facts import (
    approval_header,
    consequence_line,
    job_events,
    job_header,
    post_facts,
    post_header,
)


def test_a_post_with_everything() -> None:
    full = replace(
        post(state=PostState.PUBLISHED, word="published"),
        markdown="one two three",
        tags=("a", "b"),
        version=3,
        url="https://blog.example/release",
        excerpt="In short",
        locked="has a gallery",
        deliveries=tuple(Delivery(f"s{n}", "delivered", NOW, f"Site {n}") for n in range(7)),
        sources=tuple(
            Source(kind, "x")
            for kind, count in (("commit", 2), ("pull request", 1), ("release", 2), ("tag", 1))
            for _ in range(count)
        ),
    )
    facts = post_facts(full, NOW).plain
    assert facts.split("\n")[0] == (
        "acme · changelog · ● published · 3 words · version 3 · "
        "from 2 commits, 1 pull request, 2 releases, 1 tag"
    )
    assert "updated Fri 12:00" in facts
    for said in (
        "slug       release-2-4",
        "tags       a, b",
        "Site 4  delivered 12:00",
        "and 2 more",
        "has a gallery",
    ):
        assert said in facts


def test_a_bare_post_has_no_empty_lines() -> None:
    facts = post_facts(replace(post(), slug=None, updated_at=None), NOW).plain
    assert facts == "acme · changelog · ◑ draft"


def test_headers_begin_with_the_title_in_bold() -> None:
    for header in (post_header(post(), NOW), approval_header(approval(), NOW), job_header(job(), NOW)):
        assert header.spans[0].style == roles.STRONG
    assert "edited here" in post_header(post(), NOW, edited=True).plain
    unready = approval_header(approval(ready=False, due=NOW + timedelta(hours=2)), NOW).plain
    assert "still being written" in unready
    assert "due Mon 23 Nov 2026 14:00 (14:00)" in unready
    assert "nothing in the window" in job_header(job(JobState.SKIPPED), NOW).plain


def test_events_with_and_without_words_and_times() -> None:
    watched = replace(
        job(),
        events=(
            JobEvent("1", "queued", "", NOW),
            JobEvent("2", "x", "fetching [/] repositories\n38 commits"),
        ),
    )
    assert job_events(watched, NOW).plain == "12:00:00 queued\nfetching [/] repositories 38 commits"
    assert job_events(job(), NOW).plain == "No events yet."


@pytest.mark.parametrize(
    ("gravity", "role"),
    [(Gravity.UNDOABLE, ""), (Gravity.PUBLIC, roles.WARNING), (Gravity.FINAL, roles.BAD)],
)
def test_a_consequence_is_coloured_by_its_gravity(gravity: Gravity, role: str) -> None:
    line = consequence_line("a", Consequence("publishes NOW to [/]", gravity))
    assert line.plain == " a → publishes NOW to [/]"
    assert not role or any(span.style == role for span in line.spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_harmful_comes_through(text: str) -> None:
    hostile = replace(
        post(text, PostState.UNKNOWN, text),
        slug=text,
        tags=(text,),
        url=text,
        excerpt=text,
        content_type=text,
        locked=text,
        deliveries=(Delivery(text, text, None, text),),
        sources=(Source(text, text),),
    )
    assert_safe(post_header(hostile, NOW).plain, "\n")
    assert_safe(approval_header(replace(approval(text), state_word=text), NOW).plain, "\n")
    watched = replace(job(what=text), reason=text, events=(JobEvent("1", text, text, NOW),))
    assert_safe(job_header(watched, NOW).plain, "\n")
    assert_safe(job_events(watched, NOW).plain, "\n")
    assert_safe(consequence_line("a", Consequence(text)).plain)
