"""What was found of posts on the sites that they were sent to."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from tui.domain.landing import Landing
from tui.domain.refs import ItemKind, ItemRef
from tui.state.codec import text_of, utc_text, value_of
from tui.state.statements import Statements

_log = logging.getLogger(__name__)


class Landings:
    """A `LandingStore` on the open state database. Every method raises StateError."""

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._statements = statements

    def landings(self) -> Mapping[tuple[ItemRef, str], Landing]:
        """All that are kept. What cannot be read is left out, and logged."""
        found = {}
        rows = self._statements.run("SELECT connection, kind, id, site, landing FROM landings")
        for connection, kind, id, site, text in rows:
            try:
                found[ItemRef(connection, ItemKind(kind), id), site] = value_of(Landing, text)
            except (ValueError, KeyError, TypeError):
                _log.exception("What was found of a post of %s cannot be read", connection)
        return found

    def keep(self, landing: Landing) -> None:
        """Keep the newest of a post on a site."""
        self._statements.change(
            "INSERT OR REPLACE INTO landings (connection, kind, id, site, at, landing)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            landing.ref.connection,
            str(landing.ref.kind),
            landing.ref.id,
            landing.site,
            utc_text(landing.at),
            text_of(landing),
        )

    def forget(self, connection: str) -> None:
        """Forget what was found of a connection's posts."""
        self._statements.change("DELETE FROM landings WHERE connection = ?", connection)

    def tidy(self, before: datetime) -> None:
        """Forget what was looked at before that time."""
        self._statements.change("DELETE FROM landings WHERE at < ?", utc_text(before))
