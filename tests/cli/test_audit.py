"""copydesk audit and copydesk outbox, as processes of their own."""

from __future__ import annotations

import json
import os
import sqlite3

from tests.cli.conftest import Command
from tests.cli.kept import a_copydesk, files
from tests.fakes.items import NOON
from tests.fakes.left import HOSTILE, put, send

KEYS = {
    *("at", "connection", "action", "item", "title", "fingerprint", "state"),
    *("answer", "request_id", "answered_at", "entry"),
}


def test_where_nothing_was_kept_it_is_said_and_nothing_is_made(command: Command) -> None:
    for verb in ("audit", "outbox", "edits"):
        said = command(verb)
        assert (said.returncode, said.stderr) == (0, "")
        assert "Nothing has been kept yet" in said.stdout
        told = command(verb, "--json")
        assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert files(command.home) == set()


def test_the_audit_tells_what_left_the_latest_first(command: Command) -> None:
    with a_copydesk(command) as state:
        for number, connection in enumerate(("acme", "blog", "acme")):
            send(state, put(state, f"p{number}", connection))
        before = files(command.home)
        # While a Copydesk runs.
        told = command("audit", "--json")
        assert files(command.home) == before
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.isascii()
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert [line["item"] for line in lines] == ["post/p2", "post/p1", "post/p0"]
    assert set(lines[0]) == KEYS
    assert lines[0] | {"fingerprint": "f", "entry": 0} == {
        "at": NOON.isoformat(),
        "connection": "acme",
        "action": "approve",
        "item": "post/p2",
        "title": HOSTILE,
        "fingerprint": "f",
        "state": "sent",
        "answer": "published",
        "request_id": "r-3",
        "answered_at": NOON.isoformat(),
        "entry": 0,
    }
    limited = command("audit", "--json", "--limit", "1", "--connection", "acme").stdout
    assert [json.loads(line)["item"] for line in limited.splitlines()] == ["post/p2"]


def test_a_connection_that_nobody_knows_is_not_taken_for_one_that_nothing_left_for(command: Command) -> None:
    said = command("audit", "--connection", "acme")
    assert (said.returncode, said.stdout) == (2, "")
    assert "There is no connection acme" in said.stderr
    assert files(command.home) == set()
    command.paths.config_file.write_text('[connections.quiet]\nplatform = "notra"\n')
    with a_copydesk(command) as state:
        send(state, put(state, "p1", "gone"))
    for form in ((), ("--json",)):
        said = command("audit", "--connection", "nobody", *form)
        assert (said.returncode, said.stdout) == (2, "")
        assert "no connection nobody" in said.stderr
        assert "gone and quiet" in said.stderr
    said = command("audit", "--connection", "quiet")
    assert (said.returncode, said.stdout, said.stderr) == (0, "Nothing has left for quiet yet.\n", "")
    assert command("audit", "--connection", "gone").returncode == 0


def test_the_audit_for_people_is_aligned_and_safe(command: Command) -> None:
    with a_copydesk(command) as state:
        send(state, put(state, "p1", title="short"))
        send(state, put(state, "p2"), answer="\x1b]52;c;evil\x07done\nhere \ud800")
    said = command("audit")
    assert (said.returncode, said.stderr) == (0, "")
    heads, *rows = said.stdout.splitlines()
    assert len(rows) == 2
    assert heads.split() == ["at", "state", "what", "connection", "title", "answer"]
    assert "Week 47and more" in rows[0] or "Week 47 and more" in rows[0]
    assert rows[0].index("done") == rows[1].index("published") == heads.index("answer")
    assert "\x1b" not in said.stdout
    assert "\u202e" not in said.stdout


def test_nobody_reads_any_more(command: Command) -> None:
    with a_copydesk(command) as state:
        for number in range(50):
            send(state, put(state, f"p{number}"))
    reading, writing = os.pipe()
    os.close(reading)
    said = command.writing_to(writing, "audit", "--json")
    os.close(writing)
    assert (said.returncode, said.stderr) == (141, "")


def test_the_outbox_is_told_as_the_next_copydesk_finds_it(command: Command) -> None:
    with a_copydesk(command) as state:
        put(state, "p1")
        told = [json.loads(line) for line in command("outbox", "--json").stdout.splitlines()]
        assert [(line["state"], line["item"], line["tries"]) for line in told] == [("held", "post/p1", 0)]
    # It was killed: what it held is parked, and looking at it moves nothing.
    path = command.paths.state_dir / "state.db"
    said = command("outbox")
    assert "parked" in said.stdout
    assert "publishes on acme" in said.stdout
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT state FROM outbox").fetchall() == [("held",)]
    database.close()
    with a_copydesk(command) as state:
        (entry,) = state.outbox.entries()
        send(state, entry)
    assert command("outbox").stdout == "Nothing is on its way.\n"


def test_a_damaged_state_stays_as_it_is(command: Command) -> None:
    path = command.paths.state_dir / "state.db"
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    said = command("audit")
    assert (said.returncode, said.stdout) == (1, "")
    assert "is damaged" in said.stderr
    assert "Nothing was changed" in said.stderr
    assert path.read_bytes().startswith(b"no database")
    assert not list(path.parent.glob("*.aside-*"))


def test_a_state_of_a_newer_copydesk_is_not_read(command: Command) -> None:
    with a_copydesk(command):
        pass
    with sqlite3.connect(command.paths.state_dir / "state.db") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    said = command("audit")
    assert said.returncode == 1
    assert "from a newer Copydesk" in said.stderr


def test_what_is_not_understood(command: Command) -> None:
    for wrong in ("--limit 0", "--limit x", "--limit", "more"):
        assert command("audit", *wrong.split()).returncode == 2
