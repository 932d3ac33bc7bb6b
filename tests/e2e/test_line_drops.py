"""A line that drops and a desk that dies in the middle of a generation: the work goes on."""

from __future__ import annotations

import shlex
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.checkout import make_checkout
from tests.e2e.home import Home, home
from tests.e2e.person import generate, in_the_inbox, leave, wait_for_the_inbox
from tests.e2e.terminal import Terminal

HELD = "git-is-held"
"""While a home has such a file, its git does not tell what was committed: a generation is in its middle."""


@pytest.fixture(scope="module")
def slow_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home whose desk takes as long to write as it is held."""
    folder = tmp_path_factory.mktemp("line")
    with home(folder / "home") as made:
        made.cwd = make_checkout(folder)
        made.environ["PATH"] = f"{git_that_waits(folder / 'bin')}:{made.environ['PATH']}"
        made.serve()
        yield made


def git_that_waits(folder: Path) -> Path:
    """A folder with a git that is held by a file in its home."""
    git = shutil.which("git")
    assert git is not None
    folder.mkdir()
    script = folder / "git"
    waits = f'case " $* " in *" log "*) while [ -e "$HOME/{HELD}" ]; do sleep 0.05; done;; esac'
    script.write_text(f'#!/bin/sh\n{waits}\nexec {shlex.quote(git)} "$@"\n')
    script.chmod(0o700)
    return folder


def begin_to_write(desk: Home, terminal: Terminal) -> Path:
    """Generate a changelog; it is being written when this returns, until the file is gone that this gives."""
    wait_for_the_inbox(terminal)
    # What failed is counted too, and asked for after all else.
    terminal.wait_for("Ten tools for 2019")
    held = desk.folder / HELD
    held.touch()
    generate(terminal, "desk-notra")
    terminal.press("3", "gg")
    terminal.wait_for("◔ writing", "Generation is running")
    assert "Generation completed" not in terminal.text
    return held


def test_a_dropped_line_stops_no_job(slow_desk: Home) -> None:
    desk = slow_desk.desk_pid
    with slow_desk.open() as terminal:
        held = begin_to_write(slow_desk, terminal)
        waiting = in_the_inbox(terminal)
        assert terminal.hang_up() in {0, -signal.SIGHUP}
    held.unlink()

    with slow_desk.open() as terminal:
        wait_for_the_inbox(terminal)
        # The jobs are open again, since they were when the line dropped.
        terminal.wait_for("▌3 Jobs")
        terminal.wait_for_match(r"● done +changelog")
        terminal.wait_for("Generation completed", f"Inbox {waiting + 1}")
        assert slow_desk.desk_pid == desk
        leave(terminal)


def test_a_killed_desk_is_said_and_started_again_by_a_key(slow_desk: Home) -> None:
    before = written(slow_desk)
    with slow_desk.open() as terminal:
        held = begin_to_write(slow_desk, terminal)
        killed = slow_desk.desk_pid
        slow_desk.kill_desk()
        terminal.wait_for("✗ desk-notra", "could not be reached", "r tries again")
        terminal.press("i")
        terminal.wait_for_match(r"desk-notra .*✗ down")
        terminal.press("i")
        terminal.wait_for("◔ writing", gone=["✗ down"])

        held.unlink()
        terminal.press("r")
        terminal.wait_for_match(r"▌ +● done +changelog")
        terminal.wait_for("Generation completed")
        terminal.press("1", "r")
        wait_for_the_inbox(terminal)
        assert slow_desk.desk_pid not in {None, killed}
        terminal.press("2")
        terminal.wait_for_match(r"◑ draft +lantern changelog")
        assert written(slow_desk) == before + 1, "once"
        leave(terminal)


def written(desk: Home) -> int:
    """How many drafts are there of what is generated."""
    posts = desk.notra("GET", "/v1/posts?status=draft&limit=100")["posts"]
    return sum(post["title"].startswith("lantern") for post in posts)
