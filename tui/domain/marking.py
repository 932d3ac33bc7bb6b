"""What does not hold in a document, said in the document itself: remarks above the lines that are meant.

They stand in the front matter only, where lines with # are remarks; what is said of the text below stands
above the line that ends the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.domain.front_matter import Problem, head_of, read, unix_lines

if TYPE_CHECKING:
    from tui.domain.fields import Field

_MARK = re.compile(r"# ! line \d+: ")


def marked(text: str, problems: Sequence[Problem]) -> tuple[str, int]:
    """A document with a remark above each line that does not hold, and the line, from 1, of the first of
    those then. Earlier marks are taken out; `problems` are lines of the text without them.
    """
    said: dict[int, list[str]] = {}
    for place, why in problems:
        said.setdefault(place, []).append(why)
    lines: list[str] = []
    first = 1
    for number, line in enumerate(unmarked(text).split("\n"), start=1):
        reasons = said.get(number, [])
        meant = len(lines) + len(reasons) + 1
        if reasons and first == 1:
            first = meant
        lines += [f"# ! line {meant}: {' '.join(why.split())}" for why in reasons]
        lines.append(line)
    return "\n".join(lines), first


def unmarked(text: str) -> str:
    """A document without the remarks that `marked` put into it."""
    lines = unix_lines(text).removeprefix("\ufeff").split("\n")
    top = next((number for number, line in enumerate(lines) if not _MARK.match(line)), len(lines))
    lines = lines[top:] or [""]
    head = head_of(lines)
    end = head[1] if head is not None else 0
    return "\n".join(line for number, line in enumerate(lines) if number >= end or not _MARK.match(line))


def lines_of_fields(text: str, refused: Mapping[str, str], fields: Sequence[Field]) -> tuple[Problem, ...]:
    """The lines of a document that a platform refused: `refused` is its word on each field, by its own
    names; `fields` are the platform's. A field whose line was removed, or that is none of these, is told
    at the line that ends the front matter.
    """
    from tui.domain.fields import FieldKind

    edited = read(unmarked(text))
    keys = {name: field for field in fields for name in (field.key, field.name, *field.called)}
    found: list[Problem] = []
    for name, why in refused.items():
        field = keys.get(name) or keys.get(name.split(".", 1)[0])
        entry = edited.value(field.key) if field and field.kind is not FieldKind.BODY else None
        said = why if field is not None and name in why else f"{name}: {why}"
        found.append((entry.line if entry is not None else edited.end, said.rstrip(". ")))
    return tuple(sorted(found))
