"""Blocks as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tui.platforms.bodies.blocks import (
    Block,
    Code,
    Heading,
    Image,
    Item,
    Listing,
    Locked,
    Paragraph,
    Quote,
    Rule,
    Runs,
    Table,
)
from tui.platforms.bodies.inline import destination, escaped, markdown_of

LOCKED = "-locked"
"""Follows the form's name in the fence of a locked block: editorjs-locked."""


def write(blocks: Sequence[Block], *, careful: Sequence[bool] = ()) -> str:
    """Blocks as Markdown. `careful`, for each block: letters beside a change of style are written as
    their numbers, so that Markdown sees the style begin and end there.
    """
    written: list[str] = []
    before: Block | None = None
    other = False
    for block, care in zip(blocks, careful or [False] * len(blocks), strict=True):
        # Two lists in a row are told apart by their signs; with the same they would be one.
        other = _follows(before, block) and not other
        written.append(write_block(block, other=other, careful=care))
        before = block
    return "\n\n".join(written)


def _follows(before: Block | None, block: Block) -> bool:
    return isinstance(block, Listing) and isinstance(before, Listing) and before.ordered == block.ordered


def write_block(block: Block, *, other: bool = False, careful: bool = False) -> str:
    """One block as Markdown; a list with its `other` sign."""
    match block:
        case Heading(level, text):
            # A closing row of # would be taken as decoration.
            return "#" * level + " " + re.sub(r"(#+)$", r"\\\1", markdown_of(text, careful=careful))
        case Paragraph(text):
            return markdown_of(text, careful=careful)
        case Listing():
            return _listing(block, other=other, careful=careful)
        case Quote(inner):
            lines = write(inner, careful=[careful] * len(inner)).split("\n")
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case Table(rows):
            return _table(rows, careful=careful)
        case Code(code, language):
            return _fenced(code, language)
        case Locked(text, form):
            return _fenced(text, form + LOCKED)
        case Rule():
            return "---"
        case Image(url, caption):
            return f"![{escaped(caption)}]({destination(url)})"


def _listing(block: Listing, *, other: bool, careful: bool) -> str:
    loose = any(_is_loose(item) for item in block.items)
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start):
        sign = f"{number}{')' if other else '.'} " if block.ordered else f"{'*' if other else '-'} "
        lines.append(_item(item, sign, careful=careful))
    return ("\n\n" if loose else "\n").join(lines)


def _is_loose(item: Item) -> bool:
    """Whether it needs empty lines: it holds more than a text and a list."""
    match item.blocks:
        case () | (Paragraph(),) | (Listing(),):
            return False
        case (Paragraph(), Listing(ordered, (first, *_), start)):
            # Only a list that begins with 1 and a text follows a text at once.
            return (ordered and start != 1) or not first.blocks
        case _:
            return True


def _item(item: Item, sign: str, *, careful: bool) -> str:
    box = "" if item.checked is None else f"[{'x' if item.checked else ' '}] "
    if _is_loose(item) or len(item.blocks) < 2:
        body = write(item.blocks, careful=[careful] * len(item.blocks))
    else:
        body = "\n".join(write_block(block, careful=careful) for block in item.blocks)
    if box and item.blocks and not isinstance(item.blocks[0], Paragraph):
        body = "\n" + body
    indent = " " * len(sign)
    first, *rest = (box + body).split("\n")
    lines = [(sign + first).rstrip(" "), *(indent + line if line else "" for line in rest)]
    return "\n".join(lines)


def _fenced(code: str, info: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{info}\n{code}\n{fence}"


def _table(rows: Sequence[Sequence[Runs]], *, careful: bool) -> str:
    def row(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    written = [row(markdown_of(cell, in_table=True, careful=careful) for cell in cells) for cells in rows]
    return "\n".join([written[0], row("---" for _ in rows[0]), *written[1:]])
