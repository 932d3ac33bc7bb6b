"""The person's own editor, on a file that nobody else can read."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.domain.errors import EditorError
from tui.domain.refs import ItemRef

SIGNALS_SECONDS = 0.5
"""How late a signal may be passed on to the editor."""
TAKE_A_LINE = frozenset(
    {"vi", "vim", "vim.tiny", "nvim", "nano", "emacs", "emacsclient", "micro", "hx", "helix", "kak", "joe"}
)
"""Editors that begin at a line, given as +N before the file."""
LONGEST_NAME = 100
"""Characters of an item's name that stand in its file's."""


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


def file_of(folder: Path, place: ItemRef) -> Path:
    """The file in which an item is edited: the same each time, so it is found again after a crash.
    `place` is where its text is kept (`tui.domain.approvals.place_of`).
    """
    # Not at the top: hashing is not for the start.
    import hashlib

    name = re.sub(r"[^A-Za-z0-9._-]+", "-", str(place))[:LONGEST_NAME]
    # Ids may be long, and may differ in no more than the signs that a file's name cannot have.
    digest = hashlib.sha256(repr(place).encode()).hexdigest()[:12]
    return folder / f"{name}-{digest}.md"


def lay_out(path: Path, text: str) -> None:
    """Put a text to be edited into its file, whole or not at all, readable by its owner alone. What an
    editor left in the file, when it or Copydesk came to a bad end, stays. Raises EditorError.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            return
        beside = path.with_suffix(".new")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode(errors="surrogatepass"))
        beside.replace(path)
    except OSError as error:
        raise EditorError(
            f"The text could not be written to {path} for the editor ({error.strerror})",
            advice="Check the folder's permissions and the free space; nothing was changed.",
        ) from None


def left_behind(path: Path) -> str | None:
    """What stands in the file; None where nothing can be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def take_away(path: Path) -> None:
    """Remove the file: its text is kept elsewhere now. One that cannot be removed is found again."""
    with suppress(OSError):
        path.unlink()


def run_editor(command: list[str], path: Path, line: int | None = None) -> str:
    """Run the editor on the file until it is left; gives what the file holds then. `line`, from 1: where
    it begins, for editors that are known to take it.

    The terminal must be the editor's meanwhile. Raises EditorError; the file stays as the editor left it.
    """
    try:
        with _terminal_as_it_was(), _signals_are_the_editors() as editors:
            editors.append(subprocess.Popen([*command, *_at(line, command[0]), str(path)]))
            status = _wait(editors[0])
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
        return path.read_text(encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        raise EditorError(
            f"What the editor left could not be read ({error.strerror})", advice=f"The text is in {path}."
        ) from None
    except UnicodeDecodeError:
        raise EditorError(
            f"What the editor left in {path} is not UTF-8", advice="e opens it again: save it as UTF-8."
        ) from None


def _at(line: int | None, editor: str) -> list[str]:
    return [f"+{line}"] if line is not None and Path(editor).name in TAKE_A_LINE else []


def _wait(editor: subprocess.Popen[bytes]) -> int:
    """Wait until the editor has ended; gives its status. Wakes now and then: a signal may be given to
    another thread, and its handler runs only when this one does.
    """
    ended = threading.Event()

    def wait() -> None:
        editor.wait()
        ended.set()

    threading.Thread(target=wait, name="editor", daemon=True).start()
    while not ended.wait(SIGNALS_SECONDS):
        pass
    return editor.wait()


@contextmanager
def _terminal_as_it_was() -> Iterator[None]:
    """Give the terminal back in the modes it was in: an editor that is killed leaves its own. What was
    typed and not read is for nobody.
    """
    try:
        keyboard = sys.__stdin__.fileno() if sys.__stdin__ is not None else -1
        modes = termios.tcgetattr(keyboard)
    except (ValueError, OSError, termios.error):
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error):
            termios.tcsetattr(keyboard, termios.TCSAFLUSH, modes)


@contextmanager
def _signals_are_the_editors() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Ctrl-C reaches every program on the terminal: Copydesk must not end of one that the editor was meant
    to take. A line that drops may tell Copydesk alone: it passes that on to the editor that is put into
    the list, and ends when that has.

    Handlers, since what is ignored stays ignored in the editor too. The loop's own are called none the
    less, once it runs again: it hears of signals by another way.
    """
    editors: list[subprocess.Popen[bytes]] = []
    if threading.current_thread() is not threading.main_thread():
        yield editors
        return
    taken = {getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)}
    passed_on = {getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)}

    def take(number: int, _frame: object) -> None:
        if number in passed_on:
            for editor in editors:
                editor.send_signal(number)

    before = {number: signal.signal(number, take) for number in taken | passed_on}
    if hasattr(signal, "SIGTSTP"):
        # ^Z stops both, and only where a shell is there to go on with them.
        before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield editors
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
