"""The file in which a text is while an editor has it: its owner's alone, and found again after a crash."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from tui.domain.errors import EditorError
from tui.domain.refs import ItemRef

if sys.platform != "win32":
    import fcntl

LONGEST_NAME = 100
"""Characters of an item's name that stand in its file's."""


class EditFile:
    """One item's file: the same each time. Beside it are what the item was when the edit was begun, what
    was laid out where that was another text, and a lock that the system lets go of when the Copydesk that
    holds it ends, however it ends.
    """

    def __init__(self, folder: Path, place: ItemRef) -> None:
        """`place` is where the item's text is kept (`tui.domain.approvals.place_of`)."""
        # Not at the top: hashing is not for the start.
        import hashlib

        name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(place))[:LONGEST_NAME]
        # Ids may be long, and may differ in no more than the signs that a file's name cannot have.
        digest = hashlib.sha256(repr(place).encode()).hexdigest()[:12]
        self.path = folder / f"{name}-{digest}.md"
        self._base = self.path.with_suffix(".base")
        self._laid = self.path.with_suffix(".laid")
        self._lock = self.path.with_suffix(".lock")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other Copydesks from it meanwhile. Raises EditorError where one has it open."""
        lock = self._locked()
        try:
            yield
            with suppress(OSError):
                self._lock.unlink()
        finally:
            os.close(lock)

    def _locked(self) -> int:
        """The lock's file, open and taken."""
        while True:
            try:
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                lock = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise self._unwritten(error) from None
            if not _taken(lock):
                os.close(lock)
                raise EditorError(
                    "Another Copydesk has this text open in an editor", advice="Leave that editor first."
                )
            # Whoever held it last may have removed it since it was opened: the next one would make another.
            if _is_at(lock, self._lock):
                return lock
            os.close(lock)

    def lay_out(self, text: str, base: str | None = None) -> None:
        """Put a text to be edited into the file, whole or not at all, readable by its owner alone; `base` is
        what the edit is begun on. What an editor left in the file, when it or Copydesk came to a bad end and
        it could not be read, stays. Raises EditorError.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size:
                return
            for beside, there in ((self._base, base), (self._laid, None if text == base else text)):
                if there is None:
                    beside.unlink(missing_ok=True)
                else:
                    _write(beside, there)
            _write(self.path, text)
        except OSError as error:
            raise self._unwritten(error) from None

    def _unwritten(self, error: OSError) -> EditorError:
        return EditorError(
            f"The text could not be written to {self.path} for the editor ({error.strerror})",
            advice="Check the folder's permissions and the free space; nothing was changed.",
        )

    def draft(self, text: str) -> None:
        """Put what is being typed into the file; where that cannot be, what stands there stays."""
        with suppress(OSError):
            _write(self.path, text)

    @property
    def written(self) -> tuple[int, int, int] | None:
        """Another value each time somebody has written the file; None where it is not there."""
        try:
            told = self.path.stat()
        except OSError:
            return None
        return told.st_ino, told.st_mtime_ns, told.st_size

    def left(self) -> str | None:
        """What stands in the file; None where nothing can be read."""
        return _read(self.path)

    def left_behind(self) -> tuple[str, str | None] | None:
        """What a Copydesk that came to a bad end left, with what it was begun on, where that is known; None
        where there is nothing, or another has it open. Only within `held`.
        """
        text, base = self.left(), _read(self._base)
        return None if not text or not text.strip() or text == base else (text, base)

    def begun_with(self) -> str | None:
        """What the editor was given that the file was laid out for; None where that is not known."""
        laid = _read(self._laid)
        return _read(self._base) if laid is None else laid

    def set_aside(self) -> Path:
        """Give what stands in the file another name, under which `files_left` finds it: the item is opened
        without it from now on. Gives its path. Only within `held`; raises EditorError.
        """
        taken = (self.path.with_name(f"{self.path.stem}.{number}.md") for number in count(2))
        aside = next(path for path in taken if not path.exists())
        try:
            self.path.rename(aside)
        except OSError as error:
            raise self._unwritten(error) from None
        self.take_away()
        return aside

    def take_away(self) -> None:
        """Remove the file: its text is kept elsewhere now. One that cannot be removed is found again."""
        for path in (self.path, self._base, self._laid):
            with suppress(OSError):
                path.unlink()


def files_left(folder: Path) -> list[Path]:
    """The files with a text in them that Copydesks left which came to a bad end, the latest first; not those
    that are open in an editor, or hold what was laid out and no more. Never raises.
    """
    found = []
    with suppress(OSError):
        for path in folder.glob("*.md"):
            if not _is_open(path.with_suffix(".lock")) and _is_edited(path):
                found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def _is_open(lock_file: Path) -> bool:
    try:
        lock = os.open(lock_file, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _taken(lock)
    finally:
        os.close(lock)


def _is_edited(path: Path) -> bool:
    # One that cannot be read may hold a text all the same.
    text = _read(path)
    return text is None or bool(text.strip() and text != _read(path.with_suffix(".base")))


def _is_at(lock: int, path: Path) -> bool:
    """Whether a file that is open is the one that has this name now."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except OSError:
        return False


def _taken(lock: int) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode(errors="surrogatepass"))
    beside.replace(path)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
