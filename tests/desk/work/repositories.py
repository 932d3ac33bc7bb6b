"""Git repositories to write from."""

from __future__ import annotations

import subprocess
from pathlib import Path


def make_repository(folder: Path, subjects: tuple[str, ...]) -> Path:
    """A repository with one commit for each subject, made now."""
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    for subject in subjects:
        _git(folder, "commit", "-q", "--allow-empty", "-m", subject)
    return folder


def _git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false")
    # Nothing of git's goes on beside the test when a commit is made.
    quiet = ("-c", "maintenance.auto=false")
    subprocess.run(["git", *identity, *quiet, *arguments], cwd=folder, check=True, capture_output=True)
