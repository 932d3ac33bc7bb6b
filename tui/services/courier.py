"""One entry of the outbox on its way: held, read again, sent once, and followed until it is known."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui.domain.entry_states import EntryState
from tui.domain.errors import (
    CopydeskError,
    DeskError,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    StateError,
    Unreachable,
)
from tui.domain.readings import reading_of
from tui.domain.traces import Trace, tracing
from tui.domain.urgency import background
from tui.services.outbox import Ended
from tui.services.sending import Done, carry_out, seen_now, unlike, with_known
from tui.services.settling import Found, Verdict, was_done

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post
    from tui.services.outbox import OutboxService

_log = logging.getLogger(__name__)

QUIET_SECONDS = 30.0
"""A write that the platform shows no sign of counts as not done this long after it left: a request may be
slow to arrive.
"""
FIRST_LOOK_SECONDS = 1.0
SLOWEST_LOOK_SECONDS = 30.0
MOST_TRIES = 3
"""How often an entry leaves before it is given up. Each time but the last it was seen not to be done."""
SLOWEST_RETRY_SECONDS = 60.0

_LATER = (RateLimited, Unreachable, PlatformFault, DeskError)
"""What may be otherwise in a while."""


class Courier:
    """Brings one entry of this run to its end."""

    def __init__(self, outbox: OutboxService, id: int, due: float) -> None:
        """Carry the entry of that id from `due` on (seconds, on the outbox's clock)."""
        self.due = due
        self.leaving = False
        """Whether it has left and has no answer yet: it must not be cut off."""
        self.id = id
        self._outbox = outbox
        self._nudged = asyncio.Event()
        self._rebuffs = 0
        self._given_up = False

    def nudge(self) -> None:
        """The entry, or when it is due, is not what it was."""
        self._nudged.set()

    async def run(self) -> None:
        """Carry it to its end, or until another Copydesk has it."""
        while not self._given_up and (entry := self._outbox.entry(self.id)) and self._outbox.mine(entry):
            try:
                if entry.state is EntryState.HELD:
                    await self._held()
                elif entry.state is not EntryState.UNKNOWN or not await self._settled():
                    return
            except StateError as error:
                self._outbox.in_trouble(error)
                await self._rest(SLOWEST_LOOK_SECONDS)
            except Exception as error:
                _log.exception("Entry %d of the outbox could not be carried on", self.id)
                self._is_at_fault(error)

    def _is_at_fault(self, error: Exception) -> None:
        """A fault of Copydesk's own: what may have left is looked at, what has not is not sent."""
        entry = self._outbox.entry(self.id)
        told = CopydeskError(f"Copydesk failed over it ({type(error).__name__})", advice="See its log file.")
        if entry is not None and entry.state is EntryState.HELD:
            self._ends(entry, EntryState.FAILED, told.sentence, error=told)
        elif entry is not None and entry.state is EntryState.SENDING:
            self._outbox.move(entry, replace(entry, state=EntryState.UNKNOWN, answer=told.sentence))
            self._outbox.tell()
        else:
            self._given_up = True

    # Before it leaves

    async def _held(self) -> None:
        wait = self.due - self._outbox.monotonic()
        if wait > 0:
            await self._rest(wait)
            return
        entry = self._outbox.entry(self.id)
        if entry is None or not await self._free(entry):
            return
        # What was decided before it may have given it another text to be compared with.
        entry = self._outbox.entry(self.id)
        if entry is None or entry.state is not EntryState.HELD:
            return
        try:
            intent, seen = await self._read(entry)
        except NotFound as error:
            self._ends(entry, EntryState.CHANGED, error.sentence, error=error)
        except _LATER as error:
            self._waits(entry, error)
        except CopydeskError as error:
            self._ends(entry, EntryState.FAILED, error.sentence, error=error)
        else:
            if unlike(intent, seen):
                assert seen is not None
                changed = replace(entry, found=reading_of(seen))
                self._ends(changed, EntryState.CHANGED, "it has changed since it was read")
            else:
                await self._leave(entry, replace(entry, intent=intent), seen)

    async def _free(self, entry: Entry) -> bool:
        """Wait for what was decided on the item before; whether it can leave then."""
        for task in self._outbox.earlier(entry):
            await asyncio.wait({task})
        if self._outbox.broken(entry):
            self._ends(entry, EntryState.FAILED, "what had to be done before it was not done")
            return False
        return True

    async def _read(self, entry: Entry) -> tuple[Intent, Post | Approval | None]:
        hub, intent = self._outbox.hub, entry.intent
        if self._rebuffs:
            await hub.revive()
        seen = await hub.ask(entry.ref.connection, lambda platform: seen_now(platform, intent))
        if intent.action.makes:
            intent = await hub.ask(entry.ref.connection, lambda platform: with_known(platform, intent))
        return intent, seen

    def _waits(self, entry: Entry, error: CopydeskError) -> None:
        """Nothing was done: it is tried again in a while."""
        wait = min(2.0 * 2.0 ** min(self._rebuffs, 10), SLOWEST_RETRY_SECONDS)
        if isinstance(error, RateLimited):
            wait = max(error.retry_after, 1.0)
        self._rebuffs += 1
        self.due = self._outbox.monotonic() + wait
        due_at = self._outbox.now() + timedelta(seconds=wait)
        held = replace(entry, state=EntryState.HELD, due_at=due_at, answer=error.sentence)
        self._outbox.move(entry, held)
        self._outbox.tell()

    # Sending

    async def _leave(self, held: Entry, entry: Entry, seen: Post | Approval | None) -> None:
        sending = replace(
            entry,
            state=EntryState.SENDING,
            sent_at=self._outbox.now(),
            tries=entry.tries + 1,
            answer=None,
        )
        # Nothing is awaited between the two: what could be taken back a moment ago cannot be any more.
        if not self._outbox.move(held, sending):
            return
        self.leaving = True
        self._outbox.tell()
        try:
            await self._send(sending, seen)
        finally:
            self.leaving = False

    async def _send(self, entry: Entry, seen: Post | Approval | None) -> None:
        intent = entry.intent
        with tracing() as trace:
            try:
                done = await self._outbox.hub.write(
                    entry.ref.connection, entry.ref, lambda platform: carry_out(platform, intent, seen)
                )
            except CopydeskError as error:
                self._refused(replace(entry, request_id=error.request_id or trace.request_id), error, trace)
                return
        self._sent(replace(entry, request_id=trace.request_id), done)

    def _refused(self, entry: Entry, error: CopydeskError, trace: Trace) -> None:
        if isinstance(error, OutcomeUnknown | PlatformFault) or trace.done:
            unknown = replace(entry, state=EntryState.UNKNOWN, answer=error.sentence)
            self.due = self._outbox.monotonic()
            self._outbox.move(entry, unknown)
            self._outbox.tell()
        elif isinstance(error, _LATER):
            self._waits(entry, error)
        else:
            self._ends(entry, EntryState.FAILED, error.sentence, error=error)

    def _sent(self, entry: Entry, done: Done) -> None:
        made = done.post.ref if done.post else done.job.ref if done.job else None
        self._outbox.taken(entry, done.post)
        self._ends(replace(entry, made=made), EntryState.SENT, done.text, done=done)

    def _ends(
        self,
        entry: Entry,
        state: EntryState,
        answer: str,
        *,
        done: Done | None = None,
        error: CopydeskError | None = None,
    ) -> None:
        ended = replace(entry, state=state, answer=answer)
        if self._outbox.move(entry, ended):
            self._outbox.end(Ended(ended, done, error))

    # After its answer was lost

    async def _settled(self) -> bool:
        """Look at the platform until it is known whether it was done; False where nobody will ever know."""
        left = self._outbox.monotonic()
        looks = 0
        while True:
            await self._rest(min(FIRST_LOOK_SECONDS * 2.0 ** min(looks, 10), SLOWEST_LOOK_SECONDS))
            now = self._outbox.entry(self.id)
            if now is None or now.state is not EntryState.UNKNOWN or not self._outbox.mine(now):
                return True
            looks += 1
            try:
                found = await self._looked(now)
            except CopydeskError as error:
                _log.info("Entry %d cannot be looked at: %s", self.id, error.happened)
                continue
            if found.verdict is Verdict.NOBODY_KNOWS:
                lost = OutcomeUnknown(now.answer or "Its answer was lost", advice="O shows it.")
                self._outbox.end(Ended(now, error=lost))
                return False
            waited = self._outbox.monotonic() - left
            if found.verdict is not Verdict.NOT_DONE or waited >= QUIET_SECONDS:
                self._is_known(now, found)
                return True

    async def _looked(self, entry: Entry) -> Found:
        hub, name, intent = self._outbox.hub, entry.ref.connection, entry.intent
        with background():
            with suppress(CopydeskError):
                return await hub.ask(name, lambda platform: was_done(platform, intent))
            await hub.revive()
            return await hub.ask(name, lambda platform: was_done(platform, intent))

    def _is_known(self, entry: Entry, found: Found) -> None:
        if found.verdict is Verdict.DONE:
            said = "done; its answer was lost, and the platform shows it"
            self._sent(entry, Done(said, found.post, found.job))
        elif found.verdict is Verdict.OTHER:
            changed = replace(entry, found=found.reading)
            self._ends(
                changed, EntryState.CHANGED, "its answer was lost, and it has changed since it was read"
            )
        elif entry.intent.action.makes or entry.tries >= MOST_TRIES:
            self._ends(entry, EntryState.FAILED, "its answer was lost, and it was not done")
        else:
            again = "its answer was lost, and it was not done: it is sent again"
            self.due = self._outbox.monotonic()
            due_at = self._outbox.now()
            self._outbox.move(entry, replace(entry, state=EntryState.HELD, answer=again, due_at=due_at))
            self._outbox.tell()

    async def _rest(self, seconds: float) -> None:
        """Wait for that time, or until something changed."""
        self._nudged.clear()
        waiting: list[asyncio.Task[object]] = [asyncio.create_task(self._nudged.wait())]
        waiting.append(asyncio.create_task(self._asleep(seconds)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _asleep(self, seconds: float) -> None:
        await self._outbox.sleep(seconds)
