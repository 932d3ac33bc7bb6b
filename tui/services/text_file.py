"""Texts that a person has written into files."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from tui.domain.errors import EditorError


def write_new(path: Path, text: str, *, own: bool = False) -> bool:
    """Write a file that is not there yet; False, with nothing written, where anything has that name; `own`:
    only its owner may read it, from its first moment on. Raises EditorError where it cannot be written.
    """
    made = False
    try:
        if own:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            # A link in its place is not followed either.
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if own else 0o666)
        except FileExistsError:
            return False
        made = True
        with os.fdopen(number, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        if made:
            with suppress(OSError):
                path.unlink()
        raise _unwritten(path, error, own) from None
    return True


def write_over(path: Path, text: str, *, own: bool = False) -> None:
    """Write a file in the place of the one that is there, whole or not at all; `own`: only its owner may
    read it. Raises EditorError where it cannot be written.
    """
    temporary: str | None = None
    try:
        mode = 0o600 if own or not path.exists() else path.stat().st_mode & 0o777
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, temporary = tempfile.mkstemp(dir=path.parent, prefix=".copydesk-")
        with os.fdopen(number, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
        Path(temporary).replace(path.resolve())
    except (OSError, ValueError) as error:
        if temporary is not None:
            with suppress(OSError):
                Path(temporary).unlink()
        raise _unwritten(path, error, own) from None


def _unwritten(path: Path, error: Exception, own: bool) -> EditorError:
    """`own`: a person has not named it, and names no other."""
    why = error.strerror if isinstance(error, OSError) and error.strerror else "no file can be called so"
    return EditorError(f"{path} could not be written: {why}", advice="" if own else "Name another file.")
