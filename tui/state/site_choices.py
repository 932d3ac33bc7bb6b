"""Which sites were chosen last for posts with a tag."""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from tui.domain.site_choices import UNTAGGED
from tui.state.codec import utc_text
from tui.state.statements import Statements

_log = logging.getLogger(__name__)


class SiteChoices:
    """A `SiteChoiceStore` on the open state database. Every method raises StateError."""

    def __init__(self, statements: Statements) -> None:
        """Take the open database."""
        self._statements = statements

    def choices(self, connection: str) -> Mapping[str, tuple[str, ...]]:
        """The ids of the sites that were chosen last, by tag. What cannot be read is left out, and logged."""
        found = {}
        rows = self._statements.run("SELECT tag, sites FROM site_choices WHERE connection = ?", connection)
        for tag, text in rows:
            try:
                told = json.loads(text)
            except ValueError:
                told = None
            if isinstance(told, list) and all(isinstance(each, str) for each in told):
                found[_read(tag)] = tuple(told)
            else:
                _log.error("The sites that were chosen for a tag of %s cannot be read", connection)
        return found

    def keep(self, connection: str, tags: Collection[str], sites: Sequence[str], at: datetime) -> None:
        """These were chosen for posts with these tags."""
        text = json.dumps(list(sites))
        with self._statements.together():
            for tag in tags or (UNTAGGED,):
                self._statements.change(
                    "INSERT OR REPLACE INTO site_choices (connection, tag, at, sites) VALUES (?, ?, ?, ?)",
                    connection,
                    json.dumps(tag),
                    utc_text(at),
                    text,
                )


def _read(tag: str) -> str:
    """A tag may hold what no database takes as text: it is kept as JSON."""
    try:
        found = json.loads(tag)
    except ValueError:
        return tag
    return found if isinstance(found, str) else tag
