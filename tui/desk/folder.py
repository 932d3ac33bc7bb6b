"""The desk's data folder: who holds it, and where its desk answers."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from tui.domain.errors import DeskError

LOCK_FILE = "desk.lock"
ADDRESS_FILE = "desk.json"
EXECUTOR_FILE = "desk.id"
_LOOK_SECONDS = 0.05


class DeskRuns(DeskError):
    """Another desk holds this data folder."""

    advice_default = "Use that one, or stop it with: copydesk desk stop"

    def __init__(self, url: str | None) -> None:
        """Take the other's address; None where it did not say in time."""
        super().__init__(f"A desk of this data folder runs already{f' at {url}' if url else ''}")
        self.url = url


def own_folder(folder: Path) -> None:
    """Make the folder, for its owner alone. Raises `DeskError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        raise DeskError(
            f"The desk's folder {folder} cannot be used: {error.strerror}",
            advice="Check its rights, or name another in $COPYDESK_DATA_DIR.",
        ) from error


@contextmanager
def held(lock: Path, address: Path, *, patience: float = 10.0) -> Iterator[None]:
    """Hold `lock` until the end of the block; the system lets go of it when the process dies.

    Raises `DeskRuns` where another process holds it, with the address that it announced in `address`;
    waits up to `patience` seconds for that, or for the other to end.
    """
    handle = os.open(lock, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not _taken(handle):
            url = announced_url(address)
            if url is not None or time.monotonic() > deadline:
                raise DeskRuns(url)
            time.sleep(_LOOK_SECONDS)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def announced_url(address: Path) -> str | None:
    """The address in a desk.json; None where there is none."""
    try:
        said = json.loads(address.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    url = said.get("url") if isinstance(said, dict) else None
    return url if isinstance(url, str) else None


@contextmanager
def announced(address: Path, url: str, now: datetime) -> Iterator[None]:
    """Say in desk.json (0600) where the desk answers, until the end of the block."""
    write_owned(address, json.dumps({"url": url, "pid": os.getpid(), "started_at": now.isoformat()}))
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            address.unlink()


def write_owned(file: Path, text: str) -> None:
    """Write a file for its owner alone, all of it or nothing."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(file)
