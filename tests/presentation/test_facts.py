"""Facts: what is known of an item, in lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.presentation.hostile import HOSTILE
from tests.presentation.test_text import assert_safe
from tests.presentation.values import NOW, approval, job, post
from tui.domain.approvals import Approval
from tui.domain.jobs import JobEvent, JobState
from tui.domain.posts import Delivery, PostState, Source
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.presentation import roles
from tui.presentation.facts import (
    ELSEWHERE,
    FAILED_UNWRITTEN,
    STILL_WRITTEN,
    approval_header,
    approval_refusal,
    consequence_line,
    fitted,
    post_facts,
    post_header,
    post_refusal,
    refusal_line,
)
from tui.presentation.jobs import job_events, job_header


def test_a_post_with_everything() -> None:
    full = replace(
        post(state=PostState.PUBLISHED, word="published"),
        markdown="one two three",
        tags=("a", "b"),
        version=3,
        url="https://blog.example/release",
        excerpt="In short",
        locked="has a gallery",
        deliveries=tuple(
            Delivery(f"s{n}", "delivered_retry" if n == 3 else "delivered", NOW, f"Site {n}")
            for n in range(7)
        ),
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
        "Site 3  delivered 12:00",
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
    assert "It has no text yet." in unready
    written = approval_header(approval(ready=False, state_word="generating"), NOW).plain
    assert "It is still being written." in written
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
    assert job_events(job(), NOW).plain == "No steps reported so far."
    assert job_events(job(JobState.DONE), NOW).plain == ""


def test_one_is_counted_as_one_and_nothing_is_said_twice() -> None:
    assert "1 word ·" in post_facts(replace(post(), markdown="Hello", version=1), NOW).plain
    assert "0 words" in post_facts(replace(post(), markdown=""), NOW).plain
    waiting = replace(approval(ready=False), content_type="blog_post", state_word="generating", text="x")
    assert approval_header(waiting, NOW).plain.split("\n")[1] == "acme · post · generating · 1 character"
    assert "post · changelog" in approval_header(replace(waiting, content_type="changelog"), NOW).plain


@pytest.mark.parametrize(
    ("consequence", "said"),
    [
        (Consequence("publishes nowhere: no site is connected"), "cannot be approved: publishes nowhere: no"),
        (Consequence("cannot be approved now: its sites are not known"), "cannot be approved now: its sites"),
        (Consequence("publishes on acme", Gravity.PUBLIC), "cannot be approved here, only on its platform"),
    ],
)
def test_what_cannot_be_approved_says_why_and_not_what_it_would_do(
    consequence: Consequence, said: str
) -> None:
    stuck = replace(approval(), consequence=consequence, verbs=frozenset())
    refusal = approval_refusal(stuck)
    assert refusal is not None
    assert refusal.startswith(said)
    assert refusal_line(refusal).spans[0].style == roles.DIM
    assert approval_refusal(replace(stuck, verbs=frozenset({Verb.APPROVE}))) is None


def test_why_a_post_of_a_list_cannot_be_approved() -> None:
    def refusal(state: PostState, read: str | None = None, waiting: Approval | None = None) -> str | None:
        asked = replace(post(state=state), verbs=frozenset({Verb.PUBLISH}))
        return post_refusal(asked, waiting, None if read is None else replace(asked, markdown=read), NOW)

    assert refusal(PostState.DRAFT) is None
    assert refusal(PostState.SCHEDULED) is None
    assert refusal(PostState.PUBLISHED, waiting=approval()) == "is published already"
    assert refusal(PostState.DRAFT, waiting=approval(ready=False, state_word="generating")) == STILL_WRITTEN
    empty = refusal(PostState.DRAFT, waiting=approval(ready=False, state_word="draft"))
    assert empty == "cannot be approved yet: it has no text yet"
    assert refusal(PostState.GENERATING) == STILL_WRITTEN
    assert refusal(PostState.PLANNED) == "cannot be approved yet: it has not been written"
    assert refusal(PostState.FAILED) == "cannot be approved before its text has been read"
    assert refusal(PostState.FAILED, "") == FAILED_UNWRITTEN
    assert refusal(PostState.FAILED, "A text") is None
    assert post_refusal(post(state=PostState.FAILED), None, None, NOW) == FAILED_UNWRITTEN
    approved = post(state=PostState.SCHEDULED)
    assert post_refusal(approved, None, None, NOW) == "is approved already, and scheduled for Tue 12:00"
    assert post_refusal(post(state=PostState.UNKNOWN), None, None, NOW) == ELSEWHERE


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
    stuck = replace(approval(), consequence=Consequence(text), verbs=frozenset())
    assert_safe(refusal_line(approval_refusal(stuck) or "").plain)


def test_why_nothing_is_sent_to_a_connection_that_is_only_read() -> None:
    waiting = replace(approval(), ready=False)
    said = approval_refusal(waiting, "acme does not let this key do that")
    assert (
        said
        == f"cannot be approved: {waiting.ref.connection} is read-only (acme does not let this key do that)"
    )
    draft = replace(post(), verbs=frozenset({Verb.PUBLISH}))
    assert post_refusal(draft, None, None, NOW) is None
    assert "is read-only (why)" in (post_refusal(draft, None, None, NOW, read_only="why") or "")
    assert post_refusal(post(state=PostState.PUBLISHED), None, None, NOW, read_only="why") == (
        "is published already"
    )
    for text in HOSTILE:
        assert_safe(approval_refusal(waiting, text) or "")


def test_what_is_for_good_is_said_however_narrow_it_is() -> None:
    sites = "2 sites: A blog with a rather long name, Another"
    one = consequence_line("a", Consequence(f"publishes NOW to {sites}; cannot be undone", Gravity.FINAL))
    assert fitted(one, 50).plain == " a → publishes NOW to 2 sites: …; cannot be undone"
    assert fitted(one, len(one)).plain == one.plain
    assert fitted(one, 10).cell_length <= 10
    mild = consequence_line("a", Consequence("waits for Tuesday, then goes public", Gravity.PUBLIC))
    assert fitted(mild, 20).plain == " a → waits for Tues…"
