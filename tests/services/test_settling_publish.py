"""Whether a post that was to go public did, or to be taken back: told by what the post shows now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, ago
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.entry_states import EntryState
from tui.domain.errors import OutcomeUnknown
from tui.domain.intents import publishing, unpublishing
from tui.domain.posts import Delivery, Post, PostState
from tui.domain.verdicts import Consequence, Gravity, Outcome, Verb
from tui.services.courier import QUIET_SECONDS
from tui.services.settling import Verdict, delivered, was_done

LOST = OutcomeUnknown("acme was asked, and its answer was lost")
FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)
SITES = (Delivery("blog", "delivered", ago(days=2)), Delivery("news", "pending"))
EARLIER = a_post("p1", deliveries=SITES[:1])
"""It has gone out to a site before, and is a draft again."""


async def verdict(read: Post, **now: Any) -> Verdict:
    platform = FakePlatform("acme").with_posts(replace(read, **now))
    intent = replace(publishing(read, FINAL), known=delivered(read))
    return (await was_done(platform, intent)).verdict


@pytest.mark.parametrize("read", [a_post("p1"), EARLIER])
@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, Verdict.NOT_DONE),
        ({"state": PostState.PUBLISHED, "state_word": "published"}, Verdict.DONE),
        # A platform that sends it out later leaves it as it was, and takes no second yes.
        ({"verbs": frozenset({Verb.EDIT})}, Verdict.DONE),
        ({"deliveries": SITES}, Verdict.DONE),
        ({"updated_at": NOON}, Verdict.OTHER),
        ({"title": "Other"}, Verdict.OTHER),
    ],
)
async def test_a_post_that_was_to_go_public(read: Post, now: dict[str, Any], told: Verdict) -> None:
    assert await verdict(read, **now) is told


async def test_how_far_a_delivery_of_before_is_tells_nothing() -> None:
    retried = (replace(SITES[0], state="failed"),)
    assert await verdict(EARLIER, deliveries=retried) is Verdict.NOT_DONE


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, Verdict.NOT_DONE),
        ({"state": PostState.DRAFT, "state_word": "draft"}, Verdict.DONE),
        ({"title": "Other"}, Verdict.OTHER),
        ({"updated_at": NOON}, Verdict.OTHER),
    ],
)
async def test_a_post_that_was_to_be_a_draft_again(now: dict[str, Any], told: Verdict) -> None:
    post = a_post("p1", state=PostState.PUBLISHED)
    platform = FakePlatform("acme").with_posts(replace(post, **now))
    assert (await was_done(platform, unpublishing(post))).verdict is told


async def test_a_yes_that_leaves_the_post_a_draft_is_recognised(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    asked = []

    async def takes_it_and_loses_the_answer(id: str) -> Outcome:
        asked.append(id)
        acme.with_posts(replace(acme.posts_by_id[id], verbs=frozenset({Verb.EDIT, Verb.DELETE})))
        raise LOST

    monkeypatch.setattr(acme, "publish", takes_it_and_loses_the_answer)
    one.put(publishing(a_post("p1"), FINAL))
    await one.pass_time(4 * QUIET_SECONDS)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert acme.posts_by_id["p1"].state is PostState.DRAFT
    one.put(publishing(a_post("p1"), FINAL))
    await one.pass_time(4 * QUIET_SECONDS)
    assert [state for state, _ in one.words()] == [EntryState.SENT, EntryState.CHANGED]
    assert asked == ["p1"]


async def test_where_it_went_before_does_not_tell_that_it_went_now(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.with_posts(EARLIER)
    acme.fail("publish", LOST, times=1)
    one.put(publishing(EARLIER, FINAL))
    await one.pass_time(4 * QUIET_SECONDS)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert acme.called("publish") == 2
