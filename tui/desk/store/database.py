"""Opens the desk's database: one SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from tui.desk.store.schema import prepare_schema
from tui.domain.errors import DeskError

SQLITE_FILE = "desk.sqlite3"
_KNOWS_SUBSEC = (3, 42, 0)
_BUSY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Database:
    """An open database with its tables made."""

    engine: Engine
    sessions: sessionmaker[Session]

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for a server."""
        url = self.engine.url
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def database_address(url: str | None, data_dir: Path) -> URL:
    """The address to open: `url`, or the SQLite file in the data folder where it is None.

    Takes `sqlite:///path`, `postgresql://…` and `postgres://…`; raises `DeskError` for all else.
    """
    if url is None:
        return URL.create("sqlite", database=str(data_dir / SQLITE_FILE))
    try:
        address = make_url(url)
    except ArgumentError:
        # The text may hold a password: the error does not repeat it.
        raise _bad_address("cannot be read") from None
    match address.drivername.partition("+")[0]:
        case "sqlite" if address.database not in {None, "", ":memory:"}:
            return address.set(drivername="sqlite")
        case "sqlite":
            raise _bad_address("names no file; the desk must find its work again after a restart")
        case "postgresql" | "postgres":
            return address.set(drivername="postgresql+psycopg")
        case other:
            raise _bad_address(f"is of a kind that the desk does not know ({other[:40]})")


def _bad_address(why: str) -> DeskError:
    return DeskError(
        f"The database address {why}",
        advice="Use sqlite:////path/to/file or postgresql://user@host/name.",
    )


def open_database(address: URL) -> Database:
    """Connect and make the tables. A new SQLite file belongs to its owner alone (0600), and an old one
    is made so. Raises `DeskError` where the database cannot be used.
    """
    sqlite = address.get_backend_name() == "sqlite"
    if sqlite:
        _own(Path(address.database or ""))
    arguments: dict[str, Any] = {
        "hide_parameters": True,  # an error's text must not hold posts and keys
        "pool_size": 20,
        "max_overflow": 20,
        "connect_args": (
            # IMMEDIATE: a transaction that writes waits for its turn at its first write, and does not
            # find out in the middle that another was faster.
            {"timeout": _BUSY_SECONDS, "isolation_level": "IMMEDIATE"} if sqlite else {"connect_timeout": 10}
        ),
    }
    if not sqlite:
        arguments["pool_pre_ping"] = True
    engine = create_engine(address, **arguments)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    with _refusing(engine), engine.begin() as connection:
        prepare_schema(connection)
    return Database(engine, sessionmaker(engine, expire_on_commit=False))


@contextmanager
def _refusing(engine: Engine) -> Iterator[None]:
    """Turn what the database says into product text, and leave no connection behind."""
    try:
        yield
    except SQLAlchemyError as error:
        engine.dispose()
        said = str(getattr(error, "orig", None) or error).splitlines()[0][:200]
        raise DeskError(
            f"The desk's database {_name(engine.url)} cannot be used: {said}",
            advice="Check the address, the rights on it and the free space.",
        ) from error
    except DeskError:
        engine.dispose()
        raise


def _name(url: URL) -> str:
    """Which database, without a password: that may also stand in the address's query."""
    return f"{url.host}/{url.database}" if url.host else str(url.database)


def _own(file: Path) -> None:
    """Make the file owner-only before anything is written to it; SQLite's side files inherit its mode."""
    try:
        handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            if stat.S_IMODE(os.fstat(handle).st_mode) & 0o077:
                os.fchmod(handle, 0o600)
        finally:
            os.close(handle)
    except OSError as error:
        raise DeskError(
            f"The desk's database file {file} cannot be opened: {error.strerror}",
            advice="Check the folder and its rights.",
        ) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """For each new connection: readers never wait for the writer, and references hold."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    if sqlite3.sqlite_version_info < _KNOWS_SUBSEC:
        # DBOS takes it that every Python from 3.12 on has such a SQLite; Debian 12 has not, for one.
        connection.create_function("unixepoch", 1, _unixepoch)


def _unixepoch(modifier: str) -> float | None:
    """SQLite's `unixepoch('subsec')`: seconds since 1970 with their fraction."""
    return time.time() if modifier in {"subsec", "subsecond"} else None
