"""A body as blocks: what EditorJS, HTML and Markdown have in common.

Blocks are equal exactly where a reader sees the same, so that equality tells whether a conversion
lost anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field

BOLD = "b"
ITALIC = "i"
STRUCK = "s"
CODE = "code"
MARKS = (BOLD, ITALIC, STRUCK, CODE)
"""In the order they are nested, outermost first."""
BREAK = "\n"
"""The text of a run that is a line break."""
LARGEST_START = 999_999_999
"""The largest number that a list can begin with in Markdown."""


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
    """An item of a list: its text and what else stands in it. `checked` None: it has no box."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is the first number of an ordered one, else 1."""

    ordered: bool
    items: tuple[Item, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


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
    """A block that Markdown has no form for, as its platform's own text; `form` is whose: editorjs,
    tiptap or html. `lines`: where it stands in the Markdown it was read from, the first and the one
    behind the last, counted from 0.
    """

    text: str
    form: str
    lines: tuple[int, int] = field(default=(0, 0), compare=False)

    @property
    def line(self) -> int:
        """Its first line, counted from 1."""
        return self.lines[0] + 1


Block = Heading | Paragraph | Listing | Quote | Code | Rule | Table | Image | Locked
