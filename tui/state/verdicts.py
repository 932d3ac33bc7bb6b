"""Verdicts of one's own in the state database: what no platform hears of."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tui.domain.local_verdicts import LocalKind, LocalVerdict
from tui.domain.refs import ItemKind, ItemRef
from tui.state.codec import storable, utc_text
from tui.state.statements import Statements

_log = logging.getLogger(__name__)


class Verdicts:
    """A `VerdictStore` on the open state database. Every method raises StateError."""

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._statements = statements

    @property
    def others(self) -> int:
        """Grows whenever another Copydesk has written to the database."""
        return self._statements.others

    def standing(self) -> tuple[LocalVerdict, ...]:
        """Those that were not taken back, in the order they were made. A row that cannot be read is left
        out, and logged.
        """
        rows = self._statements.run(
            "SELECT id, at, connection, kind, item, verdict, fingerprint, title, until, reason FROM verdicts"
            " WHERE over = 0 ORDER BY id"
        )
        return tuple(found for found in map(_verdict, rows) if found is not None)

    def put(self, verdicts: Sequence[LocalVerdict]) -> tuple[LocalVerdict, ...]:
        """Keep what was decided in one go, all or none; gives it with its ids."""
        with self._statements.together():
            return tuple(replace(one, id=self._insert(one)) for one in verdicts)

    def _insert(self, one: LocalVerdict) -> int:
        return self._statements.insert(
            "INSERT INTO verdicts (at, connection, kind, item, verdict, fingerprint, title, until, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            utc_text(one.at),
            one.place.connection,
            str(one.place.kind),
            one.place.id,
            str(one.kind),
            one.fingerprint,
            storable(one.title),
            utc_text(one.until) if one.until else None,
            storable(one.reason),
        )

    def end(self, ids: Sequence[int]) -> tuple[int, ...]:
        """Let these stand no longer, all or none; gives those that stood until now."""
        with self._statements.together():
            change = "UPDATE verdicts SET over = 1 WHERE id = ? AND over = 0"
            return tuple(id for id in ids if self._statements.change(change, id))

    def tidy(self, before: datetime) -> None:
        """Forget what was decided before that time, and what stands no longer."""
        old = "DELETE FROM verdicts WHERE over = 1 OR (at < ? AND (until IS NULL OR until < ?))"
        self._statements.change(old, utc_text(before), utc_text(before))


def _verdict(row: tuple[Any, ...]) -> LocalVerdict | None:
    id, at, connection, kind, item, verdict, fingerprint, title, until, reason = row
    try:
        return LocalVerdict(
            LocalKind(verdict),
            ItemRef(connection, ItemKind(kind), item),
            fingerprint,
            title,
            datetime.fromisoformat(at),
            datetime.fromisoformat(until) if until else None,
            reason,
            id,
        )
    except (ValueError, TypeError):
        _log.exception("Verdict %s cannot be read", id)
        return None
