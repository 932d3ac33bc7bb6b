from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.clock import settle, until
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import Call, FakePlatform, opener
from tui.domain.approvals import ApprovalKind, InboxPart
from tui.domain.editing import document
from tui.domain.errors import (
    Conflict,
    EditorError,
    Invalid,
    NotSupported,
    OutcomeUnknown,
    StateError,
    Unreachable,
)
from tui.domain.failures import ConnectionFailed
from tui.domain.posts import Post, PostChanges
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Verb
from tui.services.edits import EditsService
from tui.services.hub import Hub
from tui.services.inbox import InboxService
from tui.state import State, open_state


@dataclass
class Desk:
    """An inbox over two connections."""

    acme: FakePlatform
    blog: FakePlatform
    hub: Hub
    edits: EditsService
    inbox: InboxService

    async def refresh(self, *names: str) -> list[InboxPart | ConnectionFailed]:
        return [told async for told in self.inbox.refresh(names or None)]

    def shown(self) -> list[str]:
        return [approval.ref.id for part in self.inbox.parts for approval in part.approvals]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(tmp_path / "state.db")
    yield state
    state.close()


@pytest.fixture
async def desk(state: State) -> AsyncIterator[Desk]:
    acme = FakePlatform("acme").with_posts(a_post()).with_approvals(an_approval())
    text = an_approval("s1", "blog", ApprovalKind.TEXT)
    blog = FakePlatform("blog").with_approvals(text)
    hub = Hub(["acme", "blog"], opener([acme, blog]))
    edits = EditsService(state)
    await hub.connect()
    yield Desk(acme, blog, hub, edits, InboxService(hub, edits))
    await hub.close()


async def test_all_are_asked_at_the_same_time_and_told_as_they_answer(desk: Desk) -> None:
    gate = desk.acme.hold("approvals")
    answers = desk.inbox.refresh()
    first = await anext(answers)
    assert first.connection == "blog"
    assert desk.acme.called("approvals") == 1
    gate.set()
    assert (await anext(answers)).connection == "acme"
    with pytest.raises(StopAsyncIteration):
        await anext(answers)
    assert desk.shown() == ["p1", "s1"], "in the config file's order, whoever answered first"


async def test_one_that_fails_does_not_empty_the_others_nor_itself(desk: Desk) -> None:
    await desk.refresh()
    desk.acme.fail("approvals", Unreachable("acme did not answer"))
    told = await desk.refresh()
    assert {type(each) for each in told} == {InboxPart, ConnectionFailed}
    assert [failed.connection for failed in desk.inbox.failures] == ["acme"]
    assert desk.shown() == ["p1", "s1"]
    desk.acme.heal("approvals")
    await desk.refresh("acme")
    assert desk.inbox.failures == ()
    assert desk.blog.called("approvals") == 2


async def test_a_connection_that_could_not_be_opened_is_told_too(state: State) -> None:
    hub = Hub(["acme", "gone"], opener([FakePlatform("acme")], {"gone": Invalid("gone: no key")}))
    inbox = InboxService(hub, EditsService(state))
    await hub.connect()
    told = [each async for each in inbox.refresh()]
    assert [each.connection for each in told if isinstance(each, ConnectionFailed)] == ["gone"]


async def test_who_stops_listening_stops_asking(desk: Desk) -> None:
    gate = desk.acme.hold("approvals")
    answers = desk.inbox.refresh()
    await anext(answers)
    await answers.aclose()
    gate.set()
    await settle()
    assert desk.shown() == ["s1"]


async def test_an_older_answer_does_not_undo_a_younger_one(desk: Desk) -> None:
    gate = desk.acme.hold("approvals")
    slow = asyncio.create_task(desk.refresh("acme"))
    await until(lambda: desk.acme.called("approvals") == 1)
    desk.acme.release("approvals")
    desk.acme.with_approvals(an_approval("p2"))
    await desk.refresh("acme")
    gate.set()
    (told,) = await slow
    assert desk.shown() == ["p1", "p2"]
    assert isinstance(told, InboxPart)
    assert len(told.approvals) == 2


async def test_a_post_is_read_with_its_body_and_a_text_as_it_will_be_sent(desk: Desk) -> None:
    post = await desk.inbox.read(an_approval())
    assert isinstance(post, Post)
    assert post.markdown == "The body of p1.\n"
    text = desk.blog.waiting[0]
    assert await desk.inbox.read(text) == "The text of s1."
    desk.edits.keep(text, "edited")
    assert await desk.inbox.read(text) == "edited"
    topic = an_approval("s2", "blog", ApprovalKind.TOPIC, text=None, title="SEO")
    assert await desk.inbox.read(topic) == "SEO"


async def test_what_is_approved_leaves_and_stays_away(desk: Desk) -> None:
    await desk.refresh()
    approval = desk.acme.waiting[0]
    held = desk.acme.hold("approvals")
    early = asyncio.create_task(desk.refresh("acme"))
    await until(lambda: desk.acme.called("approvals") == 2)
    told: list[int] = []
    desk.inbox.changed.subscribe(lambda parts: told.append(sum(len(part.approvals) for part in parts)))
    assert (await desk.inbox.approve(approval)).text == "published"
    assert desk.acme.calls[-1] == Call("approve", (approval, None))
    assert desk.shown() == ["s1"]
    assert told == [1]
    held.set()
    await early
    assert desk.shown() == ["s1"], "an answer from before the approval does not bring it back"
    desk.acme.with_approvals(approval)
    await desk.refresh("acme")
    assert desk.shown() == ["p1", "s1"], "what the platform tells afterwards does"


async def test_an_edited_text_is_sent_and_dropped_once_it_is_taken(desk: Desk) -> None:
    text = desk.blog.waiting[0]
    desk.edits.keep(text, "edited")
    desk.blog.fail("approve", OutcomeUnknown("the answer was lost"), times=1)
    with pytest.raises(OutcomeUnknown):
        await desk.inbox.approve(text)
    assert desk.edits.get(text) == "edited"
    await desk.inbox.approve(text)
    assert desk.blog.calls[-1] == Call("approve", (text, "edited"))
    assert desk.edits.get(text) is None


async def test_what_is_edited_again_meanwhile_stays_kept(desk: Desk) -> None:
    text = desk.blog.waiting[0]
    desk.edits.keep(text, "first")
    gate = desk.blog.hold("approve")
    approving = asyncio.create_task(desk.inbox.approve(text))
    await until(lambda: desk.blog.called("approve") == 1)
    desk.edits.keep(text, "second")
    gate.set()
    await approving
    assert desk.edits.get(text) == "second"


async def test_an_edited_post_is_saved_before_it_is_approved(desk: Desk) -> None:
    approval = desk.acme.waiting[0]
    desk.edits.keep(approval, document(a_post()).replace("The body", "A better body"))
    await desk.inbox.approve(approval)
    methods = [call.method for call in desk.acme.calls]
    assert methods == ["post", "save", "approve"]
    assert desk.acme.calls[1] == Call("save", ("p1", PostChanges(markdown="A better body of p1.\n")))
    assert desk.edits.get(approval) is None


async def test_a_post_whose_save_is_refused_is_not_approved_and_keeps_its_text(desk: Desk) -> None:
    approval = desk.acme.waiting[0]
    kept = document(a_post(title="x" * 500))
    desk.edits.keep(approval, kept)
    desk.acme.fail("save", Invalid("the title is too long"))
    with pytest.raises(Invalid):
        await desk.inbox.approve(approval)
    assert desk.acme.called("approve") == 0
    assert desk.edits.get(approval) == kept
    desk.edits.keep(approval, "---\nbroken\n---\n")
    with pytest.raises(EditorError, match="Line 2"):
        await desk.inbox.approve(approval)
    assert desk.acme.called("approve") == 0


async def test_what_is_not_ready_or_not_approvable_is_not_sent(desk: Desk) -> None:
    for approval in (an_approval(ready=False), an_approval(verbs=frozenset({Verb.EDIT}))):
        with pytest.raises(NotSupported):
            await desk.inbox.approve(approval)
    assert desk.acme.calls == []


async def test_one_item_is_approved_once_though_the_key_is_pressed_twice(desk: Desk) -> None:
    approval = desk.acme.waiting[0]
    gate = desk.acme.hold("approve")
    first = asyncio.create_task(desk.inbox.approve(approval))
    await until(lambda: desk.acme.called("approve") == 1)
    assert desk.hub.writes_under_way
    with pytest.raises(Conflict):
        await desk.inbox.approve(approval)
    with pytest.raises(Conflict):
        await desk.inbox.delete(approval)
    await desk.inbox.approve(desk.blog.waiting[0])
    gate.set()
    await first
    assert desk.acme.called("approve") == 1
    assert not desk.hub.writes_under_way


async def test_a_cancelled_approval_is_carried_to_its_end(desk: Desk) -> None:
    await desk.refresh()
    text = desk.blog.waiting[0]
    desk.edits.keep(text, "edited")
    gate = desk.blog.hold("approve")
    approving = asyncio.create_task(desk.inbox.approve(text))
    await until(lambda: desk.blog.called("approve") == 1)
    approving.cancel()
    gate.set()
    await until(lambda: not desk.hub.writes_under_way)
    assert desk.edits.get(text) is None
    assert desk.shown() == ["p1"]


async def test_deleting_takes_the_post_and_its_kept_text(desk: Desk) -> None:
    await desk.refresh()
    approval = desk.acme.waiting[0]
    desk.edits.keep(approval, document(a_post()))
    await desk.inbox.delete(approval)
    assert desk.acme.posts_by_id == {}
    assert desk.edits.get(approval) is None
    assert desk.shown() == ["s1"]
    with pytest.raises(NotSupported):
        await desk.inbox.delete(desk.blog.waiting[0])


async def test_a_store_that_fails_after_the_platform_took_it_is_no_failure_of_the_approval() -> None:
    class Failing:
        def edit(self, ref: ItemRef) -> str | None:
            return "edited"

        def keep_edit(self, ref: ItemRef, text: str) -> None:
            raise StateError("disk full")

        def drop_edit(self, ref: ItemRef) -> None:
            raise StateError("disk full")

    text = an_approval("s1", kind=ApprovalKind.TEXT)
    hub = Hub(["acme"], opener([FakePlatform("acme").with_approvals(text)]))
    await hub.connect()
    assert (await InboxService(hub, EditsService(Failing())).approve(text)).text == "published"
