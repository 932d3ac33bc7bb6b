"""The inbox over all connections: look, read, say yes, remove."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.approvals import Approval, ApprovalKind, InboxPart
from tui.domain.editing import changes, parse
from tui.domain.errors import CopydeskError, NotSupported, StateError
from tui.domain.failures import ConnectionFailed
from tui.domain.ports import Platform
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Outcome, Verb
from tui.services.edits import EditsService
from tui.services.hub import Hub
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.posts import Post

_log = logging.getLogger(__name__)


class InboxService:
    """What waits for a yes. Keeps what each connection told last: one that fails now still shows what
    it had. `changed` publishes the parts whenever they are not what they were.
    """

    def __init__(self, hub: Hub, edits: EditsService) -> None:
        self._hub = hub
        self._edits = edits
        self._parts: dict[str, InboxPart] = {}
        self._failures: dict[str, ConnectionFailed] = {}
        self._step = 0
        self._told: dict[str, int] = {}
        self._gone: dict[ItemRef, int] = {}
        self.changed: Signal[tuple[InboxPart, ...]] = Signal("inbox")

    @property
    def parts(self) -> tuple[InboxPart, ...]:
        """What each connection told last, in the config file's order."""
        return tuple(self._parts[name] for name in self._hub.names if name in self._parts)

    @property
    def failures(self) -> tuple[ConnectionFailed, ...]:
        """The connections that failed when they were last asked, in the config file's order."""
        return tuple(self._failures[name] for name in self._hub.names if name in self._failures)

    async def refresh(
        self, names: Iterable[str] | None = None
    ) -> AsyncGenerator[InboxPart | ConnectionFailed, None]:
        """Ask these connections (None: all) at the same time, and give each answer as it comes.

        Never raises a `CopydeskError`. Whoever stops listening cancels what is not answered yet.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        waiting = {asyncio.create_task(self._look(name)) for name in asked}
        try:
            while waiting:
                answered, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in answered:
                    yield task.result()
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _look(self, name: str) -> InboxPart | ConnectionFailed:
        asked = self._next_step()
        told: InboxPart | ConnectionFailed
        try:
            approvals = await self._hub.ask(name, lambda platform: platform.approvals())
        except CopydeskError as error:
            told = ConnectionFailed(name, error)
        else:
            told = InboxPart(name, tuple(each for each in approvals if self._gone.get(each.ref, 0) < asked))
        if asked < self._told.get(name, 0):
            return self._failures.get(name) or self._parts[name]  # a later question was answered earlier
        self._told[name] = asked
        if isinstance(told, ConnectionFailed):
            self._failures[name] = told
        else:
            self._failures.pop(name, None)
            self._parts[name] = told
        self._gone = {ref: at for ref, at in self._gone.items() if ref.connection != name or at > asked}
        self.changed.publish(self.parts)
        return told

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

    async def approve(self, approval: Approval) -> Outcome:
        """Say yes, with the edited text if one is kept: of a post it is saved first. The kept text is
        dropped once the platform has it.

        Raises NotSupported where it cannot be approved (now), EditorError where the kept document cannot
        be read, Conflict while a decision on it is on its way; else what the platform raises.
        """
        if not approval.ready:
            raise NotSupported("It is still being written", advice="It can be approved once it is ready.")
        if Verb.APPROVE not in approval.verbs:
            raise NotSupported("It cannot be approved here", advice="Approve it on its platform.")
        kept = self._edits.get(approval)
        if approval.kind is ApprovalKind.POST and kept is not None:
            parse(kept)

        async def say_yes(platform: Platform) -> Outcome:
            if approval.kind is ApprovalKind.POST:
                if kept is not None:
                    await self._save(platform, approval, kept)
                outcome = await platform.approve(approval)
            else:
                outcome = await platform.approve(approval, kept)
                self._drop(approval, kept)
            self._leaves(approval)
            return outcome

        return await self._hub.write(approval.ref.connection, approval.ref, say_yes)

    async def delete(self, approval: Approval) -> None:
        """Remove a post for good, and the edited text kept for it.

        Raises NotSupported where that cannot be done; Conflict while a decision on it is on its way; else
        what the platform raises.
        """
        if approval.kind is not ApprovalKind.POST or Verb.DELETE not in approval.verbs:
            raise NotSupported("It cannot be deleted here", advice="Its platform has no such function.")

        async def remove(platform: Platform) -> None:
            await platform.delete(approval.ref.id)
            self._drop(approval, None)
            self._leaves(approval)

        await self._hub.write(approval.ref.connection, approval.ref, remove)

    async def _save(self, platform: Platform, approval: Approval, kept: str) -> None:
        wanted = changes(await platform.post(approval.ref.id), parse(kept))
        if not wanted.empty:
            await platform.save(approval.ref.id, wanted)
        self._drop(approval, kept)

    def _drop(self, approval: Approval, taken: str | None) -> None:
        """Drop the kept text, unless it was edited again while the platform took `taken`. The platform
        did what was asked: that the text stays kept is no reason to report a failure.
        """
        try:
            if taken is None or self._edits.get(approval) == taken:
                self._edits.drop(approval)
        except StateError:
            _log.exception("The edited text of %s stays kept", approval.ref)

    def _leaves(self, approval: Approval) -> None:
        """Take it out of the parts, and out of answers that were asked for before it was decided."""
        ref = approval.ref
        self._gone[ref] = self._next_step()
        part = self._parts.get(ref.connection)
        if part is not None and any(each.ref == ref for each in part.approvals):
            left = tuple(each for each in part.approvals if each.ref != ref)
            self._parts[ref.connection] = replace(part, approvals=left)
            self.changed.publish(self.parts)
