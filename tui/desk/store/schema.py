"""What a database says of itself: the version of its tables, and when its samples were made."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, inspect, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tui.desk.store.tables import Table
from tui.domain.errors import DeskError

SCHEMA_VERSION = 1
_ROW = 1
_LOCK = 0x636F7079  # "copy": keeps two desks from making one PostgreSQL's tables at once

_OUTDATED_INDEXES = (
    "ix_desk_notra_post_content_type",
    "ix_desk_notra_post_created_at",
    "ix_desk_notra_post_status",
    "ix_desk_repostra_content_created_at",
    "ix_desk_repostra_content_status",
    "ix_desk_blogree_post_created_at",
    "ix_desk_blogree_post_status",
)
"""Indexes of one column, which lead a query past the ones that hold all of a list's columns."""


_ADDED_COLUMNS = (
    ("desk_blogree_post", "meta_canonical_url"),
    ("desk_delivery", "changed_at"),
    ("desk_delivery", "confirmed_at"),
    ("desk_state", "zone"),
    ("desk_state", "zone_was_named"),
)
"""Columns that tables of an older desk lack; each may be null."""


class DeskState(Table):
    """One row."""

    __tablename__ = "desk_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    seeded_at: Mapped[datetime | None]
    """When the samples were made: rows that nobody touched since are samples, and stay where they are."""
    zone: Mapped[str | None]
    """The IANA name of the zone that the clock of schedules goes by, for all desks of the database."""
    zone_was_named: Mapped[bool | None]
    """Whether a person named it; it is kept then, wherever the next desk runs."""


def take_pen(session: Session) -> None:
    """Wait until nobody else holds the database's one pen, and hold it until the transaction ends: for what
    is decided by looking at more than one row. In SQLite any write takes it.
    """
    session.execute(update(DeskState).values(id=DeskState.id))


def prepare_schema(connection: Connection) -> None:
    """Make what is missing. Raises `DeskError` on a database of a newer Copydesk, and leaves it alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    Table.metadata.create_all(connection, tables=[Table.metadata.tables[DeskState.__tablename__]])
    found = connection.scalar(select(DeskState.version))
    if found is None:
        connection.execute(insert(DeskState).values(id=_ROW, version=SCHEMA_VERSION))
    elif found > SCHEMA_VERSION:
        raise DeskError(
            f"The desk's database was written by a newer Copydesk (its tables have version {found}, "
            f"this one knows {SCHEMA_VERSION})",
            advice="Upgrade Copydesk, or give the desk another database with --database.",
        )
    Table.metadata.create_all(connection)
    _add_columns(connection)
    # A table that was there keeps what indexes it had: those that came since are made.
    for table in Table.metadata.tables.values():
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    for name in _OUTDATED_INDEXES:
        connection.execute(text(f"DROP INDEX IF EXISTS {name}"))


def _add_columns(connection: Connection) -> None:
    found = inspect(connection)
    for table_name, name in _ADDED_COLUMNS:
        if name not in {each["name"] for each in found.get_columns(table_name)}:
            column = Table.metadata.tables[table_name].columns[name]
            kind = column.type.compile(connection.dialect)
            connection.execute(text(f"ALTER TABLE {table_name} ADD COLUMN {name} {kind}"))
