"""The person's own editor: which it is, and how it is run."""

from __future__ import annotations

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

SIGNALS_SECONDS = 0.5
"""How late a signal may be passed on to the editor."""
TAKE_A_LINE = frozenset(
    {"vi", "vim", "vim.tiny", "nvim", "nano", "emacs", "emacsclient", "micro", "hx", "helix", "kak", "joe"}
)
"""Editors that begin at a line, given as +N before the file."""


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
            advice="Nothing was changed; editing opens the text again.",
        )
    try:
        return path.read_text(encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        raise EditorError(
            f"What the editor left could not be read ({error.strerror})", advice=f"The text is in {path}."
        ) from None
    except UnicodeDecodeError:
        raise EditorError(
            f"What the editor left in {path} is not UTF-8", advice="Edit it again, and save it as UTF-8."
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
