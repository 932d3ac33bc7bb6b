"""DBOS over the desk's own database: starts workflows, and goes on with those of a desk that was killed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from threading import Lock
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from dbos import error as dbos_error
from sqlalchemy.exc import SQLAlchemyError

from tui.desk.delivery.sending import Sender
from tui.desk.store.database import Database
from tui.desk.store.tables import RepostraContent, RepostraSocial
from tui.desk.workflows.bench import Bench
from tui.desk.workflows.blogree import BlogreeWriting
from tui.desk.workflows.brands import BrandReading
from tui.desk.workflows.delivering import Delivering
from tui.desk.workflows.durable import Durable
from tui.desk.workflows.notra import NotraWriting
from tui.desk.workflows.repostra import RepostraWriting
from tui.domain.errors import DeskError

APPLICATION = "copydesk"
VERSION = "1"
"""Of the workflows' steps, not of Copydesk: a desk takes on the pending workflows of its own version
only, so this stays as long as their steps and names do.
"""
SQLITE_EXECUTOR = "copydesk"
"""A SQLite file has one desk at a time, so whatever is pending in it is this one's to go on with."""

RETRY_DELAYS = (30.0, 300.0, 1800.0)
"""contracts/blogree.md: tries follow after 30 s, 5 min and 30 min."""

_LEAVE_SECONDS = 4.0
_BROKEN = frozenset({"ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"})


class DurableWork:
    """The desk's `Work`. One at a time in a process: DBOS is one."""

    def __init__(
        self,
        database: Database,
        *,
        executor_id: str = SQLITE_EXECUTOR,
        now: Callable[[], datetime],
        stage_seconds: float = 0.0,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        zone: tzinfo = UTC,
    ) -> None:
        """Prepare; nothing runs before `launch`. `executor_id`: under which name this desk's workflows are
        kept; a desk goes on with those of its own name. For the rest see `Bench`.
        """
        self._database = database
        self._durable = Durable()
        self._sender = Sender()
        bench = Bench(database.sessions, self._durable, self._sender, now, stage_seconds, retry_delays, zone)
        self._sessions = database.sessions
        self.zone = zone
        self._running = 0
        self._count_lock = Lock()
        self.notra = NotraWriting(bench)
        self.brands = BrandReading(bench)
        self.blogree = BlogreeWriting(bench)
        self.repostra = RepostraWriting(bench)
        self.delivering = Delivering(bench)
        _quiet_log()
        DBOS(config=_config(database, executor_id))
        self._write_notra = self._workflow("write_notra_post", self.notra.run)
        self._read_brand = self._workflow("read_notra_brand", self.brands.run)
        self._write_blogree = self._workflow("write_blogree_post", self.blogree.run)
        self._write_content = self._workflow("write_repostra_content", self.repostra.run_content)
        self._write_social = self._workflow("write_repostra_social", self.repostra.run_social)
        self._deliver = self._workflow("deliver", self.delivering.run)

    def launch(self) -> None:
        """Make DBOS's tables and go on with what is pending. Raises `DeskError` where it cannot."""
        try:
            DBOS.launch()
        except (dbos_error.DBOSException, SQLAlchemyError) as error:
            raise DeskError(
                f"The desk's durable work could not be started ({type(error).__name__}); the log says why",
                advice="Check the database: its rights, its free space, and who else uses it.",
            ) from error

    def close(self) -> None:
        """Leave every workflow at its next step, for the next start, and stop."""
        self._durable.stop()
        deadline = time.monotonic() + _LEAVE_SECONDS
        while self._running and time.monotonic() < deadline:
            time.sleep(0.02)
        DBOS.destroy(destroy_registry=True)
        self._sender.close()

    def write_notra_post(self, job_id: str) -> None:
        """Run a NotraJob."""
        _start(notra_workflow(job_id), self._write_notra, job_id)

    def read_notra_brand(self, job_id: str) -> None:
        """Run a NotraBrandJob."""
        _start(brand_workflow(job_id), self._read_brand, job_id)

    def write_blogree_post(self, job_id: str) -> None:
        """Run a BlogreeJob."""
        _start(blogree_workflow(job_id), self._write_blogree, job_id)

    def write_repostra_content(self, content_id: int) -> None:
        """Write a planned RepostraContent; nothing where there is none."""
        with self._sessions() as session:
            content = session.get(RepostraContent, content_id)
        if content is not None:
            _start(content_workflow(content), self._write_content, content_id)

    def write_repostra_social(self, social_id: int) -> None:
        """Write a RepostraSocial's text; nothing where there is none."""
        with self._sessions() as session:
            social = session.get(RepostraSocial, social_id)
        if social is not None:
            _start(social_workflow(social), self._write_social, social_id)

    def deliver(self, delivery_id: str) -> None:
        """Send a DeliveryRow."""
        _start(delivery_workflow(delivery_id), self._deliver, delivery_id)

    def _workflow(self, name: str, run: Callable[[Any], None]) -> Callable[[Any], None]:
        @DBOS.workflow(name=name, max_recovery_attempts=None)
        def workflow(id: Any) -> None:
            with self._counted():
                run(id)

        return workflow

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._count_lock:
            self._running += 1
        try:
            yield
        finally:
            with self._count_lock:
                self._running -= 1


def notra_workflow(job_id: str) -> str:
    """The workflow id of a NotraJob."""
    return f"notra-job:{job_id}"


def brand_workflow(job_id: str) -> str:
    """The workflow id of a NotraBrandJob."""
    return f"notra-brand:{job_id}"


def blogree_workflow(job_id: str) -> str:
    """The workflow id of a BlogreeJob."""
    return f"blogree-job:{job_id}"


def content_workflow(content: RepostraContent) -> str:
    """The workflow id of a content. With its time of birth: SQLite gives a deleted row's number again."""
    return f"repostra-content:{content.id}:{content.created_at.timestamp():.6f}"


def social_workflow(social: RepostraSocial) -> str:
    """The workflow id of a social text; with its time of birth, as a content's."""
    return f"repostra-social:{social.id}:{social.created_at.timestamp():.6f}"


def delivery_workflow(delivery_id: str) -> str:
    """The workflow id of a DeliveryRow."""
    return f"delivery:{delivery_id}"


def workflow_known(workflow_id: str) -> bool:
    """Whether a workflow was ever started."""
    return DBOS.get_workflow_status(workflow_id) is not None


def workflow_broken(workflow_id: str) -> bool:
    """Whether a workflow ended without doing its work: it will not go on."""
    status = DBOS.get_workflow_status(workflow_id)
    return status is not None and status.status in _BROKEN


def _start(workflow_id: str, workflow: Callable[[Any], None], id: str | int) -> None:
    """Start a workflow unless it was started before."""
    with SetWorkflowID(workflow_id):
        DBOS.start_workflow(workflow, id)


def _config(database: Database, executor_id: str) -> DBOSConfig:
    return {
        "name": APPLICATION,
        "system_database_url": database.engine.url.render_as_string(hide_password=False),
        "system_database_engine": database.engine,
        "application_version": VERSION,
        "executor_id": executor_id,
        "serializer": DBOSPortableJSONSerializer(),
        "enable_otlp": False,
        "log_level": "WARNING",
        # No workflow here waits for messages; this is how long the end of a desk waits for the listener.
        "notification_listener_polling_interval_sec": 0.2,
    }


def _quiet_log() -> None:
    """Let DBOS log as everyone does: without a handler of its own, which would write to the terminal."""
    log = logging.getLogger("dbos")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
