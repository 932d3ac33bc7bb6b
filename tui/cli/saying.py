"""What a verb says on a terminal."""

from __future__ import annotations

import sys


def printable(text: str) -> str:
    """Text in one line, without the control characters that a path or another program's words may hold."""
    return "".join(char if char.isprintable() else " " for char in text)


def complain(sentence: str) -> None:
    """Say on the error output what went wrong."""
    print(f"copydesk: {printable(sentence)}", file=sys.stderr)
