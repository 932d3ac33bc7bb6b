"""Blocks as nodes of Tiptap, of its own extensions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.platforms.bodies.blocks import (
    BOLD,
    BREAK,
    CODE,
    ITALIC,
    STRUCK,
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
from tui.platforms.bodies.inline import Links

Node = dict[str, Any]
MARKS = ((BOLD, "bold"), (ITALIC, "italic"), (STRUCK, "strike"), (CODE, "code"))


def node_of(block: Block, links: Links) -> Node:
    """A block as a node; links with what they carry in `links`."""
    match block:
        case Paragraph(text):
            return _filled("paragraph", _inline(text, links))
        case Heading(level, text):
            return _filled("heading", _inline(text, links), level=level)
        case Listing(ordered, items, start):
            # A list of boxes has a box at every item.
            boxes = not ordered and all(item.checked is not None for item in items)
            found = [_item(item, links, boxes=boxes) for item in items]
            if ordered:
                return _filled("orderedList", found, start=start)
            return _filled("taskList" if boxes else "bulletList", found)
        case Quote(inner):
            return _filled("blockquote", _blocks(inner, links))
        case Code(code, language):
            lines = [{"type": "text", "text": code}] if code else []
            return _filled("codeBlock", lines, language=language or None)
        case Table(rows):
            found = [_row(cells, links, head=not at) for at, cells in enumerate(rows)]
            return _filled("table", found)
        case Image(url, caption):
            return {"type": "image", "attrs": {"src": url, "alt": caption or None, "title": None}}
        case Rule() | Locked():
            return {"type": "horizontalRule"}


def _filled(type_: str, content: list[Node], **attrs: object) -> Node:
    node: Node = {"type": type_}
    if attrs:
        node["attrs"] = attrs
    if content:
        node["content"] = content
    return node


def _blocks(blocks: Iterable[Block], links: Links) -> list[Node]:
    # A list's item and a quotation begin with a paragraph, be it an empty one.
    return [node_of(block, links) for block in blocks] or [{"type": "paragraph"}]


def _item(item: Item, links: Links, *, boxes: bool) -> Node:
    blocks = (
        item.blocks
        if item.blocks and isinstance(item.blocks[0], Paragraph)
        else (Paragraph(()), *item.blocks)
    )
    content = _blocks(blocks, links)
    if boxes:
        return _filled("taskItem", content, checked=bool(item.checked))
    if item.checked is not None:
        box = {"type": "text", "text": f"[{'x' if item.checked else ' '}] "}
        content[0] = {**content[0], "content": [box, *content[0].get("content", [])]}
    return _filled("listItem", content)


def _row(cells: Iterable[Runs], links: Links, *, head: bool) -> Node:
    kind = "tableHeader" if head else "tableCell"
    found = [_filled(kind, [_filled("paragraph", _inline(cell, links))]) for cell in cells]
    return _filled("tableRow", found)


def _inline(runs: Runs, links: Links) -> list[Node]:
    found: list[Node] = []
    for run in runs:
        if run.text == BREAK:
            found.append({"type": "hardBreak"})
            continue
        marks: list[Node] = [{"type": name} for mark, name in MARKS if mark in run.marks]
        if run.href is not None:
            marks.insert(0, {"type": "link", "attrs": {"href": run.href, **links.get(run.href, {})}})
        found.append({"type": "text", "text": run.text, **({"marks": marks} if marks else {})})
    return found
