"""Entries on their way: each of this run's has a courier; those of Copydesks that ended are taken over."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import CopydeskError, NotFound
from tui.services.edits import EditsService
from tui.services.entries import Entries, OutboxStores
from tui.services.hub import CLOSING_SECONDS, Hub, Taken
from tui.services.rereading import Rereading
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.outbox import Entry, Intent
    from tui.domain.posts import Post
    from tui.domain.readings import Reading
    from tui.domain.refs import ItemRef
    from tui.services.courier import Courier
    from tui.services.sending import Done

AT_ONCE = 2
"""Entries of one connection that are read and sent at the same time."""
MOST_MADE = 500
"""Of so many posts, the latest, it is known what one's own made of them: what is asked for while that is
held, or before the lists tell it, is decided on soon after.
"""
MOST_OF_ONE = 8
"""So much of one post."""
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


class Carriage(Entries):
    """The entries with their couriers. `ended` publishes each entry of this run that came to its end, before
    `changed` tells of it.
    """

    def __init__(
        self,
        hub: Hub,
        stores: OutboxStores,
        edits: EditsService,
        now: Callable[[], datetime],
        *,
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
        self.monotonic = monotonic
        self.sleep = sleep
        self.closed = False
        self.ended: Signal[Ended] = Signal("ended entries")
        self._couriers: dict[int, Courier] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._answers: dict[int, asyncio.Future[Ended]] = {}
        self._gates: dict[str, asyncio.Semaphore] = {}
        self._watch: asyncio.Task[None] | None = None
        self.rereading = Rereading(hub, monotonic)
        self._of_others: set[int] = set()
        self._made_of: dict[ItemRef, deque[tuple[Reading | None, Reading]]] = {}
        """What this run's decisions made of posts, in their order; with what a post was before an edit or a
        time.
        """
        hub.taken.subscribe(self._connections_taken)

    async def answer(self, entry: Entry) -> Ended:
        """Wait for the end of an entry of this run that was put just now."""
        future = self._answers.setdefault(entry.id, asyncio.get_running_loop().create_future())
        return await asyncio.shield(future)

    # What others do

    def start(self) -> None:
        """Read what there is, park what an ended Copydesk still held, follow up what it had sent, and look
        out for what others do from now on. Never raises: see `trouble`.
        """
        if self._watch is None and not self.closed:
            # Not at the top: the first frame waits for no deletion.
            from tui.domain.removed_posts import KEPT_FOR

            with self.kept():
                self._stores.outbox.tidy()
                self._stores.removed.tidy(self.now() - KEPT_FOR)
            self.look()
            self._watch = asyncio.create_task(self._watch_others())

    async def _watch_others(self) -> None:
        while True:
            await self.sleep(OTHERS_SECONDS)
            with self.kept():
                if self.written_by_others or self._foreign() or self._untold:
                    self.look()

    def _foreign(self) -> bool:
        return any(each.run is not None and not self.mine(each) for each in self.entries)

    def look(self) -> None:
        """Read the outbox anew, and take over what a Copydesk left that has ended. Never raises."""
        with self.kept():
            before = self.entries
            self.read_anew()
            for entry in self._stores.outbox.orphans(self.entries):
                self._adopt(entry)
            for entry in self.entries:
                if self.mine(entry) and entry.state in {EntryState.HELD, EntryState.SENDING}:
                    self._see_carried(entry)
            known = {entry.id: entry for entry in before}
            for id, courier in tuple(self._couriers.items()):
                if self.entry(id) != known.get(id):
                    courier.nudge()
            if before != self.entries or self._untold:
                self.tell()

    def _adopt(self, entry: Entry) -> None:
        if entry.state is EntryState.HELD:
            self.move(entry, replace(entry, state=EntryState.PARKED, run=None))
            return
        # What a platform answered is told still: it may be all that anyone will ever know of it.
        answered = entry.answer if entry.state is EntryState.UNKNOWN else None
        why = answered or "Copydesk ended before the answer came"
        mine = replace(entry, state=EntryState.UNKNOWN, run=self._stores.outbox.run, answer=why)
        if self.move(entry, mine):
            self.carry(mine, 0.0, adopted=True)

    def _see_carried(self, entry: Entry) -> None:
        """No entry of this run is left lying."""
        if entry.id not in self._tasks:
            self.carry(entry, max((entry.due_at - self.now()).total_seconds(), 0.0))

    # Couriers

    def carry(self, entry: Entry, hold: float, *, adopted: bool = False) -> None:
        """Bring an entry of this run to its end, beginning after `hold` seconds. `adopted`: it was sent by a
        run that has ended.
        """
        from tui.services.courier import Courier

        if self.closed:
            return
        courier = self._couriers.get(entry.id)
        if courier is not None:
            courier.due = self.monotonic() + hold
            courier.nudge()
            return
        due = self.monotonic() + hold
        courier = self._couriers[entry.id] = Courier(self, entry, due, adopted=adopted)
        task = self._tasks[entry.id] = asyncio.create_task(courier.run())
        task.add_done_callback(lambda _: self._carried(entry.id))

    def _carried(self, id: int) -> None:
        courier = self._couriers.pop(id)
        self._tasks.pop(id, None)
        if not self.closed:
            # Nobody waits for ever for what another Copydesk took back, or has now.
            self._answer(Ended(self.entry(id) or courier.last))

    def lost(self, entry: Entry) -> bool:
        """Whether nobody can ever tell whether it was done."""
        return entry.state is EntryState.UNKNOWN and self.mine(entry) and entry.id not in self._tasks

    def reads(self, entry: Entry) -> bool:
        """Whether what is held waits for nothing but its item, which is being read again before it leaves."""
        courier = self._couriers.get(entry.id)
        return entry.state is EntryState.HELD and courier is not None and courier.reading

    def hurry(self) -> None:
        """A person asks anew: what waits for a platform that did not answer tries at once."""
        for entry in self.entries:
            if (
                entry.state is EntryState.HELD
                and entry.answer
                and self.mine(entry)
                and entry.id in self._tasks
            ):
                self.carry(entry, 0.0)

    def nudge(self, id: int) -> None:
        """An entry is not what it was: its courier looks."""
        if id in self._couriers:
            self._couriers[id].nudge()

    def earlier(self, entry: Entry) -> tuple[asyncio.Task[None], ...]:
        """The carrying of what was decided on the same item before, which must end first."""
        return tuple(
            self._tasks[each.id]
            for each in self.entries
            if each.ref == entry.ref and each.id < entry.id and each.id in self._tasks
        )

    def broken(self, entry: Entry) -> bool:
        """Whether something that was decided in the same go on the same item, before it, was not done.
        Raises StateError.
        """
        return self._stores.outbox.broken(entry)

    def gate(self, connection: str) -> asyncio.Semaphore:
        """Lets few go through at once, from reading an item to the answer of what was decided on it: what
        waits to leave should be what was read just now.
        """
        return self._gates.setdefault(connection, asyncio.Semaphore(AT_ONCE))

    def see_kept(self, intent: Intent, seen: Post | Approval | None) -> None:
        """Before a deletion leaves, the whole post is kept here: no platform gives it back. Raises StateError
        where it cannot be; it does not leave then.
        """
        if intent.action is Action.DELETE and seen is not None:
            # Not at the top: the start deletes nothing.
            from tui.domain.posts import Post

            if isinstance(seen, Post):
                self._stores.removed.keep(seen, self.now())

    def not_deleted(self, ended: Ended) -> None:
        """What was not deleted after all is not kept as what was; what is gone all the same is, and what an
        earlier deletion kept.
        """
        entry = ended.entry
        if entry.intent.action is Action.DELETE and not isinstance(ended.error, NotFound):
            with self.kept():
                self._stores.removed.forget(entry.ref, entry.made_at)

    # What couriers tell

    def taken(self, entry: Entry, post: Post | None, *, sure: bool = True) -> None:
        """A platform has what an entry brought: the text kept for it is kept no longer, unless it is not
        `sure` that it has the text too; and what waits for the same item, decided on as it was before, is
        bound to what it is now. Raises StateError.
        """
        intent = entry.intent
        if sure and (intent.text is not None or intent.action is Action.DELETE):
            self.edits.taken(intent.place, intent.text)
        if post is None:
            return
        self._keep_made(intent, post)
        for later in self.entries:
            waits = later.ref == entry.ref and later.id > entry.id and later.state is EntryState.HELD
            if waits and later.intent.read == intent.read and self.mine(later):
                self.move(later, replace(later, intent=self._bound_anew(later.intent, post)))

    def _keep_made(self, intent: Intent, post: Post) -> None:
        from tui.domain.readings import reading_of

        made = self._made_of.pop(post.ref, None) or deque(maxlen=MOST_OF_ONE)
        before = intent.read if intent.action in {Action.SAVE, Action.SCHEDULE} else None
        made.append((before, reading_of(post)))
        self._made_of[post.ref] = made  # Behind the others: the first has not been heard of for longest.
        if len(self._made_of) > MOST_MADE:
            del self._made_of[next(iter(self._made_of))]

    def made_of(self, ref: ItemRef) -> tuple[Reading, ...]:
        """What this run's decisions made of a post, in their order: lists tell it only when they are asked
        again.
        """
        return tuple(made for _, made in self._made_of.get(ref, ()))

    def after_ones_own(self, intent: Intent) -> Intent:
        """A time that is given to a post as it was before an edit or a time of one's own left, on what that
        made of it: whoever asked while it was held decides after it. Anything else as it is.
        """
        if intent.action is Action.SCHEDULE:
            for before, made in self._made_of.get(intent.ref, ()):
                # Of one and the same its line may have been seen, or its text.
                if before is not None and intent.read is not None and before.listed_as(intent.read):
                    intent = replace(intent, read=made)
        return intent

    def _bound_anew(self, intent: Intent, post: Post) -> Intent:
        """What was decided after an edit of one's own, on what that made of the post: of a later edit what it
        changes in that.
        """
        from tui.domain.editing import changes, parse
        from tui.domain.readings import reading_of

        bound = replace(intent, read=reading_of(post))
        if intent.action is not Action.SAVE or intent.text is None:
            return bound
        can = self.hub.capabilities(intent.ref.connection)
        try:
            return replace(bound, changes=changes(post, parse(intent.text), can.fields if can else ()))
        except CopydeskError:
            # Bound to what it was begun on it is not sent, and the person brings the two together.
            return intent

    def announce(self, ended: Ended) -> None:
        """Tell that an entry of this run has ended, whether that could be written down or not."""
        self.ended.publish(ended)
        self._answer(ended)

    def end(self, ended: Ended, *, announced: bool = False) -> None:
        """An entry of this run has ended. What was sent is shown no longer: the audit has it."""
        if not announced:
            self.announce(ended)
        if ended.entry.state is EntryState.SENT:
            with self.kept():
                self.put_away(ended.entry.id)
        else:
            self.not_deleted(ended)
        self.tell()

    def _answer(self, ended: Ended) -> None:
        future = self._answers.pop(ended.entry.id, None)
        if future is not None and not future.done():
            future.set_result(ended)

    # The end

    async def settle(self) -> None:
        """Wait until all that has left has its answer, for as long as closing would."""
        leaving = [task for id, task in self._tasks.items() if self._couriers[id].leaving]
        if leaving:
            await asyncio.wait(leaving, timeout=CLOSING_SECONDS)

    async def close(self) -> None:
        """Park what is held, wait for the answers of what has left, and end. Never raises."""
        if self.closed:
            return
        self.closed = True
        waiting = [task for id, task in self._tasks.items() if not self._couriers[id].leaving]
        if self._watch is not None:
            waiting.append(self._watch)
        for task in waiting:
            task.cancel()
        self.rereading.close()
        await asyncio.gather(*waiting, return_exceptions=True)
        if self._tasks:
            await asyncio.wait(tuple(self._tasks.values()), timeout=CLOSING_SECONDS)
        for task in tuple(self._tasks.values()):
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        for entry in self.held:
            with self.kept():
                self._park(entry)

    def _connections_taken(self, taken: Taken) -> None:
        """What was held for connections that left, or are other ones now, waits for a person; what was sent
        to them is not looked for on the others: what is not there was not done there either.
        """
        self.rereading.forget((*taken.gone, *taken.anew))
        for ref in [each for each in self._made_of if each.connection in (*taken.gone, *taken.anew)]:
            del self._made_of[ref]
        for entry in self.entries:
            if entry.ref.connection in (*taken.gone, *taken.anew) and self.mine(entry):
                if entry.state is EntryState.HELD:
                    with self.kept():
                        self._park(entry)
                else:
                    self._of_others.add(entry.id)
                self.nudge(entry.id)
        self.tell()

    def out_of_reach(self, entry: Entry) -> bool:
        """Whether what it was sent to is no longer among the connections."""
        return entry.ref.connection not in self.hub.names or entry.id in self._of_others

    def _park(self, entry: Entry) -> None:
        if self.broken(entry):
            why = "what had to be done before it was not done"
            self.move(entry, replace(entry, state=EntryState.FAILED, run=None, answer=why))
        else:
            self.move(entry, replace(entry, state=EntryState.PARKED, run=None))
