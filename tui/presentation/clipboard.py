"""Text for the clipboard of whoever looks at the terminal: the sequence that a terminal takes it by."""

from __future__ import annotations

import base64
import re

from tui.domain.terminal import Within

MOST_BYTES = 74_994
"""What the terminals that take it take of it at most: 100,000 bytes with the sequence around it."""
SCREEN_BYTES = 240
"""How much screen passes on in one piece."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def pasteable(text: str) -> str:
    """Text as it may be pasted anywhere: without control characters, which a shell would obey; lines end
    in LF.
    """
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fits(text: str) -> bool:
    """Whether terminals take so much."""
    return len(text.encode("utf-8", "replace")) <= MOST_BYTES


def to_clipboard(text: str, within: Within = Within.NOTHING) -> str:
    """The sequence (OSC 52) that puts a text on the clipboard, wrapped for what the terminal is within. tmux
    is told both ways: by what its `allow-passthrough` lets through, and by what its `set-clipboard` takes.
    """
    coded = base64.b64encode(text.encode("utf-8", "replace")).decode()
    bare = f"\x1b]52;c;{coded}\x07"
    match within:
        case Within.TMUX:
            doubled = bare.replace("\x1b", "\x1b\x1b")
            return f"\x1bPtmux;{doubled}\x1b\\{bare}"
        case Within.SCREEN:
            places = range(0, len(bare), SCREEN_BYTES)
            return "".join(f"\x1bP{bare[place : place + SCREEN_BYTES]}\x1b\\" for place in places)
        case _:
            return bare
