"""The real program in a pseudo-terminal, and its screen as text."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyte

DEADLINE = 90.0
"""Seconds until a test gives up waiting; far above what is needed, since machines differ."""

STILL_SECONDS = 0.3

KEPT_STEPS = 60
"""How many of its last steps a walk that fails tells."""

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "down": "\x1b[B",
    "up": "\x1b[A",
    "right": "\x1b[C",
    "left": "\x1b[D",
}

COPYDESK = (sys.executable, "-m", "tui")

_ON_ITS_TERMINAL = "import os, sys; os.login_tty(0); os.execv(sys.argv[1], sys.argv[1:])"
"""Makes the pty the program's controlling terminal, as a login shell's is: what is hung up tells it."""

_NOT_PYTES = re.compile(rb"\x1b\[[<=>][\d;]*[ -/]*[@-~]")
"""Sequences that a terminal takes in silence and that pyte shows in part."""
_CUT_OFF = re.compile(rb"\x1b(\[[<=>?\d;]*)?\Z")
_SEQUENCE = re.compile(rb"\x1b\[[<=>?\d;:]*[ -/]*[@-~]|\x1b[()][0B]")
_PRIVATE_MODE = re.compile(rb"\x1b\[\?([\d;]+)([hl])")


class Terminal:
    """A program on a pty of its own, as tall and wide as asked; its screen is kept by pyte."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        columns: int = 120,
        lines: int = 40,
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self._shown: str | None = None
        self._cut_off = b""
        self.written = b""
        """Every byte that the program wrote to its terminal."""
        self._steps: deque[str] = deque(maxlen=KEPT_STEPS)
        self._said = ""
        self._pressed_at = 0
        self._master, self._follower = pty.openpty()
        fcntl.ioctl(self._follower, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._modes_before = termios.tcgetattr(self._follower)
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _ON_ITS_TERMINAL, *command],
            cwd=cwd,
            env={"TERM": "xterm-256color", "LANG": "C.UTF-8", **env},
            stdin=self._follower,
            stdout=self._follower,
            stderr=self._follower,
            close_fds=True,
        )

    def _pump(self, seconds: float) -> bool:
        """Take what comes within that time; whether something came."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        data = os.read(self._master, 65536)
        self.written += data
        data = _NOT_PYTES.sub(b"", self._cut_off + data)
        whole = _CUT_OFF.sub(b"", data)
        self._cut_off = data[len(whole) :]
        self._stream.feed(whole)
        self._shown = None
        return True

    def _step(self, what: str) -> None:
        self._steps.append(f"{datetime.now(UTC):%H:%M:%S.%f} {what}")

    def _hear(self) -> None:
        """Keep what is said of results, should another replace it."""
        said = self.text.splitlines()[-3].strip(" ─")
        if said != self._said:
            self._said = said
            self._step(f"   says {said!r}")

    @property
    def story(self) -> str:
        """Its last steps and what was said meanwhile, with their times (UTC), and the screen as it is."""
        return "\n".join([*self._steps, self.text])

    def stirs(self, seconds: float) -> bool:
        """Whether something is drawn within that time."""
        return self._pump(seconds)

    @property
    def text(self) -> str:
        """The screen's lines."""
        if self._shown is None:
            self._shown = "\n".join(map(self._line, range(self._screen.lines)))
        return self._shown

    def _line(self, row: int) -> str:
        # pyte's own `display` fails where a wide character was overwritten by half.
        cells = self._screen.buffer[row]
        return "".join(cells[column].data for column in range(self._screen.columns)).rstrip()

    @property
    def private_modes(self) -> set[int]:
        """The terminal's modes (DECSET numbers: 1049 the other screen, 25 the cursor …) that the program
        switched on, and not off since.
        """
        on: set[int] = set()
        for numbers, how in _PRIVATE_MODE.findall(self.written):
            for number in numbers.split(b";"):
                (on.add if how == b"h" else on.discard)(int(number))
        return on

    @property
    def line_modes_restored(self) -> bool:
        """Whether the terminal echoes and takes lines as it did before the program started."""
        return termios.tcgetattr(self._follower) == self._modes_before

    def wait_until(self, holds: Callable[[], Any], what: str) -> None:
        """Wait until `holds` gives something true; meanwhile the screen goes on. `what` names it."""
        deadline = time.monotonic() + DEADLINE
        self._step(f"waits for {what}")
        while not holds():
            if self.process.poll() is not None:
                self._drain()
                raise AssertionError(f"the program ended with {self.process.returncode}:\n{self.text}")
            assert time.monotonic() < deadline, f"{what} did not come:\n{self.text}"
            if self._pump(0.05):
                self._hear()

    def wait_for(self, *wanted: str, gone: Sequence[str] = ()) -> str:
        """Wait until all of `wanted` and none of `gone` stand on the screen; gives the screen."""

        def holds() -> bool:
            return all(each in self.text for each in wanted) and not any(each in self.text for each in gone)

        self.wait_until(holds, f"{wanted!r} (without {tuple(gone)!r})")
        return self.text

    def heard(self, words: str) -> bool:
        """Whether something was written since the last keys, though another may have replaced it by now."""
        return words in _SEQUENCE.sub(b"", self.written[self._pressed_at :]).decode(errors="replace")

    def wait_to_hear(self, *wanted: str, gone: Sequence[str] = ()) -> None:
        """Wait until all of `wanted` was said since the last keys, for however short a time, and none of
        `gone` stands on the screen any more.
        """

        def holds() -> bool:
            return all(map(self.heard, wanted)) and not any(each in self.text for each in gone)

        self.wait_until(holds, f"{wanted!r} to be said (without {tuple(gone)!r})")

    def wait_for_match(self, pattern: str) -> str:
        """Wait until a regular expression fits something on the screen; gives the screen."""
        self.wait_until(lambda: re.search(pattern, self.text), pattern)
        return self.text

    def still(self, seconds: float = STILL_SECONDS) -> str:
        """Wait until nothing was written for a while, where no words tell that all is drawn; gives the
        screen.
        """
        deadline = time.monotonic() + DEADLINE
        while self._pump(seconds):
            assert time.monotonic() < deadline, f"the screen does not come to rest:\n{self.text}"
        return self.text

    def press(self, *keys: str) -> None:
        """Press keys, by name or as they are."""
        self._step(f"pressed {' '.join(map(ascii, keys))}")
        self._pressed_at = len(self.written)
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())
            self._pump(0.02)

    def send(self, sent: bytes) -> None:
        """Send bytes as they are, in one piece."""
        os.write(self._master, sent)

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal so large: what does not fit any more is gone, and what comes up is empty."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._screen.resize(lines, columns)
        self._shown = None

    def wait_end(self) -> int:
        """Wait until the program has ended; gives its exit code."""
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._pump(0.05)
        assert self.process.returncode is not None, f"the program did not end:\n{self.text}"
        self._drain()
        return self.process.returncode

    def _drain(self) -> None:
        while self._pump(0.0):
            pass

    def hang_up(self) -> int:
        """Take the terminal away, as a dropped line does; gives how the program ended."""
        os.close(self._follower)
        os.close(self._master)
        self._follower = self._master = -1
        return self.process.wait(DEADLINE)

    def close(self) -> None:
        """End the program, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._master >= 0:
            os.close(self._follower)
            os.close(self._master)
            self._follower = self._master = -1

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
