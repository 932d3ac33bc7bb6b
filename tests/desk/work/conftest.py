"""One desk's database and work, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.work.rows import now
from tui.desk.store.database import Database, database_address, open_database
from tui.desk.workflows.engine import DurableWork


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(database_address(None, tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def work(database: Database) -> Iterator[DurableWork]:
    """Launched; tries again after a blink."""
    opened = DurableWork(database, now=now, retry_delays=(0.01, 0.02, 0.03))
    opened.launch()
    yield opened
    opened.close()
