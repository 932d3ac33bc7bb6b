"""The outbox in the state database, and the audit of what left it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from tui.domain.outbox import Action, Entry, EntryState, Intent, Written
from tui.domain.readings import Reading
from tui.domain.refs import ItemRef
from tui.state.codec import storable, text_of, utc_text, value_of
from tui.state.runs import Run
from tui.state.statements import Statements

_log = logging.getLogger(__name__)

LOOKED_WITHIN = timedelta(days=1)
"""So soon every Copydesk that runs has looked at what others have sent: it may stand still in an editor."""

# Both values of `seen`, since the index begins with it.
_SENT_ELSEWHERE = "SELECT id FROM outbox WHERE seen IN (0, 1) AND state = 'sent' AND run IS NOT ? ORDER BY id"
_STANDS = "SELECT id, run, state, due_at, tries, answer FROM outbox WHERE seen = 0 ORDER BY id"
_ENTRY = (
    "SELECT id, step, run, state, intent, made_at, due_at, sent_at, tries, answer, request_id, found, made"
    " FROM outbox WHERE id = ?"
)


class Outbox:
    """The entries of all Copydesks on this database. Every method raises StateError."""

    def __init__(self, statements: Statements, run: Run, now: Callable[[], datetime]) -> None:
        """Keep entries for this run."""
        self._statements = statements
        self._run = run
        self._now = now
        self._read: dict[int, Entry] = {}
        self._sent_elsewhere: frozenset[int] | None = None

    @property
    def run(self) -> str:
        """The name of the Copydesk that runs here."""
        return self._run.id

    @property
    def others(self) -> int:
        """Grows whenever another Copydesk has written to the database."""
        return self._statements.others

    def put(self, entries: Sequence[Entry], check: Callable[[], object]) -> tuple[Entry, ...]:
        """Take new entries in, all or none; gives them with their ids. `check` is called first, while no
        other Copydesk can write: where it raises, nothing is taken in.
        """
        with self._statements.together():
            check()
            return tuple(replace(entry, id=self._insert(entry)) for entry in entries)

    def _insert(self, entry: Entry) -> int:
        return self._statements.insert(
            "INSERT INTO outbox (step, run, state, connection, kind, item, decides, intent, made_at, due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            entry.step,
            entry.run,
            str(entry.state),
            entry.ref.connection,
            str(entry.ref.kind),
            entry.ref.id,
            int(entry.intent.action.decides),
            text_of(entry.intent),
            utc_text(entry.made_at),
            utc_text(entry.due_at),
        )

    def entries(self) -> tuple[Entry, ...]:
        """Those that go on, and those that ended and were not put away; in the order they were made."""
        self._read = entries_in(self._statements, self._read)
        return tuple(self._read.values())

    def move(self, before: Entry, after: Entry, *, left: bool = True) -> bool:
        """Set an entry to `after`, if its state and run are still those of `before`; gives whether they
        were. What leaves, and what becomes of it, is written into the audit in the same go: with `left`
        False that it did not leave after all. Nothing leaves while something else that was decided on its
        item has left and has no answer yet.
        """
        with self._statements.together():
            if after.state is EntryState.SENDING and self._is_on_its_way(after):
                return False
            self._read.pop(before.id, None)
            moved = self._statements.change(
                "UPDATE outbox SET run = ?, state = ?, intent = ?, due_at = ?, sent_at = ?, tries = ?,"
                " answer = ?, request_id = ?, found = ?, made = ? WHERE id = ? AND state = ? AND run IS ?",
                after.run,
                str(after.state),
                text_of(after.intent),
                utc_text(after.due_at),
                utc_text(after.sent_at) if after.sent_at else None,
                after.tries,
                storable(after.answer),
                after.request_id,
                text_of(after.found) if after.found else None,
                text_of(after.made) if after.made else None,
                before.id,
                str(before.state),
                before.run,
            )
            if moved and left:
                self._account(before, after)
            elif moved:
                self._statements.change(
                    "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit WHERE entry = ?)", after.id
                )
        return bool(moved)

    def _is_on_its_way(self, entry: Entry) -> bool:
        rows = self._statements.run(
            "SELECT 1 FROM outbox WHERE connection = ? AND kind = ? AND item = ? AND id != ?"
            " AND seen = 0 AND state IN ('sending', 'unknown')",
            entry.ref.connection,
            str(entry.ref.kind),
            entry.ref.id,
            entry.id,
        )
        return bool(rows)

    def broken(self, entry: Entry) -> bool:
        """Whether something that was decided on the same item in the same go, before it, was not done, or was
        put away while nobody knew.
        """
        rows = self._statements.run(
            "SELECT 1 FROM outbox WHERE step = ? AND connection = ? AND kind = ? AND item = ? AND id < ?"
            " AND (state IN ('failed', 'changed', 'withdrawn') OR (state = 'unknown' AND seen = 1))",
            entry.step,
            entry.ref.connection,
            str(entry.ref.kind),
            entry.ref.id,
            entry.id,
        )
        return bool(rows)

    def _account(self, before: Entry, after: Entry) -> None:
        if after.state is EntryState.SENDING and before.state is not EntryState.SENDING:
            read = after.intent.read
            self._statements.insert(
                "INSERT INTO audit (entry, at, connection, action, item, title, fingerprint, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                after.id,
                utc_text(self._now()),
                after.ref.connection,
                str(after.intent.action),
                f"{after.ref.kind}/{after.ref.id}",
                storable(after.intent.title),
                read.fingerprint if read else None,
                str(after.state),
            )
        elif before.state in {EntryState.SENDING, EntryState.UNKNOWN} and not _only_another_run(
            before, after
        ):
            # Back in the outbox after it left: this time it was not done.
            again = after.state in {EntryState.HELD, EntryState.PARKED}
            state = EntryState.FAILED if again else after.state
            made = after.made or after.ref
            self._statements.change(
                "UPDATE audit SET state = ?, answer = ?, request_id = coalesce(?, request_id),"
                " answered_at = ?, item = ? WHERE id = (SELECT max(id) FROM audit WHERE entry = ?)",
                str(state),
                storable(after.answer),
                after.request_id,
                utc_text(self._now()),
                f"{made.kind}/{made.id}",
                after.id,
            )

    def put_away(self, id: int) -> None:
        """Show an entry no longer that ended, or that this Copydesk can never know more of."""
        self._statements.change(
            "UPDATE outbox SET seen = 1 WHERE id = ?"
            " AND (state IN ('sent', 'failed', 'changed', 'withdrawn') OR (state = 'unknown' AND run = ?))",
            id,
            self._run.id,
        )

    def tidy(self) -> None:
        """Forget what ended and was put away, unless something of the same go is still there, or another
        Copydesk may not have looked since it was sent; the audit keeps what left.
        """
        self._statements.change(
            "DELETE FROM outbox WHERE seen = 1 AND step NOT IN (SELECT step FROM outbox WHERE seen = 0)"
            " AND (state != 'sent' OR sent_at IS NULL OR sent_at < ?)",
            utc_text(self._now() - LOOKED_WITHIN),
        )

    def orphans(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those of these entries that a Copydesk left which has ended."""
        gone: dict[str, bool] = {}
        found = []
        for entry in entries:
            if entry.run is None or not entry.state.under_way:
                continue
            if entry.run not in gone:
                gone[entry.run] = not self._run.goes_on(entry.run)
            if gone[entry.run]:
                found.append(entry)
        return tuple(found)

    def sent_elsewhere(self) -> tuple[Entry, ...]:
        """What other Copydesks have sent since this was asked last; the first time nothing."""
        known = self._sent_elsewhere
        ids = [int(id) for (id,) in self._statements.run(_SENT_ELSEWHERE, self._run.id)]
        self._sent_elsewhere = frozenset(ids)
        new = [] if known is None else [id for id in ids if id not in known]
        found = (_entry(row) for id in new for row in self._statements.run(_ENTRY, id))
        return tuple(entry for entry in found if entry is not None)

    def audit(self, limit: int | None = None) -> tuple[Written, ...]:
        """What left, the latest first; `limit`: at most so many."""
        return audit_in(self._statements, limit)


def _only_another_run(before: Entry, after: Entry) -> bool:
    """Whether it has been taken over as it stood, and nothing was answered."""
    return (before.state, before.answer) == (after.state, after.answer)


def entries_in(statements: Statements, known: Mapping[int, Entry] = MappingProxyType({})) -> dict[int, Entry]:
    """Those that go on, and those that ended and were not put away, by their ids; in the order they were
    made. Of what is `known` and stands as it did no text is read again. Raises StateError.
    """
    found: dict[int, Entry] = {}
    for id, *stands in statements.run(_STANDS):
        entry = known.get(id)
        if entry is None or stands != _stands(entry):
            entry = next((_entry(row) for row in statements.run(_ENTRY, id)), None)
        if entry is not None:
            found[id] = entry
    return found


def _stands(entry: Entry) -> list[object]:
    return [entry.run, str(entry.state), utc_text(entry.due_at), entry.tries, entry.answer]


def audit_in(
    statements: Statements, limit: int | None = None, connection: str | None = None
) -> tuple[Written, ...]:
    """What left, the latest first; `limit`: at most so many; `connection`: of that one alone. A line that
    cannot be read is left out, and logged. Raises StateError.
    """

    def lines(most: int) -> tuple[int, list[Written]]:
        rows = statements.run(
            "SELECT id, entry, at, connection, action, item, title, fingerprint, state, answer, request_id,"
            " answered_at FROM audit WHERE ? IN ('', connection) ORDER BY id DESC LIMIT ?",
            connection or "",
            most,
        )
        return len(rows), [line for row in rows if (line := _written(row)) is not None]

    there, told = lines(-1 if limit is None else limit)
    if len(told) < there == limit:
        # Fewer would say that there are no more.
        _, told = lines(-1)
    return tuple(told[:limit])


def _entry(row: tuple[Any, ...]) -> Entry | None:
    id, step, run, state, intent, made_at, due_at, sent_at, tries, answer, request_id, found, made = row
    try:
        return Entry(
            id=id,
            step=step,
            intent=value_of(Intent, intent),
            state=EntryState(state),
            run=run,
            made_at=datetime.fromisoformat(made_at),
            due_at=datetime.fromisoformat(due_at),
            sent_at=datetime.fromisoformat(sent_at) if sent_at else None,
            tries=tries,
            answer=answer,
            request_id=request_id,
            found=value_of(Reading, found) if found else None,
            made=value_of(ItemRef, made) if made else None,
        )
    except (ValueError, KeyError, TypeError):
        _log.exception("Entry %s of the outbox cannot be read", id)
        return None


def _written(row: tuple[Any, ...]) -> Written | None:
    id, entry, at, connection, action, item, title, fingerprint, state, answer, request_id, answered_at = row
    try:
        return Written(
            id,
            entry,
            datetime.fromisoformat(at),
            connection,
            Action(action),
            item,
            title,
            fingerprint,
            EntryState(state),
            answer,
            request_id,
            datetime.fromisoformat(answered_at) if answered_at else None,
        )
    except (ValueError, TypeError):
        _log.error("Line %s of the audit cannot be read", id)
        return None
