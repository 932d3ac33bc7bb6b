"""The program's own account, kept whole: each state that each entry of its outbox was ever in."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.soak.ledger import Ledger, Meant, deed_of_intent
from tui.domain.entry_states import EntryState
from tui.domain.outbox import Entry, Intent
from tui.state import open_state
from tui.state.codec import value_of

_KEEP = """
CREATE TABLE soak_history (number INTEGER PRIMARY KEY AUTOINCREMENT, entry INTEGER, state TEXT, run TEXT,
  answer TEXT, intent TEXT, at REAL DEFAULT ((julianday('now') - 2440587.5) * 86400.0));
CREATE TRIGGER soak_put AFTER INSERT ON outbox BEGIN
  INSERT INTO soak_history (entry, state, run, answer, intent)
  VALUES (NEW.id, NEW.state, NEW.run, NEW.answer, NEW.intent);
END;
CREATE TRIGGER soak_moved AFTER UPDATE ON outbox
WHEN OLD.state IS NOT NEW.state OR OLD.run IS NOT NEW.run BEGIN
  INSERT INTO soak_history (entry, state, run, answer, intent)
  VALUES (NEW.id, NEW.state, NEW.run, NEW.answer, NEW.intent);
END;
"""


@dataclass(frozen=True)
class Moment:
    """An entry came into a state."""

    entry: int
    state: EntryState
    run: str | None
    answer: str | None
    intent: str
    at: float
    """Unix seconds."""


def begin(state_file: Path) -> None:
    """Make the state database, with triggers that keep what the outbox forgets when it is tidied."""
    open_state(state_file, lambda: datetime.now(UTC)).close()
    with closing(sqlite3.connect(state_file)) as database:
        database.executescript(_KEEP)


class History:
    """What the state database tells of all that ever was in the outbox."""

    def __init__(self, state_file: Path) -> None:
        self._file = state_file
        self.moments: list[Moment] = []
        self.ledger = Ledger(state_file)
        self.audit: list[tuple[int, str]] = []
        """Entry and state of each line."""
        self.look()

    def look(self) -> None:
        """Read it anew."""
        with closing(sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)) as database:
            rows = database.execute(
                "SELECT entry, state, run, answer, intent, at FROM soak_history ORDER BY number"
            )
            self.moments = [Moment(id, EntryState(state), *more) for id, state, *more in rows]
            self.audit = list(database.execute("SELECT entry, state FROM audit ORDER BY id"))
        self.ledger = Ledger(self._file)
        for moment in self.moments:
            self._follow(moment)

    def _follow(self, moment: Moment) -> None:
        meant = self.ledger.meant
        if moment.entry not in meant:
            intent = value_of(Intent, moment.intent)
            now = datetime.now(UTC)
            entry = Entry(moment.entry, "", intent, moment.state, moment.run, now, now)
            meant[moment.entry] = Meant(entry, deed_of_intent(intent), moment.state)
        one = meant[moment.entry]
        one.state = moment.state
        one.told.append(f"{moment.state} ({moment.answer})" if moment.answer else str(moment.state))

    def open(self) -> list[Meant]:
        """What goes on by itself; not a generation of which nobody will ever know."""
        return [one for one in self.ledger.meant.values() if one.state.under_way and not lost(one)]

    # Checks

    def problems(self) -> Iterator[str]:
        """Whether the outbox and the audit tell the same, and each entry went a way that it may go."""
        yield from self._account()
        yield from self._ways()
        for one in self.open():
            yield f"it never came to an end: {one}"

    def _account(self) -> Iterator[str]:
        left = Counter(moment.entry for moment in self._arrivals() if moment.state is EntryState.SENDING)
        lines: dict[int, list[str]] = {}
        for entry, state in self.audit:
            lines.setdefault(entry, []).append(state)
        for id in sorted({*left, *lines}):
            told = lines.get(id, [])
            if len(told) != left[id]:
                yield f"it left {left[id]} times, and the audit has {told}: {self.ledger.meant.get(id)}"
                continue
            one = self.ledger.meant[id]
            # Withdrawn, parked or failed after it was seen not to be done: the last time it left, it failed.
            last = str(one.state) if str(one.state) in {"sent", "changed", "unknown"} else "failed"
            if told[:-1] != ["failed"] * (len(told) - 1) or (told[-1] != last and told[-1] != "failed"):
                yield f"the audit says {told}: {one}"
        for id, one in self.ledger.meant.items():
            if one.state is EntryState.SENT and not one.spared and lines.get(id, [""])[-1] != "sent":
                yield f"it was sent, and the audit says {lines.get(id)}: {one}"

    def _arrivals(self) -> Iterator[Moment]:
        """The moments in which an entry came into another state than it was in."""
        before: dict[int, EntryState] = {}
        for moment in self.moments:
            if before.get(moment.entry) is not moment.state:
                yield moment
            before[moment.entry] = moment.state

    def _ways(self) -> Iterator[str]:
        before: dict[int, Moment] = {}
        for moment in self.moments:
            was = before.get(moment.entry)
            before[moment.entry] = moment
            if was is None:
                if moment.state is not EntryState.HELD:
                    yield f"it began as {moment.state}: {self.ledger.meant[moment.entry]}"
            elif was.state.ended:
                yield f"it went on after its end: {self.ledger.meant[moment.entry]}"
            elif moment.state is was.state is EntryState.HELD:
                yield f"{moment.run} went on with what {was.run} held: {self.ledger.meant[moment.entry]}"
            elif moment.state is EntryState.SENDING and (was.state, was.run) != (EntryState.HELD, moment.run):
                yield f"{moment.run} sent what {was.run} had: {self.ledger.meant[moment.entry]}"


def left_at(history: History) -> dict[int, float]:
    """When each entry left last."""
    return {moment.entry: moment.at for moment in history.moments if moment.state is EntryState.SENDING}


def lost(one: Meant) -> bool:
    """Whether nobody can ever know what became of it."""
    platform, what, _, _ = one.deed
    return one.state is EntryState.UNKNOWN and what == "generate" and platform != "repostra"
