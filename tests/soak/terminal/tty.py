"""The program on a terminal that a person may size anew, and that is read while nobody waits for anything."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.terminal import COPYDESK, KEYS, Terminal

ASKS = ("Esc leaves", "or Enter: no", "Enter takes it", "enter asks", "Esc again throws")
"""What stands in a dialog that takes the keys."""


class Tty(Terminal):
    """One Copydesk in its terminal."""

    def __init__(self, *options: str, cwd: Path, env: Mapping[str, str], columns: int = 120) -> None:
        super().__init__([*COPYDESK, *options], cwd=cwd, env=env, columns=columns, lines=36)
        self.frames: list[str] = []
        """What stood on the screen when it was looked at."""

    @property
    def there(self) -> bool:
        """Whether the program runs and has its terminal."""
        return self.process.poll() is None and self._master >= 0

    def look(self, seconds: float) -> str:
        """Read what comes within that time; gives the screen."""
        until = time.monotonic() + seconds
        while self._master >= 0 and (left := until - time.monotonic()) > 0:
            try:
                self._pump(min(left, 0.05))
            except OSError:
                break
        text = self.text
        if not self.frames or self.frames[-1] != text:
            self.frames.append(text)
        return text

    def seen(self, *words: str, within: float = 3.0) -> str | None:
        """Which of these words came onto the screen first; None where none did, or the program ended."""
        until = time.monotonic() + within
        while True:
            text = self.look(0.05)
            for word in words:
                if word in text:
                    return word
            if time.monotonic() > until or not self.there:
                return None

    def key(self, *keys: str, rest: float = 0.08) -> str:
        """Press keys, and look; what has ended takes none."""
        for key in keys:
            if self.there:
                os.write(self._master, KEYS.get(key, key).encode())
                self.look(0.03)
        # An escape that is followed by a key at once is another key.
        return self.look(max(rest, 0.25) if "esc" in keys else rest)

    def leave_dialogs(self) -> None:
        """Back to the list, whatever asks."""
        for _ in range(4):
            if not self.there or not any(ask in self.look(0.02) for ask in ASKS):
                return
            self.key("esc")

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(lines, columns)
        self._shown = None
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
