"""Checklists, which Markdown says with [ ] and [x] at an item's begin."""

from __future__ import annotations

from tui.desk.bodies.inlines import tidy
from tui.desk.bodies.tree import Blocks, Item, Paragraph, Text


def item_of(blocks: Blocks) -> Item:
    """A list's item of these blocks: a checklist's, where its words begin with a box."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not first.inlines or not isinstance(first.inlines[0], Text):
        return Item(blocks)
    words = first.inlines[0].text
    mark = words[:4].lower()
    if mark not in {"[ ] ", "[x] "}:
        return Item(blocks)
    rest = tidy((Text(words[4:]), *first.inlines[1:]))
    return Item((Paragraph(rest), *blocks[1:]), mark == "[x] ") if rest else Item(blocks)
