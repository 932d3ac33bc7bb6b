"""The person's own editor, on a file that nobody else can read."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tui.domain.errors import EditorError
from tui.domain.refs import ItemRef


def editor_command(environment: Mapping[str, str], configured: str | None = None) -> list[str] | None:
    """The editor's command: the configured one, $VISUAL or $EDITOR; None where none is set.

    Raises EditorError for one that cannot be split into words.
    """
    for command in (configured, environment.get("VISUAL"), environment.get("EDITOR")):
        if command and command.strip():
            try:
                return shlex.split(command)
            except ValueError as error:
                raise EditorError(
                    f"The editor's command {command!r} could not be read ({error})",
                    advice="Set $EDITOR to a program's name, with its options.",
                ) from None
    return None


def file_of(folder: Path, ref: ItemRef) -> Path:
    """The file in which an item is edited: the same each time, so it is found again after a crash."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(ref))
    return folder / f"{name}.md"


def write_file(path: Path, text: str) -> None:
    """Put the text to be edited into its file, readable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def left_behind(path: Path) -> str | None:
    """What an editor left in the file when Copydesk did not live to take it; None where there is nothing."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def run_editor(command: list[str], path: Path) -> str:
    """Run the editor on the file until it is left; gives what the file holds then.

    The terminal must be the editor's meanwhile. Raises EditorError; the file stays as the editor left it.
    """
    try:
        with subprocess.Popen([*command, str(path)]) as editor, _signals_are_the_editors(editor):
            status = editor.wait()
    except OSError as error:
        raise EditorError(
            f"The editor {command[0]} could not be started ({error.strerror})",
            advice="Set $EDITOR to a program that is installed.",
        ) from None
    if status != 0:
        raise EditorError(
            f"The editor {command[0]} ended with status {status}",
            advice="Nothing was changed; e opens the text again.",
        )
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EditorError(
            f"What the editor left could not be read ({error})", advice=f"The text is in {path}."
        ) from None


@contextmanager
def _signals_are_the_editors(editor: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ctrl-C reaches every program on the terminal: Copydesk must not end of one that the editor was meant
    to take. A line that drops may tell Copydesk alone: it passes that on, and ends when the editor has.

    Handlers, since what is ignored stays ignored in the editor too. The loop's own are called none the
    less, once it runs again: it hears of signals by another way.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    passed_on = {getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)}

    def take(number: int, _frame: object) -> None:
        if number in passed_on:
            editor.send_signal(number)

    before = {number: signal.signal(number, take) for number in (signal.SIGINT, *passed_on)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
