"""What the outbox tells can be trusted: what was answered is not lost, what is not sure is not told as done,
and nothing leaves that nobody asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from tests.fakes.items import NOON, a_post, an_approval
from tests.fakes.platform import FakePlatform
from tests.services.outbox_desk import Open, Terminal
from tui.domain.approvals import ApprovalKind
from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import Conflict, Invalid, NotFound, OutcomeUnknown, RateLimited, StateError
from tui.domain.generation import GitRequest
from tui.domain.intents import approving, copying, deleting, generating
from tui.domain.outbox import Entry
from tui.domain.posts import NewPost, Post, PostChanges, PostState
from tui.domain.traces import note
from tui.services.courier import QUIET_SECONDS, SURE_SECONDS, UNWRITTEN_SECONDS

LOST = OutcomeUnknown("acme was asked, and its answer was lost")
ASKED = GitRequest("changelog", "last_7_days", ())
AFTER_HOLD = 8.2


@dataclass
class Unwritable:
    """The state database while some of what becomes of entries cannot be written down."""

    real: Callable[..., bool]
    which: Callable[[Entry, Entry], bool]
    lasts: int | None = None
    """So often; None: until `heal`."""

    def __call__(self, before: Entry, after: Entry, *, left: bool = True) -> bool:
        if self.lasts != 0 and self.which(before, after):
            self.lasts = None if self.lasts is None else self.lasts - 1
            raise StateError("The state database could not be used: disk full")
        return self.real(before, after, left=left)

    def heal(self) -> None:
        self.lasts = 0


def breaks(
    monkeypatch: pytest.MonkeyPatch,
    terminal: Terminal,
    which: Callable[[Entry, Entry], bool],
    lasts: int | None = None,
) -> Unwritable:
    faulty = Unwritable(terminal.state.outbox.move, which, lasts)
    monkeypatch.setattr(terminal.state.outbox, "move", faulty)
    return faulty


def is_sent(_: Entry, after: Entry) -> bool:
    return after.state is EntryState.SENT


def goes_back(before: Entry, after: Entry) -> bool:
    return before.state is EntryState.SENDING and after.state is EntryState.HELD


def in_trouble(terminal: Terminal) -> bool:
    return terminal.outbox.trouble is not None


# An answer that cannot be written down


async def test_an_answer_that_cannot_be_written_down_is_told_at_once_and_kept(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    faulty = breaks(monkeypatch, one, is_sent)
    post = a_post("p1")
    one.save(post, "the document", PostChanges(markdown="New.\n"))
    await one.pass_time(1)
    assert one.words() == [(EntryState.SENT, "saved")], "told at once"
    assert in_trouble(one)
    await one.pass_time(20 * UNWRITTEN_SECONDS)
    assert one.states() == [EntryState.SENDING]
    assert one.edits.get(post) == "the document", "nothing is let go of before it is written down"
    faulty.heal()
    await one.pass_time(UNWRITTEN_SECONDS)
    assert one.outbox.entries == ()
    assert [(each.state, each.answer) for each in one.outbox.audit()] == [(EntryState.SENT, "saved")]
    assert one.words() == [(EntryState.SENT, "saved")], "told once"
    assert one.edits.get(post) is None
    assert not in_trouble(one)
    assert acme.called("save") == 1


async def test_the_job_that_was_queued_is_known_though_it_could_not_be_written_down(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    faulty = breaks(monkeypatch, one, is_sent)
    (entry,) = one.put(generating("acme", ASKED))
    answer = asyncio.create_task(one.outbox.answer(entry))
    await one.pass_time(1)
    assert answer.done()
    done = answer.result().done
    assert done is not None
    assert done.job is not None
    faulty.heal()
    await one.pass_time(UNWRITTEN_SECONDS)
    (line,) = one.outbox.audit()
    assert (line.state, line.item) == (EntryState.SENT, f"job/{done.job.ref.id}")


async def test_a_refusal_that_cannot_be_written_down_is_told_at_once_and_kept(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", Invalid("too long"))
    breaks(monkeypatch, one, lambda _, after: after.state is EntryState.FAILED, lasts=3)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(9)
    assert [state for state, _ in one.words()] == [EntryState.FAILED]
    await one.pass_time(3 * UNWRITTEN_SECONDS)
    assert one.states() == [EntryState.FAILED]
    assert len(one.ended) == 1
    assert acme.called("approve") == 1


async def test_what_had_too_many_requests_is_held_again_and_tried_again(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", RateLimited("too many", retry_after=300), times=1)
    breaks(monkeypatch, one, goes_back, lasts=3)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(9)
    assert one.states() == [EntryState.SENDING]
    await one.pass_time(3 * UNWRITTEN_SECONDS)
    assert one.states() == [EntryState.HELD]
    assert one.outbox.take_back(), "it did not leave"
    assert one.ended == []
    assert acme.called("approve") == 1


async def test_only_what_left_is_counted(acme: FakePlatform, open_terminal: Open) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", RateLimited("too many", retry_after=1), times=5)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(60)
    (ended,) = one.ended
    assert (ended.entry.state, ended.entry.tries) == (EntryState.SENT, 1)
    assert acme.called("approve") == 6


async def test_what_cannot_be_taken_in_whole_is_not_taken_in(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", Invalid("no"), times=1)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(20)

    def full(id: int) -> None:
        raise StateError("disk full")

    with monkeypatch.context() as faulty:
        faulty.setattr(one.state.outbox, "put_away", full)
        with pytest.raises(StateError):
            one.approve(an_approval("p1"), a_post("p1"))
    assert [each.state for each in one.state.outbox.entries()] == [EntryState.FAILED]
    assert one.states() == [EntryState.FAILED], "what it would have replaced stands as it was"
    await one.pass_time(60)
    assert acme.called("approve") == 1
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(60)
    assert acme.called("approve") == 2


# Two Copydesks at once


async def test_of_two_decisions_at_the_same_moment_the_second_is_refused(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one, two = await open_terminal(acme), await open_terminal(acme)
    one.approve(an_approval("p1"), a_post("p1"))
    one.put(generating("acme", ASKED))
    # Not a moment has passed: the second one has not seen what the first one wrote.
    assert two.outbox.entries == ()
    with pytest.raises(Conflict):
        two.approve(an_approval("p1"), a_post("p1"))
    with pytest.raises(Conflict):
        two.put(deleting(a_post("p2")), deleting(a_post("p1")))
    with pytest.raises(Conflict):
        two.put(generating("acme", ASKED))
    await one.pass_time(60)
    assert [acme.called(method) for method in ("approve", "delete", "generate")] == [1, 0, 1]


async def test_nothing_is_sent_to_an_item_while_another_copydesk_waits_for_its_answer(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    gate = acme.hold("save")
    one.save(post, "the document", PostChanges(markdown="New.\n"))
    yes = one.approve(an_approval("p1"), post)
    await one.pass_time(2)
    await one.die()
    two = await open_terminal(acme)
    await two.pass_time(0.1, step=0.1)
    assert two.states() == [EntryState.UNKNOWN, EntryState.PARKED]
    three = await open_terminal(acme)
    assert [each.id for each in three.outbox.send_now([yes.id])] == [yes.id]
    await three.pass_time(QUIET_SECONDS / 2)
    assert acme.called("approve") == 0, "whether the post has the edit yet, nobody knows"
    assert two.states()[0] is EntryState.UNKNOWN
    gate.set()
    await three.pass_time(2 * QUIET_SECONDS)
    assert [each.entry.intent.action for each in three.ended] == [Action.APPROVE]
    assert acme.called("save") == 1


@pytest.mark.parametrize("undone", [EntryState.UNKNOWN, EntryState.SENDING])
async def test_the_database_lets_nothing_leave_for_an_item_that_has_no_answer(
    acme: FakePlatform, open_terminal: Open, undone: EntryState
) -> None:
    one = await open_terminal(acme)
    gate = acme.hold("save")
    post = a_post("p1")
    save = one.save(post, "the document", PostChanges(markdown="New.\n"))
    yes = one.approve(an_approval("p1"), post)
    elsewhere = one.approve(an_approval("p2"), a_post("p2"))
    await one.pass_time(1)
    (left, held, other) = one.outbox.entries
    assert (left.id, held.id, other.id) == (save.id, yes.id, elsewhere.id)
    store = one.state.outbox
    if undone is EntryState.UNKNOWN:
        assert store.move(left, replace(left, state=undone))
    assert not store.move(held, replace(held, state=EntryState.SENDING))
    assert store.move(held, replace(held, state=EntryState.WITHDRAWN))
    assert store.move(other, replace(other, state=EntryState.PARKED))
    gate.set()


# What is not sure is not told as done


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("First.\nSecond.\n", "First.\n\nSecond.\n"),
        ("No go.\n", "No, go!\n"),
        ("One two.\n", "One\ntwo.\n"),
    ],
)
@pytest.mark.parametrize("theirs", [None, "A colleague's title"])
async def test_an_edit_of_the_layout_or_of_points_is_done_or_its_text_is_kept(
    acme: FakePlatform, open_terminal: Open, before: str, after: str, theirs: str | None
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1", markdown=before)
    acme.with_posts(post)
    acme.fail("save", LOST, times=1)
    one.save(post, "the document", PostChanges(markdown=after))
    await one.pass_time(0.1, step=0.1)
    if theirs is not None:
        acme.with_posts(replace(post, title=theirs))
    await one.pass_time(100)
    (ended,) = one.ended
    if theirs is None:
        assert (ended.entry.state, acme.posts_by_id["p1"].markdown) == (EntryState.SENT, after)
    else:
        assert (ended.entry.state, acme.posts_by_id["p1"].markdown) == (EntryState.CHANGED, before)
        assert one.edits.get(post) == "the document"


@pytest.mark.parametrize("shown", [None, "The text of s1.", "My long rewritten text"])
async def test_an_edited_text_stays_kept_unless_the_platform_shows_it(
    acme: FakePlatform, open_terminal: Open, shown: str | None
) -> None:
    one = await open_terminal(acme)
    social = an_approval("s1", kind=ApprovalKind.TEXT)
    acme.with_approvals(social)
    one.edits.keep(social, "My long rewritten text")
    acme.fail("approve", LOST, times=1)
    one.put(*approving(social, None, "My long rewritten text"))
    await one.pass_time(AFTER_HOLD)
    # Somebody says yes to the text as it was, or takes it away: that looks the same from here.
    acme.waiting = [each for each in acme.waiting if each.ref != social.ref]
    if shown is not None:
        acme.with_approvals(replace(social, state_word="manual_posting", text=shown))
    await one.pass_time(100)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    mine = "My long rewritten text"
    assert one.edits.get(social) == (None if shown == mine else mine)


async def test_a_post_that_was_deleted_is_not_told_as_approved(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    acme.fail("approve", LOST, times=1)
    one.approve(an_approval("p1"), a_post("p1"))
    await one.pass_time(AFTER_HOLD)
    await acme.delete("p1")
    await one.pass_time(100)
    (ended,) = one.ended
    assert (ended.entry.state, ended.entry.found) == (EntryState.CHANGED, None)


async def test_a_deletion_is_believed_once_the_post_has_been_gone_for_a_while(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.edits.keep(post, "My kept text")
    acme.fail("delete", LOST, times=1)
    one.put(deleting(post))
    await one.pass_time(AFTER_HOLD)
    await acme.delete("p1")
    await one.pass_time(SURE_SECONDS)
    assert one.ended == []
    assert one.edits.get(post) == "My kept text"
    await one.pass_time(2 * SURE_SECONDS)
    assert [state for state, _ in one.words()] == [EntryState.SENT]
    assert one.edits.get(post) is None


async def test_a_post_that_is_not_shown_for_a_moment_is_not_told_as_deleted(
    acme: FakePlatform, open_terminal: Open
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1")
    one.edits.keep(post, "My kept text")
    acme.fail("delete", LOST)
    one.put(deleting(post))
    await one.pass_time(AFTER_HOLD)
    acme.fail("post", NotFound("acme has no post p1"), times=1)
    await one.pass_time(QUIET_SECONDS - 5)
    assert one.states() == [EntryState.UNKNOWN]
    await one.pass_time(20 * QUIET_SECONDS)
    assert [state for state, _ in one.words()] == [EntryState.FAILED]
    assert one.edits.get(post) == "My kept text"


async def test_what_was_made_is_known_by_its_title_though_that_was_trimmed(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    beta = FakePlatform("beta")
    one = await open_terminal(acme, beta)
    real = beta.create

    async def trims_and_loses_the_answer(new: NewPost) -> Post:
        await real(replace(new, title=new.title.strip()))
        raise LOST

    monkeypatch.setattr(beta, "create", trims_and_loses_the_answer)
    one.put(copying(a_post("p1", title="  Hello  you "), "beta"))
    await one.pass_time(120)
    (ended,) = one.ended
    assert (ended.entry.state, ended.entry.made) == (
        EntryState.SENT,
        next(iter(beta.posts_by_id.values())).ref,
    )
    assert len(beta.posts_by_id) == 1


async def test_a_refusal_after_a_part_was_done_is_told_in_its_own_words_and_not_repeated(
    acme: FakePlatform, open_terminal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await open_terminal(acme)
    post = a_post("p1", state=PostState.SCHEDULED, scheduled_at=NOON)
    acme.with_posts(post)
    refusal = Conflict("acme keeps it scheduled", advice="Take its time away there.")
    saves = []

    async def takes_a_part(id: str, wanted: PostChanges) -> Post:
        saves.append(wanted)
        note(done=True, request_id="r1")
        raise refusal

    monkeypatch.setattr(acme, "save", takes_a_part)
    one.save(post, "the document", PostChanges(unscheduled=True))
    await one.pass_time(10 * QUIET_SECONDS)
    (ended,) = one.ended
    assert (ended.entry.state, ended.entry.answer) == (EntryState.FAILED, refusal.sentence)
    assert ended.error is refusal
    assert ended.entry.request_id == "r1"
    assert len(saves) == 1
    assert one.edits.get(post) == "the document"
