"""The real program in a pseudo-terminal, and its screen as text."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

DEADLINE = 60.0
"""Seconds until a test gives up waiting; far above what is needed, since machines differ."""

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
        self.written = b""
        self._master, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env={"TERM": "xterm-256color", "LANG": "C.UTF-8", **env},
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            close_fds=True,
        )
        os.close(follower)

    def _pump(self, seconds: float) -> None:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return
        self.written += data
        self._stream.feed(data)

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *wanted: str, gone: Sequence[str] = ()) -> str:
        """Wait until all of `wanted` and none of `gone` stand on the screen; gives the screen."""
        deadline = time.monotonic() + DEADLINE
        while time.monotonic() < deadline:
            shown = self.text
            if all(each in shown for each in wanted) and not any(each in shown for each in gone):
                return shown
            if self.process.poll() is not None:
                self._pump(0.2)
                raise AssertionError(f"the program ended with {self.process.returncode}:\n{self.text}")
            self._pump(0.1)
        raise AssertionError(f"{wanted!r} (without {tuple(gone)!r}) did not come:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys, by name or as they are."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())
            self._pump(0.02)

    def wait_end(self) -> int:
        """Wait until the program has ended; gives its exit code."""
        deadline = time.monotonic() + DEADLINE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._pump(0.1)
        if self.process.returncode is None:
            raise AssertionError(f"the program did not end:\n{self.text}")
        return self.process.returncode

    def close(self) -> None:
        """End the program, however it stands."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._master)


COPYDESK = (sys.executable, "-m", "tui")
