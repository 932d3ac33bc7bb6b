"""The outbox: verdicts are held, sent once, and followed until it is known what came of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import Conflict, CopydeskError
from tui.domain.holds import Holds
from tui.domain.refs import ItemRef
from tui.services.edits import EditsService
from tui.services.entries import Entries, OutboxStores
from tui.services.hub import CLOSING_SECONDS, Hub
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post
    from tui.services.courier import Courier
    from tui.services.sending import Done

OTHERS_SECONDS = 1.0
"""How often it is looked whether another Copydesk has written to the outbox."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An entry of this run came to its end."""

    entry: Entry
    done: Done | None = None
    """What came of it, where it was sent and the answer arrived."""
    error: CopydeskError | None = None
    """Why it failed."""


class OutboxService(Entries):
    """Every write to a platform goes through here.

    `changed` publishes whenever an entry is not what it was, of any Copydesk on this database; `ended` each
    entry of this run that came to its end, before `changed` tells of it.
    """

    def __init__(
        self,
        hub: Hub,
        stores: OutboxStores,
        edits: EditsService,
        now: Callable[[], datetime],
        *,
        holds: Holds | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Take the connections, and where entries and edited texts are kept. `now` dates entries;
        `monotonic` (seconds) and `sleep` time the holds. Nothing is read before `hidden` or `start`.
        """
        super().__init__(stores)
        self.hub = hub
        self.edits = edits
        self.now = now
        self.holds = holds or Holds()
        self.monotonic = monotonic
        self.sleep = sleep
        self.ended: Signal[Ended] = Signal("ended entries")
        self._couriers: dict[int, Courier] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._answers: dict[int, asyncio.Future[Ended]] = {}
        self._broken: set[tuple[str, ItemRef]] = set()
        self._watch: asyncio.Task[None] | None = None
        self._others = -1
        self._counter = count(1)
        self._closed = False

    # What a person does

    def put(self, intents: Sequence[Intent]) -> tuple[Entry, ...]:
        """Take in what was decided in one go; it leaves when the longest of its holds is over, and is taken
        back in one go. What of it stood parked or had failed before is replaced.

        Raises Conflict, with nothing taken in, where an item's decision is on its way already; StateError
        where it cannot be kept.
        """
        from tui.domain.outbox import Entry

        for intent in intents:
            self._see_free(intent)
        made_at = self.now()
        hold = max((intent.hold(self.holds) for intent in intents), default=0.0)
        step = f"{self._stores.outbox.run}/{next(self._counter)}"
        entries = self._stores.outbox.put(
            [
                Entry(
                    id=0,
                    step=step,
                    intent=intent,
                    state=EntryState.HELD,
                    run=self._stores.outbox.run,
                    made_at=made_at,
                    due_at=made_at + timedelta(seconds=hold),
                )
                for intent in intents
            ]
        )
        for intent in intents:
            self._replace_earlier(intent.ref)
        for entry in entries:
            self._entries[entry.id] = entry
            self.carry(entry, hold)
        self.tell()
        return entries

    def _see_free(self, intent: Intent) -> None:
        for entry in self.entries:
            if not entry.state.under_way:
                continue
            if intent.action.makes and entry.intent.makes_the_same(intent):
                raise Conflict(
                    f"The same was asked of {intent.ref.connection} before, and has no answer yet",
                    advice="O shows it; put away there, it can be asked for again.",
                )
            if entry.ref != intent.ref:
                continue
            if entry.intent.action.decides or not self.mine(entry):
                raise Conflict(
                    f"A decision on {intent.title or intent.ref} is on its way already",
                    advice="O shows it; u takes the last one back.",
                )

    def _replace_earlier(self, ref: ItemRef) -> None:
        for entry in self.entries:
            if entry.ref != ref:
                continue
            if entry.state is EntryState.PARKED:
                self.move(entry, replace(entry, state=EntryState.WITHDRAWN, answer="decided anew"))
            if entry.state.ended or entry.state is EntryState.PARKED:
                self.put_away(entry.id)

    async def answer(self, entry: Entry) -> Ended:
        """Wait for the end of an entry of this run that was put just now."""
        future = self._answers.setdefault(entry.id, asyncio.get_running_loop().create_future())
        return await asyncio.shield(future)

    def take_back(self) -> tuple[Entry, ...]:
        """Take back what was decided last and is still held, all of it; gives what was. Raises StateError."""
        held = self.held
        if not held:
            return ()
        return self.withdraw([each.id for each in held if each.step == held[-1].step])

    def withdraw(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Take back what of these is held or parked, by whichever Copydesk; gives what was. Raises
        StateError.
        """
        taken = []
        for entry in self.with_partners(ids):
            id = entry.id
            if entry.state in {EntryState.HELD, EntryState.PARKED}:
                back = replace(entry, state=EntryState.WITHDRAWN, answer="taken back")
                if self.move(entry, back):
                    taken.append(back)
                    self.put_away(id)
                    self._answer(Ended(back))
                    if id in self._couriers:
                        self._couriers[id].nudge()
        self.tell()
        return tuple(taken)

    def send_now(self, ids: Sequence[int]) -> tuple[Entry, ...]:
        """Send what of these is parked, or held by this run, without waiting for its hold; gives what is
        sent. It is read again first, as always. Raises StateError.
        """
        sent = []
        for entry in self.with_partners(ids):
            if entry.state is not EntryState.PARKED and not (
                entry.state is EntryState.HELD and self.mine(entry)
            ):
                continue
            due = replace(entry, state=EntryState.HELD, run=self._stores.outbox.run, due_at=self.now())
            if self.move(entry, due):
                sent.append(due)
                self.carry(due, 0.0)
        self.tell()
        return tuple(sent)

    def dismiss(self, id: int) -> None:
        """Show an entry no longer that ended, or that nobody will ever know more of; any other stays. Raises
        StateError.
        """
        entry = self.entry(id)
        if entry is not None and (entry.state.ended or self.lost(entry)):
            self.put_away(id)
            self.tell()

    def lost(self, entry: Entry) -> bool:
        """Whether nobody can ever tell whether it was done."""
        return entry.state is EntryState.UNKNOWN and self.mine(entry) and entry.id not in self._tasks

    # The loop

    def start(self) -> None:
        """Read what there is, park what an ended Copydesk still held, follow up what it had sent, and look
        out for what others do from now on. Never raises: see `trouble`.
        """
        if self._watch is None and not self._closed:
            with self.kept():
                self._stores.outbox.tidy()
            self.look()
            self._watch = asyncio.create_task(self._watch_others())

    async def _watch_others(self) -> None:
        while True:
            await self.sleep(OTHERS_SECONDS)
            with self.kept():
                if self._others != self._stores.outbox.others or self._foreign():
                    self.look()

    def _foreign(self) -> bool:
        return any(each.run is not None and not self.mine(each) for each in self.entries)

    def look(self) -> None:
        """Read the outbox anew, and take over what a Copydesk left that has ended. Never raises."""
        with self.kept():
            self._others = self._stores.outbox.others
            before = self._entries
            self._entries = {entry.id: entry for entry in self._stores.outbox.entries()}
            for entry in self._stores.outbox.orphans():
                self._adopt(entry)
            for id, courier in tuple(self._couriers.items()):
                if self._entries.get(id) != before.get(id):
                    courier.nudge()
            if before != self._entries:
                self.tell()

    def _adopt(self, entry: Entry) -> None:
        if entry.state is EntryState.HELD:
            self.move(entry, replace(entry, state=EntryState.PARKED, run=None))
            return
        mine = replace(entry, state=EntryState.UNKNOWN, run=self._stores.outbox.run)
        if self.move(entry, replace(mine, answer="Copydesk ended before the answer came")):
            self.carry(mine, 0.0)

    def carry(self, entry: Entry, hold: float) -> None:
        """Bring an entry of this run to its end, beginning after `hold` seconds."""
        from tui.services.courier import Courier

        if self._closed:
            return
        courier = self._couriers.get(entry.id)
        if courier is not None:
            courier.due = self.monotonic() + hold
            courier.nudge()
            return
        courier = self._couriers[entry.id] = Courier(self, entry.id, self.monotonic() + hold)
        task = self._tasks[entry.id] = asyncio.create_task(courier.run())
        task.add_done_callback(lambda _: self._carried(entry.id))

    def _carried(self, id: int) -> None:
        self._couriers.pop(id, None)
        self._tasks.pop(id, None)

    def earlier(self, entry: Entry) -> tuple[asyncio.Task[None], ...]:
        """The carrying of what was decided on the same item before, which must end first."""
        return tuple(
            self._tasks[each.id]
            for each in self.entries
            if each.ref == entry.ref and each.id < entry.id and each.id in self._tasks
        )

    def broken(self, entry: Entry) -> bool:
        """Whether something that was decided in the same go on the same item, before it, was not done."""
        return (entry.step, entry.ref) in self._broken

    # What couriers write down

    def taken(self, entry: Entry, post: Post | None) -> None:
        """A platform has what an entry brought: the text kept for it is kept no longer, and what waits for
        the same item is compared with what it is now.
        """
        from tui.domain.readings import reading_of

        intent = entry.intent
        if intent.text is not None or intent.action is Action.DELETE:
            self.edits.taken(intent.place, intent.text)
        if post is None:
            return
        for later in self.entries:
            waits = later.ref == entry.ref and later.id > entry.id and later.state is EntryState.HELD
            if waits and later.intent.read == intent.read and self.mine(later):
                self.move(later, replace(later, intent=replace(later.intent, read=reading_of(post))))

    def end(self, ended: Ended) -> None:
        """Tell that an entry of this run has ended. What was sent is shown no longer: the audit has it."""
        self.ended.publish(ended)
        self._answer(ended)
        if ended.entry.state is not EntryState.SENT:
            self._broken.add((ended.entry.step, ended.entry.ref))
        if ended.entry.state is EntryState.SENT:
            with self.kept():
                self.put_away(ended.entry.id)
        self.tell()

    def _answer(self, ended: Ended) -> None:
        future = self._answers.pop(ended.entry.id, None)
        if future is not None and not future.done():
            future.set_result(ended)

    async def settle(self) -> None:
        """Wait until all that has left has its answer, for as long as closing would."""
        leaving = [task for id, task in self._tasks.items() if self._couriers[id].leaving]
        if leaving:
            await asyncio.wait(leaving, timeout=CLOSING_SECONDS)

    async def close(self) -> None:
        """Park what is held, wait for the answers of what has left, and end. Never raises."""
        if self._closed:
            return
        self._closed = True
        waiting = [task for id, task in self._tasks.items() if not self._couriers[id].leaving]
        if self._watch is not None:
            waiting.append(self._watch)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        if self._tasks:
            await asyncio.wait(tuple(self._tasks.values()), timeout=CLOSING_SECONDS)
        for task in tuple(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        with self.kept():
            for entry in self.held:
                self.move(entry, replace(entry, state=EntryState.PARKED, run=None))
