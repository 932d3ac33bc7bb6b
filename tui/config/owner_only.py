"""Files and folders that nobody but their owner can read."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
OTHERS = 0o077


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, with those above it. One that is there stays as it is.

    Raises OSError.
    """
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        with contextlib.suppress(FileExistsError):
            new.mkdir(mode=FOLDER_MODE)


def make_private_folder(folder: Path) -> None:
    """Make a folder for its owner alone; one of Copydesk's own that is there is closed to others.

    Raises OSError.
    """
    make_folder(folder)
    close_to_others(folder)


def close_to_others(path: Path) -> None:
    """Take every right of group and others from a file or folder. Raises OSError."""
    mode = path.stat().st_mode
    if mode & OTHERS:
        path.chmod(mode & 0o7777 & ~OTHERS)


def write(path: Path, data: bytes, *, still: Callable[[], bool] = lambda: True) -> bool:
    """Write a file whole or not at all, in place of what is there; gives whether it was: not where it was not
    `still` to be at the last moment. Raises OSError.
    """
    with _beside(path, data) as temporary:
        if not still():
            return False
        temporary.replace(path)
        return True


def create(path: Path, data: bytes) -> bool:
    """Write a file whole unless it is there; of several processes one wins. Whether it was this one.

    Raises OSError.
    """
    with _beside(path, data) as temporary:
        try:
            # A link appears whole and never replaces: O_EXCL would show others a file half written.
            path.hardlink_to(temporary)
        except FileExistsError:
            return False
        except OSError:
            return _create_without_links(path, data)
        return True


@contextlib.contextmanager
def _beside(path: Path, data: bytes) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        _create_exclusively(temporary, data)
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _create_without_links(path: Path, data: bytes) -> bool:
    try:
        _create_exclusively(path, data)
    except FileExistsError:
        return False
    return True


def _create_exclusively(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
