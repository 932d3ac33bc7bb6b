from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.clock import settle
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open
from tui.domain.connections import Reach
from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    Forbidden,
    HeldBack,
    Invalid,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    StateError,
    Unreachable,
)
from tui.domain.freshness import freshness
from tui.domain.generation import GitRequest
from tui.domain.intents import approving, copying, deleting, generating, publishing, saving
from tui.domain.outbox import Intent
from tui.domain.posts import PostChanges
from tui.domain.verdicts import Consequence, Gravity, Outcome
from tui.services.courier import QUIET_SECONDS

FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)
PUBLIC = Consequence("publishes, can be taken back", Gravity.PUBLIC)


def sent(platform: FakePlatform, method: str) -> int:
    return platform.called(method)


# Refusals


@pytest.mark.parametrize("error", [Invalid("too long"), Forbidden("no"), Conflict("taken")])
async def test_a_refusal_ends_it_and_the_text_stays(
    acme: FakePlatform, open_terminal: Open, error: CopydeskError
) -> None:
    one = await open_terminal(acme)
    acme.fail("save", error)
    one.save(a_post("p1"), "the document", PostChanges(markdown="New.\n"))
    await one.pass_time(120)
    assert one.words() == [(EntryState.FAILED, error.sentence)]
    assert one.edits.get(a_post("p1")) == "the document"
    assert sent(acme, "save") == 1
    assert [each.state for each in one.outbox.entries] == [EntryState.FAILED], "shown until it is put away"
    one.outbox.dismiss(one.outbox.entries[0].id)
    assert one.outbox.entries == ()


@pytest.mark.parametrize("method", ["post", "approve"])
async def test_too_many_requests_only_make_it_wait(
    acme: FakePlatform, open_terminal: Open, method: str
) -> None:
    one = await open_terminal(acme)
    acme.fail(method, RateLimited("acme has had too many requests", retry_after=40), times=2)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(20)
    (entry,) = one.outbox.entries
    assert entry.state is EntryState.HELD
    assert "too many" in (entry.answer or "")
    await one.pass_time(90)
    assert one.words() == [(EntryState.SENT, "published")]


async def test_what_cannot_be_reached_is_waited_for_and_can_be_taken_back(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("post", Unreachable("no connection"))
    one.put(*(approving(an_approval(id), a_post(id), None)[0] for id in ("p1",)))
    one.put(*(approving(an_approval(id), a_post(id), None)[0] for id in ("p2",)))
    await one.pass_time(300)
    assert one.states() == [EntryState.HELD, EntryState.HELD]
    assert [each.ref.id for each in one.outbox.take_back()] == ["p2"]
    acme.heal("post")
    await one.pass_time(61)
    assert [(each.entry.ref.id, each.entry.state) for each in one.ended] == [("p1", EntryState.SENT)]


# Answers that are lost

LOST = OutcomeUnknown("acme was asked, and its answer was lost")


def does_it_and_loses_the_answer(platform: FakePlatform, method: str) -> None:
    """The next call takes effect, and its answer is lost."""
    real = getattr(platform, method)

    async def lost(*args: object, **more: object) -> object:
        setattr(platform, method, real)
        await real(*args, **more)
        raise LOST

    setattr(platform, method, lost)


WRITES: dict[Action, tuple[str, Callable[[], Intent]]] = {
    Action.APPROVE: ("approve", lambda: approving(an_approval("p1"), a_post("p1"), None)[0]),
    Action.PUBLISH: ("publish", lambda: publishing(a_post("p1"), PUBLIC)),
    Action.DELETE: ("delete", lambda: deleting(a_post("p1"))),
    Action.SAVE: ("save", lambda: saving(a_post("p1"), "text", PostChanges(markdown="New.\n"))),
    Action.CREATE: ("create", lambda: copying(a_post("p1", "blog"), "acme")),
}


@pytest.mark.parametrize("action", WRITES)
async def test_what_was_done_is_found_out_and_not_sent_again(
    acme: FakePlatform, open_terminal: Open, action: Action
) -> None:
    method, intent = WRITES[action]
    one = await open_terminal(acme)
    does_it_and_loses_the_answer(acme, method)
    one.put(intent())
    await one.pass_time(8.5)
    if action in {Action.APPROVE, Action.PUBLISH, Action.DELETE}:
        assert one.states() == [EntryState.UNKNOWN]
        assert one.outbox.hidden, "it waits for no second yes meanwhile"
    await one.pass_time(120)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert sent(acme, method) == 1
    assert [each.state for each in one.outbox.audit()] == [EntryState.SENT]


@pytest.mark.parametrize("action", [Action.APPROVE, Action.PUBLISH, Action.DELETE, Action.SAVE])
@pytest.mark.parametrize("error", [LOST, PlatformFault("acme failed within (it answered 500)")])
async def test_what_was_not_done_is_sent_again_once_that_is_known(
    acme: FakePlatform, open_terminal: Open, action: Action, error: CopydeskError
) -> None:
    method, intent = WRITES[action]
    one = await open_terminal(acme)
    acme.fail(method, error, times=1)
    one.put(intent())
    await one.pass_time(QUIET_SECONDS)
    assert sent(acme, method) == 1, "a request may be slow to arrive"
    await one.pass_time(2 * QUIET_SECONDS)
    assert sent(acme, method) == 2
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert [each.state for each in one.outbox.audit()] == [EntryState.SENT, EntryState.FAILED]


async def test_what_makes_something_new_is_never_sent_again_by_itself(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("create", LOST, times=1)
    one.put(copying(a_post("p1", "blog"), "acme"))
    await one.pass_time(10 * QUIET_SECONDS)
    assert sent(acme, "create") == 1
    assert [state for state, _ in one.words()] == [EntryState.FAILED]


async def test_it_is_given_up_after_the_third_time(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", LOST)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(20 * QUIET_SECONDS)
    assert sent(acme, "approve") == 3
    assert [state for state, _ in one.words()] == [EntryState.FAILED]
    assert one.outbox.hidden == frozenset()


async def test_it_is_looked_at_as_often_as_it_takes(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    does_it_and_loses_the_answer(acme, "approve")
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(8)
    acme.fail("approval", Unreachable("no connection"))
    await one.pass_time(600, step=5)
    assert one.states() == [EntryState.UNKNOWN]
    acme.heal("approval")
    await one.pass_time(60)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert sent(acme, "approve") == 1


async def test_a_save_that_became_something_else_is_left_to_the_person(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("save", LOST, times=1)
    one.save(a_post("p1"), "the document", PostChanges(markdown="Mine.\n"))
    await one.pass_time(0.1, step=0.1)
    acme.with_posts(a_post("p1", markdown="Theirs.\n"))
    await one.pass_time(60)
    (ended,) = one.ended
    assert ended.entry.state is EntryState.CHANGED
    assert ended.entry.found is not None
    assert ended.entry.found.text == "Theirs.\n"
    assert one.edits.get(a_post("p1")) == "the document"


async def test_a_generation_that_nobody_can_tell_of_is_not_asked_for_twice(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("generate", LOST, times=1)
    request = GitRequest("changelog")
    (entry,) = one.put(generating("acme", request))
    await one.pass_time(300, step=5)
    assert one.states() == [EntryState.UNKNOWN]
    with pytest.raises(Conflict):
        one.put(generating("acme", request))
    one.put(generating("acme", GitRequest("blog_post")))
    await one.pass_time(5)
    one.outbox.dismiss(entry.id)
    one.put(generating("acme", request))
    await one.pass_time(5)
    assert sent(acme, "generate") == 3


async def test_what_our_own_pace_held_back_is_read_again_leaves_no_trace_and_leaves_at_last(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh: list[bool] = []
    approve = acme.approve

    async def noted(*arguments: Any, **named: Any) -> Outcome:
        fresh.append(freshness() is not None)
        return await approve(*arguments, **named)

    monkeypatch.setattr(acme, "approve", noted)
    one = await open_terminal(acme)
    acme.fail("approve", HeldBack("acme has had 55 requests a minute", retry_after=10), times=2)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(60)
    assert [ended.entry.state for ended in one.ended] == [EntryState.SENT]
    assert [written.state for written in one.outbox.audit()] == [EntryState.SENT]
    assert sent(acme, "post") == 3, "it was read again each time"
    assert fresh == [True, True, False], "where reading takes its very place, it waits for the next"


async def test_what_waits_for_its_platform_opens_no_other_anew(
    acme: FakePlatform, open_terminal: Open
) -> None:
    blog = FakePlatform("blog").with_posts(a_post("p1", "blog"))
    one = await open_terminal(acme, blog)
    blog.fail("post", Unreachable("blog could not be reached"))
    with pytest.raises(Unreachable):
        await one.hub.ask("blog", lambda platform: platform.post("p1"))
    acme.fail("post", Unreachable("acme could not be reached"), times=2)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(60)
    assert one.words() == [(EntryState.SENT, "published")]
    assert acme.closed, "its own was opened anew"
    health = one.hub.health["blog"]
    assert (health.reach, health.reason) == (Reach.DOWN, "blog could not be reached")


async def test_the_audit_outlives_the_outbox(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.approve(an_approval("p1"), post)
    await one.pass_time(20)
    await one.close()
    two = await open_terminal(acme)
    (line,) = two.outbox.audit()
    assert (line.connection, line.action, line.item) == ("acme", Action.APPROVE, "post/p1")
    assert (line.title, line.state, line.answer) == ("Post p1", EntryState.SENT, "published")
    assert line.fingerprint
    assert line.answered_at is not None


async def test_a_database_that_cannot_be_used_sends_nothing(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    one.state.close()
    with pytest.raises(StateError):
        one.approve(an_approval("p2"), a_post("p2"))
    await one.pass_time(60)
    await settle()
    assert acme.called("approve") == 0
    assert one.outbox.trouble is not None


async def test_a_person_who_asks_anew_does_not_wait_for_what_waits(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("post", Unreachable("no connection"))
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(300)
    acme.heal("post")
    one.outbox.hurry()
    await one.pass_time(1)
    assert one.words() == [(EntryState.SENT, "published")]
