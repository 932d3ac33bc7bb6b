"""The head of a document, between two lines of three dashes: a key, a colon and a value in each line.

Texts are JSON strings, or bare words, or stand in single quotes; lists are `a, b` or `[a, "b, c"]`; lines
that begin with # are remarks. Nothing in it is known to be true: that is for `tui.domain.editing`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tui.domain.errors import EditorError

FENCE = "---"
Problem = tuple[int, str]
"""A line, from 1, and why it does not hold, in a sentence without an end."""

MOST_TOLD = 3
"""How many problems are told at once; the others when those are gone."""
_HEAD_LINES = 24
_KEY = re.compile(r"[a-z][a-z_.]*\s*:")
_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*?)\s*(?:,|$)""", re.DOTALL)
_BARE = re.compile(r"[\w.~-]+", re.ASCII)


class DoesNotHold(EditorError):
    """Lines of an edited text do not hold."""

    advice_default = "Your text is kept; editing opens it again."

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Take all that does not hold; one or more."""
        self.problems = tuple(sorted(problems))
        told = [f"line {line} does not hold: {why}" for line, why in self.problems[:MOST_TOLD]]
        more = f"; and {left} more" if (left := len(self.problems) - len(told)) else ""
        super().__init__(f"L{'; '.join(told)[1:]}{more}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a front matter: its value as it was typed."""

    line: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A document as it came back from an editor."""

    body: str
    entries: tuple[Entry, ...] = ()
    end: int = 1
    """The line that ends the front matter; 1 where there is none."""
    problems: tuple[Problem, ...] = ()
    """The lines that cannot be read."""

    @property
    def text(self) -> str:
        """The text of a topic or a social text."""
        return self.body

    def value(self, key: str) -> Entry | None:
        """The line of a key; None where there is none."""
        return next((entry for entry in self.entries if entry.key == key), None)


def unix_lines(text: str) -> str:
    """A text whose lines end in LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def head_of(lines: Sequence[str]) -> tuple[int, int] | None:
    """Which lines (from 0) begin and end a front matter; None where there is none, or no end of it."""
    if lines[0].rstrip() != FENCE:
        return None
    ends = (number for number, line in enumerate(lines) if number and line.rstrip() == FENCE)
    end = next(ends, None)
    return None if end is None else (0, end)


def read(text: str) -> Edited:
    """A document as it came back. Never raises: what cannot be read is among its problems."""
    plain = unix_lines(text).removeprefix("\ufeff")
    lines = plain.split("\n")
    head = head_of(lines)
    if head is None:
        return Edited(plain, problems=_without_head(lines))
    _, end = head
    below = lines[end + 1 :]
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines[1:end], start=2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key, colon, value = line.partition(":")
        key = key.strip()
        if not colon or not key or " " in key:
            problems.append((number, f'"{short(line)}" is no "key: value"'))
        elif key in entries:
            problems.append((number, f'it gives a second "{short(key)}"'))
        else:
            entries[key] = Entry(number, key, value.strip())
    body = "\n".join(below[1:] if below and not below[0].strip() else below)
    return Edited(body, tuple(entries.values()), end + 1, tuple(problems))


def _without_head(lines: Sequence[str]) -> tuple[Problem, ...]:
    if lines[0].rstrip() == FENCE:
        return ((1, f'the front matter that begins there has no "{FENCE}" below it'),)
    # One whose beginning was hurt must not be sent as part of the text.
    for end, line in enumerate(lines[:_HEAD_LINES]):
        if end and line.rstrip() == FENCE:
            above = [each for each in lines[:end] if each.strip() and not each.startswith("#")]
            known = [each for each in above if _KEY.match(each)]
            if any(each.startswith("title:") for each in known) and len(above) - len(known) <= 1:
                return ((1, f'it is not "{FENCE}", yet a title follows'),)
            break
    return ()


def text_value(value: str) -> str:
    """A text as it was typed. Raises ValueError with a sentence without an end."""
    if value.startswith('"'):
        try:
            found = json.loads(value, strict=False)
        except ValueError:
            raise ValueError(r'its quotes do not fit: " inside it is written \"') from None
        return str(found)
    if len(value) > 1 and value.startswith("'") and value.endswith("'"):
        return value[1:-1].replace("''", "'")
    return value


def list_value(value: str) -> tuple[str, ...]:
    """A list as it was typed, without what is empty in it. Raises ValueError as `text_value` does."""
    if value.startswith("["):
        if not value.endswith("]"):
            raise ValueError('its "[" has no "]" at the end')
        value = value[1:-1]
    found: list[str] = []
    place = 0
    while place < len(value):
        part = _PART.match(value, place)
        if part is None:
            raise ValueError(r'its quotes do not fit: " inside of them is written \"')
        found.append(text_value(part[1]).strip())
        place = part.end()
    return filled(found)


def filled(several: Sequence[str]) -> tuple[str, ...]:
    """What says something of a list, without blanks around it."""
    return tuple(one for each in several if (one := each.strip()))


def quoted(text: str) -> str:
    """A JSON string in which nothing stands that a terminal or an editor would not show as it is."""
    whole = json.dumps(text, ensure_ascii=False)
    if whole.isprintable():
        return whole
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in whole)


def bare(text: str) -> str:
    """A word as it is, any other text quoted."""
    return text if _BARE.fullmatch(text) else quoted(text)


def listed(several: Sequence[str]) -> str:
    """A list in one line: `a, b` where that says it, else `["a", "b, c"]`."""
    plain = all(one.isprintable() and one == one.strip() and one for one in several)
    if plain and not any(sign in one for one in several for sign in ",\"'[]"):
        return ", ".join(several)
    return f"[{', '.join(map(quoted, several))}]"


def short(line: str) -> str:
    """A line of someone's text, for a sentence."""
    shown = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in line)).strip()
    return shown if len(shown) <= 40 else shown[:39] + "…"
