from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import EntryState
from tui.domain.errors import (
    Conflict,
    Invalid,
)
from tui.domain.generation import GitRequest
from tui.domain.holds import Holds
from tui.domain.intents import (
    approving,
    copying,
    deleting,
    generating,
    publishing,
    saving,
    scheduling,
    unpublishing,
)
from tui.domain.outbox import Intent
from tui.domain.posts import PostChanges, PostState
from tui.domain.verdicts import Consequence, Gravity

FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)
PUBLIC = Consequence("publishes, can be taken back", Gravity.PUBLIC)
NOTHING = Consequence("starts the writing")


def sent(platform: FakePlatform, method: str) -> int:
    return platform.called(method)


# The hold


@pytest.mark.parametrize(
    ("intent", "seconds"),
    [
        (approving(an_approval(consequence=NOTHING), None, None)[0], 8),
        (approving(an_approval(consequence=PUBLIC), None, None)[0], 8),
        (approving(an_approval(consequence=FINAL), None, None)[0], 15),
        (publishing(a_post(), FINAL), 15),
        (unpublishing(a_post()), 0),
        (deleting(a_post()), 8),
        (saving(a_post(), "text", PostChanges(markdown="text")), 0),
        (copying(a_post(), "blog"), 0),
        (generating("acme", GitRequest("changelog")), 0),
    ],
)
def test_the_hold_is_as_long_as_what_cannot_be_undone_asks_for(intent: Intent, seconds: float) -> None:
    assert intent.hold(Holds()) == seconds
    assert intent.hold(Holds(1, 2, 3)) == {0: 1, 8: 2, 15: 3}[int(seconds)]


async def test_a_verdict_leaves_when_its_hold_is_over_and_once(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    entry = one.approve(an_approval("p1"), a_post("p1"))
    assert entry.ref in one.outbox.hidden
    await one.pass_time(7.5)
    assert one.states() == [EntryState.HELD]
    assert sent(acme, "approve") == 0
    await one.pass_time(60)
    assert one.words() == [(EntryState.SENT, "published")]
    assert sent(acme, "approve") == 1
    assert one.outbox.entries == ()
    assert one.outbox.hidden == frozenset()


async def test_what_is_held_is_taken_back_and_nothing_is_sent(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    entry = one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(7)
    assert [each.id for each in one.outbox.take_back()] == [entry.id]
    await one.pass_time(30)
    assert acme.calls == []
    assert one.outbox.hidden == frozenset()
    assert one.outbox.take_back() == ()
    assert one.outbox.audit() == ()


async def test_a_bulk_verdict_is_one_step(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p0"), a_post("p0"))
    bulk = [approving(an_approval(f"p{n}"), a_post(f"p{n}"), None)[0] for n in (1, 2, 3)]
    one.put(*bulk)
    assert [each.ref.id for each in one.outbox.take_back()] == ["p1", "p2", "p3"]
    assert [each.ref.id for each in one.outbox.held] == ["p0"]
    assert [each.ref.id for each in one.outbox.take_back()] == ["p0"]
    await one.pass_time(30)
    assert acme.calls == []


async def test_one_item_is_decided_once(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    with pytest.raises(Conflict):
        one.approve(an_approval("p1"), a_post("p1"))
    with pytest.raises(Conflict):
        one.put(deleting(a_post("p1")))
    with pytest.raises(Conflict):
        one.put(deleting(a_post("p2")), deleting(a_post("p1")))
    await one.pass_time(30)
    assert sent(acme, "approve") == 1
    assert sent(acme, "delete") == 0


# The text


async def test_what_changed_since_it_was_read_is_not_sent(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    acme.with_posts(a_post("p1", markdown="Somebody wrote something else."))
    await one.pass_time(30)
    (ended,) = one.ended
    assert ended.entry.state is EntryState.CHANGED
    assert ended.entry.found is not None
    assert ended.entry.found.text == "Somebody wrote something else."
    assert ended.entry.intent.read is not None
    assert ended.entry.intent.read.text == "The body of p1.\n"
    assert sent(acme, "approve") == 0
    assert one.outbox.hidden == frozenset(), "it waits again"
    assert one.outbox.audit() == (), "nothing left"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"state": PostState.PUBLISHED, "state_word": "published"},
        {"tags": ("new",)},
        {"slug": "other"},
    ],
)
async def test_every_fact_of_it_counts(
    acme: FakePlatform, open_terminal: Open, change: dict[str, Any]
) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    acme.with_posts(a_post("p1", **change))
    await one.pass_time(30)
    assert [state for state, _ in one.words()] == [EntryState.CHANGED]
    assert sent(acme, "approve") == 0


async def test_what_is_gone_is_not_sent(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    del acme.posts_by_id["p1"]
    await one.pass_time(30)
    (ended,) = one.ended
    assert (ended.entry.state, ended.entry.found) == (EntryState.CHANGED, None)
    assert sent(acme, "approve") == 0


async def test_where_only_the_line_was_seen_the_line_is_compared(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1", updated_at=a_post().updated_at))
    one.approve(an_approval("p2", updated_at=a_post().created_at))
    await one.pass_time(30)
    assert {each.entry.ref.id: each.entry.state for each in one.ended} == {
        "p1": EntryState.SENT,
        "p2": EntryState.CHANGED,
    }


async def test_a_topic_that_waits_no_more_or_reads_otherwise_is_not_sent(
    acme: FakePlatform, open_terminal: Open
) -> None:
    topic = an_approval("t1", kind=ApprovalKind.TOPIC, consequence=NOTHING)
    text = an_approval("t2", kind=ApprovalKind.TEXT)
    same = an_approval("t3", kind=ApprovalKind.TEXT)
    acme.with_approvals(an_approval("t2", kind=ApprovalKind.TEXT, text="Written anew."), same)
    one = await open_terminal(acme)
    one.put(*(approving(each, None, None)[0] for each in (topic, text, same)))
    await one.pass_time(30)
    assert {each.entry.ref.id: each.entry.state for each in one.ended} == {
        "t1": EntryState.CHANGED,
        "t2": EntryState.CHANGED,
        "t3": EntryState.SENT,
    }
    assert sent(acme, "approve") == 1


# An edit, and a yes to it


async def test_an_edit_is_saved_before_the_yes_and_the_yes_belongs_to_it(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.edits.keep(post, "the document")
    one.put(*approving(an_approval("p1"), post, "the document", PostChanges(markdown="New.\n")))
    await one.pass_time(7.5)
    assert acme.calls == [], "both are held"
    await one.pass_time(10)
    assert [call.method for call in acme.calls] == ["post", "save", "post", "approve"]
    assert [state for state, _ in one.words()] == [EntryState.SENT, EntryState.SENT]
    assert one.edits.get(post) is None


async def test_a_yes_is_not_said_to_an_edit_that_was_not_taken(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.edits.keep(post, "the document")
    acme.fail("save", Invalid("too long"))
    one.put(*approving(an_approval("p1"), post, "the document", PostChanges(markdown="New.\n")))
    await one.pass_time(30)
    assert [state for state, _ in one.words()] == [EntryState.FAILED, EntryState.FAILED]
    assert sent(acme, "approve") == 0
    assert one.edits.get(post) == "the document"


async def test_a_yes_that_follows_a_save_belongs_to_what_was_saved(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("save")
    one.save(a_post("p1"), "the document", PostChanges(markdown="New.\n"))
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(20)
    assert sent(acme, "approve") == 0, "what was decided first leaves first"
    gate.set()
    await one.pass_time(5)
    assert sent(acme, "approve") == 1


async def test_a_text_edited_again_meanwhile_stays_kept(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("save")
    post = a_post("p1")
    one.save(post, "first", PostChanges(markdown="First.\n"))
    await one.pass_time(1)
    one.edits.keep(post, "second")
    gate.set()
    await one.pass_time(1)
    assert one.edits.get(post) == "second"


async def test_a_time_asked_for_while_ones_own_earlier_one_was_held_follows_it(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    read = a_post("p1")
    one.put(scheduling(read, NOON))
    await one.pass_time(10)
    later = scheduling(read, NOON.replace(hour=15))
    one.put(later)
    await one.pass_time(10)
    assert acme.posts_by_id["p1"].scheduled_at == NOON.replace(hour=15)
    # What somebody else made of it since is nothing that this can follow.
    acme.posts_by_id["p1"] = a_post("p1", title="Theirs")
    one.put(later)
    await one.pass_time(10)
    assert one.words()[-1] == (EntryState.CHANGED, "it has changed since it was read")
    assert sent(acme, "save") == 2
