"""What a person decides, from the moment it leaves: what a platform gets of it, once and in which order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock, until
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import CAPABLE, Call, FakePlatform
from tests.services.outbox_desk import Terminal
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.editing import changes, document, parse
from tui.domain.entry_states import EntryState
from tui.domain.errors import (
    Conflict,
    EditorError,
    Invalid,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    StateError,
)
from tui.domain.holds import Holds
from tui.domain.intents import approving, copying, deleting, publishing, saving, unpublishing
from tui.domain.kept_edits import KeptEdit
from tui.domain.outbox import Entry, Intent
from tui.domain.posts import NewPost, Post, PostChanges, PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services.courier import QUIET_SECONDS
from tui.services.edits import EditsService
from tui.services.outbox import Ended, OutboxService

SENT, FAILED = EntryState.SENT, EntryState.FAILED
REF = a_post().ref
PUBLICLY = Consequence("publishes on acme", Gravity.PUBLIC)


@dataclass
class Desk:
    """Two connections, to which what was decided leaves at once."""

    acme: FakePlatform
    blog: FakePlatform
    terminal: Terminal

    async def read(self) -> Post:
        return await self.terminal.hub.ask("acme", lambda platform: platform.post("p1"))

    async def yes(self, approval: Approval) -> list[Entry]:
        """Say yes as a screen does: to what was read, with the text that is kept."""
        kept = self.terminal.edits.get(approval)
        if approval.kind is not ApprovalKind.POST:
            return list(self.terminal.put(*approving(approval, None, kept)))
        read = await self.read()
        wanted = None if kept is None else changes(read, parse(kept), CAPABLE.fields)
        return list(self.terminal.put(*approving(approval, read, kept, wanted)))

    async def done(self, *intents: Intent) -> Ended:
        """Decide, and wait for the end of the last."""
        return await self.terminal.outbox.answer(self.terminal.put(*intents)[-1])

    async def ends(self, entries: list[Entry]) -> list[Ended]:
        return [await each for each in [self.terminal.outbox.answer(entry) for entry in entries]]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    acme = FakePlatform("acme").with_posts(a_post(tags=("a", "b"))).with_approvals(an_approval())
    blog = FakePlatform("blog").with_approvals(an_approval("s1", "blog", ApprovalKind.TEXT))
    terminal = await Terminal.open(tmp_path, FakeClock(), acme, blog, holds=Holds(0, 0, 0))
    yield Desk(acme, blog, terminal)
    await terminal.close()


# Saying yes


async def test_an_edited_text_is_sent_and_dropped_once_it_is_taken(desk: Desk) -> None:
    text, edits = desk.blog.waiting[0], desk.terminal.edits
    edits.keep(text, "edited")
    desk.blog.fail("approve", OutcomeUnknown("the answer was lost"), times=1)
    await desk.yes(text)
    await desk.terminal.pass_time(QUIET_SECONDS - 1)
    assert desk.terminal.states() == [EntryState.UNKNOWN]
    assert desk.blog.called("approve") == 1, "not again before it is known that it was not done"
    assert edits.get(text) == "edited"
    await desk.terminal.pass_time(2 * QUIET_SECONDS)
    assert [each.entry.state for each in desk.terminal.ended] == [SENT]
    approvals = [call for call in desk.blog.calls if call.method == "approve"]
    assert approvals == [Call("approve", (text, "edited"))] * 2
    assert edits.get(text) is None


async def test_what_is_edited_again_meanwhile_stays_kept(desk: Desk) -> None:
    text, edits = desk.blog.waiting[0], desk.terminal.edits
    edits.keep(text, "first")
    gate = desk.blog.hold("approve")
    entries = await desk.yes(text)
    await until(lambda: desk.blog.called("approve") == 1)
    edits.keep(text, "second")
    gate.set()
    assert [each.entry.state for each in await desk.ends(entries)] == [SENT]
    assert edits.get(text) == "second"


async def test_an_edited_post_is_saved_before_it_is_approved(desk: Desk) -> None:
    approval, edits = desk.acme.waiting[0], desk.terminal.edits
    edits.keep(approval, document(await desk.read()).replace("The body", "A better body"))
    desk.acme.calls.clear()
    ended = await desk.ends(await desk.yes(approval))
    assert [each.entry.state for each in ended] == [SENT, SENT]
    # Read by the person, and once more just before each of the two is sent.
    assert [call.method for call in desk.acme.calls] == ["post", "post", "save", "post", "approve"]
    assert desk.acme.calls[2] == Call("save", ("p1", PostChanges(markdown="A better body of p1.\n")))
    assert edits.get(approval) is None


async def test_a_post_whose_save_is_refused_is_not_approved_and_keeps_its_text(desk: Desk) -> None:
    approval, edits = desk.acme.waiting[0], desk.terminal.edits
    kept = document(replace(await desk.read(), title="x" * 100))
    edits.keep(approval, kept)
    desk.acme.fail("save", Invalid("the title is too long"))
    saved, approved = await desk.ends(await desk.yes(approval))
    assert isinstance(saved.error, Invalid)
    assert (approved.entry.state, approved.entry.answer) == (
        FAILED,
        "what had to be done before it was not done",
    )
    assert desk.acme.called("approve") == 0
    assert edits.get(approval) == kept
    edits.keep(approval, "---\nbroken\n---\n")
    with pytest.raises(EditorError, match="Line 2"):
        await desk.yes(approval)
    assert desk.acme.called("approve") == 0


async def test_a_kept_text_that_changes_nothing_is_not_sent(desk: Desk) -> None:
    approval = desk.acme.waiting[0]
    desk.terminal.edits.keep(approval, document(await desk.read()))
    ended = await desk.ends(await desk.yes(approval))
    assert [each.entry.state for each in ended] == [SENT]
    assert (desk.acme.called("save"), desk.acme.called("approve")) == (0, 1)


def test_what_is_not_ready_or_not_approvable_is_not_decided() -> None:
    for approval in (an_approval(ready=False), an_approval(verbs=frozenset({Verb.EDIT}))):
        with pytest.raises(NotSupported):
            approving(approval, a_post(), None)


def test_a_kept_document_of_a_post_that_was_never_read_is_not_approved() -> None:
    with pytest.raises(EditorError, match="has not been read yet"):
        approving(an_approval(), None, document(a_post(title="New")))


async def test_one_item_is_decided_once_though_the_key_is_pressed_twice(desk: Desk) -> None:
    approval, outbox = desk.acme.waiting[0], desk.terminal.outbox
    gate = desk.acme.hold("approve")
    entries = await desk.yes(approval)
    await until(lambda: desk.acme.called("approve") == 1)
    assert outbox.leaving == 1
    for again in (approving(approval, None, None), (deleting(approval),)):
        with pytest.raises(Conflict, match="is on its way already"):
            outbox.put(again)
    assert (await desk.ends(await desk.yes(desk.blog.waiting[0])))[0].entry.state is SENT
    gate.set()
    await desk.ends(entries)
    assert desk.acme.called("approve") == 1
    assert (desk.acme.called("delete"), outbox.leaving) == (0, 0)


async def test_what_nobody_waits_for_any_more_is_carried_to_its_end(desk: Desk) -> None:
    text, edits = desk.blog.waiting[0], desk.terminal.edits
    edits.keep(text, "edited")
    gate = desk.blog.hold("approve")
    (entry,) = await desk.yes(text)
    waiting = asyncio.create_task(desk.terminal.outbox.answer(entry))
    await until(lambda: desk.blog.called("approve") == 1)
    waiting.cancel()
    gate.set()
    await until(lambda: not desk.terminal.outbox.entries)
    assert [each.entry.state for each in desk.terminal.ended] == [SENT]
    assert edits.get(text) is None
    assert desk.blog.waiting == []


async def test_a_store_that_fails_after_the_platform_took_it_is_no_failure_of_the_verdict(
    desk: Desk,
) -> None:
    class Failing:
        def edit(self, place: ItemRef) -> KeptEdit | None:
            raise StateError("disk full")

        def edits(self) -> tuple[KeptEdit, ...]:
            raise StateError("disk full")

        def keep_edit(
            self, place: ItemRef, text: str, *, title: str | None = None, base: str | None = None
        ) -> None:
            raise StateError("disk full")

        def drop_edit(self, place: ItemRef) -> None:
            raise StateError("disk full")

    terminal, text = desk.terminal, desk.blog.waiting[0]
    outbox = OutboxService(
        terminal.hub,
        terminal.state,
        EditsService(Failing()),
        terminal.clock.now,
        holds=Holds(0, 0, 0),
        monotonic=terminal.clock.monotonic,
        sleep=terminal.clock.sleep,
    )
    (entry,) = outbox.put(approving(text, None, "edited"))
    ended = await outbox.answer(entry)
    assert (ended.entry.state, ended.entry.answer) == (SENT, "published")
    await outbox.close()


# Posts


async def test_what_is_decided_goes_to_the_posts_own_connection(desk: Desk) -> None:
    saved = await desk.done(saving(await desk.read(), "the document", PostChanges(title="New")))
    assert saved.done is not None
    assert saved.done.post is not None
    assert (saved.done.post.title, saved.done.post.markdown) == ("New", "The body of p1.\n")
    published = await desk.done(publishing(await desk.read(), PUBLICLY))
    assert (published.entry.state, published.entry.answer) == (SENT, "published")
    back = await desk.done(unpublishing(await desk.read()))
    assert back.done is not None
    assert back.done.post is not None
    assert back.done.post.state is PostState.DRAFT
    assert (await desk.done(deleting(await desk.read()))).entry.state is SENT
    with pytest.raises(NotFound):
        await desk.read()
    assert desk.blog.calls == []


async def test_deleting_takes_the_post_and_its_kept_text(desk: Desk) -> None:
    approval, edits = desk.acme.waiting[0], desk.terminal.edits
    edits.keep(approval, document(a_post()))
    await desk.done(deleting(await desk.read()))
    assert desk.acme.posts_by_id == {}
    assert edits.get(approval) is None


async def test_changes_of_one_post_leave_one_after_the_other(desk: Desk) -> None:
    read = await desk.read()
    gate = desk.acme.hold("save")
    (saved,) = desk.terminal.put(saving(read, "the document", PostChanges(title="New")))
    await until(lambda: desk.acme.called("save") == 1)
    (published,) = desk.terminal.put(publishing(read, PUBLICLY))
    await desk.terminal.pass_time(60)
    assert desk.acme.called("publish") == 0
    assert desk.terminal.outbox.leaving == 1
    gate.set()
    ended = await desk.ends([saved, published])
    assert [each.entry.state for each in ended] == [SENT, SENT], "its own edit is no other's"
    assert desk.acme.posts_by_id["p1"].title == "New"
    assert desk.acme.posts_by_id["p1"].state is PostState.PUBLISHED


async def test_a_refused_save_says_what_the_platform_said(desk: Desk) -> None:
    desk.acme.fail("save", Invalid("The title is too long", fields={"title": "max 120"}))
    told = await desk.done(saving(await desk.read(), "the document", PostChanges(title="x" * 121)))
    assert told.entry.state is FAILED
    assert isinstance(told.error, Invalid)
    assert told.error.fields == {"title": "max 120"}
    assert "The title is too long" in str(told.entry.answer)
    assert desk.terminal.outbox.leaving == 0


# Copies


async def test_a_copy_is_a_draft_with_the_text_and_the_tags(desk: Desk) -> None:
    told = await desk.done(copying(await desk.read(), "blog"))
    assert (told.entry.state, told.entry.answer) == (SENT, "a draft on blog")
    assert told.entry.made is not None
    assert told.entry.made.connection == "blog"
    made = [call for call in desk.blog.calls if call.method == "create"]
    assert made == [Call("create", (NewPost("Post p1", "The body of p1.\n", ("a", "b")),))]


async def test_a_copy_is_not_made_where_it_cannot_be(desk: Desk) -> None:
    with pytest.raises(NotSupported, match="no text to copy"):
        copying(a_post(markdown=None), "blog")
    desk.blog.capabilities = replace(CAPABLE, creates=False)
    told = await desk.done(copying(await desk.read(), "blog"))
    assert told.entry.state is FAILED
    assert isinstance(told.error, NotSupported)
    assert desk.blog.posts_by_id == {}


async def test_the_same_copy_is_not_made_twice_at_the_same_time(desk: Desk) -> None:
    gate = desk.blog.hold("create")
    (first,) = desk.terminal.put(copying(await desk.read(), "blog"))
    await until(lambda: desk.blog.called("create") == 1)
    with pytest.raises(Conflict):
        desk.terminal.put(copying(await desk.read(), "blog"))
    gate.set()
    await desk.ends([first])
    assert len(desk.blog.posts_by_id) == 1
