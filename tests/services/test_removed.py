"""Before a deletion leaves, the whole post is kept; where it cannot be, nothing leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.items import a_post
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.entry_states import EntryState
from tui.domain.errors import Conflict, Forbidden, NotFound, RateLimited, StateError
from tui.domain.intents import deleting
from tui.state.removed import Removed


async def test_what_is_deleted_is_kept_as_it_was_read_last(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    listed = a_post("p1", markdown=None)
    one.put(deleting(listed))
    await one.pass_time(9)
    assert acme.called("delete") == 1
    kept = one.outbox.removed(listed.ref)
    assert kept is not None
    assert kept.post.markdown == a_post("p1").markdown


async def test_what_cannot_be_kept_is_not_deleted(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    whole = Removed.keep

    def full(*_: object) -> None:
        raise StateError("The disk is full", advice="Make room.")

    monkeypatch.setattr(Removed, "keep", full)
    one.put(deleting(a_post("p1")))
    await one.pass_time(30)
    assert acme.called("delete") == 0
    assert one.states() == [EntryState.HELD]
    assert one.outbox.trouble is not None
    monkeypatch.setattr(Removed, "keep", whole)
    await one.pass_time(10)
    assert acme.called("delete") == 1
    one.state.removed.tidy(one.clock.now() + timedelta(days=1))
    assert one.outbox.removed(a_post("p1").ref) is None


async def test_what_was_not_deleted_after_all_is_not_kept_as_deleted(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one, ref = await open_terminal(acme), a_post("p1").ref
    for error in (Conflict("It may not be deleted"), RateLimited("Too many", retry_after=60)):
        acme.fail("delete", error)
        one.put(deleting(a_post("p1")))
        await one.pass_time(9)
        one.outbox.withdraw([each.id for each in one.outbox.entries])
        assert one.outbox.removed(ref) is None
    assert acme.called("delete") == 2
    # What is gone by then is kept: somebody else's deletion gives it back as little.
    acme.fail("delete", NotFound("acme does not have it"))
    one.put(deleting(a_post("p1")))
    await one.pass_time(9)
    assert one.words()[-1][0] is EntryState.FAILED
    assert one.outbox.removed(ref) is not None


async def test_what_another_copydesk_deleted_stays_kept_whatever_becomes_of_a_later_decision(
    acme: FakePlatform, open_terminal: Open
) -> None:
    post = a_post("p1")
    one, other = await open_terminal(acme), await open_terminal(acme)
    one.put(deleting(post))
    await one.pass_time(9)
    assert acme.called("delete") == 1
    # Its list is of before: whoever sits there deletes the post as well, and takes that back.
    other.outbox.withdraw([each.id for each in other.put(deleting(post))])
    acme.fail("post", Forbidden("acme does not let it be read"))
    other.put(deleting(post))
    await other.pass_time(9)
    assert (acme.called("delete"), other.words()[-1][0]) == (1, EntryState.FAILED)
    assert one.outbox.removed(post.ref) is not None
