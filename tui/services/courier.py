"""One entry of the outbox on its way: held, read again, sent once, and followed until it is known."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import (
    CopydeskError,
    DeskError,
    HeldBack,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    StateError,
    Unreachable,
)
from tui.domain.freshness import just_read
from tui.domain.posts import Post
from tui.domain.readings import reading_of
from tui.domain.traces import Trace, tracing
from tui.domain.urgency import background
from tui.services.carriage import Ended
from tui.services.sending import Done, carry_out, unlike, with_known
from tui.services.settling import Found, Verdict, delivered, was_done

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.outbox import Entry, Intent
    from tui.services.carriage import Carriage

_log = logging.getLogger(__name__)

QUIET_SECONDS = 30.0
"""A write that the platform shows no sign of counts as not done this long after it left: a request may be
slow to arrive.
"""
FIRST_LOOK_SECONDS = 1.0
SLOWEST_LOOK_SECONDS = 30.0
LOOKS_BEHIND = 3
"""Every so many looks one goes before what runs by itself."""
MOST_TRIES = 3
"""How often an entry leaves before it is given up. Each time but the last it was seen not to be done."""
SLOWEST_RETRY_SECONDS = 60.0
MOST_HELD_BACK = 2
"""How often an item is read anew because its write would have had to wait too long for its turn."""
SURE_SECONDS = 5.0
"""How long an item must be seen not to be there before that is believed: it may be hidden for a moment."""
UNWRITTEN_SECONDS = 5.0
"""How often it is tried to write down what a platform answered."""
BLOCKED_SECONDS = 2.0
"""How long an entry waits for what another Copydesk sends to the same item."""

_LATER = (RateLimited, Unreachable, PlatformFault, DeskError)
"""What may be otherwise in a while."""


class Courier:
    """Brings one entry of this run to its end."""

    def __init__(self, carriage: Carriage, entry: Entry, due: float, *, adopted: bool = False) -> None:
        """Carry the entry from `due` on (seconds, on the carriage's clock). `adopted`: it was sent by a run
        that has ended.
        """
        self.id = entry.id
        self.due = due
        self.leaving = False
        """Whether it has left and has no answer yet: it must not be cut off."""
        self.reading = False
        """Whether the item is being read again, before it leaves."""
        self.last = entry
        """As it was seen last."""
        self._carriage = carriage
        self._adopted = adopted
        self._nudged = asyncio.Event()
        self._rebuffs = 0
        self._held_back = 0
        self._age = 0.0
        self._given_up = False
        self._said: CopydeskError | None = None
        """What the platform refused after it had done a part of it."""

    def nudge(self) -> None:
        """The entry, or when it is due, is not what it was."""
        self._nudged.set()

    def _now(self) -> Entry | None:
        """The entry, while it is this run's and goes on."""
        entry = self._carriage.entry(self.id)
        if entry is None or not self._carriage.mine(entry):
            return None
        self.last = entry
        return entry if entry.state.under_way else None

    async def run(self) -> None:
        """Carry it to its end, or until another Copydesk has it."""
        while not self._given_up and not self._carriage.closed and (entry := self._now()):
            try:
                if entry.state is EntryState.HELD:
                    await self._held()
                elif entry.state is EntryState.SENDING:
                    await self._written(entry, replace(entry, state=EntryState.UNKNOWN))
                    self._carriage.tell()
                elif not await self._settled():
                    return
            except StateError as error:
                self._carriage.in_trouble(error)
                await self._rest(UNWRITTEN_SECONDS)
            except Exception as error:
                _log.exception("Entry %d of the outbox could not be carried on", self.id)
                await self._is_at_fault(error)

    async def _is_at_fault(self, error: Exception) -> None:
        """A fault of Copydesk's own: what may have left is looked at, what has not is not sent."""
        entry = self._now()
        told = CopydeskError(f"Copydesk failed over it ({type(error).__name__})", advice="See its log file.")
        if entry is not None and entry.state is EntryState.HELD:
            await self._ends(entry, EntryState.FAILED, told.sentence, error=told)
        elif entry is not None and entry.state is EntryState.UNKNOWN:
            self._given_up = True
            self._carriage.announce(Ended(entry, error=told))

    # Before it leaves

    async def _held(self) -> None:
        wait = self.due - self._carriage.monotonic()
        if wait > 0:
            await self._rest(wait)
            return
        entry = self._now()
        if entry is None or not await self._free(entry):
            return
        async with self._carriage.gate(entry.ref.connection):
            # What was decided before it may have given it another text to be compared with.
            entry = self._now()
            if entry is not None and entry.state is EntryState.HELD:
                await self._go(entry)

    async def _free(self, entry: Entry) -> bool:
        """Wait for what was decided on the item before; whether it can leave then."""
        for task in self._carriage.earlier(entry):
            await asyncio.wait({task})
        if self._carriage.broken(entry):
            await self._ends(entry, EntryState.FAILED, "what had to be done before it was not done")
            return False
        return True

    async def _go(self, entry: Entry) -> None:
        changes = entry.intent.changes
        if entry.intent.action is Action.SAVE and changes is not None and changes.empty:
            await self._sent(entry, Done("nothing was left to change"))
            return
        try:
            self._carriage.hub.check_write(entry.ref.connection)
            intent, seen = await self._read(entry)
        except NotFound as error:
            await self._ends(entry, EntryState.CHANGED, error.sentence, error=error)
        except _LATER as error:
            await self._waits(entry, error)
        except CopydeskError as error:
            await self._ends(entry, EntryState.FAILED, error.sentence, error=error)
        else:
            if unlike(intent, seen):
                assert seen is not None
                changed = replace(entry, found=reading_of(seen))
                await self._ends(changed, EntryState.CHANGED, "it has changed since it was read")
            else:
                await self._leave(entry, intent, seen)

    async def _read(self, entry: Entry) -> tuple[Intent, Post | Approval | None]:
        hub, intent = self._carriage.hub, entry.intent
        self.reading = True
        try:
            if self._rebuffs:
                await hub.revive((entry.ref.connection,))
            seen, self._age = await self._carriage.rereading.seen(intent, anew=self._rebuffs > 0)
            if intent.action.makes:
                intent = await hub.ask(entry.ref.connection, lambda platform: with_known(platform, intent))
        finally:
            self.reading = False
        if not intent.action.makes and isinstance(seen, Post):
            intent = replace(intent, known=delivered(seen), before=seen.deliveries)
        return intent, seen

    async def _waits(self, entry: Entry, error: CopydeskError) -> None:
        """Nothing was done: it is tried again in a while."""
        wait = min(2.0 * 2.0 ** min(self._rebuffs, 10), SLOWEST_RETRY_SECONDS)
        if isinstance(error, RateLimited):
            wait = max(error.retry_after, 1.0)
        self._rebuffs += 1
        await self._holds_on(entry, error.sentence, wait, left=not isinstance(error, HeldBack))

    async def _holds_on(self, entry: Entry, why: str, seconds: float, *, left: bool = True) -> None:
        self.due = self._carriage.monotonic() + seconds
        due_at = self._carriage.now() + timedelta(seconds=seconds)
        await self._written(
            entry, replace(entry, state=EntryState.HELD, due_at=due_at, answer=why), left=left
        )
        self._carriage.tell()

    # Sending

    async def _leave(self, held: Entry, intent: Intent, seen: Post | Approval | None) -> None:
        self._carriage.see_kept(intent, seen)
        sending = replace(
            held,
            intent=intent,
            state=EntryState.SENDING,
            sent_at=self._carriage.now(),
            tries=held.tries + 1,
            answer=None,
        )
        # Nothing is awaited between the two: what could be taken back a moment ago cannot be any more.
        if not self._carriage.move(held, sending):
            entry = self._now()
            if entry is not None and entry.state is EntryState.HELD:
                # Another Copydesk has sent something to this item, and has no answer yet.
                await self._rest(BLOCKED_SECONDS)
            return
        self.leaving = True
        self._carriage.tell()
        try:
            await self._send(sending, seen)
        finally:
            self.leaving = False
            self._carriage.rereading.written(sending.ref)

    async def _send(self, entry: Entry, seen: Post | Approval | None) -> None:
        intent = entry.intent
        # Reading it anew may take the very place that it waits for: then it has to wait for the next.
        fresh = just_read(self._age) if self._held_back < MOST_HELD_BACK else nullcontext()
        with tracing() as trace, fresh:
            try:
                done = await self._carriage.hub.write(
                    entry.ref.connection, entry.ref, lambda platform: carry_out(platform, intent, seen)
                )
            except CopydeskError as error:
                entry = replace(entry, request_id=error.request_id or trace.request_id)
                await self._refused(entry, error, trace)
                return
        await self._sent(replace(entry, request_id=trace.request_id), done)

    async def _refused(self, entry: Entry, error: CopydeskError, trace: Trace) -> None:
        if isinstance(error, OutcomeUnknown | PlatformFault) or trace.done:
            definite = not isinstance(error, (OutcomeUnknown, *_LATER))
            self._said = error if definite else None
            self.due = self._carriage.monotonic()
            await self._written(entry, replace(entry, state=EntryState.UNKNOWN, answer=error.sentence))
            self._carriage.tell()
        elif isinstance(error, _LATER):
            # It did not leave after all.
            self._held_back += isinstance(error, HeldBack)
            await self._waits(replace(entry, tries=entry.tries - 1), error)
        else:
            await self._ends(entry, EntryState.FAILED, error.sentence, error=error)

    async def _sent(self, entry: Entry, done: Done, *, sure: bool = True) -> None:
        made = done.post.ref if done.post else done.job.ref if done.job else None
        await self._ends(replace(entry, made=made), EntryState.SENT, done.text, done=done)
        with suppress(StateError):
            self._carriage.taken(entry, done.post, sure=sure)

    async def _ends(
        self,
        entry: Entry,
        state: EntryState,
        answer: str,
        *,
        done: Done | None = None,
        error: CopydeskError | None = None,
    ) -> None:
        ended = Ended(replace(entry, state=state, answer=answer), done, error)
        announced = False

        def announce() -> None:
            nonlocal announced
            announced = True
            self._carriage.announce(ended)

        if await self._written(entry, ended.entry, announce):
            self.last = ended.entry
            self._carriage.end(ended, announced=announced)

    async def _written(
        self, before: Entry, after: Entry, otherwise: Callable[[], object] | None = None, *, left: bool = True
    ) -> bool:
        """Write down what became of it, however long that takes: what a platform answered is known once.
        `otherwise` is called where it cannot be written down yet. False where another Copydesk has it.
        """
        tried = False
        while True:
            try:
                return self._carriage.move(before, after, left=left)
            except StateError as error:
                self._carriage.in_trouble(error)
                if otherwise is not None and not tried:
                    otherwise()
                tried = True
                await self._rest(UNWRITTEN_SECONDS)

    # After its answer was lost

    async def _settled(self) -> bool:
        """Look at the platform until it is known whether it was done; False where nobody will ever know."""
        left = self._carriage.monotonic() - self._quiet_so_far()
        absent: float | None = None
        looks = 0
        while True:
            await self._rest(min(FIRST_LOOK_SECONDS * 2.0 ** min(looks, 10), SLOWEST_LOOK_SECONDS))
            entry = self._now()
            if entry is None or entry.state is not EntryState.UNKNOWN:
                return True
            looks += 1
            # An answer is as old as its question: what arrived at the platform meanwhile is not in it.
            now = self._carriage.monotonic()
            try:
                # A person who asks all the time must not keep it from ever being known.
                found = await self._looked(entry, by_itself=looks % LOOKS_BEHIND != 0)
            except CopydeskError as error:
                _log.info("Entry %d cannot be looked at: %s", self.id, error.happened)
                continue
            if found.verdict is Verdict.NOBODY_KNOWS and not (found.may_tell and now - left < QUIET_SECONDS):
                lost = OutcomeUnknown(entry.answer or "Its answer was lost", advice="The outbox shows it.")
                self._carriage.announce(Ended(entry, error=lost))
                return False
            if found.verdict is Verdict.DONE and found.by_absence:
                absent = now if absent is None else absent
                if now - absent < SURE_SECONDS:
                    continue
            else:
                absent = None
            known = self._said is not None or found.verdict not in {Verdict.NOT_DONE, Verdict.NOBODY_KNOWS}
            if known or now - left >= QUIET_SECONDS:
                await self._is_known(entry, found)
                return True

    def _quiet_so_far(self) -> float:
        """Seconds that have passed since a run that ended sent it; nearly all that it takes at most."""
        sent_at = self.last.sent_at
        if not self._adopted or sent_at is None:
            return 0.0
        passed = (self._carriage.now() - sent_at).total_seconds()
        return min(max(passed, 0.0), QUIET_SECONDS - SURE_SECONDS)

    async def _looked(self, entry: Entry, *, by_itself: bool) -> Found:
        hub, name, intent = self._carriage.hub, entry.ref.connection, entry.intent
        if self._carriage.out_of_reach(entry):
            return Found(Verdict.NOBODY_KNOWS)
        with background(by_itself):
            with suppress(CopydeskError):
                return await hub.ask(name, lambda platform: was_done(platform, intent))
            await hub.revive((name,))
            return await hub.ask(name, lambda platform: was_done(platform, intent))

    async def _is_known(self, entry: Entry, found: Found) -> None:
        if found.verdict is Verdict.DONE:
            said = "done; its answer was lost, and the platform shows it"
            # That an item waits no more does not tell that it was said yes to with this text.
            sure = not found.by_absence or entry.intent.action is Action.DELETE
            await self._sent(entry, Done(said, found.post, found.job), sure=sure)
        elif self._said is not None:
            await self._ends(entry, EntryState.FAILED, self._said.sentence, error=self._said)
        elif found.verdict is Verdict.OTHER:
            changed = replace(entry, found=found.reading)
            why = "its answer was lost, and it has changed since it was read"
            await self._ends(changed, EntryState.CHANGED, why)
        elif entry.intent.action.makes:
            why = "its answer was lost, and it was not found there: look before you ask for it again"
            await self._ends(entry, EntryState.FAILED, why)
        elif entry.tries >= MOST_TRIES:
            await self._ends(entry, EntryState.FAILED, "its answer was lost, and it was not done")
        elif self._adopted:
            # Nobody has been there since: it is for the person to say whether it is wanted yet.
            why = "Copydesk ended before it was answered; it was not done"
            parked = replace(entry, state=EntryState.PARKED, run=None, answer=why)
            await self._written(entry, parked)
            self._carriage.tell()
        else:
            await self._holds_on(entry, "its answer was lost, and it was not done: it is sent again", 0)

    async def _rest(self, seconds: float) -> None:
        """Wait for that time, or until something changed."""
        self._nudged.clear()
        waiting: list[asyncio.Future[object]] = [asyncio.create_task(self._nudged.wait())]
        waiting.append(asyncio.ensure_future(self._carriage.sleep(seconds)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
