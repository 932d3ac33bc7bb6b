"""`[keys]` as it is written: `verdict.approve = "y"`, with or without quotes around the command's id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

PRESET = "preset"
ID = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


def bindings(section: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    """Each command with its keys: where it stands below `[keys]`, its id, and what is written there.
    To TOML a dot without quotes begins a table: both forms are the same here.
    """
    for key, value in section.items():
        if key != PRESET:
            yield from _flat((key,), value)


def _flat(path: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat((*path, key), inner)
    else:
        yield path, ".".join(path), value


def strokes(value: Any) -> tuple[str, ...] | None:
    """The keys that are written; none for an empty text or list. None: these are no keys."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        return None
    if listed == [""]:
        return ()
    if not all(each.strip() and each.isprintable() for each in listed):
        return None
    return tuple(" ".join(each.split()) for each in listed)
