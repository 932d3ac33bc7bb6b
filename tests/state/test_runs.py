"""Which Copydesks are told to go on, and which to have ended."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.state.runs import Run, going_on

OTHER = """
import subprocess, sys
from pathlib import Path
from tui.state.runs import Run

run = Run(Path(sys.argv[1]))
child = subprocess.Popen(["sleep", "600"], start_new_session=True)
print(run.id, child.pid, flush=True)
sys.stdin.read()
"""


def test_a_run_goes_on_until_it_ends(tmp_path: Path) -> None:
    one, two = Run(tmp_path), Run(tmp_path)
    assert one.goes_on(two.id)
    assert two.goes_on(one.id)
    assert one.goes_on(one.id)
    assert going_on(tmp_path) == {one.id, two.id}
    two.end()
    two.end()
    assert not one.goes_on(two.id)
    assert going_on(tmp_path) == {one.id}
    one.end()


def test_a_run_that_never_was_does_not_go_on(tmp_path: Path) -> None:
    one = Run(tmp_path)
    assert not one.goes_on("1-00000000")
    assert not one.goes_on("../../elsewhere")
    one.end()


@pytest.mark.parametrize("number", [errno.EMFILE, errno.EACCES])
def test_a_run_whose_file_cannot_be_opened_counts_as_going_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    one, two = Run(tmp_path), Run(tmp_path)

    def refused(*_: object) -> int:
        raise OSError(number, "no")

    with monkeypatch.context() as faulty:
        faulty.setattr(os, "open", refused)
        assert two.goes_on(one.id), "taken over, what it sends would be sent twice"
        assert going_on(tmp_path) == {one.id, two.id}
    one.end()
    assert not two.goes_on(one.id)
    two.end()


def test_a_killed_run_has_ended_whatever_it_started_goes_on(tmp_path: Path) -> None:
    here = Run(tmp_path)
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdout is not None
        id, child = other.stdout.readline().split()
        try:
            assert here.goes_on(id)
            other.kill()
            other.wait()
            assert not here.goes_on(id)
            assert going_on(tmp_path) == {here.id}
        finally:
            subprocess.run(["kill", child], check=True)
    here.end()
