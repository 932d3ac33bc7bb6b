"""Statements on the open database, with its errors in words for the person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tui.domain.errors import StateError

SqlValue = str | bytes | int | None


class Statements:
    """Runs statements. Quick calls, for the event loop's thread; each raises StateError where the database
    cannot be used.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take the database over, to be closed with `close`."""
        self._database = database

    def run(self, statement: str, *values: SqlValue) -> list[tuple[Any, ...]]:
        """All rows that it gives."""
        with _told():
            return self._database.execute(statement, values).fetchall()

    def change(self, statement: str, *values: SqlValue) -> int:
        """How many rows it changed."""
        with _told():
            return self._database.execute(statement, values).rowcount

    def insert(self, statement: str, *values: SqlValue) -> int:
        """The id of the row that it made."""
        with _told():
            return self._database.execute(statement, values).lastrowid or 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """All statements within are done, or none is; no other Copydesk writes between them. What is done
        outlives a power cut too. Within another one it is a part of that.
        """
        with _told():
            within = self._database.in_transaction
        if within:
            yield
            return
        try:
            with _told():
                # The rest is written again soon, or can be fetched again: that need not wait for the disk.
                self._database.execute("PRAGMA synchronous = FULL")
                self._database.execute("BEGIN IMMEDIATE")
            yield
        except BaseException:
            self._back()
            raise
        try:
            with _told():
                self._database.execute("COMMIT")
        except StateError:
            self._back()
            raise
        self._hurry()

    def _back(self) -> None:
        with suppress(sqlite3.Error):
            self._database.execute("ROLLBACK")
        self._hurry()

    def _hurry(self) -> None:
        with suppress(sqlite3.Error):
            self._database.execute("PRAGMA synchronous = NORMAL")

    @property
    def others(self) -> int:
        """Grows whenever another Copydesk has written."""
        ((version,),) = self.run("PRAGMA data_version")
        return int(version)

    def close(self) -> None:
        """Close the file; closing twice is no error. Raises sqlite3.Error."""
        self._database.close()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeError) as error:
        raise StateError(
            f"The state database could not be used: {error}",
            advice="Check the free space and the permissions of the state folder.",
        ) from error
