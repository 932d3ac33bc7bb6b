"""One desk's life, in a process of its own."""

from __future__ import annotations

import json
import socket
import stat
from pathlib import Path

import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import running
from tests.desk.work.waiting import until
from tui.desk.serve import ServeOptions, serve
from tui.domain.errors import DeskError


def test_it_says_where_it_answers_and_a_second_one_gives_way(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as desk:
        said = json.loads((data / "desk.json").read_text())
        assert (said["url"], said["pid"]) == (desk.url, desk.pid)
        assert said["started_at"]
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in data.iterdir()}
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        with running(data) as second:
            assert second.wait() == 3
            assert second.url == desk.url
        assert desk.notra("GET", "/posts")["posts"] == []
        assert desk.terminate() == 0
    assert not (data / "desk.json").exists()


def test_a_killed_desk_is_followed_by_one_at_another_port_that_stops_when_told(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        first.kill()
    assert (tmp_path / "desk.json").exists()
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with running(tmp_path, port=taken) as second:
            assert second.url.startswith("http://127.0.0.1:")
            assert not second.url.endswith(f":{taken}")
            assert json.loads((tmp_path / "desk.json").read_text())["url"] == second.url
            second.desk("POST", "/stop")
            assert second.wait() == 0
    assert not (tmp_path / "desk.json").exists()


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


def test_a_database_has_one_desk(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/shared.sqlite3"
    with (
        running(tmp_path / "one", database_url=database),
        running(tmp_path / "two", database_url=database) as second,
    ):
        assert second.wait() == 3


def test_samples_are_made_once_and_are_no_work(tmp_path: Path) -> None:
    def drafts() -> int:
        with running(tmp_path, samples=True) as desk:
            found = len(desk.notra("GET", "/posts?status=draft&limit=100")["posts"])
            assert desk.terminate() == 0
        return found

    first = drafts()
    assert first
    with running(tmp_path, samples=True, idle_minutes=0.01) as desk:
        until(lambda: desk.ended() == 0, "it ends by itself")
    assert drafts() == first
