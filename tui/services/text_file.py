"""Texts that a person has written into files."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from tui.domain.errors import EditorError


def write_new(path: Path, text: str) -> bool:
    """Write a file that is not there yet; False, with nothing written, where there is one. Raises
    EditorError where it cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    except (OSError, ValueError) as error:
        raise _unwritten(path, error) from None
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
        raise _unwritten(path, error) from None


def _unwritten(path: Path, error: Exception) -> EditorError:
    why = error.strerror if isinstance(error, OSError) and error.strerror else "no file can be called so"
    return EditorError(f"{path} could not be written: {why}", advice="Name another file.")
