"""copydesk state, as a process of its own."""

from __future__ import annotations

import os
import pty
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Command
from tests.cli.kept import a_copydesk, files
from tests.fakes.items import a_job, a_post
from tests.fakes.left import put, send
from tui.domain.jobs import JobState
from tui.services.edit_file import EditFile

SECRET = "a sentence that must be gone"


def fill(command: Command) -> Path:
    """A state with something of everything; gives its file."""
    with a_copydesk(command) as state:
        state.keep_edit(a_post("p1").ref, SECRET, title="An edit")
        state.keep_job(a_job("j1"))
        state.keep_job(a_job("j2", state=JobState.DONE, what=SECRET))
        send(state, put(state, "p2", title="Sent"))
        put(state, "p3", title="Parked")
    file = EditFile(command.paths.state_dir / "edits", a_post("p4").ref)
    file.lay_out("as it was", "as it was")
    file.path.write_text("half of a sentence")
    path = command.paths.state_dir / "state.db"
    with closing(sqlite3.connect(path)) as database, database:
        of = ("acme", "post", "p5")
        database.execute("INSERT INTO texts VALUES ('h', ?)", (SECRET.encode(),))
        database.execute("INSERT INTO looks VALUES (?, ?, ?, 'h', '2025', NULL, '')", of)
        database.execute("INSERT INTO places VALUES ('run', '2025', ?)", (SECRET,))
        database.execute(
            "INSERT INTO verdicts (at, connection, kind, item, verdict, fingerprint, title, reason)"
            " VALUES ('2025', ?, ?, ?, 'declined', 'f', 'Declined', ?)",
            (*of, SECRET),
        )
    return path


def rows(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: len(database.execute(f'SELECT 1 FROM "{name}"').fetchall())
            for name in tables
            if not name.startswith("sqlite_")
        }


def test_its_path_is_told_and_nothing_made(command: Command) -> None:
    said = command("state", "path")
    assert (said.returncode, said.stdout) == (0, f"{command.paths.state_dir / 'state.db'}\n")
    assert "Nothing has been kept yet" in command("state", "clear").stdout
    assert "Nothing has been kept yet" in command("state", "clear", "--all").stdout
    assert files(command.home) == set()


def test_what_is_only_remembered_is_forgotten_while_copydesk_runs(command: Command) -> None:
    path = fill(command)
    with a_copydesk(command) as state:
        said = command("state", "clear")
        assert (said.returncode, said.stderr) == (0, "")
        left = rows(path)
        assert [left[name] for name in ("texts", "looks", "places", "verdicts")] == [0, 0, 0, 1]
        assert said.stdout.startswith("Forgotten: 0 lists, 1 text that had been read, 1 ended job.")
        assert [job.ref.id for job in state.jobs()] == ["j1"]
        kept = state.edit(a_post("p1").ref)
        assert kept is not None
        assert kept.text == SECRET
        assert len(state.outbox.entries()) == 1
        assert len(state.outbox.audit()) == 1


def test_everything_is_not_removed_while_a_copydesk_runs(command: Command) -> None:
    fill(command)
    with a_copydesk(command) as state:
        said = command("state", "clear", "--all", "--yes")
        assert said.returncode == 1
        assert "A Copydesk is running" in said.stderr
        assert state.edits()


def test_everything_is_removed_after_a_question_that_names_it(command: Command) -> None:
    path = fill(command)
    (path.parent / "state.db.aside-2025-11-21-120000").write_bytes(b"old")
    asked = command("state", "clear", "--all")
    assert asked.returncode == 1
    assert "Nobody can be asked" in asked.stderr
    for wanted in (
        "An edit (acme/post/p1)",
        "(approve, parked): Parked",
        "an editor left",
        "aside-2025",
        "here alone: 1 item",
    ):
        assert wanted in asked.stdout
    assert "the audit of 1 write, 2 jobs" in asked.stdout
    ours, theirs = pty.openpty()
    os.write(ours, b"no\n")
    said = command("state", "clear", "--all", stdin=theirs)
    os.close(theirs)
    os.close(ours)
    assert (said.returncode, said.stdout.splitlines()[-1][-17:]) == (1, "Everything stays.")
    with a_copydesk(command) as state:
        assert state.edits()
    done = command("state", "clear", "--all", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Everything was removed.\n")
    assert not list((path.parent / "edits").iterdir())
    assert not list(path.parent.glob("*.aside-*"))
    assert not any(rows(path).values())
    assert SECRET.encode() not in b"".join(each.read_bytes() for each in path.parent.glob("state.db*"))
    with a_copydesk(command) as state:
        assert state.notice is None
        left = (state.edits(), state.jobs(), state.outbox.audit(), state.outbox.entries())
        assert left == ((), (), (), ())


def test_what_is_not_understood(command: Command) -> None:
    for wrong in ("", "sweep", "clear all"):
        assert command("state", *wrong.split()).returncode == 2
