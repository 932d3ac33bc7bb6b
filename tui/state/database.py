"""Opening the state database: owner-only, brought to the present version, set aside when unreadable."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tui.domain.errors import StateError

if sys.platform != "win32":
    import fcntl

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE jobs (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " started_at TEXT NOT NULL, job TEXT NOT NULL, PRIMARY KEY (connection, kind, id)) WITHOUT ROWID",
        "CREATE TABLE edits (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " kept_at TEXT NOT NULL, text BLOB NOT NULL, PRIMARY KEY (connection, kind, id)) WITHOUT ROWID",
    ),
    (
        "ALTER TABLE edits ADD COLUMN title TEXT",
        "ALTER TABLE edits ADD COLUMN base BLOB",
        "ALTER TABLE edits ADD COLUMN fingerprint TEXT",
        "CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, step TEXT NOT NULL, run TEXT,"
        " state TEXT NOT NULL, connection TEXT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL,"
        " decides INTEGER NOT NULL, intent TEXT NOT NULL, made_at TEXT NOT NULL, due_at TEXT NOT NULL,"
        " sent_at TEXT, tries INTEGER NOT NULL DEFAULT 0, answer TEXT, request_id TEXT, found TEXT,"
        " made TEXT, seen INTEGER NOT NULL DEFAULT 0)",
        "CREATE INDEX outbox_open ON outbox (seen, state)",
        "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, entry INTEGER NOT NULL, at TEXT NOT NULL,"
        " connection TEXT NOT NULL, action TEXT NOT NULL, item TEXT NOT NULL, title TEXT NOT NULL,"
        " fingerprint TEXT, state TEXT NOT NULL, answer TEXT, request_id TEXT, answered_at TEXT)",
        "CREATE INDEX audit_entry ON audit (entry)",
        "CREATE TABLE lists (connection TEXT NOT NULL, name TEXT NOT NULL, as_of TEXT NOT NULL,"
        " content TEXT NOT NULL, PRIMARY KEY (connection, name)) WITHOUT ROWID",
        "CREATE TABLE bodies (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " as_of TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (connection, kind, id))",
        "CREATE INDEX bodies_as_of ON bodies (as_of)",
    ),
    (
        "CREATE TABLE verdicts (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
        " connection TEXT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL, verdict TEXT NOT NULL,"
        " fingerprint TEXT NOT NULL, title TEXT NOT NULL, until TEXT, reason TEXT,"
        " over INTEGER NOT NULL DEFAULT 0)",
        "CREATE INDEX verdicts_open ON verdicts (over, connection, kind, item)",
        "CREATE TABLE texts (hash TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE looks (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " hash TEXT NOT NULL, came_at TEXT NOT NULL, looked_at TEXT, title TEXT NOT NULL,"
        " PRIMARY KEY (connection, kind, id, hash)) WITHOUT ROWID",
        "CREATE INDEX looks_came_at ON looks (came_at)",
        "CREATE TABLE places (run TEXT PRIMARY KEY, at TEXT NOT NULL, place TEXT NOT NULL) WITHOUT ROWID",
    ),
    (
        "CREATE TABLE site_choices (connection TEXT NOT NULL, tag TEXT NOT NULL, at TEXT NOT NULL,"
        " sites TEXT NOT NULL, PRIMARY KEY (connection, tag)) WITHOUT ROWID",
        "CREATE TABLE landings (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " site TEXT NOT NULL, at TEXT NOT NULL, landing TEXT NOT NULL,"
        " PRIMARY KEY (connection, kind, id, site)) WITHOUT ROWID",
        "CREATE TABLE removed (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,"
        " connection TEXT NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL, title TEXT NOT NULL,"
        " post BLOB NOT NULL)",
        "CREATE TABLE stories (connection TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " to_connection TEXT NOT NULL, to_id TEXT NOT NULL, at TEXT NOT NULL, title TEXT NOT NULL,"
        " PRIMARY KEY (connection, kind, id, to_connection, to_id)) WITHOUT ROWID",
    ),
)
"""The statements that lead from each version to the next. A version that was released never changes."""
VERSION = len(MIGRATIONS)
TABLES: tuple[frozenset[str], ...] = (
    frozenset(),
    frozenset({"jobs", "edits"}),
    frozenset({"jobs", "edits", "outbox", "audit", "lists", "bodies"}),
    frozenset(
        {"jobs", "edits", "outbox", "audit", "lists", "bodies", "verdicts", "texts", "looks", "places"}
    ),
    frozenset(
        {"jobs", "edits", "outbox", "audit", "lists", "bodies", "verdicts", "texts", "looks", "places"}
        | {"site_choices", "landings", "removed", "stories"}
    ),
)
"""What a database of each version holds."""

BUSY_SECONDS = 2.0
"""How long a call waits for another Copydesk that is writing: it is on the screen's own thread."""


def open_database(path: Path, now: datetime) -> tuple[sqlite3.Connection, str | None]:
    """Open the database file, or make it; gives it with a sentence for the person if it was set aside.

    The file is readable by its owner alone, and so is its folder where it is made here. `now` dates the
    name of a file that is set aside. Raises StateError where no database can be had at that path.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(path):
            return _open_or_replace(path, now)
    except (OSError, sqlite3.Error) as error:
        raise StateError(
            f"The state database {path} could not be opened: {error}",
            advice="Check the folder's permissions and the free space.",
        ) from error


def open_existing(path: Path) -> sqlite3.Connection | None:
    """Open the database file where there is one; None where there is none. One that cannot be read stays as
    it is. Raises StateError.
    """
    if not path.is_file():
        return None
    try:
        with _alone(path):
            database = _connect(path)
            try:
                fault = _fault(database)
                if fault is None:
                    _migrate(database)
                    return database
            except BaseException:
                database.close()
                raise
            database.close()
    except (OSError, sqlite3.Error) as error:
        raise StateError(
            f"The state database {path} could not be opened: {error}",
            advice="Check the folder's permissions and the free space.",
        ) from error
    raise StateError(
        f"The state file {path} {fault}", advice="Nothing was changed; Copydesk sets it aside when it opens."
    )


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from opening the database meanwhile: two that find the same broken file must
    not set aside one another's new one.
    """
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _open_or_replace(path: Path, now: datetime) -> tuple[sqlite3.Connection, str | None]:
    database = _connect(path)
    notice = None
    try:
        fault = _fault(database)
        if fault is not None:
            database.close()
            aside = _set_aside(path, now)
            notice = f"The state file {fault}. It was set aside as {aside.name}, and a new one was made."
            database = _connect(path)
        _migrate(database)
    except BaseException:
        database.close()
        raise
    return database, notice


def _connect(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


def _fault(database: sqlite3.Connection) -> str | None:
    """What is wrong with a file, as the end of "The state file …"; None where nothing is."""
    try:
        version = _version(database)
        if version > VERSION:
            return f"is from a newer Copydesk (version {version}, this one knows {VERSION})"
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return "is damaged"
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return "is damaged"
        raise
    return "is damaged" if version < 0 or not tables >= TABLES[version] else None


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    version = _version(database)
    if version == VERSION:
        return
    database.execute("BEGIN IMMEDIATE")
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            database.execute(statement)
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.execute("COMMIT")


def _set_aside(path: Path, now: datetime) -> Path:
    """Rename the file and what belongs to it; what is in its journal stays with it."""
    stamp = f"{now:%Y-%m-%d-%H%M%S}"
    aside = path.with_name(f"{path.name}.aside-{stamp}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.aside-{stamp}-{number}")
    for ending in ("-wal", "-shm", ""):
        belonging = path.with_name(path.name + ending)
        if belonging.exists():
            belonging.rename(aside.with_name(aside.name + ending))
    return aside
