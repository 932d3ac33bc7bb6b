"""A body as blocks: what EditorJS, HTML and Markdown have in common.

Blocks are equal exactly where a reader sees the same, so that equality tells whether a conversion
lost anything.
"""

from __future__ import annotations

from dataclasses import dataclass

BOLD = "b"
ITALIC = "i"
STRUCK = "s"
CODE = "code"
MARKS = (BOLD, ITALIC, STRUCK, CODE)
"""In the order they are nested, outermost first."""
BREAK = "\n"
"""The text of a run that is a line break."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; inside a link where `href` is set."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 to 6."""

    level: int
    text: Runs


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: Runs


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, with the list inside it."""

    text: Runs
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; lists inside it are of the same kind."""

    ordered: bool
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items with a tick or without."""

    items: tuple[tuple[Runs, bool], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation and who said it."""

    text: Runs
    caption: Runs = ()


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code; `language` may be empty."""

    code: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is its head."""

    rows: tuple[tuple[Runs, ...], ...]


@dataclass(frozen=True, slots=True)
class Image:
    """An image by its address; `caption` is plain text."""

    url: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Locked:
    """A block that Markdown has no form for, as its own JSON."""

    json: str


Block = Heading | Paragraph | Listing | Checklist | Quote | Code | Rule | Table | Image | Locked
