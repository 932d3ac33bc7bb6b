"""What a schedule's time has come for is written, once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from tests.desk.work.repositories import make_repository
from tests.desk.work.rows import now, repository
from tests.desk.work.waiting import until
from tui.desk.keeper import Keeper
from tui.desk.store.database import Database
from tui.desk.store.schema import DeskState
from tui.desk.store.tables import NotraJob, NotraJobEvent, NotraPost, NotraSchedule, Table
from tui.desk.workflows.engine import DurableWork
from tui.desk.workflows.scheduled import queue_due
from tui.desk.workflows.upkeep import work_left
from tui.desk.zone import settled_zone, zone_in_force

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def schedule(hour: int, minute: int = 0, id: str = "s1", **fields: Any) -> NotraSchedule:
    values: dict[str, Any] = {
        "name": "Daily",
        "frequency": "daily",
        "repository_ids": ["repo_1"],
        "output_type": "changelog",
        "lookback_window": "last_7_days",
        "enabled": True,
        "auto_publish": False,
        "alike": id,
        "planned_since": LONG_AGO,
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
    }
    return NotraSchedule(id=id, hour=hour, minute=minute, **values | fields)


def kept(database: Database, *rows: Table) -> None:
    with database.sessions.begin() as session:
        session.add_all(rows)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def instants(database: Database) -> list[str]:
    """The times that were run, as the jobs tell them."""
    with database.sessions() as session:
        return sorted(job.request["schedule"]["dueAt"][:16] for job in session.scalars(select(NotraJob)))


def looked(database: Database, first: str, last: str, step: timedelta, zone: tzinfo = UTC) -> list[str]:
    """Look every `step` from the first time to the last; the times that were run."""
    at = utc(first)
    while at <= utc(last):
        queue_due(database.sessions, at, zone)
        at += step
    return instants(database)


def test_a_run_is_queued_as_a_request_is_and_once(database: Database) -> None:
    kept(database, schedule(9, 30, output_config={"brandVoiceId": "brand_1"}, auto_publish=True))
    at = utc("2026-03-02T09:30")
    assert queue_due(database.sessions, at - MINUTE, UTC) == []
    with ThreadPoolExecutor(6) as desks:
        looks = desks.map(lambda _: queue_due(database.sessions, at, UTC), range(6))
        made = [id for look in looks for id in look]
    assert queue_due(database.sessions, at + 59 * MINUTE, UTC) == []
    with database.sessions() as session:
        (job,) = session.scalars(select(NotraJob))
        (event,) = session.scalars(select(NotraJobEvent))
    assert made == [job.id]
    assert (job.status, job.content_type, job.lookback_window) == ("queued", "changelog", "last_7_days")
    assert (job.repository_ids, job.brand_voice_id) == (["repo_1"], "brand_1")
    assert job.request["brandIdentityId"] == "brand_1"
    assert (event.job_id, event.type, "“Daily”" in event.message) == (job.id, "queued", True)


def test_it_goes_by_the_clock_of_the_desks_zone(database: Database) -> None:
    kept(
        database,
        schedule(9, id="sundays", frequency="weekly", day_of_week=0),
        schedule(10, id="saturdays", frequency="weekly", day_of_week=6),
        schedule(11, id="the 31st", frequency="monthly", day_of_month=31),
        schedule(12, id="off", enabled=False),
    )
    # March 2026 begins on a Sunday; summer time on the 29th; April has no 31st.
    assert looked(database, "2026-03-27T00:00", "2026-05-05T00:00", timedelta(minutes=55), BERLIN) == [
        "2026-03-28T09:00",
        "2026-03-29T07:00",
        "2026-03-31T09:00",
        "2026-04-04T08:00",
        "2026-04-05T07:00",
        "2026-04-11T08:00",
        "2026-04-12T07:00",
        "2026-04-18T08:00",
        "2026-04-19T07:00",
        "2026-04-25T08:00",
        "2026-04-26T07:00",
        "2026-05-02T08:00",
        "2026-05-03T07:00",
    ]


def test_desks_of_one_database_go_by_one_clock_and_a_zone_that_was_named_stays(database: Database) -> None:
    kept(database, schedule(9))
    sessions, new_york, tokyo = database.sessions, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
    # Nothing is named: the clock of the machine on which a desk was started last.
    assert [settled_zone(sessions, each, named=False) for each in (BERLIN, new_york)] == [BERLIN, new_york]
    assert settled_zone(sessions, BERLIN, named=True) == BERLIN
    assert settled_zone(sessions, new_york, named=False) == BERLIN
    # A desk that came before goes by the one that is named now, too.
    first = [id for zone in (BERLIN, tokyo, UTC) for id in queue_due(sessions, utc("2026-03-02T08:00"), zone)]
    assert settled_zone(sessions, new_york, named=True) == new_york
    then = [id for zone in (BERLIN, tokyo) for id in queue_due(sessions, utc("2026-03-03T08:00"), zone)]
    then += [id for zone in (BERLIN, tokyo) for id in queue_due(sessions, utc("2026-03-03T14:00"), zone)]
    assert (len(first), len(then)) == (1, 1)
    assert instants(database) == ["2026-03-02T08:00", "2026-03-03T14:00"]


def test_a_machines_zone_without_a_name_is_kept_by_none(database: Database) -> None:
    nameless = timezone(timedelta(hours=5))
    assert settled_zone(database.sessions, nameless, named=False) == nameless
    with database.sessions() as session:
        assert zone_in_force(session, nameless) == nameless


def test_what_the_clocks_skip_or_show_twice_runs_once_a_day(database: Database) -> None:
    kept(database, schedule(2, 30))
    spring = looked(database, "2026-03-28T00:00", "2026-03-30T12:00", 10 * MINUTE, BERLIN)
    assert spring == ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]
    autumn = looked(database, "2026-10-24T00:00", "2026-10-26T12:00", 10 * MINUTE, BERLIN)
    assert autumn[3:] == ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]


def test_what_was_missed_is_made_up_for_within_the_hour_and_no_longer(database: Database) -> None:
    kept(database, schedule(9), schedule(10, id="since", planned_since=utc("2026-03-05T10:05")))
    assert queue_due(database.sessions, utc("2026-03-03T10:01"), UTC) == []
    assert len(queue_due(database.sessions, utc("2026-03-04T09:59"), UTC)) == 1
    assert len(queue_due(database.sessions, utc("2026-03-05T10:20"), UTC)) == 0
    with database.sessions.begin() as session:
        session.execute(update(DeskState).values(seeded_at=utc("2026-03-06T09:30")))
    assert queue_due(database.sessions, utc("2026-03-06T09:40"), UTC) == []
    assert instants(database) == ["2026-03-04T09:00"]


@pytest.mark.parametrize(("before", "after", "status"), [(True, True, "published"), (True, False, "draft")])
def test_the_keeper_has_it_written_and_published_where_that_is_still_wanted(
    database: Database, work: DurableWork, tmp_path: Path, before: bool, after: bool, status: str
) -> None:
    stopped: list[bool] = []
    path = make_repository(tmp_path / "api", ("feat: one",))
    at = now().replace(second=0, microsecond=0)
    kept(database, repository(path), schedule(at.hour, at.minute, auto_publish=before))
    assert work_left(work, database.sessions, now())
    (job_id,) = queue_due(database.sessions, now(), UTC)
    with database.sessions.begin() as session:
        row = session.get_one(NotraSchedule, "s1")
        row.enabled, row.auto_publish = False, after
    # The desk that queued it was killed before it began: the next look begins it.
    later = Keeper(
        database.sessions,
        work,
        now=lambda: now() + timedelta(seconds=10),
        idle_minutes=0.0,
        stop=lambda: stopped.append(True),
    )
    later.look()

    def ended() -> bool:
        with database.sessions() as session:
            return session.get_one(NotraJob, job_id).status == "completed"

    until(ended, "it is written")
    with database.sessions() as session:
        (post,) = session.scalars(select(NotraPost))
        assert (post.status, len(list(session.scalars(select(NotraJob))))) == (status, 1)
    until(lambda: not work_left(work, database.sessions, now()), "nothing is left")
    later.look()
    assert stopped


def test_a_desk_with_a_schedule_stays_awake_and_begins_its_runs(
    database: Database, work: DurableWork, tmp_path: Path
) -> None:
    stopped: list[bool] = []
    at = now().replace(second=0, microsecond=0)
    path = make_repository(tmp_path / "api", ("feat: one",))
    kept(database, repository(path), schedule(at.hour, at.minute))
    keeper = Keeper(database.sessions, work, now=now, idle_minutes=0.0, stop=lambda: stopped.append(True))
    keeper.look()

    def posts() -> list[NotraPost]:
        with database.sessions() as session:
            return list(session.scalars(select(NotraPost)))

    (post,) = until(posts, "the post is written")
    assert (post.status, post.content_type) == ("draft", "changelog")
    keeper.look()
    assert stopped == []
    assert len(posts()) == 1
