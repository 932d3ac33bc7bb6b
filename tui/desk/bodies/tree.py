"""A document as a tree: what Markdown, HTML, Tiptap and EditorJS have in common. Each is read into it and
written from it. Text in it is plain: no form's escapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["strong", "em", "strike", "mark", "underline"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words; whitespace is one space."""

    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    """Words in a style."""

    style: Style
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Code within a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `href` has passed `safe_address`."""

    href: str
    inlines: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image; `src` has passed `safe_address`."""

    src: str
    alt: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line within a paragraph."""


Inline = Text | Styled | Code | Link | Picture | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Inlines."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code without a newline at their end."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list. `checked`: of a checklist; else None."""

    blocks: tuple[Block, ...]
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` counts where it is ordered."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


Row = tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `header` may be of empty cells. All rows are as long as `header`."""

    header: Row
    rows: tuple[Row, ...]
    aligns: tuple[str, ...] = ()
    """left, center, right or "" for each column."""


Block = Paragraph | Heading | Quote | CodeBlock | Rule | Items | Table
Blocks = tuple[Block, ...]

MAX_DEPTH = 40
"""How deep lists, quotes and styles go into each other; what is deeper is kept as its text."""


def plain(inlines: tuple[Inline, ...]) -> str:
    """The words alone."""
    return "".join(_word(inline) for inline in inlines)


def _word(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Styled(_, inlines) | Link(_, inlines):
            return plain(inlines)
        case Picture(_, alt):
            return alt
        case Break():
            return "\n"
