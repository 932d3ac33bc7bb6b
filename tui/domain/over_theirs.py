"""One's own edit of a post, put over what somebody else made of the post meanwhile: field by field, so that
what one never touched stays theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.domain.editing import FORM
from tui.domain.front_matter import FENCE, Entry, head_of, list_value, read, text_value
from tui.domain.marking import unmarked

if TYPE_CHECKING:
    from tui.domain.fields import Field

BODY = "the text"
"""What the body is called among the fields: no key of a front matter has a blank in it."""


@dataclass(frozen=True, slots=True)
class OverTheirs:
    """What comes of it."""

    text: str
    """The document: theirs, with what one changed oneself."""
    undone: tuple[str, ...] = ()
    """What both changed, each to something else, by the keys of the fields: theirs is overwritten."""
    stays: bool = False
    """Whether something else that they changed stays as it is."""


class _Document:
    """A document by its lines and by its fields."""

    def __init__(self, text: str, lists: frozenset[str]) -> None:
        plain = unmarked(text)
        self.read = read(plain)
        lines = plain.split("\n")
        head = head_of(lines)
        self.has_head = head is not None
        self.head = lines[1 : head[1]] if head is not None else []
        self.remarks = [line for line in self.head if line.lstrip().startswith("#")]
        self.keys = {entry.line: entry.key for entry in self.read.entries}
        self.values = {entry.key: _value(entry, lists) for entry in self.read.entries if entry.key != FORM}
        self.values[BODY] = (self.read.body.rstrip("\n"), _form(self.read.value(FORM)))

    def line(self, key: str) -> str | None:
        """The line of a key; None where there is none."""
        entry = self.read.value(key)
        return None if entry is None else self.head[entry.line - 2]

    def changed_from(self, other: _Document) -> tuple[str, ...]:
        """The fields that are not as they are there; one that was removed is left as it is."""
        return tuple(key for key, value in self.values.items() if other.values.get(key) != value)


def _value(entry: Entry, lists: frozenset[str]) -> object:
    """What a line says, however it is written."""
    try:
        return list_value(entry.value) if entry.key in lists else text_value(entry.value)
    except ValueError:
        return entry


def _form(entry: Entry | None) -> str | None:
    return None if entry is None else entry.value


def over_theirs(mine: str, base: str, theirs: str, fields: Sequence[Field] = ()) -> OverTheirs:
    """Put what one changed over theirs. All three are documents of one post, with its platform's `fields`:
    `base` is what one's own edit was begun on, `theirs` what there is now. A field that `base` does not
    tell of counts as changed by both. Where one's own fields cannot be told apart from the text, all of it
    is put over all of theirs.
    """
    from tui.domain.fields import FieldKind

    lists = frozenset(one.key for one in fields if one.kind is FieldKind.LIST)
    own, before, now = (_Document(each, lists) for each in (mine, base, theirs))
    ours, others = own.changed_from(before), now.changed_from(before)
    if not own.has_head and own.read.problems:
        return OverTheirs(mine, others)
    undone = tuple(key for key in ours if key in others and own.values[key] != now.values[key])
    body = own if BODY in ours else now
    text = "\n".join([FENCE, *_head(own, before, now, ours), FENCE, "", body.read.body])
    return OverTheirs(text, undone, bool(set(others) - set(undone)))


def _head(own: _Document, before: _Document, now: _Document, ours: Sequence[str]) -> Iterator[str]:
    """The lines of the front matter: what one changed, and theirs. What cannot be read stays as well: it is
    named once it is to be sent.
    """
    kept = {*ours, FORM} if BODY in ours else set(ours)
    stale = () if BODY in ours else before.remarks
    for number, line in enumerate(own.head, start=2):
        key = own.keys.get(number)
        shown = line if key is None or key in kept else now.line(key)
        if shown is not None and shown not in stale:
            yield shown
    for key in now.keys.values():
        if key not in own.keys.values() and key not in kept:
            yield now.line(key) or ""
    if BODY not in ours:
        yield from now.remarks
