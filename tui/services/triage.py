"""The queue as a person works through it: what waits and what failed, less what was decided here alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tui.domain.approvals import MOST_LISTED, Approval, InboxPart, place_of
from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import StateError
from tui.domain.failing import Failing, failing
from tui.domain.inbox import InboxRows, rows
from tui.domain.local_verdicts import LocalKind, LocalVerdict, Waiting, place_in, seen_of
from tui.domain.refs import ItemRef
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.outbox import OutboxService

if TYPE_CHECKING:
    from tui.domain.outbox import Entry
    from tui.domain.ports import VerdictStore
    from tui.domain.undelivered import Undelivered

_log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=90)
"""How long a verdict of one's own stands where nothing ends it."""


class VerdictStores(Protocol):
    """Where verdicts of one's own are kept. Raises StateError."""

    @property
    def verdicts(self) -> VerdictStore:
        """Those of all Copydesks on the database."""


class _Step(NamedTuple):
    """What was decided in one go in this run."""

    verdicts: tuple[LocalVerdict, ...]
    after: int
    """The latest entry of the outbox then: what came into it later was decided later."""


class TriageService:
    """What stands in the queue, and what a person put out of it. Tells through the inbox's `changed` when
    that is not what it was.
    """

    def __init__(
        self,
        stores: VerdictStores,
        inbox: InboxService,
        outbox: OutboxService,
        jobs: JobMonitor,
        now: Callable[[], datetime],
        undelivered: Callable[[], Iterable[Undelivered]] = tuple,
    ) -> None:
        """Nothing is read before the queue is asked for. `undelivered`: posts that failed on sites."""
        self._undelivered = undelivered
        self._stores = stores
        self._inbox = inbox
        self._outbox = outbox
        self._jobs = jobs
        self._now = now
        self._others: int | None = None
        self._standing: dict[ItemRef, LocalVerdict] = {}
        self._steps: list[_Step] = []
        self._seen_at = now()
        self._tidied = False
        inbox.answered.subscribe(lambda part: self._answered(part))
        outbox.ended.subscribe(lambda ended: self._done(ended.entry))
        outbox.others_wrote.subscribe(lambda _: self._look_at_others())

    # The queue

    def rows(self, takes: Callable[[Waiting], bool] = lambda item: True) -> InboxRows:
        """What waits and what failed, less what is on its way and what `takes` leaves out."""
        decided = self._outbox.hidden
        parts = [
            InboxPart(
                part.connection,
                tuple(each for each in part.approvals if each.ref not in decided and takes(each)),
            )
            for part in self._inbox.parts
        ]
        told = rows(parts, (each for each in self.failing if takes(each)), self.verdict)
        full = (part.connection for part in self._inbox.parts if len(part.approvals) >= MOST_LISTED)
        return replace(told, cut=tuple(full))

    @property
    def failing(self) -> tuple[Failing, ...]:
        """All failures that want a person, those that were put away included."""
        parts = self._inbox.parts
        waiting = {each.ref for part in parts for each in part.approvals}
        # What is being sent again is on its way.
        on_its_way = self._outbox.hidden
        posts = [each for part in parts for each in part.failed if each.item not in on_its_way]
        lost = [each for each in self._undelivered() if each.failing.item not in on_its_way]
        board, entries = self._jobs.board, self._outbox.entries
        # What was put away by itself stays so, however many fail on its site besides.
        return tuple(failing(board, posts, entries, self._now(), waiting, lost, self._is_out))

    def _is_out(self, item: Waiting) -> bool:
        return self.verdict(item) is not None

    def verdict(self, item: Waiting) -> LocalVerdict | None:
        """What keeps an item out of the queue; None where nothing does."""
        self._read()
        found = self._standing.get(place_in(item))
        if found is None or found.over(self._now()) or not found.keeps_out(seen_of(item), self._now()):
            return None
        return found

    @property
    def next_return(self) -> datetime | None:
        """When the next of what is put off waits again; None where none is."""
        now = self._now()
        times = [each.until for each in self._standing.values() if each.until and not each.over(now)]
        return min(times, default=None)

    def returned(self) -> tuple[LocalVerdict, ...]:
        """What waits again since this was asked last, because its time has come."""
        before, self._seen_at = self._seen_at, self._now()
        came = [
            each
            for each in self._standing.values()
            if each.until is not None and not each.over(before) and each.over(self._seen_at)
        ]
        if came:
            self._inbox.changed.publish(self._inbox.parts)
        return tuple(came)

    # Deciding

    def put(
        self,
        items: Sequence[Waiting],
        kind: LocalKind,
        *,
        until: datetime | None = None,
        reason: str | None = None,
    ) -> None:
        """Decide on these in one go, as they are seen now; it is taken back in one go. Raises StateError."""
        now = self._now()
        made = self._stores.verdicts.put(
            [
                LocalVerdict(kind, place_in(item), seen_of(item), item.title, now, until, reason)
                for item in items
            ]
        )
        latest = max((entry.id for entry in self._outbox.entries), default=0)
        self._steps.append(_Step(made, latest))
        self._look()

    @property
    def is_latest(self) -> bool:
        """Whether the last thing that was decided in this run, and can be taken back, is one of these."""
        held, now = self._outbox.held, self._now()
        while self._steps and all(each.over(now) for each in self._steps[-1].verdicts):
            self._steps.pop()
        return bool(self._steps) and (not held or self._steps[-1].after >= held[-1].id)

    def take_back(self) -> tuple[LocalVerdict, ...]:
        """Take back what was decided last, all of it; gives what stood until now. Raises StateError."""
        if not self._steps:
            return ()
        verdicts = self._steps[-1].verdicts
        ended = self._stores.verdicts.end([each.id for each in verdicts])
        self._steps.pop()
        self._look()
        return tuple(each for each in verdicts if each.id in ended)

    def bring_back(self, item: Waiting) -> LocalVerdict | None:
        """Let an item wait again; gives what had kept it out. Raises StateError."""
        found = self.verdict(item)
        if found is not None:
            place = found.place
            self._stores.verdicts.end(
                [each.id for each in self._stores.verdicts.standing() if each.place == place]
            )
            self._steps = [step for step in self._steps if any(each.place != place for each in step.verdicts)]
            self._look()
        return found

    # What is known

    def _read(self) -> None:
        if self._others is None:
            self._others = 0
            self._read_anew()

    def _read_anew(self) -> None:
        with _logged():
            self._others = self._stores.verdicts.others
            self._standing = {each.place: each for each in self._stores.verdicts.standing()}

    def _look(self) -> None:
        self._read_anew()
        self._inbox.changed.publish(self._inbox.parts)

    def _look_at_others(self) -> None:
        """Another Copydesk may have decided something: the outbox looks out for that."""
        with _logged():
            if self._others is not None and self._others != self._stores.verdicts.others:
                before = self._standing
                self._read_anew()
                if before != self._standing:
                    self._inbox.changed.publish(self._inbox.parts)

    def _done(self, entry: Entry) -> None:
        """A yes that was sent is done, also while its platform goes on telling of the item as before."""
        approval = entry.intent.approval
        if (
            entry.state is not EntryState.SENT
            or entry.intent.action is not Action.APPROVE
            or approval is None
        ):
            return
        done = LocalVerdict(
            LocalKind.DONE, place_of(approval), seen_of(approval), approval.title, self._now()
        )
        with _logged():
            self._read()
            self._stores.verdicts.put([done])
            self._read_anew()

    def _answered(self, part: InboxPart) -> None:
        """What is done and is told of no more, or is not as it was, is done with: should it ever come again,
        it waits.
        """
        self._read()
        if not self._tidied:
            # Not at the start: what is not written there need not wait for another Copydesk that writes.
            self._tidied = True
            with _logged():
                self._stores.verdicts.tidy(self._now() - KEPT_FOR)
                self._read_anew()
        done = [
            each
            for each in self._standing.values()
            if each.kind is LocalKind.DONE and each.place.connection == part.connection
        ]
        if not done:
            return
        told = {place_of(each): each for each in part.approvals}
        over = [each.id for each in done if not _still(each, told.get(each.place))]
        if over:
            with _logged():
                self._stores.verdicts.end(over)
                self._read_anew()


@contextmanager
def _logged() -> Iterator[None]:
    """What cannot be kept or read is no reason to stop: an item waits once more than it should."""
    try:
        yield
    except StateError as error:
        _log.error("Verdicts cannot be kept: %s", error)


def _still(done: LocalVerdict, told: Approval | None) -> bool:
    return told is not None and seen_of(told) == done.fingerprint
