"""Whether a post that was to go public did, or to be taken back: told by what the post shows now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, ago, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.entry_states import EntryState
from tui.domain.errors import NotSupported, OutcomeUnknown
from tui.domain.holds import Holds
from tui.domain.intents import approving, delivering, publishing, unpublishing
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

    async def takes_it_and_loses_the_answer(id: str, targets: Sequence[str]) -> Outcome:
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


OUT = a_post(
    "p1",
    state=PostState.PUBLISHED,
    verbs=frozenset({Verb.EDIT, Verb.DELIVER}),
    deliveries=(
        Delivery("blog", "delivered", ago(days=2)),
        Delivery("news", "failed"),
        Delivery("x", "retrying"),
    ),
)
"""It has arrived at one site, has failed at another, and is on its way to a third."""


def now_at(site: str, state: str, **more: Any) -> tuple[Delivery, ...]:
    others = tuple(each for each in OUT.deliveries if each.site_id != site)
    return (*others, Delivery(site, state, **more))


@pytest.mark.parametrize(
    ("sites", "now", "told"),
    [
        (["new"], {}, Verdict.NOT_DONE),
        (["new"], {"deliveries": now_at("new", "pending")}, Verdict.DONE),
        (["new"], {"title": "Other"}, Verdict.OTHER),
        (["new"], {"deliveries": ()}, Verdict.NOBODY_KNOWS),
        (["news"], {"deliveries": now_at("news", "pending")}, Verdict.DONE),
        (["blog"], {}, Verdict.NOT_DONE),
        (["blog"], {"deliveries": now_at("blog", "delivered", delivered_at=NOON)}, Verdict.DONE),
        # Without a time, what failed once more looks as what failed before.
        (["news"], {}, Verdict.NOBODY_KNOWS),
        # The names of sites may not be known one time; they tell nothing.
        (["news"], {"deliveries": now_at("news", "failed", site_name="News")}, Verdict.NOBODY_KNOWS),
        (
            ["blog"],
            {"deliveries": now_at("blog", "delivered", delivered_at=ago(days=2), site_name="B")},
            Verdict.NOT_DONE,
        ),
        # Another took its place, or it was thrown away.
        (["news"], {"deliveries": now_at("news", "pending")[:-1]}, Verdict.NOBODY_KNOWS),
        # What was under way goes on by itself.
        (["x"], {"deliveries": now_at("x", "delivered_retry")}, Verdict.NOBODY_KNOWS),
        (["x", "news"], {"deliveries": now_at("news", "retrying")}, Verdict.DONE),
        # Somebody else sent it to one of them.
        (["blog", "news"], {"deliveries": now_at("news", "pending")}, Verdict.NOBODY_KNOWS),
        # Another site's tells nothing of this one.
        (["blog"], {"deliveries": now_at("news", "pending")}, Verdict.NOT_DONE),
    ],
)
async def test_a_post_that_was_to_go_to_sites_once_more(
    sites: list[str], now: dict[str, Any], told: Verdict
) -> None:
    platform = FakePlatform("acme").with_posts(replace(OUT, **now))
    intent = replace(delivering(OUT, sites, FINAL), before=OUT.deliveries)
    assert (await was_done(platform, intent)).verdict is told


async def test_tries_that_begin_anew_tell_of_a_new_delivery() -> None:
    tried = replace(OUT, deliveries=(Delivery("x", "retrying", tries=3),))
    platform = FakePlatform("acme").with_posts(replace(OUT, deliveries=(Delivery("x", "retrying", tries=1),)))
    intent = replace(delivering(tried, ["x"], FINAL), before=tried.deliveries)
    assert (await was_done(platform, intent)).verdict is Verdict.DONE
    with pytest.raises(NotSupported, match="No site"):
        delivering(tried, [], FINAL)
    with pytest.raises(NotSupported):
        delivering(EARLIER, ["x"], FINAL)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({}, Verdict.NOT_DONE),
        ({"state": PostState.PUBLISHED, "deliveries": SITES}, Verdict.DONE),
        # Somebody else published it, and elsewhere.
        ({"state": PostState.PUBLISHED, "deliveries": SITES[:1]}, Verdict.OTHER),
        ({"state": PostState.PUBLISHED}, Verdict.NOBODY_KNOWS),
    ],
)
async def test_a_post_that_was_to_go_public_on_chosen_sites(now: dict[str, Any], told: Verdict) -> None:
    read = a_post("p1")
    verbs = frozenset({Verb.DELIVER}) if "state" in now else read.verbs
    can = replace(FakePlatform().capabilities, sites=True)
    platform = FakePlatform("acme", can).with_posts(replace(read, verbs=verbs, **now))
    waits = an_approval("p1", targets=("news",))
    if "state" not in now:
        platform.with_approvals(waits)
    for intent in (publishing(read, FINAL, ["news"]), *approving(waits, read, None)):
        assert (await was_done(platform, intent)).verdict is told


async def test_what_the_deliveries_cannot_tell_wants_a_person(
    acme: FakePlatform, open_terminal: Open
) -> None:
    """It is sent once, and looked at until a slow request would have arrived."""
    one = await open_terminal(acme.with_posts(OUT))
    acme.fail("publish", LOST)
    one.put(delivering(OUT, ["news"], FINAL))
    await one.pass_time(60)
    (entry,) = one.outbox.entries
    assert (entry.state, one.outbox.lost(entry)) == (EntryState.UNKNOWN, True)
    assert (acme.called("publish"), acme.called("post")) > (1, 3)
    assert acme.called("publish") == 1
    assert acme.calls[-1].method == "post"
    one.outbox.dismiss(entry.id)


async def test_a_delivery_goes_to_the_sites_that_were_chosen(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme.with_posts(OUT))
    one.put(delivering(OUT, ["news", "new"], FINAL))
    await one.pass_time(60)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert [each.args for each in acme.calls if each.method == "publish"] == [("p1", ("news", "new"))]
    (told,) = one.outbox.audit()
    assert (told.action, told.item) == ("deliver", "post/p1")


@pytest.mark.parametrize(
    ("was", "now", "goes"),
    [
        ("failed", "failed", True),
        ("delivered", "delivered", True),
        ("retrying", "pending", True),
        ("retrying", "delivered_retry", False),
        ("failed", "retrying", False),
        (None, "delivered", False),
        (None, None, True),
    ],
)
async def test_what_came_to_a_site_since_it_was_decided_is_not_sent_there_again(
    acme: FakePlatform, open_terminal: Open, was: str | None, now: str | None, goes: bool
) -> None:
    def standing(state: str | None) -> Post:
        told = () if state is None else (Delivery("news", state, site_name="News"),)
        return replace(OUT, deliveries=told)

    one = await open_terminal(acme.with_posts(standing(was)), holds=Holds(publish=5.0))
    one.put(delivering(standing(was), ["news"], FINAL))
    acme.with_posts(standing(now))
    await one.pass_time(10)
    assert acme.called("publish") == goes
    if not goes:
        assert "It has come to News since" in str(one.words()[0])
