"""Rows of text from outside, aligned, for a terminal or a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import TextIOWrapper

from tui.presentation.text import cells, plain

GAP = "  "


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], limits: Sequence[int]) -> None:
    """Print rows in columns as wide as they need, at most their limit in cells; no colours."""
    shown = [
        [plain(text, limit) or "–" for text, limit in zip(row, limits, strict=True)] for row in (heads, *rows)
    ]
    widths = [max(cells(row[at]) for row in shown) for at in range(len(heads))]
    for row in shown:
        padded = (text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True))
        say(GAP.join(padded).rstrip())


def print_objects(objects: Iterable[Mapping[str, object]]) -> None:
    """Print one JSON object a line, in ASCII: nothing in it is more than text."""
    for each in objects:
        print(json.dumps(each))


def say(text: str) -> None:
    """Print a line; a sign that the output's encoding lacks becomes a question mark."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    print(text)


def local(at: datetime | None) -> str:
    """A time in this machine's zone, in full."""
    if at is None:
        return ""
    try:
        return f"{at.astimezone():%Y-%m-%d %H:%M:%S}"
    except (OverflowError, OSError, ValueError):
        return at.isoformat()


def iso(at: datetime | None) -> str | None:
    """A time for a script."""
    return None if at is None else at.isoformat()
