"""What the desk itself has, read from its own database: the last word on what was really done.

It tells each item's state, version and text, each delivery (one row for each publish and site), and each job.
It does not tell how often an item was approved or published where nothing is delivered, nor how often the
same text was saved: for that the ledger is `Record.done`, the writes that reached the desk and were done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from tui.desk.store.database import SQLITE_FILE
from tui.desk.store.tables import (
    BlogreeJob,
    BlogreePost,
    DeliveryRow,
    NotraJob,
    NotraPost,
    RepostraContent,
    RepostraSocial,
    Table,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DeskRecords:
    """The desk's rows at one moment, by their ids (as text), with the columns' names of its tables."""

    notra_posts: dict[str, Row]
    notra_jobs: dict[str, Row]
    contents: dict[str, Row]
    socials: dict[str, Row]
    blogree_posts: dict[str, Row]
    blogree_jobs: dict[str, Row]
    deliveries: dict[str, Row]

    def deliveries_of(self, world: str, post_id: str) -> list[Row]:
        """One post's deliveries, the oldest first."""
        own = [row for row in self.deliveries.values() if (row["world"], row["post_id"]) == (world, post_id)]
        return sorted(own, key=lambda row: row["created_at"])


def read_records(data_dir: Path) -> DeskRecords:
    """Read them while the desk runs, or after it."""
    with _session(data_dir) as session:

        def rows(table: type[Table]) -> dict[str, Row]:
            columns = [column.key for column in table.__table__.columns]
            found = ({name: getattr(row, name) for name in columns} for row in session.scalars(select(table)))
            return {str(row["id"]): row for row in found}

        return DeskRecords(
            rows(NotraPost),
            rows(NotraJob),
            rows(RepostraContent),
            rows(RepostraSocial),
            rows(BlogreePost),
            rows(BlogreeJob),
            rows(DeliveryRow),
        )


@contextmanager
def _session(data_dir: Path) -> Iterator[Session]:
    file = (data_dir / SQLITE_FILE).absolute()
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true", connect_args={"timeout": 90})
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
