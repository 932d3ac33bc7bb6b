"""Work that was left behind is started; work that cannot go on is ended; and whether any is left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from dbos import DBOS, SetWorkflowID
from sqlalchemy import update

from tests.desk.work.receiver import receiver
from tests.desk.work.repositories import make_repository
from tests.desk.work.rows import account, blogree_job, content, notra_job, now, post, repository, site, social
from tests.desk.work.waiting import until
from tui.desk.delivery.making import make_blogree_delivery
from tui.desk.keeper import Keeper
from tui.desk.store.database import Database
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import (
    BlogreeJob,
    DeliveryRow,
    NotraJob,
    RepostraContent,
    RepostraSocial,
    Table,
)
from tui.desk.workflows import engine
from tui.desk.workflows.engine import DurableWork
from tui.desk.workflows.upkeep import mend, work_left

LATER = timedelta(seconds=10)
HOUR = timedelta(hours=1)


def kept(database: Database, *rows: Table) -> None:
    with database.sessions.begin() as session:
        session.add_all(rows)


def states(database: Database) -> dict[str, str]:
    with database.sessions() as session:
        return {
            "notra": session.get_one(NotraJob, "job_1").status,
            "blogree": session.get_one(BlogreeJob, "gen_1").status,
            "content": session.get_one(RepostraContent, 1).status,
            "social": session.get_one(RepostraSocial, 1).status,
            "delivery": session.get_one(DeliveryRow, "d1").status,
        }


def all_open(database: Database, webhook: str, path: Path) -> None:
    """One row of each kind whose workflow was never started."""
    kept(
        database,
        repository(path),
        notra_job(),
        blogree_job(),
        content(status="planned"),
        social(status="generating", text=None),
    )
    with database.sessions.begin() as session:
        session.add_all([here := site(webhook), published := post()])
        make_blogree_delivery(session, published, here, "post.published", now(), delivery_id="d1")


def test_what_was_left_behind_is_started(database: Database, work: DurableWork, tmp_path: Path) -> None:
    path = make_repository(tmp_path / "api", ("feat: one",))
    with receiver() as hook:
        begun = now()
        all_open(database, hook.url, path)
        mend(work, database.sessions, begun)
        assert not engine.workflow_known(engine.notra_workflow("job_1"))
        assert work_left(work, database.sessions, now())
        mend(work, database.sessions, now() + LATER)
        until(lambda: not work_left(work, database.sessions, now()), "all is done")
        assert states(database) == {
            "notra": "completed",
            "blogree": "complete",
            "content": "draft",
            "social": "pending_approval",
            "delivery": "delivered",
        }
        mend(work, database.sessions, now() + LATER)
        assert len(hook.received) == 1


def test_what_cannot_go_on_is_ended(database: Database, work: DurableWork, tmp_path: Path) -> None:
    all_open(database, "http://127.0.0.1:1", tmp_path)
    with database.sessions() as session:
        ids = [
            engine.notra_workflow("job_1"),
            engine.blogree_workflow("gen_1"),
            engine.content_workflow(session.get_one(RepostraContent, 1)),
            engine.social_workflow(session.get_one(RepostraSocial, 1)),
            engine.delivery_workflow("d1"),
        ]
    for id in ids:
        start_broken(id)
    mend(work, database.sessions, now() + LATER)
    assert set(states(database).values()) == {"failed"}
    assert not work_left(work, database.sessions, now())
    with database.sessions() as session:
        assert "Try again" in (session.get_one(NotraJob, "job_1").error or "")


def start_broken(id: str) -> None:
    """A workflow of that id that ended in an error, as one does whose steps an upgrade has changed."""
    with SetWorkflowID(id), pytest.raises(RuntimeError):
        DBOS.start_workflow(broken, 1).get_result()


@DBOS.workflow(name="broken")
def broken(_id: int) -> None:
    raise RuntimeError("broken")


@pytest.mark.parametrize(
    "row",
    [
        post(status="scheduled", scheduled_at=now() + HOUR),
        content(approved_at=now(), scheduled_for=now() + HOUR),
        social(scheduled_for=now() + HOUR),
    ],
)
def test_what_is_scheduled_is_work_unless_it_is_a_sample(
    row: Table, database: Database, work: DurableWork
) -> None:
    kept(database, row)
    assert work_left(work, database.sessions, now())
    with database.sessions.begin() as session:
        session.execute(update(DeskState).values(seeded_at=now()))
    assert not work_left(work, database.sessions, now())


def test_what_waits_for_a_person_is_no_work(database: Database, work: DurableWork) -> None:
    kept(database, post(status="draft"), content(), social(status="pending_approval"), account("http://x"))
    assert not work_left(work, database.sessions, now())


def test_the_keeper_publishes_delivers_and_then_ends(database: Database, work: DurableWork) -> None:
    stopped: list[bool] = []
    keeper = Keeper(database.sessions, work, now=now, idle_minutes=0.0, stop=lambda: stopped.append(True))
    with receiver() as hook:
        kept(database, site(hook.url), post(status="scheduled", scheduled_at=now()))
        keeper.look()
        until(lambda: hook.received, "the post arrives")
        until(lambda: not work_left(work, database.sessions, now()), "all is done")
    keeper.look()
    assert stopped


def test_a_request_keeps_the_desk_awake(database: Database, work: DurableWork) -> None:
    stopped: list[bool] = []
    keeper = Keeper(database.sessions, work, now=now, idle_minutes=60.0, stop=lambda: stopped.append(True))
    keeper.noted_request()
    keeper.look()
    assert stopped == []
