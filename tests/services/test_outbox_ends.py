"""The outbox when a Copydesk ends, by itself or killed, and when several things are decided on one item."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.fakes.clock import FakeClock, settle
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, FakePlatform
from tests.services.outbox_desk import Open, Terminal
from tui.domain.editing import changes, parse
from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import Conflict, Invalid, OutcomeUnknown, RateLimited
from tui.domain.fields import MARKDOWN, TITLE
from tui.domain.generation import GitRequest
from tui.domain.holds import Holds
from tui.domain.intents import approving, generating, unpublishing
from tui.domain.posts import Post, PostChanges, PostState
from tui.domain.verdicts import Verb
from tui.services.courier import QUIET_SECONDS

LOST = OutcomeUnknown("acme was asked, and its answer was lost")
ASKED = GitRequest("changelog", "last_7_days", ())


# What ends, and what was left


async def test_a_yes_whose_save_was_refused_while_copydesk_closed_is_not_said(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.edits.keep(post, "the document")
    gate = acme.hold("save")
    acme.fail("save", Invalid("the slug is taken"))
    one.put(*approving(an_approval("p1"), post, "the document", PostChanges(markdown="Corrected.\n")))
    await one.pass_time(9)
    closing = asyncio.create_task(one.close())
    await settle()
    gate.set()
    await closing
    acme.heal("save")
    two = await open_terminal(acme)
    assert [(each.intent.action, each.state) for each in two.outbox.entries] == [
        (Action.SAVE, EntryState.FAILED),
        (Action.APPROVE, EntryState.FAILED),
    ]
    assert two.outbox.send_now([each.id for each in two.outbox.entries]) == ()
    await two.pass_time(60)
    assert acme.called("approve") == 0, "it would be public without the edit"
    assert two.edits.get(post) == "the document"


async def test_nothing_is_sent_again_while_copydesk_closes(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("approve")
    acme.fail("approve", RateLimited("too many", retry_after=1), times=1)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(9)
    closing = asyncio.create_task(one.close())
    await settle()
    gate.set()
    await closing
    assert acme.called("approve") == 1
    two = await open_terminal(acme)
    assert two.states() == [EntryState.PARKED]


async def test_what_a_killed_run_had_not_got_done_waits_for_a_person(
    acme: FakePlatform, clock: FakeClock, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("approve")
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(9)
    one.approve(an_approval("p2"), a_post("p2"))
    assert one.states() == [EntryState.SENDING, EntryState.HELD]
    await one.die()
    acme.release("approve")
    acme.calls.clear()
    clock.seconds += 3 * 24 * 3600
    two = await open_terminal(acme)
    await two.pass_time(4 * QUIET_SECONDS)
    assert two.states() == [EntryState.PARKED, EntryState.PARKED]
    assert two.outbox.hidden == frozenset(), "both wait for a yes as before"
    assert acme.called("approve") == 0
    two.outbox.send_now([each.id for each in two.outbox.entries])
    await two.pass_time(2)
    assert acme.called("approve") == 2
    assert [state for state, _ in two.words()] == [EntryState.SENT, EntryState.SENT]
    gate.set()


async def test_what_a_platform_answered_and_when_stands_however_often_copydesk_begins_anew(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("generate", OutcomeUnknown("acme answered 503: whether it was done is not known"))
    one.put(generating("acme", ASKED))
    await one.pass_time(9)
    told = one.outbox.audit()
    assert [written.state for written in told] == [EntryState.UNKNOWN]
    await one.die()
    for _ in range(2):
        two = await open_terminal(acme)
        await two.pass_time(5)
        assert two.outbox.audit() == told
        assert [each.answer for each in two.outbox.entries] == [told[0].answer]
        await two.die()


async def test_what_was_sent_to_a_connection_that_is_no_more_can_be_put_away(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("approve")
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(9)
    await one.die()
    two = await open_terminal(FakePlatform("other"))
    await two.pass_time(5)
    (entry,) = two.outbox.entries
    assert entry.state is EntryState.UNKNOWN
    two.outbox.dismiss(entry.id)
    assert two.outbox.entries == ()
    gate.set()


async def test_whoever_waits_for_an_answer_learns_that_another_copydesk_took_it_back(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme, holds=Holds(undoable=30))
    two = await open_terminal(acme)
    (entry,) = one.put(generating("acme", ASKED))
    answer = asyncio.create_task(one.outbox.answer(entry))
    await one.pass_time(2)
    two.outbox.withdraw([entry.id])
    await one.pass_time(5)
    assert answer.done()
    assert answer.result().done is None
    assert acme.called("generate") == 0


async def test_a_yes_is_not_said_to_an_edit_that_was_put_away_without_an_answer(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    gate = acme.hold("save")
    one.edits.keep(post, "the document")
    one.put(*approving(an_approval("p1"), post, "the document", PostChanges(markdown="Corrected.\n")))
    await one.pass_time(9)
    await one.die()
    acme.release("save")
    two = await open_terminal(FakePlatform("other"))
    await two.pass_time(5)
    save, yes = two.outbox.entries
    assert (save.state, yes.state) == (EntryState.UNKNOWN, EntryState.PARKED)
    two.outbox.dismiss(save.id)
    await two.close()
    three = await open_terminal(acme)
    three.outbox.send_now([yes.id])
    await three.pass_time(60)
    assert acme.called("approve") == 0, "it would be public without the edit"
    assert [state for state, _ in three.words()] == [EntryState.FAILED]
    gate.set()


# Several on one item


def does_it_and_loses_the_answer(monkeypatch: pytest.MonkeyPatch, platform: FakePlatform) -> None:
    """The next save takes effect, and its answer is lost."""
    real = platform.save

    async def lost(id: str, wanted: PostChanges) -> Post:
        monkeypatch.setattr(platform, "save", real)
        await real(id, wanted)
        raise LOST

    monkeypatch.setattr(platform, "save", lost)


def edit(terminal: Terminal, read: Post, title: str, body: str) -> None:
    """Save a document as an editor gave it back that was opened on a post as it was read."""
    text = f"---\ntitle: {title}\n---\n\n{body}\n"
    terminal.save(read, text, changes(read, parse(text), (TITLE, MARKDOWN)))


@pytest.mark.parametrize(
    "documents",
    [
        [("New", "New."), ("Old", "Newer.")],
        [("New", "New."), ("Old", "The body of p1.")],
        [("New", "The body of p1."), ("Newer", "New."), ("Old", "Newest.")],
    ],
)
@pytest.mark.parametrize("first", ["answered", "lost and not done", "lost and done"])
async def test_of_several_edits_the_post_is_what_the_last_says(
    open_terminal: Open, monkeypatch: pytest.MonkeyPatch, documents: list[tuple[str, str]], first: str
) -> None:
    post = a_post("p1", title="Old")
    acme = FakePlatform("acme", replace(CAPABLE, fields=(TITLE, MARKDOWN))).with_posts(post)
    if first == "lost and not done":
        acme.fail("save", LOST, times=1)
    elif first == "lost and done":
        does_it_and_loses_the_answer(monkeypatch, acme)
    one = await open_terminal(acme, holds=Holds(undoable=5))
    for title, body in documents:
        # Each is begun on the post as it is there: nothing has left yet.
        edit(one, post, title, body)
        await one.pass_time(1)
    await one.pass_time(6 * QUIET_SECONDS)
    now = acme.posts_by_id["p1"]
    title, body = documents[-1]
    assert (now.title, (now.markdown or "").strip()) == (title, body)
    assert {state for state, _ in one.words()} == {EntryState.SENT}
    assert one.edits.get(post) is None


async def test_of_two_edits_the_second_stays_where_the_first_was_refused(open_terminal: Open) -> None:
    post = a_post("p1", title="Old")
    acme = FakePlatform("acme", replace(CAPABLE, fields=(TITLE, MARKDOWN))).with_posts(post)
    acme.fail("save", Invalid("no"), times=1)
    one = await open_terminal(acme, holds=Holds(undoable=5))
    edit(one, post, "New", "New.")
    edit(one, post, "Old", "Newer.")
    await one.pass_time(60)
    assert [state for state, _ in one.words()] == [EntryState.FAILED, EntryState.SENT]
    now = acme.posts_by_id["p1"]
    assert (now.title, (now.markdown or "").strip()) == ("Old", "Newer.")


async def test_what_is_taken_back_to_draft_is_so_once(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    post = a_post("p1", state=PostState.PUBLISHED, verbs=frozenset({Verb.UNPUBLISH}))
    acme.with_posts(post)
    one.put(unpublishing(post))
    with pytest.raises(Conflict):
        one.put(unpublishing(post))
    await one.pass_time(10)
    assert acme.called("unpublish") == 1
