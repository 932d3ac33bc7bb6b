"""Finds a checkout by its remote's name among the folders that lie beside known ones."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tui.desk.writer.draft import WriterError
from tui.desk.writer.git import remote_of

MOST_FOLDERS = 200
"""So many are asked at most: each is a few starts of git."""


def checkout_beside(known: Iterable[Path], owner: str, repo: str) -> Path | None:
    """The folder beside one of `known` that holds a checkout of owner/repo; those that are called like it are
    looked at first.
    """
    found = [folder for home in dict.fromkeys(path.parent for path in known) for folder in _checkouts(home)]
    found.sort(key=lambda folder: folder.name.lower().removesuffix(".git") != repo.lower())
    for folder in found[:MOST_FOLDERS]:
        try:
            remote = remote_of(folder)
        except WriterError:
            continue
        if ((remote.owner or "").lower(), (remote.repo or "").lower()) == (owner.lower(), repo.lower()):
            return folder
    return None


def _checkouts(home: Path) -> list[Path]:
    """The folders in `home` that look like git's, by name."""
    try:
        with os.scandir(home) as entries:
            folders = sorted(Path(entry.path) for entry in entries if entry.is_dir())
    except OSError:
        return []
    return [folder for folder in folders if _is_git(folder)]


def _is_git(folder: Path) -> bool:
    try:
        return (folder / ".git").exists() or (folder / "HEAD").is_file()
    except OSError:
        return False
