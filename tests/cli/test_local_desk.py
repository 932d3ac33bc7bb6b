"""Finding and starting the real desk, as processes."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tui.config.desk_keys import desk_address, desk_holds, live_desk
from tui.config.paths import Paths
from tui.domain.errors import DeskError
from tui.domain.zones import zone_named
from tui.local_desk import (
    desk_environment,
    desk_status,
    ensure_desk,
    find_checkout,
    register_checkout,
    stop_desk,
)


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < end, "it did not come true"
        await asyncio.sleep(0.05)


async def stopped(paths: Paths) -> bool:
    return not (await desk_status(paths)).running


def test_the_checkout_around_a_folder(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "repo"], check=True)
    deep = tmp_path / "repo" / "a" / "b"
    deep.mkdir(parents=True)
    assert find_checkout(deep) == tmp_path / "repo"
    assert find_checkout(tmp_path / "repo") == tmp_path / "repo"
    assert find_checkout(tmp_path) is None
    worktree = tmp_path / "worktree"
    worktree.mkdir()
    (worktree / ".git").write_text("gitdir: elsewhere")
    assert find_checkout(worktree) == worktree


def test_a_desk_knows_nothing_of_the_terminal(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "c.toml", tmp_path / "s", tmp_path / "d")
    terminal = {
        "TERM": "x",
        "TERM_PROGRAM": "x",
        "TMUX": "x",
        "COLUMNS": "80",
        "SSH_TTY": "x",
        "TEXTUAL_FPS": "1",
    }
    kept = {"PATH": "/bin", "HOME": "/home/ana", "SSH_AUTH_SOCK": "/s", "HTTPS_PROXY": "http://p"}
    environ = desk_environment(terminal | kept, paths)
    assert not terminal.keys() & environ.keys()
    assert kept.items() <= environ.items()
    assert environ["COPYDESK_DATA_DIR"] == str(tmp_path / "d")


@pytest.fixture
def checkout(command: Command) -> Path:
    folder = command.home / "repo"
    subprocess.run(["git", "init", "-q", folder], check=True)
    return folder


async def started_by_two(command: Command) -> set[bytes]:
    """What two say that start a desk at once."""
    starting = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "desk", "start", "--json"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=command.home,
            env=command.environ,
        )
        for _ in range(2)
    ]
    said = {(await one.communicate())[0] for one in starting}
    assert [one.returncode for one in starting] == [0, 0], said
    return said


async def killed_and_followed(command: Command, pid: int) -> None:
    """A desk that is killed leaves nothing in the way of the next."""
    os.kill(pid, signal.SIGKILL)
    await until(lambda: stopped(command.paths))
    assert command("desk", "start").returncode == 0


async def test_a_desk_is_started_found_asked_and_stopped(command: Command, checkout: Path) -> None:
    paths = command.paths
    paths.data_dir.mkdir()
    paths.desk_log_file.write_bytes(b"x" * 1_000_001)

    said = await started_by_two(command)
    live = live_desk(paths.data_dir)
    assert live is not None
    assert [json.loads(one) for one in said] == [{"url": live.url}]
    assert live.url == desk_address(paths.data_dir).url
    assert os.getsid(live.pid) == live.pid, "a hang-up of the terminal does not reach it"
    assert paths.desk_log_file.stat().st_mode & 0o777 == 0o600
    assert paths.desk_log_file.stat().st_size < 1_000_000
    assert paths.desk_log_file.with_name("desk.log.1").exists()

    found = await ensure_desk(paths)
    assert replace(found, zone=None) == desk_address(paths.data_dir)
    assert zone_named(found.zone) is not None, "it tells by whose clock its schedules go"
    again = live_desk(paths.data_dir)
    assert again == live, "the one that runs is found"
    second = command("desk", "serve")
    assert second.returncode == 3
    assert live.url in second.stderr

    address = desk_address(paths.data_dir)
    assert await register_checkout(address, checkout)
    assert await register_checkout(address, command.home) is None

    status = json.loads(command("desk", "status", "--json").stdout)
    assert (status["running"], status["url"], status["pid"]) == (True, live.url, live.pid)
    assert status["desk"]
    in_words = command("desk", "status")
    assert in_words.returncode == 0
    assert f"process {live.pid}" in in_words.stdout

    assert desk_holds(paths.data_dir)
    os.kill(live.pid, signal.SIGSTOP)
    try:
        hung = command("desk", "stop")
    finally:
        os.kill(live.pid, signal.SIGCONT)
    assert (hung.returncode, hung.stdout) == (1, "")
    assert f"(process {live.pid}) runs and does not answer" in hung.stderr

    await killed_and_followed(command, live.pid)
    after = live_desk(paths.data_dir)
    assert (after and after.url, after == live) == (live.url, False)

    ended = command("desk", "stop")
    assert not desk_holds(paths.data_dir), "all of it has ended, not its address alone"
    assert (ended.returncode, ended.stdout) == (0, "The local desk has ended.\n")
    assert await stopped(paths)
    assert await stop_desk(paths) is False
    secrets = [secret.reveal() for secret in address.keys.secrets]
    log = paths.desk_log_file.read_text()
    assert not any(secret in log for secret in secrets)


async def test_a_desk_in_the_foreground_ends_when_told(command: Command) -> None:
    served = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tui", "desk", "serve", "--port", "0", "--no-samples"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=command.home,
        env=command.environ,
    )
    assert served.stdout is not None
    said = ""
    while "listens at" not in said:
        line = await asyncio.wait_for(served.stdout.readline(), 90)
        assert line, said
        said += line.decode()
    served.send_signal(signal.SIGTERM)
    rest = await asyncio.wait_for(served.stdout.read(), 90)
    assert await served.wait() == 0, rest
    assert live_desk(command.paths.data_dir) is None


async def test_a_desk_that_cannot_run_is_told_with_its_last_word(command: Command) -> None:
    command.paths.data_dir.mkdir()
    (command.paths.data_dir / "desk.sqlite3").write_bytes(b"no database at all " * 100)
    with pytest.raises(DeskError) as caught:
        await ensure_desk(command.paths)
    assert "ended with status 1: copydesk: " in caught.value.happened
    assert str(command.paths.desk_log_file) in caught.value.advice
    assert "\n" not in caught.value.sentence


async def test_a_desk_that_was_about_to_end_is_followed_by_another_at_another_port_if_need_be(
    command: Command,
) -> None:
    paths = command.paths
    resting = desk_address(paths.data_dir)
    announced = paths.data_dir / "desk.json"
    word = {"url": "http://127.0.0.1:9", "pid": os.getpid(), "started_at": "2026-01-02T03:04:05+00:00"}
    announced.write_text(json.dumps(word))

    async def gave_way() -> bool:
        return paths.desk_log_file.exists() and "runs already" in paths.desk_log_file.read_text()

    with socket.create_server(("127.0.0.1", int(resting.url.rpartition(":")[2]))):
        with (paths.data_dir / "desk.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            finding = asyncio.create_task(ensure_desk(paths))
            await until(gave_way)
            announced.unlink()
        found = await finding
    assert found.url != resting.url
    assert replace(found, zone=None) == desk_address(paths.data_dir)
