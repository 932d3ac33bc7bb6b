"""Opening the desk's database."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from tests.desk.work.rows import notra_job
from tui.desk.store.database import Database, database_address, open_database
from tui.desk.store.once import insert_once
from tui.desk.store.schema import SCHEMA_VERSION, DeskState
from tui.desk.store.tables import DeliveryRow, NotraJob, NotraJobEvent, NotraPost
from tui.domain.errors import DeskError


def test_files_belong_to_their_owner_alone(database: Database, tmp_path: Path) -> None:
    with database.sessions.begin() as session:
        session.add(notra_job())
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("desk.sqlite3*")}
    assert modes == {"desk.sqlite3": 0o600, "desk.sqlite3-wal": 0o600, "desk.sqlite3-shm": 0o600}


def test_an_old_file_is_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    file.touch(0o644)
    file.chmod(0o644)
    open_database(database_address(None, tmp_path)).close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_sqlite_waits_and_keeps_references(database: Database) -> None:
    with database.engine.connect() as connection:
        asked = {name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys")}
        assert asked == {"journal_mode": "wal", "foreign_keys": 1}
        assert connection.scalar(text("PRAGMA busy_timeout")) == 30_000


def test_opening_again_keeps_what_is_there(database: Database, tmp_path: Path) -> None:
    with database.sessions.begin() as session:
        session.add(notra_job())
    again = open_database(database_address(None, tmp_path))
    with again.sessions() as session:
        assert session.get(NotraJob, "job_1") is not None
        assert session.scalar(select(DeskState.version)) == SCHEMA_VERSION
    again.close()


def test_a_newer_database_is_left_alone(database: Database, tmp_path: Path) -> None:
    with database.sessions.begin() as session:
        session.execute(update(DeskState).values(version=SCHEMA_VERSION + 1))
    with pytest.raises(DeskError, match="newer Copydesk"):
        open_database(database_address(None, tmp_path))


def test_a_database_of_an_older_desk_is_given_the_columns_that_it_lacks(
    database: Database, tmp_path: Path
) -> None:
    with database.engine.begin() as connection:
        for table, column in (("desk_delivery", "changed_at"), ("desk_state", "zone")):
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    with closing(open_database(database_address(None, tmp_path))) as again, again.sessions() as session:
        assert session.scalars(select(DeliveryRow.changed_at)).all() == []
        assert session.scalars(select(DeskState.zone)).all() == [None]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "desk.sqlite3").write_text("x" * 5000)
    with pytest.raises(DeskError, match=r"desk\.sqlite3 cannot be used"):
        open_database(database_address(None, tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="cannot be opened"):
        open_database(database_address(None, tmp_path / "none"))


@pytest.mark.parametrize("url", ["mysql://u:hunter2@h/d", "sqlite://", "sqlite:///:memory:", "hunter2"])
def test_an_address_that_cannot_be_used_is_refused_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as raised:
        database_address(url, tmp_path)
    assert "hunter2" not in raised.value.sentence


def test_a_server_that_is_away_is_named_without_its_password(tmp_path: Path) -> None:
    address = database_address("postgresql://desk:hunter2@127.0.0.1:1/desk?password=hunter2", tmp_path)
    with pytest.raises(DeskError, match=r"127\.0\.0\.1/desk") as raised:
        open_database(address)
    assert "hunter2" not in raised.value.sentence


def test_insert_once_keeps_the_first(database: Database) -> None:
    with database.sessions.begin() as session:
        session.add(notra_job())
    for message in ("first", "second"):
        with database.sessions.begin() as session:
            insert_once(
                session,
                NotraJobEvent,
                id="e",
                job_id="job_1",
                type="running",
                message=message,
                created_at=notra_job().created_at,
            )
    with database.sessions() as session:
        assert [event.message for event in session.scalars(select(NotraJobEvent))] == ["first"]


def test_insert_once_leaves_nothing_out_in_silence(database: Database) -> None:
    def insert(id: str) -> None:
        with database.sessions.begin() as session:
            insert_once(
                session,
                NotraPost,
                id=id,
                title="Title",
                slug="taken",
                content="",
                content_type="changelog",
                status="draft",
                created_at=notra_job().created_at,
                updated_at=notra_job().created_at,
            )

    insert("post_a")
    with pytest.raises(IntegrityError):
        insert("post_b")
