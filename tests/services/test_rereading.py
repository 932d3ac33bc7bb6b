"""Several texts that leave together are read again with one question, and each is compared for itself."""

from __future__ import annotations

from dataclasses import replace

from tests.fakes.items import an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.entry_states import EntryState
from tui.domain.errors import Unreachable
from tui.domain.intents import approving
from tui.services.rereading import SHARED_SECONDS


def texts(count: int) -> tuple[Approval, ...]:
    kinds = (ApprovalKind.TOPIC, ApprovalKind.TEXT)
    return tuple(an_approval(f"t{n}", kind=kinds[n % 2]) for n in range(count))


async def test_a_batch_is_read_again_with_one_question(acme: FakePlatform, open_terminal: Open) -> None:
    waiting = texts(7)
    acme.with_approvals(*waiting)
    one = await open_terminal(acme)
    one.put(*(intent for each in waiting for intent in approving(each, None, None)))
    # While it is held one text becomes another, and somebody says yes to one.
    now = {each.ref.id: each for each in acme.waiting} | {"t2": replace(waiting[2], text="Other words.")}
    acme.waiting = [each for id, each in now.items() if id != "t5"]
    await one.pass_time(9)
    assert acme.called("waiting_texts") == 1
    assert acme.called("approve") == 5
    ended = {each.entry.ref.id: each.entry.state for each in one.ended}
    assert {id for id, state in ended.items() if state is EntryState.SENT} == {"t0", "t1", "t3", "t4", "t6"}
    assert [id for id, state in sorted(ended.items()) if state is EntryState.CHANGED] == ["t2", "t5"]
    # What leaves later is read later, and so is what something was sent to.
    again = an_approval("t0", kind=ApprovalKind.TEXT, text="Written since.")
    acme.with_approvals(again)
    one.put(*approving(again, None, None))
    await one.pass_time(9)
    assert acme.called("waiting_texts") == 2
    assert acme.called("approve") == 6


async def test_what_could_not_be_read_is_asked_for_anew(acme: FakePlatform, open_terminal: Open) -> None:
    waiting = texts(2)
    acme.with_approvals(*waiting)
    acme.fail("waiting_texts", Unreachable("no connection"), times=2)
    one = await open_terminal(acme)
    one.put(*(intent for each in waiting for intent in approving(each, None, None)))
    await one.pass_time(8 + 4 * SHARED_SECONDS)
    assert acme.called("approve") == 2
    assert {state for state, _ in one.words()} == {EntryState.SENT}


async def test_a_look_is_no_older_than_it_may_be(acme: FakePlatform, open_terminal: Open) -> None:
    waiting = texts(2)
    acme.with_approvals(*waiting)
    one = await open_terminal(acme)
    for each, between in zip(waiting, (SHARED_SECONDS + 0.5, 9), strict=True):
        one.approve(each)
        await one.pass_time(between)
    await one.pass_time(9)
    assert acme.called("waiting_texts") == acme.called("approve") == 2


async def test_what_another_connection_of_the_name_told_serves_nothing(
    acme: FakePlatform, open_terminal: Open
) -> None:
    waiting = texts(2)
    acme.with_approvals(*waiting)
    one = await open_terminal(acme)
    one.put(*approving(waiting[0], None, None))
    await one.pass_time(8)
    one.hub.take(["acme"], anew=["acme"])
    await one.hub.connect()
    one.put(*approving(waiting[1], None, None))
    one.outbox.send_now([one.outbox.held[-1].id])
    await one.pass_time(0.1)
    assert acme.called("waiting_texts") == 2
