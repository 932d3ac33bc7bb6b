"""What came of what, in the state database."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from tui.domain.refs import ItemKind, ItemRef
from tui.domain.stories import Came
from tui.state.codec import storable, utc_text
from tui.state.statements import Statements

_log = logging.getLogger(__name__)


class Stories:
    """A `StoryStore` on the open state database. Every method raises StateError."""

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._statements = statements

    def came(self) -> tuple[Came, ...]:
        """All that is remembered, the earliest first. A row that cannot be read is left out, and logged."""
        rows = self._statements.run(
            "SELECT connection, kind, id, to_connection, to_id, at, title FROM stories ORDER BY at, to_id"
        )
        return tuple(found for found in map(_came, rows) if found is not None)

    def keep(self, came: Came) -> None:
        """Remember it; what is remembered already stays as it is."""
        self._statements.change(
            "INSERT OR IGNORE INTO stories (connection, kind, id, to_connection, to_id, at, title)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            came.of.connection,
            str(came.of.kind),
            came.of.id,
            came.ref.connection,
            # Ids of different kinds on one connection may be equal.
            f"{came.ref.kind}/{came.ref.id}",
            utc_text(came.at),
            storable(came.title),
        )

    def tidy(self, before: datetime) -> None:
        """Forget what came before that time."""
        self._statements.change("DELETE FROM stories WHERE at < ?", utc_text(before))


def _came(row: tuple[Any, ...]) -> Came | None:
    connection, kind, id, to_connection, to_id, at, title = row
    try:
        to_kind, _, item = to_id.partition("/")
        return Came(
            ItemRef(connection, ItemKind(kind), id),
            ItemRef(to_connection, ItemKind(to_kind), item),
            title,
            datetime.fromisoformat(at),
        )
    except (ValueError, TypeError):
        _log.exception("What came of %s cannot be read", connection)
        return None
