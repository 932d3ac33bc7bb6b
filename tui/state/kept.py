"""What a state database keeps, for whoever looks at it without being a Copydesk on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.domain.entry_states import EntryState
from tui.domain.kept_edits import KeptEdit
from tui.domain.refs import ItemRef
from tui.state.database import open_existing
from tui.state.outbox import audit_in, entries_in
from tui.state.runs import going_on
from tui.state.statements import Statements
from tui.state.store import State

if TYPE_CHECKING:
    from tui.domain.outbox import Entry, Written
    from tui.domain.removed_posts import RemovedPost


class Kept:
    """An open state database. Every method raises StateError."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        """Take over the database that was opened from that file, to be closed with `close`."""
        self._statements = Statements(database)
        self._state = State(database, None, None)
        self._path = path

    @property
    def others(self) -> int:
        """How many Copydesks run on it now."""
        return len(going_on(self._path.parent / "runs"))

    def audit(self, limit: int | None = None, connection: str | None = None) -> tuple[Written, ...]:
        """What left, the latest first; `limit`: at most so many; `connection`: of that one alone."""
        return audit_in(self._statements, limit, connection)

    def audited(self) -> tuple[str, ...]:
        """The connections to which something left."""
        rows = self._statements.run("SELECT DISTINCT connection FROM audit ORDER BY connection")
        return tuple(str(name) for (name,) in rows)

    def entries(self) -> tuple[Entry, ...]:
        """What is on its way, and what ended and was not put away. What a Copydesk held that has ended is
        parked, and what it sent is unknown, as the next one will find them.
        """
        runs = going_on(self._path.parent / "runs")
        return tuple(_as_found(entry, runs) for entry in entries_in(self._statements).values())

    def edits(self) -> tuple[KeptEdit, ...]:
        """All texts that are kept, the latest first."""
        return self._state.edits()

    def edit(self, place: ItemRef) -> KeptEdit | None:
        """The text kept for an item."""
        return self._state.edit(place)

    def removed(self) -> tuple[RemovedPost, ...]:
        """The posts that were deleted from here, the latest first."""
        return self._state.removed.all()

    def drop_edit(self, place: ItemRef) -> None:
        """Keep it no longer."""
        self._state.drop_edit(place)

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            "lists": self._count("SELECT count(*) FROM lists"),
            "texts": self._count("SELECT (SELECT count(*) FROM bodies) + (SELECT count(*) FROM texts)"),
            "verdicts": self._count("SELECT count(*) FROM verdicts WHERE over = 0"),
            "jobs": self._count("SELECT count(*) FROM jobs"),
            "audit": self._count("SELECT count(*) FROM audit"),
        }

    def _count(self, statement: str) -> int:
        ((count,),) = self._statements.run(statement)
        return int(count)

    def clear_remembered(self) -> tuple[int, int, int]:
        """Forget what is only remembered; gives how many lists, texts that were read, of now and of before,
        and ended jobs that was.
        """
        ended = [job.ref for job in self._state.jobs() if job.state.ended]
        with self._for_good():
            lists = self._statements.change("DELETE FROM lists")
            texts = self._statements.change("DELETE FROM bodies")
            texts += self._statements.change("DELETE FROM texts")
            self._statements.change("DELETE FROM looks")
            self._statements.change("DELETE FROM places")
            self._statements.change("DELETE FROM landings")
            for ref in ended:
                self._statements.change(
                    "DELETE FROM jobs WHERE connection = ? AND kind = ? AND id = ?",
                    ref.connection,
                    str(ref.kind),
                    ref.id,
                )
        return lists, texts, len(ended)

    def clear_all(self) -> None:
        """Forget everything."""
        with self._for_good():
            self._statements.change("DELETE FROM lists")
            self._statements.change("DELETE FROM bodies")
            self._statements.change("DELETE FROM jobs")
            self._statements.change("DELETE FROM edits")
            self._statements.change("DELETE FROM outbox")
            self._statements.change("DELETE FROM audit")
            self._statements.change("DELETE FROM verdicts")
            self._statements.change("DELETE FROM looks")
            self._statements.change("DELETE FROM texts")
            self._statements.change("DELETE FROM places")
            self._statements.change("DELETE FROM site_choices")
            self._statements.change("DELETE FROM landings")
            self._statements.change("DELETE FROM removed")
            self._statements.change("DELETE FROM stories")

    def close(self) -> None:
        """Close the file. Never raises."""
        self._state.close()

    @contextmanager
    def _for_good(self) -> Iterator[None]:
        """What is removed within does not stay in the file as free pages either."""
        self._statements.run("PRAGMA secure_delete = ON")
        with self._statements.together():
            yield
        self._statements.run("PRAGMA wal_checkpoint(TRUNCATE)")


def _as_found(entry: Entry, runs: frozenset[str]) -> Entry:
    if entry.run is None or entry.run in runs:
        return entry
    if entry.state is EntryState.HELD:
        return replace(entry, state=EntryState.PARKED)
    return replace(entry, state=EntryState.UNKNOWN) if entry.state is EntryState.SENDING else entry


@contextmanager
def opened(path: Path) -> Iterator[Kept | None]:
    """The state database in that file, while the context lasts; None where there is none. Nothing is made,
    and nothing set aside. Raises StateError where it cannot be used.
    """
    database = open_existing(path)
    if database is None:
        yield None
        return
    kept = Kept(database, path)
    try:
        yield kept
    finally:
        kept.close()
