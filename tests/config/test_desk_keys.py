from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.config.desk_keys import desk_address, kept_port, live_desk
from tui.domain.errors import DeskError


def test_keys_are_made_once_random_and_owner_only(tmp_path: Path) -> None:
    first, other = desk_address(tmp_path / "a"), desk_address(tmp_path / "b")
    assert desk_address(tmp_path / "a") == first
    assert not set(first.keys.secrets) & set(other.keys.secrets)
    assert len(set(first.keys.secrets)) == 5
    assert all(len(secret.reveal()) >= 40 for secret in first.keys.secrets)
    assert first.url == f"http://127.0.0.1:{kept_port(tmp_path / 'a')}"
    file = tmp_path / "a" / "desk-keys.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert list(file.parent.iterdir()) == [file]
    assert not any(secret.reveal() in repr(first) for secret in first.keys.secrets)


def test_what_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    first = desk_address(tmp_path)
    tmp_path.chmod(0o755)
    (tmp_path / "desk-keys.json").chmod(0o644)
    assert desk_address(tmp_path) == first
    assert tmp_path.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "desk-keys.json").stat().st_mode & 0o777 == 0o600


def test_processes_that_make_keys_at_once_end_with_the_same(tmp_path: Path) -> None:
    go = tmp_path / "go"
    program = (
        "import sys, pathlib; from tui.config.desk_keys import desk_address\n"
        "print('there', flush=True); sys.stdin.readline()\n"
        "a = desk_address(pathlib.Path(sys.argv[1])); print(a.url, a.keys.desk_key.reveal())"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(go)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "there\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    assert len({racer.communicate(timeout=90)[0] for racer in racers}) == 1
    assert [file.name for file in go.iterdir()] == ["desk-keys.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"port": 1}', '{"port": "x"}', "[" * 100_000, '{"port": 99999999}', "\udce9"],
)
def test_keys_that_cannot_be_read_are_named_and_kept(tmp_path: Path, text: str) -> None:
    file = tmp_path / "desk-keys.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = file.read_bytes()
    with pytest.raises(DeskError) as caught:
        desk_address(tmp_path)
    assert str(file) in caught.value.sentence
    assert "Move the file away" in caught.value.advice
    assert file.read_bytes() == before


def test_an_emptied_key_does_not_open_the_desk_to_everyone(tmp_path: Path) -> None:
    desk_address(tmp_path)
    file = tmp_path / "desk-keys.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"desk_key": ""}))
    with pytest.raises(DeskError):
        desk_address(tmp_path)


def test_a_data_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(DeskError) as caught:
        desk_address(tmp_path / "data")
    assert "COPYDESK_DATA_DIR" in caught.value.advice


def test_a_running_desk_says_where_it_is(tmp_path: Path) -> None:
    resting = desk_address(tmp_path)
    said: dict[str, Any] = {
        "url": "http://127.0.0.1:1",
        "pid": os.getpid(),
        "started_at": "2026-01-02T03:04:05+00:00",
    }
    file = tmp_path / "desk.json"
    file.write_text(json.dumps(said))
    live = live_desk(tmp_path)
    assert live is not None
    assert (live.pid, live.started_at.year) == (os.getpid(), 2026)
    assert desk_address(tmp_path).url == "http://127.0.0.1:1"
    ended = subprocess.Popen(["true"])
    ended.wait()
    for wrong in (
        {"pid": ended.pid},
        {"pid": 0},
        {"pid": -1},
        {"pid": 2**80},
        {"url": "file:///etc"},
        {"started_at": 3},
    ):
        file.write_text(json.dumps(said | wrong))
        assert live_desk(tmp_path) is None
        assert desk_address(tmp_path) == resting
