"""On which line of a TOML text a key stands."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Sequence
from typing import Any


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """The line (from 1) on which the statement that brings the key `path` begins; None: it is not there.
    A number in `path` (from 0) is a place in a list.

    `text` is whole, valid TOML. The parser itself finds it: the first lines of the text that have the
    key, whatever stands in strings and comments.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    if not path or not _has(_parsed(lines), path):
        return None
    without, within = 0, len(lines)
    # The first `without` lines parse and lack the key, the first `within` have it.
    while True:
        step = _parsing_between(lines, (without + within) // 2, without, within)
        if step is None:
            return without + 1
        if _has(_parsed(lines[:step]), path):
            within = step
        else:
            without = step


def _parsing_between(lines: list[str], middle: int, low: int, high: int) -> int | None:
    # Inside a value of several lines nothing parses: the next place that does, up or down.
    upward = range(max(middle, low + 1), high)
    downward = range(middle - 1, low, -1)
    for count in itertools.chain(upward, downward):
        if _parsed(lines[:count]) is not None:
            return count
    return None


def _parsed(lines: list[str]) -> dict[str, Any] | None:
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError):
        return None


def _has(document: object, path: Sequence[str | int]) -> bool:
    for key in path:
        if isinstance(document, list):
            known = dict(enumerate(document))
        elif isinstance(document, dict):
            known = document
        else:
            return False
        if key not in known:
            return False
        document = known[key]
    return True
