"""The command as a process of its own, with a home of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import tui
from tui.config.paths import Paths


@dataclass(frozen=True)
class Command:
    """`copydesk` in a home of its own."""

    paths: Paths
    environ: dict[str, str]
    home: Path

    def __call__(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
        """Run it to its end."""
        return self._run(arguments, stdin, subprocess.PIPE, subprocess.PIPE)

    def writing_to(
        self, output: int, *arguments: str, errors_too: bool = False
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end with a file descriptor as its output."""
        errors = subprocess.STDOUT if errors_too else subprocess.PIPE
        return self._run(arguments, subprocess.DEVNULL, output, errors)

    def _run(
        self, arguments: Sequence[str], stdin: int, stdout: int, stderr: int
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            text=True,
            cwd=self.home,
            env=self.environ,
            timeout=90,
            check=False,
        )


@pytest.fixture
def command(tmp_path: Path) -> Iterator[Command]:
    home = tmp_path / "home"
    home.mkdir()
    paths = Paths(home / "config.toml", home / "state", home / "data")
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(tui.__file__).parent.parent),
        "COPYDESK_CONFIG": str(paths.config_file),
        "COPYDESK_STATE_DIR": str(paths.state_dir),
        "COPYDESK_DATA_DIR": str(paths.data_dir),
    }
    one = Command(paths, environ, home)
    yield one
    if (paths.data_dir / "desk.json").exists():
        one("desk", "stop")
