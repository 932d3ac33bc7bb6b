"""A desk's application over a real SQLite file, called without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import delete, update
from sqlalchemy.orm import sessionmaker

from tests.desk.api.desks import ALLOWED_HOSTS, KEYS, Bench, Clock
from tests.fakes.desk_work import RecordingWork, as_work
from tui.desk.app import create_app
from tui.desk.context import Desk
from tui.desk.limits import Limits
from tui.desk.store.database import Database, database_address, open_database
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import Table


@pytest.fixture(scope="session")
def the_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all tests, since making its tables costs more than a test."""
    opened = open_database(database_address(None, tmp_path_factory.mktemp("desk")))
    yield opened
    opened.close()


@pytest.fixture
def database(the_database: Database) -> Iterator[Database]:
    """It is empty, as a new one is."""
    yield the_database
    with the_database.sessions.begin() as session:
        for table in reversed(Table.metadata.sorted_tables):
            if table.name == DeskState.__tablename__:
                session.execute(update(table).values(seeded_at=None))
            else:
                session.execute(delete(table))


@pytest.fixture
def limits_kept() -> bool:
    """Overridden by a test (parametrize) that asks for the rate limits."""
    return False


@pytest.fixture(scope="session")
def served() -> tuple[FastAPI, list[int], list[int]]:
    """One application for all tests, since its first request costs more than a test: each test puts
    its own desk and limits into it.
    """
    requests: list[int] = []
    stops: list[int] = []
    nobody = Desk(keys=KEYS, sessions=sessionmaker(), work=as_work(RecordingWork()), now=Clock())
    app = create_app(
        nobody,
        allowed_hosts=ALLOWED_HOSTS,
        on_request=lambda: requests.append(1),
        stop=lambda: stops.append(1),
    )
    return app, requests, stops


@pytest.fixture
async def bench(
    served: tuple[FastAPI, list[int], list[int]], database: Database, limits_kept: bool
) -> AsyncIterator[Bench]:
    app, requests, stops = served
    work, clock = RecordingWork(), Clock()
    desk = Desk(keys=KEYS, sessions=database.sessions, work=as_work(work), now=clock, limits=limits_kept)
    whole = app.state.serving
    app.state.serving = replace(whole, desk=desk, limits=Limits(), started=clock())
    requests.clear()
    stops.clear()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8123") as http:
        yield Bench(http, app, desk, work, clock, requests, stops)
    app.state.serving = whole
