"""Writing a change into the config file: whole or not at all, for its owner alone, over nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui.config import owner_only
from tui.domain.errors import CopydeskError

TRIES = 5
MARK = "\ufeff"
"""What some editors put before everything else."""


def read(file: Path) -> str:
    """The config file's text. Raises a `CopydeskError`."""
    return _text(file, _bytes(file)).removeprefix(MARK)


def change(file: Path, edit: Callable[[str], str]) -> None:
    """Give the file the text that `edit` makes of it. Where somebody changes it meanwhile the edit is made
    anew, on their text. Raises a `CopydeskError`, with nothing written, and what `edit` raises.
    """
    for _ in range(TRIES):
        before = _bytes(file)
        text = _text(file, before)
        mark = MARK if text.startswith(MARK) else ""
        after = (mark + edit(text.removeprefix(MARK))).encode()
        if after == before:
            return
        if _written(file, before, after):
            return
    raise CopydeskError(
        f"{file} is being changed by another program all the time, so nothing was written to it",
        advice="Try again when that has come to rest.",
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CopydeskError(
            f"the config file {file} cannot be read ({_reason(error)}), so nothing was written to it",
            advice="Where it is gone, start Copydesk again: it writes a new one.",
        ) from None


def _text(file: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CopydeskError(
            f"the config file {file} is not UTF-8 text, so nothing was written to it",
            advice="Correct it first.",
        ) from None


def _written(file: Path, before: bytes, after: bytes) -> bool:
    try:
        # Where a link leads there, the link stays one. The last look is right before the new file is there.
        return owner_only.write(file.resolve(), after, still=lambda: _bytes(file) == before)
    except OSError as error:
        raise CopydeskError(
            f"the config file {file} cannot be written ({_reason(error)})",
            advice="Nothing was changed. See that it, and its folder, can be written by you.",
        ) from None


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
