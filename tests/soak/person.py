"""A person at the desk, by a seed: reads, decides, edits, changes their mind, comes and goes."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

from tests.soak.copydesk import Copydesk
from tests.soak.ledger import MARK, Ledger
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.editing import changes, document, parse
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError
from tui.domain.generation import GitRequest, TopicRequest
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
from tui.domain.posts import Post, PostChanges, PostFilter, PostState
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Consequence, Gravity, Verb

_log = logging.getLogger(__name__)

Step = Callable[[], Awaitable[None]]
Elsewhere = Callable[[ItemRef, str], Awaitable[None]]
"""Someone else gives a post a title, past every fault."""


class Person:
    """Works at `desk`, which may be another Copydesk later."""

    def __init__(self, desk: Copydesk, ledger: Ledger, dice: random.Random, elsewhere: Elsewhere) -> None:
        self.desk = desk
        self.ledger = ledger
        self.did: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        """What could not be done, in the words that a person reads, and how often."""
        self.marks: dict[str, ItemRef] = {}
        """Each edit's mark, and where it was made."""
        self._dice = dice
        self._elsewhere = elsewhere
        self._read: dict[ItemRef, Post] = {}
        self._listed: dict[ItemRef, Post] = {}
        self._number = 0
        self._steps: dict[Step, int] = {
            self.look_at_inbox: 10,
            self.look_at_posts: 5,
            self.read: 10,
            self.approve: 20,
            self.approve_several: 4,
            self.edit: 14,
            self.edit_text: 6,
            self.publish: 6,
            self.unpublish: 5,
            self.delete: 4,
            self.schedule: 4,
            self.copy: 4,
            self.generate: 3,
            self.undo: 8,
            self.withdraw: 3,
            self.send_now: 3,
            self.wait: 6,
            self.someone_else: 4,
        }

    async def step(self) -> None:
        """Do one thing. What is refused is read, and life goes on; any other error is a fault."""
        chosen = self._dice.choices(list(self._steps), list(self._steps.values()))[0]
        name = getattr(chosen, "__name__", "step")
        self.did[name] += 1
        try:
            await chosen()
        except CopydeskError as error:
            self.refused[f"{name}: {type(error).__name__}"] += 1
            _log.info("%s: %s", name, error.sentence)
        await self.desk.clock.sleep(self._dice.uniform(0, 2))

    # Looking

    async def look_at_inbox(self) -> None:
        await self.desk.hub.revive(refused=True)
        async for _ in self.desk.inbox.refresh():
            pass

    async def look_at_posts(self) -> None:
        feed = self.desk.posts.open(PostFilter())
        try:
            more = await feed.more(100)
        finally:
            feed.close()
        self._listed.update({post.ref: post for post in more.posts})

    def _waiting(self) -> list[Approval]:
        hidden = self.desk.outbox.hidden
        waiting = [each for part in self.desk.inbox.parts for each in part.approvals]
        return [each for each in waiting if each.ref not in hidden and each.ready]

    def _one(self, of: Sequence[Approval]) -> Approval:
        if not of:
            raise CopydeskError("nothing waits")
        # A few items get most of the attention: that is where decisions meet.
        return of[min(int(self._dice.expovariate(0.15)), len(of) - 1)]

    def _post(self, verb: Verb) -> ItemRef:
        able = [ref for ref, post in self._listed.items() if verb in post.verbs]
        if not able:
            raise CopydeskError("there is no such post")
        return able[min(int(self._dice.expovariate(0.1)), len(able) - 1)]

    async def _able(self, verb: Verb) -> Post:
        """A post that this can be done to, as it was read."""
        post = await self._body(self._post(verb))
        if verb not in post.verbs:
            raise CopydeskError("it cannot be done to it any more")
        return post

    async def _body(self, ref: ItemRef) -> Post:
        """The post as it is read now, or as it was read before: a person does not read it twice."""
        known = self._read.get(ref)
        if known is None or self._dice.random() < 0.6:
            known = self._read[ref] = await self.desk.posts.read(ref)
            self._listed[ref] = known
        return known

    async def read(self) -> None:
        await self._body(self._one(self._waiting()).ref if self._dice.random() < 0.5 else self._any())

    def _any(self) -> ItemRef:
        if not self._listed:
            raise CopydeskError("there is no post")
        return self._dice.choice(list(self._listed))

    # Deciding

    def _put(self, intents: Sequence[Intent]) -> None:
        for intent in intents:
            self.desk.hub.check_write(intent.ref.connection)
        if intents:
            self.ledger.note(self.desk.outbox.put(intents))

    async def _yes_to(self, approval: Approval) -> tuple[Intent, ...]:
        kept = self.desk.edits.get(approval)
        if approval.kind is not ApprovalKind.POST:
            return approving(approval, None, kept)
        read = await self._body(approval.ref)
        if kept is not None:
            can = self.desk.hub.capabilities(approval.ref.connection)
            original = document(read, can.fields if can else ())
            kept = self._merged(read, original)
            self.desk.edits.keep(read, kept, base=original)
        return approving(approval, read, kept, self._changes(read, kept) if kept is not None else None)

    def _changes(self, read: Post, text: str) -> PostChanges:
        can = self.desk.hub.capabilities(read.ref.connection)
        return changes(read, parse(text), can.fields if can else ())

    async def approve(self) -> None:
        self._put(await self._yes_to(self._one(self._waiting())))

    async def approve_several(self) -> None:
        waiting = self._waiting()
        chosen = self._dice.sample(waiting, min(len(waiting), 4))
        intents = [intent for each in chosen for intent in await self._yes_to(each)]
        self._put(intents)

    async def publish(self) -> None:
        will = Consequence("publishes", Gravity.FINAL if self._dice.random() < 0.5 else Gravity.PUBLIC)
        self._put((publishing(await self._able(Verb.PUBLISH), will),))

    async def unpublish(self) -> None:
        self._put((unpublishing(await self._able(Verb.UNPUBLISH)),))

    async def delete(self) -> None:
        self._put((deleting(await self._able(Verb.DELETE)),))

    async def schedule(self) -> None:
        post = await self._able(Verb.SCHEDULE)
        self._number += 1
        at = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(minutes=self._number)
        self._put((scheduling(post, at),))

    async def copy(self) -> None:
        post = await self._body(self._any())
        if post.ref.connection != "blog":
            self._put((copying(post, "blog"),))

    async def generate(self) -> None:
        self._number += 1
        topic = TopicRequest(f"Topic asked for {self._number:06}")
        git = GitRequest("changelog", self._dice.choice(("current_day", "last_7_days", "last_14_days")))
        name = self._dice.choice(("acme", "social", "blog"))
        self._put((generating(name, git if name == "acme" else topic),))

    # Editing

    def _mark(self, ref: ItemRef) -> str:
        self._number += 1
        mark = f"edit{self._number:06}"
        self.marks[mark] = ref
        return mark

    async def edit(self) -> None:
        ref = self._post(Verb.EDIT)
        # The editor opens on the post as it is read now.
        post = self._read[ref] = self._listed[ref] = await self.desk.posts.read(ref)
        can = self.desk.hub.capabilities(ref.connection)
        original = document(post, can.fields if can else ())
        edited = f"{self._merged(post, original).rstrip()}\n\nAlso {self._mark(ref)}.\n"
        self.desk.edits.keep(post, edited, base=original)
        wanted = self._changes(post, edited)
        if self._dice.random() < 0.8:
            self._put((saving(post, edited, wanted),))

    def _merged(self, post: Post, original: str) -> str:
        """What the editor opens: the text that is kept; where the post has moved since that was begun, the
        post as it is now with what the person had added, as they merge the two.
        """
        kept = self.desk.edits.kept(post)
        if kept is None or kept.base == original:
            return original if kept is None else kept.text
        mine = [mark for mark in MARK.findall(kept.text) if mark not in original]
        return "\n\n".join([original.rstrip(), *(f"Also {mark}." for mark in mine)])

    async def edit_text(self) -> None:
        texts = [each for each in self._waiting() if each.kind is not ApprovalKind.POST]
        approval = self._one(texts)
        text = self.desk.edits.get(approval) or document(approval)
        self.desk.edits.keep(approval, f"{text.rstrip()} {self._mark(approval.ref)}")

    # Changing one's mind

    async def undo(self) -> None:
        self.desk.outbox.take_back()

    async def withdraw(self) -> None:
        held = [each.id for each in self.desk.outbox.entries if self._can_be_taken_back(each.state)]
        if held:
            self.desk.outbox.withdraw([self._dice.choice(held)])

    async def send_now(self) -> None:
        held = [each.id for each in self.desk.outbox.entries if self._can_be_taken_back(each.state)]
        if held:
            self.desk.outbox.send_now([self._dice.choice(held)])

    @staticmethod
    def _can_be_taken_back(state: EntryState) -> bool:
        return state in {EntryState.HELD, EntryState.PARKED}

    async def wait(self) -> None:
        await self.desk.clock.sleep(self._dice.uniform(2, 20))

    async def someone_else(self) -> None:
        """An editor at the platform itself."""
        drafts = [ref for ref, post in self._listed.items() if post.state is PostState.DRAFT]
        if drafts:
            self._number += 1
            await self._elsewhere(self._dice.choice(drafts), f"Changed elsewhere {self._number:06}")

    def decide_on_parked(self) -> None:
        """At the end nothing stays open: half of what is parked is sent, the other half taken back."""
        for entry in self.desk.outbox.entries:
            if entry.state is EntryState.PARKED:
                act = self.desk.outbox.send_now if self._dice.random() < 0.5 else self.desk.outbox.withdraw
                act([entry.id])
