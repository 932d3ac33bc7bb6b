from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fakes.items import NOON, a_job, a_post
from tui.domain.errors import StateError
from tui.domain.jobs import Job, JobEvent, JobState
from tui.domain.kept_edits import KeptEdit
from tui.domain.ports import EditStore, JobStore
from tui.domain.refs import ItemKind, ItemRef
from tui.services import Stores
from tui.state import State, open_state
from tui.state.database import VERSION

REF = a_post().ref
FULL_JOB = a_job(
    state=JobState.FAILED,
    updated_at=NOON + timedelta(seconds=3),
    ended_at=datetime(2025, 11, 21, 15, 0, tzinfo=timezone(timedelta(hours=2))),
    reason="no repository",
    post_id="p1",
    estimated_seconds=40.5,
    events=(JobEvent("e1", "queued", "queued", NOON), JobEvent("e2", "odd", "\x1b[2J[/]\ud800")),
)


def kept_text(state: State, ref: ItemRef) -> str | None:
    kept = state.edit(ref)
    return None if kept is None else kept.text


def now() -> datetime:
    return NOON


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_state_is_what_the_services_ask_for(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    stores: tuple[JobStore, EditStore, Stores] = (state, state, state)
    assert stores[0].jobs() == ()
    state.close()
    state.close()


def test_jobs_and_texts_are_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state" / "state.db"
    state = open_state(path)
    state.keep_job(a_job("older", started_at=NOON - timedelta(days=1)))
    state.keep_job(a_job())
    state.keep_job(FULL_JOB)
    state.keep_job(a_job("gone"))
    state.forget_job(a_job("gone").ref)
    state.keep_edit(REF, "first")
    state.keep_edit(REF, "second\r\n\x00\ud800 é")
    state.close()
    state = open_state(path)
    assert state.notice is None
    assert [job.ref.id for job in state.jobs()] == ["j1", "older"]
    assert state.jobs()[0] == FULL_JOB
    assert kept_text(state, REF) == "second\r\n\x00\ud800 é"
    assert state.edit(ItemRef("acme", ItemKind.SOCIAL, REF.id)) is None
    state.drop_edit(REF)
    state.drop_edit(REF)
    assert state.edit(REF) is None
    state.close()


def test_an_edit_keeps_what_it_was_begun_on_until_it_is_begun_anew(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db", now)
    state.keep_edit(REF, "one", title="A \ud800 title", base="begun on")
    state.keep_edit(REF, "two")
    state.keep_edit(a_post("p2").ref, "other", title="Other")
    found = {kept.place.id: kept for kept in state.edits()}
    assert found["p1"] == KeptEdit(REF, "two", NOON, "A ? title", "begun on")
    assert found["p2"].base is None
    state.keep_edit(REF, "three", base="begun anew")
    kept = state.edit(REF)
    assert kept is not None
    assert (kept.text, kept.base) == ("three", "begun anew")
    state.close()


def test_times_are_kept_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = open_state(path, now)
    state.keep_job(FULL_JOB)
    state.keep_edit(REF, "text")
    state.close()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT started_at FROM jobs").fetchone() == ("2025-11-21T12:00:00+00:00",)
        assert database.execute("SELECT kept_at FROM edits").fetchone() == ("2025-11-21T12:00:00+00:00",)
        (job,) = database.execute("SELECT job FROM jobs").fetchone()
    database.close()
    assert '"ended_at": "2025-11-21T13:00:00+00:00"' in job


anything = st.text(st.characters())
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.none() | st.datetimes(timezones=zones)
events = st.builds(JobEvent, anything, anything, anything, times)
jobs = st.builds(
    Job,
    ref=st.just(a_job().ref),
    what=anything,
    state=st.sampled_from(JobState),
    state_word=anything,
    started_at=times.map(lambda time: time or NOON),
    updated_at=times,
    ended_at=times,
    reason=st.none() | anything,
    post_id=st.none() | anything,
    events=st.lists(events, max_size=3).map(tuple),
    estimated_seconds=st.none() | st.floats(0, 1e6),
)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = open_state(tmp_path / "state.db")
    yield state
    state.close()


@given(job=jobs, text=anything)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_a_platform_says_is_kept(state: State, job: Job, text: str) -> None:
    state.keep_job(job)
    state.keep_edit(REF, text)
    (kept,) = state.jobs()
    assert kept == job
    assert kept_text(state, REF) == text


def test_only_the_owner_reads_the_file_and_its_folder(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        path = tmp_path / "state" / "state.db"
        state = open_state(path)
        state.keep_edit(REF, "text")
        assert mode(path.parent) == 0o700
        files = [each for each in path.parent.rglob("*") if each.is_file()]
        assert {mode(each) for each in files} == {0o600}
        assert mode(path.parent / "runs") == 0o700
        assert len(files) >= 3, "the write-ahead log is there and counts too"
        state.close()
        path.chmod(0o644)
        open_state(path).close()
        assert mode(path) == 0o600
    finally:
        os.umask(previous)


@pytest.mark.parametrize(
    "content", [b"this is no database" * 100, b"\x00" * 4096, b"SQLite format 3\x00" + b"x" * 5000]
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(content)
    state = open_state(path, now)
    aside = tmp_path / "state.db.aside-2025-11-21-120000"
    assert state.notice is not None
    assert "damaged" in state.notice
    assert aside.name in state.notice
    assert aside.read_bytes() == content
    state.keep_job(a_job())
    state.close()
    state = open_state(path, now)
    assert state.notice is None
    assert len(state.jobs()) == 1
    state.close()


def test_a_file_damaged_further_in_is_set_aside_and_names_do_not_clash(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    for _ in range(2):
        state = open_state(path, now)
        for number in range(200):
            state.keep_job(a_job(f"j{number}", what="x" * 200))
        state.close()
        content = bytearray(path.read_bytes())
        content[8192:20_000] = b"\xff" * (20_000 - 8192)
        path.write_bytes(content)
    state = open_state(path, now)
    assert state.notice is not None
    assert state.jobs() == ()
    state.close()
    assert len(list(tmp_path.glob("state.db.aside-2025-11-21-120000*"))) == 2


def test_a_file_of_a_newer_copydesk_is_set_aside_with_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    open_state(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.execute("CREATE TABLE later (x)")
    database.close()
    state = open_state(path, now)
    assert state.notice is not None
    assert "newer" in state.notice
    state.close()
    database = sqlite3.connect(tmp_path / "state.db.aside-2025-11-21-120000")
    assert database.execute("SELECT count(*) FROM later").fetchone() == (0,)
    database.close()


def test_a_file_that_says_our_version_without_our_tables_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.close()
    state = open_state(path, now)
    assert state.notice is not None
    state.keep_job(a_job())
    state.close()


def test_a_row_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    state = open_state(path)
    state.keep_job(a_job("good"))
    for number, text in enumerate(["not json", "{}", "[1]", '{"what": 1, "state": "odd"}']):
        state.keep_job(a_job(f"bad{number}"))
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("UPDATE jobs SET job = ? WHERE id = ?", (text, f"bad{number}"))
        database.close()
    assert [job.ref.id for job in state.jobs()] == ["good"]
    state.close()


def test_a_path_where_no_database_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StateError, match="could not be opened") as told:
        open_state(tmp_path / "file" / "state.db")
    assert told.value.advice
    with pytest.raises(StateError):
        open_state(tmp_path)


def test_a_closed_state_says_so_in_our_words(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    state.close()
    with pytest.raises(StateError):
        state.jobs()
    with pytest.raises(StateError):
        state.keep_edit(REF, "text")


def test_an_id_that_no_database_takes_is_told(tmp_path: Path) -> None:
    state = open_state(tmp_path / "state.db")
    with pytest.raises(StateError):
        state.keep_edit(ItemRef("acme", ItemKind.POST, "\ud800"), "text")
    state.close()


WRITER = """
import sys
from collections.abc import Iterator
from pathlib import Path
from tests.fakes.items import a_job, a_post
from tui.state import database, open_state
database.BUSY_SECONDS = 90.0  # a slow machine
path, name = Path(sys.argv[1]), sys.argv[2]
state = open_state(path)
for number in range(60):
    state.keep_job(a_job(f"{name}-{number}"))
    state.keep_edit(a_post(f"{name}-{number}").ref, name)
print(state.notice or "")
state.close()
"""


def start_writer(path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("broken", [False, True])
def test_two_processes_share_one_file_and_set_a_broken_one_aside_once(tmp_path: Path, broken: bool) -> None:
    path = tmp_path / "state.db"
    if broken:
        path.write_bytes(b"broken" * 1000)
    writers = [start_writer(path, name) for name in ("one", "two")]
    told = [writer.communicate(timeout=90)[0].strip() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sum(bool(notice) for notice in told) == broken
    state = open_state(path)
    assert len(state.jobs()) == 120
    assert kept_text(state, a_post("two-59").ref) == "two"
    state.close()


WAITER = """
import signal, sys
from pathlib import Path
from tui.state import open_state

class StillWaiting(BaseException): ...

def stop(*_):
    raise StillWaiting

signal.signal(signal.SIGALRM, stop)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    open_state(Path(sys.argv[1])).close()
except StillWaiting:
    print("waited")
"""


def test_a_file_is_not_judged_while_another_process_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"broken" * 1000)
    with Path(tmp_path / "state.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiter = subprocess.run(
            [sys.executable, "-c", WAITER, str(path)], capture_output=True, text=True, check=True
        )
    assert waiter.stdout == "waited\n"
    assert path.read_bytes() == b"broken" * 1000
