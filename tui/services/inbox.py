"""The inbox over all connections: look, and read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.entry_states import EntryState
from tui.domain.errors import CopydeskError
from tui.domain.failures import ConnectionFailed
from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.domain.urgency import background
from tui.domain.verdicts import Effect
from tui.services.edits import EditsService
from tui.services.hub import Hub, Taken
from tui.services.outbox import OutboxService
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.outbox import Entry
    from tui.domain.posts import Post
    from tui.services.shelf import Shelf

WRITTEN_WITHIN_SECONDS = 600.0
"""How long a text is awaited of which its platform says nothing."""


class InboxService:
    """What waits for a yes. Keeps what each connection told last: one that fails now still shows what
    it had, with its age. `changed` publishes the parts whenever they are not what they were.
    """

    def __init__(
        self, hub: Hub, edits: EditsService, outbox: OutboxService, shelf: Shelf | None = None
    ) -> None:
        """Take the connections, and where what they tell is kept (None: only as long as this runs)."""
        self._hub = hub
        self._edits = edits
        self._shelf = shelf
        outbox.ended.subscribe(lambda ended: self._ended(ended.entry))
        outbox.elsewhere.subscribe(self._ended)
        hub.taken.subscribe(self._connections_taken)
        self._parts: dict[str, InboxPart] = {}
        self._failures: dict[str, ConnectionFailed] = {}
        self._step = 0
        self._told: dict[str, int] = {}
        self._told_at: dict[str, datetime] = {}
        self._gone: dict[ItemRef, int] = {}
        self._writing: dict[ItemRef, tuple[Approval, float]] = {}
        self._new: set[ItemRef] = set()
        self._looked_at: dict[str, float] = {}
        self._looking: set[asyncio.Task[object]] = set()
        self.changed: Signal[tuple[InboxPart, ...]] = Signal("inbox")
        self.answered: Signal[InboxPart] = Signal("inbox answers")
        """Publishes what a connection told, before what was decided meanwhile is taken out of it."""

    def start(self) -> None:
        """Know what was told before this run, with its age, until the connections answer. Quick: the first
        frame shows it.
        """
        for part in self._shelf.inbox() if self._shelf is not None else ():
            if part.as_of is not None and part.connection not in self._told:
                self._parts[part.connection] = part
                self._told_at[part.connection] = part.as_of

    def _connections_taken(self, taken: Taken) -> None:
        """What connections told that are no longer, or are other ones now, goes."""
        for name in (*taken.gone, *taken.anew):
            self._parts.pop(name, None)
            self._failures.pop(name, None)
            self._told_at.pop(name, None)
            self._told[name] = self._next_step()
        self.changed.publish(self.parts)

    @property
    def parts(self) -> tuple[InboxPart, ...]:
        """What each connection told last, in the config file's order."""
        return tuple(self._parts[name] for name in self._hub.names if name in self._parts)

    @property
    def failures(self) -> tuple[ConnectionFailed, ...]:
        """The connections that failed when they were last asked, in the config file's order."""
        return tuple(self._failures[name] for name in self._hub.names if name in self._failures)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The connections that have told nothing yet in this run, and have not failed either."""
        return tuple(
            name
            for name in self._hub.names
            if name not in self._failures and (name not in self._parts or self._parts[name].as_of is not None)
        )

    async def refresh(
        self, names: Iterable[str] | None = None
    ) -> AsyncGenerator[InboxPart | ConnectionFailed, None]:
        """Ask these connections (None: all) at the same time, and give each answer as it comes.

        Never raises a `CopydeskError`. Whoever stops listening cancels what is not answered yet.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        asking = [asyncio.create_task(self._look(name)) for name in asked]
        waiting = set(asking)
        try:
            while waiting:
                answered, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                # Of several that answer at once the first that was asked: what is said last of them stands.
                for task in [each for each in asking if each in answered]:
                    yield task.result()
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def look_soon(self, name: str) -> None:
        """Where posts of a connection go to may be something else now: what waits there, and what a yes to it
        leads to, is asked for anew.
        """
        # Not at the top: the start needs no accounts.
        from tui.domain.accounts import AccountKind

        can = self._hub.capabilities(name)
        if can is None or not {AccountKind.ACCOUNT, AccountKind.SITE} & {*can.accounts}:
            return
        looking: asyncio.Task[object] = asyncio.create_task(self._look_by_itself(name))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)

    async def _look_by_itself(self, name: str) -> None:
        with background():
            await self._look(name)

    async def _look(self, name: str) -> InboxPart | ConnectionFailed:
        asked = self._next_step()
        told: InboxPart | ConnectionFailed
        try:
            approvals = await self._hub.ask(name, lambda platform: platform.approvals())
        except CopydeskError as error:
            told = ConnectionFailed(name, error)
        else:
            told = self._part(name, approvals, asked)
        if asked < self._told.get(name, 0):
            # A later question was answered earlier, or it is another connection now.
            return self._failures.get(name) or self._parts.get(name) or told
        self._told[name] = asked
        if isinstance(told, ConnectionFailed):
            self._failures[name] = told
            if name in self._parts and name in self._told_at:
                self._parts[name] = replace(self._parts[name], as_of=self._told_at[name])
        else:
            self._failures.pop(name, None)
            self._see_written(self._parts.get(name), told)
            self._parts[name] = told
            if self._shelf is not None:
                self._told_at[name] = self._shelf.now()
                self._keep(told)
        self._gone = {ref: at for ref, at in self._gone.items() if ref.connection != name or at > asked}
        self.changed.publish(self.parts)
        return told

    def _part(self, name: str, approvals: tuple[Approval, ...], asked: int) -> InboxPart:
        """What a connection told, less what was decided since it was asked."""
        failed = self._parts[name].failed if name in self._parts else ()
        self.answered.publish(InboxPart(name, approvals))
        told = tuple(each for each in approvals if self._gone.get(each.ref, 0) < asked)
        refs = {each.ref for each in told}
        # Not every platform tells of what it is writing.
        writing = [each for each in self._written_on(name) if each.ref not in refs]
        return InboxPart(name, (*told, *writing), failed=failed)

    def _written_on(self, name: str) -> list[Approval]:
        now = time.monotonic()
        self._writing = {ref: (each, until) for ref, (each, until) in self._writing.items() if until > now}
        return [each for each, _ in self._writing.values() if each.ref.connection == name]

    def _see_written(self, before: InboxPart | None, told: InboxPart) -> None:
        """What was still being written, and is ready now, is new."""
        unready = {each.ref for each in before.approvals if not each.ready} if before is not None else set()
        ready = {each.ref for each in told.approvals if each.ready}
        self._new = {ref for ref in self._new if ref.connection != told.connection or ref in ready}
        self._new |= unready & ready
        for ref in ready & self._writing.keys():
            del self._writing[ref]

    def is_new(self, ref: ItemRef) -> bool:
        """Whether a text came for it in this run, and nobody has looked at it yet."""
        return ref in self._new

    def seen(self, ref: ItemRef) -> bool:
        """It was looked at; gives whether it had been new."""
        new = ref in self._new
        self._new.discard(ref)
        return new

    def writes(self, connection: str) -> bool:
        """Whether a text is awaited there that a person said yes to in this run."""
        return bool(self._written_on(connection))

    async def refresh_failed(self, names: Iterable[str] | None = None, *, every: float = 0) -> None:
        """Ask these connections (None: all) for the newest posts that they call failed, where they have such
        a state, and were not asked within `every` seconds. Never raises a `CopydeskError`.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        await asyncio.gather(*(self._look_for_failed(name, every) for name in asked))

    async def _look_for_failed(self, name: str, every: float) -> None:
        can = self._hub.capabilities(name)
        since = time.monotonic() - self._looked_at.get(name, -inf)
        if name in self._failures or can is None or PostState.FAILED not in can.states or since < every:
            return
        from tui.domain.failing import of_post
        from tui.domain.posts import PostFilter

        asked, self._looked_at[name] = self._next_step(), time.monotonic()
        wanted = PostFilter(states=frozenset({PostState.FAILED}))
        try:
            page = await self._hub.ask(name, lambda platform: platform.posts(wanted))
        except CopydeskError:
            return  # why it does not answer is told of the question for what waits
        failed = tuple(of_post(each) for each in page.posts if self._gone.get(each.ref, 0) < asked)
        part = self._parts.get(name)
        if part is not None and part.failed != failed:
            self._parts[name] = replace(part, failed=failed)
            if name in self._told_at:
                self._keep(self._parts[name])
            self.changed.publish(self.parts)

    def _keep(self, part: InboxPart) -> None:
        if self._shelf is not None:
            self._shelf.keep_inbox(part, self._told_at[part.connection])

    def _next_step(self) -> int:
        self._step += 1
        return self._step

    async def read(self, approval: Approval) -> Post | str:
        """The item itself: a post as its platform has it, with its body; of a topic or a social text the
        edited text if one is kept, else the platform's. Raises a `CopydeskError`.
        """
        if approval.kind is ApprovalKind.POST:
            return await self._hub.ask(approval.ref.connection, lambda p: p.post(approval.ref.id))
        kept = self._edits.get(approval)
        if kept is not None:
            return kept
        return approval.text if approval.text is not None else approval.title

    def _ended(self, entry: Entry) -> None:
        """What was decided, by whichever Copydesk, waits no more; nor does a topic, until there is a text."""
        if entry.state is EntryState.SENT and entry.intent.action.decides:
            approval = entry.intent.approval
            self._leaves(entry.ref)
            if approval is not None and approval.consequence.effect is Effect.WRITES:
                self._is_written(approval)

    def _is_written(self, approval: Approval) -> None:
        """It is not ready from now on: a text is being written from it."""
        name = approval.ref.connection
        waits = replace(
            approval,
            kind=ApprovalKind.TEXT,
            state_word="the text is being written",
            ready=False,
            verbs=frozenset(),
        )
        self._writing[approval.ref] = waits, time.monotonic() + WRITTEN_WITHIN_SECONDS
        part = self._parts.get(name) or InboxPart(name, ())
        self._parts[name] = replace(part, approvals=(*part.approvals, waits))
        self.changed.publish(self.parts)

    def _leaves(self, ref: ItemRef) -> None:
        """Take it out of the parts, and out of answers that were asked for before it was decided."""
        self._gone[ref] = self._next_step()
        part = self._parts.get(ref.connection)
        if part is None:
            return
        left = tuple(each for each in part.approvals if each.ref != ref)
        failed = tuple(each for each in part.failed if each.item != ref)
        if (left, failed) != (part.approvals, part.failed):
            self._parts[ref.connection] = replace(part, approvals=left, failed=failed)
            self._keep(self._parts[ref.connection])
            self.changed.publish(self.parts)
