"""Where each Copydesk was, for a start after it was cut off."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from tui.domain.places import Place
from tui.state.codec import utc_text
from tui.state.runs import Run
from tui.state.statements import Statements

_log = logging.getLogger(__name__)

FORGOTTEN_AFTER = timedelta(hours=24)
"""After this long a person begins anew."""
LONGEST_PLACE = 256_000
"""Bytes: a place that is larger is not kept."""


class Places:
    """A `PlaceStore`. Every method raises StateError where the database cannot be used."""

    def __init__(self, statements: Statements, run: Run, now: Callable[[], datetime]) -> None:
        """Keep the places of that run."""
        self._statements = statements
        self._run = run
        self._now = now

    def keep(self, place: Place) -> None:
        """Keep where this Copydesk is."""
        text = json.dumps(place, separators=(",", ":"))
        if len(text) > LONGEST_PLACE:
            _log.warning("A place of %d bytes is not kept", len(text))
            return
        self._statements.change(
            "INSERT OR REPLACE INTO places (run, at, place) VALUES (?, ?, ?)",
            self._run.id,
            utc_text(self._now()),
            text,
        )

    def drop(self) -> None:
        """There is nothing to come back to."""
        self._statements.change("DELETE FROM places WHERE run = ?", self._run.id)

    def claim(self) -> Place | None:
        """Where the Copydesk was that was cut off last, if that was not long ago; each is given once."""
        rows = self._statements.run("SELECT run, at, place FROM places ORDER BY at DESC")
        oldest = utc_text(self._now() - FORGOTTEN_AFTER)
        claimed = None
        for run, at, text in rows:
            if self._run.goes_on(run) or (claimed is not None and at >= oldest):
                continue
            # Whoever deletes the row has it: another Copydesk may start at the same moment.
            mine = self._statements.change("DELETE FROM places WHERE run = ?", run)
            if mine and at >= oldest:
                claimed = _place(text)
        return claimed


def _place(text: str) -> Place | None:
    try:
        place = json.loads(text)
    except ValueError:
        _log.exception("A place that was kept cannot be read")
        return None
    return place if isinstance(place, dict) else None
