"""What is known of the outbox: its entries in memory, as the state database has them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from tui.domain.entry_states import EntryState
from tui.domain.errors import StateError
from tui.domain.refs import ItemRef
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Written
    from tui.domain.ports import OutboxStore
    from tui.domain.removed_posts import RemovedPost, RemovedStore

_log = logging.getLogger(__name__)


class OutboxStores(Protocol):
    """Where the outbox is kept. Raises StateError."""

    @property
    def outbox(self) -> OutboxStore:
        """The entries, and the audit."""

    @property
    def removed(self) -> RemovedStore:
        """The posts that were deleted from here."""

    def decided(self) -> frozenset[ItemRef]:
        """The items that are on their way to being decided; needs no entry to be read."""


class Entries:
    """The entries of every Copydesk on this database. `changed` publishes whenever one is not what it was;
    before it `elsewhere` each that another Copydesk brought to its end, but for what was taken back.
    """

    def __init__(self, stores: OutboxStores) -> None:
        """Take where they are kept. Nothing is read before `hidden`."""
        self.changed: Signal[None] = Signal("outbox")
        self.elsewhere: Signal[Entry] = Signal("entries that ended elsewhere")
        self.others_wrote: Signal[None] = Signal("what other Copydesks wrote")
        """Publishes whenever another Copydesk has written to the database, whatever that was."""
        self.trouble: StateError | None = None
        """Why the outbox cannot be kept; None while it can."""
        self._stores = stores
        self._entries: dict[int, Entry] = {}
        self._others = -1
        self._hidden: frozenset[ItemRef] | None = None
        self._untold: list[Entry] = []
        """What ended elsewhere, until that is told."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those that go on, and those that ended and were not put away, the oldest first."""
        return tuple(self._entries.values())

    def entry(self, id: int) -> Entry | None:
        """The entry of that id, if it is known."""
        return self._entries.get(id)

    @property
    def hidden(self) -> frozenset[ItemRef]:
        """The items whose decision is on its way: they wait for no yes meanwhile."""
        if self._hidden is None:
            try:
                self._hidden = self._stores.decided()
            except StateError as error:
                self.in_trouble(error)
                self._hidden = frozenset()
        return self._hidden

    def of(self, ref: ItemRef) -> Entry | None:
        """The latest entry of an item that is shown."""
        return next((entry for entry in reversed(self.entries) if entry.ref == ref), None)

    @property
    def held(self) -> tuple[Entry, ...]:
        """What this run holds and can take back."""
        return tuple(each for each in self.entries if each.state is EntryState.HELD and self.mine(each))

    @property
    def leaving(self) -> int:
        """How many of this run's entries have left and have no answer yet."""
        return sum(each.state is EntryState.SENDING and self.mine(each) for each in self.entries)

    def is_latest(self, entry: Entry) -> bool:
        """Whether it is of what this run holds and decided last."""
        held = self.held
        return bool(held) and held[-1].step == entry.step

    def mine(self, entry: Entry) -> bool:
        """Whether this run sends it."""
        return entry.run == self._stores.outbox.run

    def audit(self, limit: int | None = None) -> tuple[Written, ...]:
        """What ever left, the latest first. Raises StateError."""
        return self._stores.outbox.audit(limit)

    def removed(self, ref: ItemRef) -> RemovedPost | None:
        """A post that was deleted from here, as it was read before; None where it is not kept. Raises
        StateError.
        """
        return self._stores.removed.find(ref)

    def with_partners(self, ids: Sequence[int]) -> list[Entry]:
        """These entries, with what was decided on the same item in the same go."""
        chosen = {(each.step, each.ref) for each in self.entries if each.id in ids}
        return [each for each in self.entries if (each.step, each.ref) in chosen]

    def move(self, before: Entry, after: Entry, *, left: bool = True) -> bool:
        """Write down what became of an entry; False where another Copydesk has moved it meanwhile. `left`:
        whether anything was asked of its platform. Raises StateError.
        """
        if not self._stores.outbox.move(before, after, left=left):
            self.read_anew()
            return False
        self._entries[after.id] = after
        self.trouble = None
        return True

    @property
    def written_by_others(self) -> bool:
        """Whether another Copydesk has written to the database since it was read. Raises StateError."""
        return self._others != self._stores.outbox.others

    def read_anew(self) -> None:
        """Read what stands in the database. Raises StateError."""
        before, known, self._others = self._entries, self._others, self._stores.outbox.others
        if known != self._others:
            self.others_wrote.publish(None)
        self._entries = {entry.id: entry for entry in self._stores.outbox.entries()}
        # What was sent may have come and gone since the last look.
        self._untold += self._stores.outbox.sent_elsewhere()
        for id, entry in self._entries.items():
            refused = entry.state in {EntryState.FAILED, EntryState.CHANGED} and not self.mine(entry)
            if refused and id in before and before[id].state.under_way:
                self._untold.append(entry)

    def put_away(self, id: int) -> None:
        """Show an entry no longer. Raises StateError."""
        self._stores.outbox.put_away(id)
        self._entries.pop(id, None)

    def tell(self) -> None:
        """An entry is not what it was."""
        untold, self._untold = self._untold, []
        for entry in untold:
            self.elsewhere.publish(entry)
        self._hidden = frozenset(
            each.ref for each in self.entries if each.state.under_way and each.intent.action.decides
        )
        self.changed.publish(None)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Within it the outbox that cannot be kept is a trouble, and no error."""
        try:
            yield
        except StateError as error:
            self.in_trouble(error)

    def in_trouble(self, error: StateError) -> None:
        """The outbox cannot be kept."""
        _log.error("The outbox cannot be kept: %s", error)
        known, self.trouble = self.trouble, error
        if known is None:
            self.changed.publish(None)
