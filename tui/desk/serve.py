"""One desk's life: its folder, its database, its work and its server, from the start to the end."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import uvicorn

from tui.desk.app import create_app
from tui.desk.context import Desk
from tui.desk.folder import (
    ADDRESS_FILE,
    EXECUTOR_FILE,
    LOCK_FILE,
    announced,
    held,
    own_folder,
    write_owned,
)
from tui.desk.keeper import Keeper
from tui.desk.store.database import Database, database_address, open_database
from tui.desk.store.seeding import seed_once
from tui.desk.workflows.engine import RETRY_DELAYS, SQLITE_EXECUTOR, DurableWork
from tui.desk.zone import settled_zone, zone_named
from tui.domain.desk import DeskKeys
from tui.domain.errors import DeskError

_log = logging.getLogger(__name__)
_BACKLOG = 128
_LEAVE_SECONDS = 3
_IDLE_SECONDS = 75
"""How long a connection is kept on which nothing is asked. Copydesk lets go of its own after 30: if the desk
were the first, it would hang up now and then on a write just on its way, and nobody would know its outcome.
"""
_PORT_ADVICE = {
    errno.EADDRINUSE: "Another program has it: end that, or name another port.",
    errno.EACCES: "The system keeps it for others: name a port from 1024 up.",
}
"""What to do about a port, by why it cannot be had."""


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How a desk is run. `port` 0: any free one; a fixed one that is taken: any free one too, unless
    `only_that_port` will do.
    `database_url` None: a SQLite file in `data_dir`. `idle_minutes` None: it never ends by itself.
    `stage_seconds`: how long a stage of a generation takes at least. `retry_delays`: seconds before the
    second and later tries of a delivery. `limits`: whether the platforms' rate limits are kept.
    `zone`: the IANA name of the zone that the clock of schedules goes by; None: the one that was named for
    the database before, else the machine's. `site_keys`: whether lists of Blogree's sites show their keys.
    """

    data_dir: Path
    keys: DeskKeys
    host: str = "127.0.0.1"
    port: int = 0
    only_that_port: bool = False
    database_url: str | None = None
    idle_minutes: float | None = 30.0
    stage_seconds: float = 0.0
    retry_delays: tuple[float, ...] = RETRY_DELAYS
    samples: bool = True
    limits: bool = True
    zone: str | None = None
    site_keys: bool = False


def serve(options: ServeOptions, ready: Callable[[str], None]) -> int:
    """Run a desk until it is told to stop (SIGTERM, SIGINT, its stop route) or has nothing to do.

    Calls `ready` with its address once it answers; gives the exit status. Raises `DeskRuns` where a desk
    of this data folder runs already, and `DeskError` where one cannot be run. Call it on the main thread.
    """
    own_zone = zone_named(options.zone)
    own_folder(options.data_dir)
    address_file = options.data_dir / ADDRESS_FILE
    database = database_address(options.database_url, options.data_dir)
    with ExitStack() as stack:
        stack.enter_context(held(options.data_dir / LOCK_FILE, address_file))
        address_file.unlink(missing_ok=True)  # left behind by a desk that was killed
        opened = open_database(database)
        stack.callback(opened.close)
        if opened.file is not None:
            # A desk of another folder may have been given this very file.
            lock = opened.file.with_name(opened.file.name + ".lock")
            stack.enter_context(held(lock, address_file, patience=0.0))
        if options.samples:
            seed_once(opened.sessions, _now())
        listening = stack.enter_context(closing(_listening(options)))
        zone = settled_zone(opened.sessions, own_zone, named=options.zone is not None)
        work = DurableWork(
            opened,
            executor_id=_executor_id(opened, options.data_dir),
            now=_now,
            stage_seconds=options.stage_seconds,
            retry_delays=options.retry_delays,
            zone=zone,
        )
        stack.callback(work.close)
        work.launch()
        desk = Desk(options.keys, opened.sessions, work, _now, options.limits, zone, options.site_keys)
        _run(options, desk, work, listening, address_file, ready)
    return 0


def _run(
    options: ServeOptions,
    desk: Desk,
    work: DurableWork,
    listening: socket.socket,
    address_file: Path,
    ready: Callable[[str], None],
) -> None:
    url = _url(options.host, listening)
    with ExitStack() as stack:

        def announce() -> None:
            stack.enter_context(announced(address_file, url, _now()))
            ready(url)

        server: _Server

        def stop() -> None:
            server.should_exit = True

        keeper = Keeper(desk.sessions, work, now=_now, idle_minutes=options.idle_minutes, stop=stop)
        app = create_app(
            desk, allowed_hosts=_allowed_hosts(options.host), on_request=keeper.noted_request, stop=stop
        )
        config = uvicorn.Config(
            app,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=_LEAVE_SECONDS,
        )
        server = _Server(config, announce)
        stack.enter_context(_signals(stop))
        stack.enter_context(keeper.running())
        _log.info("The desk answers at %s", url)
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Calls `answering` once it takes requests."""

    def __init__(self, config: uvicorn.Config, answering: Callable[[], None]) -> None:
        super().__init__(config)
        self._answering = answering

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._answering()


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the server and then this process's own way out: uvicorn raises a signal
    that it caught once more when it is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    caught = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda _number, _frame: stop()) for number in caught}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _listening(options: ServeOptions) -> socket.socket:
    """A socket that listens at the port that is wanted; at a free one where that is taken and may be."""
    try:
        return _listener(options.host, options.port)
    except OSError as error:
        if options.only_that_port:
            raise _no_port(options, error) from error
    try:
        return _listener(options.host, 0)
    except OSError as error:
        raise _no_address(options.host, error) from error


def _listener(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, place = found[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _no_port(options: ServeOptions, error: OSError) -> DeskError:
    advice = _PORT_ADVICE.get(error.errno or 0)
    if advice is None:
        return _no_address(options.host, error)
    reason = (error.strerror or "it is refused").lower()
    return DeskError(
        f"The desk cannot listen at port {options.port} of {options.host}: {reason}", advice=advice
    )


def _no_address(host: str, error: OSError) -> DeskError:
    return DeskError(
        f"The desk cannot listen at {host}: {error.strerror}", advice="Give it an address of this machine."
    )


def _url(host: str, listening: socket.socket) -> str:
    """The address to call it by: loopback where it listens everywhere."""
    name = host or "127.0.0.1"
    with suppress(ValueError):
        address = ip_address(name)
        if address.is_unspecified:
            name = "127.0.0.1" if address.version == 4 else "::1"
    return f"http://{f'[{name}]' if ':' in name else name}:{listening.getsockname()[1]}"


def _allowed_hosts(host: str) -> list[str]:
    """The Host headers that the desk answers to: this machine's names, and the one it was told."""
    loopback = ["127.0.0.1", "localhost", "::1"]
    if host in loopback:
        return loopback
    named = [host, socket.gethostname(), socket.getfqdn()]
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        found = []
    return list(dict.fromkeys([*loopback, *named, *(str(entry[4][0]) for entry in found)]))


def _executor_id(database: Database, data_dir: Path) -> str:
    """Under which name this desk's workflows are kept. On a server several desks share a database, and
    each goes on with its own only: its name stays in its folder.
    """
    if database.file is not None:
        return SQLITE_EXECUTOR
    file = data_dir / EXECUTOR_FILE
    try:
        return file.read_text("utf-8").strip() or SQLITE_EXECUTOR
    except FileNotFoundError:
        write_owned(file, f"{SQLITE_EXECUTOR}-{uuid.uuid4()}")
        return file.read_text("utf-8")


def _now() -> datetime:
    return datetime.now(UTC)
