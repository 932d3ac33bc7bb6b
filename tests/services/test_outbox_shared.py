"""Several Copydesks on one outbox, and their ends."""

from __future__ import annotations

import pytest

from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.entry_states import EntryState
from tui.domain.errors import Conflict
from tui.domain.intents import deleting, publishing
from tui.domain.verdicts import Consequence
from tui.services.inbox import InboxService


async def test_what_is_held_is_parked_when_copydesk_ends_and_sent_only_by_a_person(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.close()
    two = await open_terminal(acme)
    (entry,) = two.outbox.entries
    assert entry.state is EntryState.PARKED
    assert two.outbox.hidden == frozenset(), "it waits for a yes as before"
    await two.pass_time(60)
    assert acme.called("approve") == 0
    assert two.outbox.take_back() == ()
    two.outbox.send_now([entry.id])
    await two.pass_time(2)
    assert [state for state, _ in two.words()] == [EntryState.SENT]
    assert acme.called("approve") == 1


async def test_what_is_parked_is_replaced_by_deciding_anew(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.close()
    two = await open_terminal(acme)
    two.put(deleting(a_post("p1")))
    await two.pass_time(30)
    assert (acme.called("approve"), acme.called("delete")) == (0, 1)
    assert two.outbox.entries == ()


async def test_a_killed_copydesk_frees_its_entries(acme: FakePlatform, open_terminal: Open) -> None:
    one, two = await open_terminal(acme), await open_terminal(acme)
    gate = acme.hold("approve")
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(7)
    one.approve(an_approval("p2"), a_post("p2"))
    await one.pass_time(2)
    assert two.states() == [EntryState.SENDING, EntryState.HELD], "both are told in the other one too"
    assert len(two.outbox.hidden) == 2
    await one.die()
    gate.set()
    await two.pass_time(60)
    assert [(each.entry.ref.id, each.entry.state) for each in two.ended] == [("p1", EntryState.SENT)]
    assert two.states() == [EntryState.PARKED]
    assert acme.called("approve") == 1


async def test_two_copydesks_share_one_outbox_and_each_entry_is_sent_once(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one, two = await open_terminal(acme), await open_terminal(acme)
    first = one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(2)
    with pytest.raises(Conflict):
        two.approve(an_approval("p1"), a_post("p1"))
    second = two.approve(an_approval("p2"), a_post("p2"))
    await two.pass_time(2)
    assert [each.id for each in two.outbox.take_back()] == [second.id]
    assert [each.id for each in two.outbox.withdraw([first.id])] == [first.id]
    await two.pass_time(60)
    assert acme.called("approve") == 0
    assert one.outbox.entries == two.outbox.entries == ()


async def test_what_another_copydesk_sent_waits_no_more_before_it_is_asked_for(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one, two = await open_terminal(acme), await open_terminal(acme)
    inbox = InboxService(two.hub, two.edits, two.outbox)
    told: list[str] = []
    two.outbox.elsewhere.subscribe(lambda entry: told.append(entry.ref.id))

    async def asked() -> None:
        async for _ in inbox.refresh():
            pass

    def waits() -> list[str]:
        hidden = two.outbox.hidden
        return [each.ref.id for part in inbox.parts for each in part.approvals if each.ref not in hidden]

    await asked()
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(2)
    assert waits() == ["p0", "p2", "p3", "p4"], "it is hidden while it is held there"
    one.approve(an_approval("p2"), a_post("p2"))
    # Without a hold it comes and goes between two looks.
    one.put(publishing(a_post("p3"), Consequence("publishes on acme")))
    await one.pass_time(2)
    assert [each.ref.id for each in one.outbox.take_back()] == ["p2"]
    await one.pass_time(20)
    assert two.outbox.hidden == frozenset()
    assert waits() == ["p0", "p2", "p4"], "what was sent is gone, what was taken back is there"
    acme.with_posts(a_post("p4", markdown="Somebody wrote something else."))
    one.approve(an_approval("p4"), a_post("p4"))
    await one.pass_time(20)
    assert told == ["p3", "p1", "p4"]
    assert waits() == ["p0", "p2", "p4"], "what was not sent waits"
    acme.waiting = [an_approval("p1")]
    await asked()
    assert waits() == ["p1"], "what waits again by the platform's word is shown"


async def test_what_another_sent_is_told_though_a_third_has_tidied(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one, two = await open_terminal(acme), await open_terminal(acme)
    told: list[str] = []
    one.outbox.elsewhere.subscribe(lambda entry: told.append(entry.ref.id))
    two.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(3)
    assert one.outbox.hidden == {a_post("p1").ref}
    # An editor has the terminal: its loop stands still.
    assert one.outbox._watch is not None
    one.outbox._watch.cancel()
    await two.pass_time(20)
    await open_terminal(acme)
    one.outbox.look()
    assert told == ["p1"]
