"""Which Copydesks run on one state database: each holds a lock on a file of its own, which the system lets go
of when it ends, however it ends.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


class Run:
    """The Copydesk that runs here, among those that share a state database. Opening raises OSError."""

    def __init__(self, folder: Path) -> None:
        """Begin a run whose lock is in `folder`, which is made owner-only where it is missing."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self.id = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._lock = os.open(self._file(self.id), os.O_RDWR | os.O_CREAT, 0o600)
        if sys.platform != "win32":
            # Nobody holds it for longer than it takes to see whether it is held.
            fcntl.flock(self._lock, fcntl.LOCK_EX)

    def goes_on(self, id: str) -> bool:
        """Whether the run of that id has not ended."""
        if id == self.id:
            return True
        try:
            lock = os.open(self._file(id), os.O_RDWR)
        except FileNotFoundError:
            return False
        except OSError:
            # No file could be opened: that says nothing of the run.
            return True
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Nobody holds it: what is left of a run that was killed.
            with suppress(OSError):
                self._file(id).unlink()
            return False
        except OSError:
            return True
        finally:
            os.close(lock)

    def end(self) -> None:
        """Let others know that it is over; ending twice is no error."""
        if self._lock < 0:
            return
        with suppress(OSError):
            self._file(self.id).unlink()
        os.close(self._lock)
        self._lock = -1

    def _file(self, id: str) -> Path:
        return self._folder / f"{Path(id).name}.lock"


def going_on(folder: Path) -> frozenset[str]:
    """The runs whose locks are in a folder and that have not ended; nothing is changed there."""
    found = set()
    for file in folder.glob("*.lock"):
        try:
            lock = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            continue
        except OSError:
            found.add(file.stem)
            continue
        try:
            if sys.platform != "win32":
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            found.add(file.stem)
        finally:
            os.close(lock)
    return frozenset(found)
