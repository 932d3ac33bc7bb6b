"""What Copydesk remembers between its runs: jobs, texts being edited, what is on its way, what was read."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.domain.errors import StateError
from tui.domain.jobs import Job
from tui.domain.kept_edits import KeptEdit
from tui.domain.refs import ItemKind, ItemRef
from tui.state.codec import storable, utc_text
from tui.state.database import open_database
from tui.state.job_rows import job_of, job_text
from tui.state.runs import Run
from tui.state.statements import Statements

if TYPE_CHECKING:
    from tui.state.cache import Cache
    from tui.state.landings import Landings
    from tui.state.outbox import Outbox
    from tui.state.places import Places
    from tui.state.removed import Removed
    from tui.state.site_choices import SiteChoices
    from tui.state.stories import Stories
    from tui.state.texts import Texts
    from tui.state.verdicts import Verdicts

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class State:
    """The open state database: a `JobStore` and an `EditStore`. Quick calls, for the event loop's thread.

    Every method but `close` raises StateError where the database cannot be used.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        notice: str | None,
        run: Run | None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        """Take the database and the run over, to be closed with `close`. Without a run it has no outbox of
        its own.
        """
        self._statements = Statements(database)
        self._run = self._statements.run
        self._this = run
        self._now = now
        self._outbox: Outbox | None = None
        self._cache: Cache | None = None
        self._verdicts: Verdicts | None = None
        self._looks: Texts | None = None
        self.notice = notice
        """A sentence for the person, where an unreadable file was set aside."""

    @property
    def outbox(self) -> Outbox:
        """What is on its way, and the audit of what left."""
        # Not at the top: the start needs no entry.
        from tui.state.outbox import Outbox

        if self._outbox is None:
            if self._this is None:
                raise StateError("Nothing can be sent without a run", advice="Open Copydesk.")
            self._outbox = Outbox(self._statements, self._this, self._now)
        return self._outbox

    @property
    def cache(self) -> Cache:
        """What the connections told last."""
        from tui.state.cache import Cache

        if self._cache is None:
            self._cache = Cache(self._statements)
        return self._cache

    @property
    def places(self) -> Places:
        """Where each Copydesk was, for a start after it was cut off."""
        from tui.state.places import Places

        if self._this is None:
            raise StateError("There is no place without a run", advice="Open Copydesk.")
        return Places(self._statements, self._this, self._now)

    @property
    def site_choices(self) -> SiteChoices:
        """Which sites posts were published to."""
        # Not at the top: the start publishes nothing.
        from tui.state.site_choices import SiteChoices

        return SiteChoices(self._statements)

    @property
    def stories(self) -> Stories:
        """What came of what."""
        # Not at the top: nothing is asked of it before an inbox has come.
        from tui.state.stories import Stories

        return Stories(self._statements)

    @property
    def landings(self) -> Landings:
        """What was found of posts on their sites."""
        # Not at the top: the start looks at no page.
        from tui.state.landings import Landings

        return Landings(self._statements)

    @property
    def removed(self) -> Removed:
        """The posts that were deleted from here."""
        # Not at the top: the start deletes nothing.
        from tui.state.removed import Removed

        return Removed(self._statements)

    @property
    def verdicts(self) -> Verdicts:
        """What was decided here alone."""
        # Not at the top: the cli's verbs need none.
        from tui.state.verdicts import Verdicts

        if self._verdicts is None:
            self._verdicts = Verdicts(self._statements)
        return self._verdicts

    @property
    def looks(self) -> Texts:
        """Each text that was seen, and when it was looked at."""
        # Not at the top: the start keeps no texts.
        from tui.state.texts import Texts

        if self._looks is None:
            self._looks = Texts(self._statements)
        return self._looks

    def decided(self) -> frozenset[ItemRef]:
        """The items that are on their way to being decided, by any Copydesk on this database."""
        rows = self._run(
            "SELECT connection, kind, item FROM outbox"
            " WHERE seen = 0 AND decides = 1 AND state IN ('held', 'sending', 'unknown')"
        )
        return frozenset(ItemRef(connection, ItemKind(kind), item) for connection, kind, item in rows)

    def jobs(self) -> tuple[Job, ...]:
        """All jobs that are remembered, newest first. A row that cannot be read is left out, and logged."""
        jobs = []
        for connection, kind, id, text in self._run(
            "SELECT connection, kind, id, job FROM jobs ORDER BY started_at DESC"
        ):
            try:
                jobs.append(job_of(ItemRef(connection, ItemKind(kind), id), text))
            except (ValueError, KeyError, TypeError):
                _log.exception("A remembered job of %s cannot be read", connection)
        return tuple(jobs)

    def keep_job(self, job: Job) -> None:
        """Remember a job, or what is newly known of it."""
        self._run(
            "INSERT OR REPLACE INTO jobs (connection, kind, id, started_at, job) VALUES (?, ?, ?, ?, ?)",
            *_key(job.ref),
            utc_text(job.started_at),
            job_text(job),
        )

    def forget_job(self, ref: ItemRef) -> None:
        """Remember it no longer."""
        self._run("DELETE FROM jobs WHERE connection = ? AND kind = ? AND id = ?", *_key(ref))

    def edits(self) -> tuple[KeptEdit, ...]:
        """All texts that are kept, the latest first."""
        return tuple(_kept(row) for row in self._run(f"{_EDITS} ORDER BY kept_at DESC"))

    def edit(self, place: ItemRef) -> KeptEdit | None:
        """The text kept for an item."""
        rows = self._run(f"{_EDITS} WHERE connection = ? AND kind = ? AND id = ?", *_key(place))
        return _kept(rows[0]) if rows else None

    def keep_edit(
        self, place: ItemRef, text: str, *, title: str | None = None, base: str | None = None
    ) -> None:
        """Keep a text for an item: it outlives this process once this returns. Without a title or a `base`
        those that are known stay.
        """
        with self._statements.together():
            self._run(
                "INSERT INTO edits (connection, kind, id, kept_at, text, title, base)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (connection, kind, id) DO UPDATE SET kept_at = excluded.kept_at,"
                " text = excluded.text, title = coalesce(excluded.title, title),"
                " base = coalesce(excluded.base, base)",
                *_key(place),
                utc_text(self._now()),
                _bytes(text),
                storable(title),
                None if base is None else _bytes(base),
            )

    def drop_edit(self, ref: ItemRef) -> None:
        """The platform has it: keep it no longer."""
        self._run("DELETE FROM edits WHERE connection = ? AND kind = ? AND id = ?", *_key(ref))

    def close(self) -> None:
        """Close the file; closing twice is no error. Never raises."""
        try:
            self._statements.close()
        except sqlite3.Error:
            _log.exception("The state database could not be closed")
        if self._this is not None:
            self._this.end()


def open_state(path: Path, now: Callable[[], datetime] = _utc_now) -> State:
    """Open the state database file (`…/state.db`), or make it, its folder too.

    A file that is damaged or from a newer Copydesk is set aside under a dated name beside it and a new
    one is made: `notice` says so. Raises StateError where no database can be had at that path.
    """
    database, notice = open_database(path, now())
    try:
        run = Run(path.parent / "runs")
    except OSError as error:
        database.close()
        raise StateError(
            f"No lock could be had beside the state database {path}: {error.strerror}",
            advice="Check the folder's permissions and the free space.",
        ) from error
    return State(database, notice, run, now)


_EDITS = "SELECT connection, kind, id, text, kept_at, title, base FROM edits"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _kept(row: tuple[Any, ...]) -> KeptEdit:
    connection, kind, id, text, kept_at, title, base = row
    return KeptEdit(
        ItemRef(connection, ItemKind(kind), id),
        str(text, "utf-8", "surrogatepass"),
        datetime.fromisoformat(kept_at),
        title,
        None if base is None else str(base, "utf-8", "surrogatepass"),
    )


def _key(ref: ItemRef) -> tuple[str, str, str]:
    return ref.connection, str(ref.kind), ref.id
