from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock, settle, until
from tests.fakes.items import a_post, an_approval
from tests.fakes.platform import Call, FakePlatform, opener
from tests.services.outbox_desk import Terminal
from tui.domain.approvals import ApprovalKind, InboxPart
from tui.domain.entry_states import EntryState
from tui.domain.errors import Invalid, Unreachable
from tui.domain.failures import ConnectionFailed
from tui.domain.holds import Holds
from tui.domain.intents import deleting, saving
from tui.domain.posts import Post, PostChanges
from tui.services.hub import Hub
from tui.services.inbox import InboxService


@dataclass
class Desk:
    """An inbox over two connections, from which what was decided leaves at once."""

    acme: FakePlatform
    blog: FakePlatform
    terminal: Terminal
    inbox: InboxService

    async def refresh(self, *names: str) -> list[InboxPart | ConnectionFailed]:
        return [told async for told in self.inbox.refresh(names or None)]

    def shown(self) -> list[str]:
        return [approval.ref.id for part in self.inbox.parts for approval in part.approvals]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    acme = FakePlatform("acme").with_posts(a_post()).with_approvals(an_approval())
    text = an_approval("s1", "blog", ApprovalKind.TEXT)
    blog = FakePlatform("blog").with_approvals(text)
    terminal = await Terminal.open(tmp_path, FakeClock(), acme, blog, holds=Holds(0, 0, 0))
    yield Desk(acme, blog, terminal, InboxService(terminal.hub, terminal.edits, terminal.outbox))
    await terminal.close()


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


async def test_a_connection_that_could_not_be_opened_is_told_too(desk: Desk) -> None:
    hub = Hub(["acme", "gone"], opener([FakePlatform("acme")], {"gone": Invalid("gone: no key")}))
    inbox = InboxService(hub, desk.terminal.edits, desk.terminal.outbox)
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
    desk.terminal.edits.keep(text, "edited")
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
    ended = await desk.terminal.outbox.answer(desk.terminal.approve(approval))
    assert (ended.entry.state, ended.entry.answer) == (EntryState.SENT, "published")
    assert desk.acme.calls[-1] == Call("approve", (approval, None))
    assert desk.shown() == ["s1"]
    assert told == [1]
    held.set()
    await early
    assert desk.shown() == ["s1"], "an answer from before the approval does not bring it back"
    desk.acme.with_approvals(approval)
    await desk.refresh("acme")
    assert desk.shown() == ["p1", "s1"], "what the platform tells afterwards does"


async def test_what_is_deleted_leaves_and_what_is_only_saved_stays(desk: Desk) -> None:
    await desk.refresh()
    outbox, post = desk.terminal.outbox, a_post()
    (saved,) = outbox.put([saving(post, "the document", PostChanges(title="New"))])
    assert (await outbox.answer(saved)).entry.state is EntryState.SENT
    assert desk.shown() == ["p1", "s1"]
    (deleted,) = outbox.put([deleting(await desk.terminal.hub.ask("acme", lambda p: p.post("p1")))])
    assert (await outbox.answer(deleted)).entry.state is EntryState.SENT
    assert desk.shown() == ["s1"]


async def test_what_was_refused_waits_as_it_did(desk: Desk) -> None:
    await desk.refresh()
    desk.acme.fail("approve", Invalid("no site is connected"))
    ended = await desk.terminal.outbox.answer(desk.terminal.approve(desk.acme.waiting[0]))
    assert ended.entry.state is EntryState.FAILED
    assert desk.shown() == ["p1", "s1"]
