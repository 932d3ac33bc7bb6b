"""The same work on PostgreSQL, where this machine has one: a server of our own in a temporary folder."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.desk.work.receiver import receiver
from tests.desk.work.repositories import make_repository
from tests.desk.work.rows import notra_job, now, post, repository, site
from tests.desk.work.test_scheduled import schedule
from tests.desk.work.waiting import until
from tui.desk.delivery.making import make_blogree_delivery
from tui.desk.store.database import database_address, open_database
from tui.desk.store.tables import DeliveryRow, NotraJob, NotraPost
from tui.desk.workflows.engine import DurableWork
from tui.desk.workflows.scheduled import queue_due

pytestmark = pytest.mark.skipif(shutil.which("initdb") is None, reason="PostgreSQL is not installed")


@pytest.fixture
def server() -> Iterator[str]:
    """The address of an empty database."""
    folder = Path(tempfile.mkdtemp())
    # PostgreSQL does not run as root.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        shutil.chown(folder, "postgres")
    control = [*user, "pg_ctl", "-D", f"{folder}/data", "-w", "-t", "300"]

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run(*user, "initdb", "-D", f"{folder}/data", "-A", "trust", "-N", "-U", "desk")
        port = started_at_a_free_port(folder, lambda options: run(*control, *options, "start"))
        try:
            yield f"postgres://desk@127.0.0.1:{port}/postgres"
        finally:
            run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def started_at_a_free_port(folder: Path, start: Callable[[tuple[str, ...]], None]) -> int:
    """Start the server, at another port where somebody took the one that was free a moment ago."""
    for _ in range(5):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = int(free.getsockname()[1])
        at = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder} -c fsync=off"
        with suppress(subprocess.CalledProcessError):
            start(("-o", at, "-l", f"{folder}/log"))
            return port
    raise AssertionError((folder / "log").read_text())


def test_two_desks_begin_a_run_once(server: str, tmp_path: Path) -> None:
    both = [open_database(database_address(server, tmp_path)) for _ in range(2)]
    with both[0].sessions.begin() as session:
        session.add_all(schedule(hour, id=f"at {hour}") for hour in range(12))
    for hour in range(12):
        at = datetime(2026, 3, 2, hour, tzinfo=UTC)
        with ThreadPoolExecutor(4) as looks:
            made = list(looks.map(lambda desk, at=at: queue_due(desk.sessions, at, UTC), both * 2))
        assert sum(len(ids) for ids in made) == 1
    for desk in both:
        desk.close()


def test_it_writes_and_delivers(server: str, tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ("feat: one",))
    database = open_database(database_address(server, tmp_path))
    open_database(database_address(server, tmp_path)).close()
    work = DurableWork(database, executor_id="copydesk-one", now=now)
    work.launch()
    with receiver() as hook:
        with database.sessions.begin() as session:
            session.add_all([repository(path), notra_job(), here := site(hook.url), published := post()])
            make_blogree_delivery(session, published, here, "post.published", now(), delivery_id="d1")
        work.write_notra_post("job_1")
        work.deliver("d1")

        def states() -> tuple[str, str]:
            with database.sessions() as session:
                job, row = session.get_one(NotraJob, "job_1"), session.get_one(DeliveryRow, "d1")
                return job.status, row.status

        until(lambda: states() == ("completed", "delivered"), "both are done")
        assert len(hook.received) == 1
    with database.sessions() as session:
        assert len(session.scalars(select(NotraPost)).all()) == 1
    work.close()
    database.close()
