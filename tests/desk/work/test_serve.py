"""One desk's life, in a process of its own."""

from __future__ import annotations

import json
import socket
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess, running
from tests.desk.work.rows import now
from tests.desk.work.waiting import until
from tui.desk.serve import ServeOptions, serve
from tui.domain.errors import DeskError


def drafts(desk: DeskProcess) -> int:
    return len(desk.notra("GET", "/posts?status=draft&limit=100")["posts"])


def test_it_says_where_it_answers_others_give_way_and_the_next_after_a_kill_has_the_same_samples(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    with running(data, samples=True) as desk:
        said = json.loads((data / "desk.json").read_text())
        assert (said["url"], said["pid"]) == (desk.url, desk.pid)
        assert said["started_at"]
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in data.iterdir()}
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        with running(data) as second:
            assert second.wait() == 3
            assert second.url == desk.url
        # A database has one desk, whichever folder another has.
        with running(tmp_path / "other", database_url=f"sqlite:///{data}/desk.sqlite3") as third:
            assert third.wait() == 3
        first = drafts(desk)
        assert first
        planned = {"title": "Later", "status": "scheduled", "scheduled_at": f"{now() + timedelta(days=30)}"}
        later = desk.blogree("POST", "/posts", {"title": "Later"})["id"]
        desk.blogree("PATCH", f"/posts/{later}", planned)
        desk.kill()
    assert (data / "desk.json").exists()
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with running(data, port=taken, samples=True, idle_minutes=0.01) as second:
            assert second.url.startswith("http://127.0.0.1:")
            assert not second.url.endswith(f":{taken}")
            assert json.loads((data / "desk.json").read_text())["url"] == second.url
            assert drafts(second) == first, "samples are made once, and are no work"
            # What is planned keeps it up however long all this took.
            second.blogree("PATCH", f"/posts/{later}", {"status": "draft", "scheduled_at": None})
            until(lambda: second.ended() == 0, "it ends by itself")
    assert not (data / "desk.json").exists()


def test_where_only_one_port_will_do_a_taken_one_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        options = ServeOptions(tmp_path, KEYS, port=taken, only_that_port=True, samples=False)
        with pytest.raises(DeskError) as refused:
            serve(options, lambda url: pytest.fail(f"it listens at {url}"))
    assert refused.value.sentence == (
        f"The desk cannot listen at port {taken} of 127.0.0.1: address already in use. "
        "Another program has it: end that, or name another port."
    )
    assert not (tmp_path / "desk.json").exists()


def test_an_address_of_another_machine_is_no_fault_of_the_port(tmp_path: Path) -> None:
    options = ServeOptions(tmp_path, KEYS, host="192.0.2.1", port=18_000, only_that_port=True, samples=False)
    with pytest.raises(DeskError) as refused:
        serve(options, lambda url: pytest.fail(f"it listens at {url}"))
    assert refused.value.sentence.startswith("The desk cannot listen at 192.0.2.1: ")
