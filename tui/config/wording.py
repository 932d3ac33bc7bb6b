"""How names from a config file are shown, and what they were meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST_SHOWN = 60


def shown(name: str) -> str:
    """A name from the file as plain text of one line, at most `LONGEST_SHOWN` characters and a mark."""
    plain = in_a_line(name[:LONGEST_SHOWN])
    return plain + "…" if len(name) > LONGEST_SHOWN else plain or '""'


def in_a_line(text: str) -> str:
    """A text with something from the file in it as plain text of one line."""
    return "".join(char if char.isprintable() else "�" for char in text)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` was most likely meant to be."""
    by_fold = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(name[:LONGEST_SHOWN].casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def listed(names: Iterable[str], joint: str = "or") -> str:
    """The names, one or more, in a row: a, b or c."""
    *head, last = names
    return f"{', '.join(head)} {joint} {last}" if head else last
