"""Writes a tree as Tiptap's JSON, with the node names of its own extensions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.desk.bodies.foreign import restored
from tui.desk.bodies.tree import (
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Item,
    Items,
    Link,
    Paragraph,
    Picture,
    Quote,
    Row,
    Rule,
    Styled,
    Table,
    Text,
)

Node = dict[str, Any]

FOREIGN = "tiptap"
"""The language of a fence that holds a node as JSON."""

_MARKS = {"strong": "bold", "em": "italic", "strike": "strike", "mark": "highlight", "underline": "underline"}


def write_tiptap(blocks: Blocks) -> Node:
    """The document of some blocks."""
    return {"type": "doc", "content": _nodes(blocks)}


def _nodes(blocks: Blocks) -> list[Node]:
    return [node for block in blocks for node in _block(block)]


def _block(block: Block) -> list[Node]:
    match block:
        case Paragraph((Picture() as picture,)):
            return [_image(picture)]
        case Paragraph(inlines):
            return [_node("paragraph", _inlines(inlines, []))]
        case Heading(level, inlines):
            return [_node("heading", _inlines(inlines, []), level=level)]
        case Quote(inner):
            return [_node("blockquote", _nodes(inner) or [_node("paragraph", [])])]
        case CodeBlock(text, language):
            return [(restored(text) if language == FOREIGN else None) or _code(text, language)]
        case Rule():
            return [{"type": "horizontalRule"}]
        case Items():
            return _lists(block)
        case Table(header, rows, aligns):
            content = [_row(row, "tableCell", aligns) for row in rows]
            if any(header):
                content.insert(0, _row(header, "tableHeader", aligns))
            return [_node("table", content)] if content else []


def _node(kind: str, content: list[Node], **attrs: Any) -> Node:
    node: Node = {"type": kind}
    if attrs:
        node["attrs"] = attrs
    if content:
        node["content"] = content
    return node


def _code(text: str, language: str) -> Node:
    return _node("codeBlock", [{"type": "text", "text": text}] if text else [], language=language or None)


def _lists(block: Items) -> list[Node]:
    """A list; one whose items are partly tasks falls into lists of either kind."""
    lists: list[Node] = []
    number = block.start
    for item in block.items:
        task = item.checked is not None
        kind = "taskList" if task else "orderedList" if block.ordered else "bulletList"
        if not lists or lists[-1]["type"] != kind:
            lists.append(_node(kind, [], **({"start": number} if kind == "orderedList" else {})))
        lists[-1].setdefault("content", []).append(_item(item))
        number += 1
    return lists


def _item(item: Item) -> Node:
    # Tiptap's items begin with a paragraph.
    content = _nodes(item.blocks)
    if not content or content[0]["type"] != "paragraph":
        content.insert(0, _node("paragraph", []))
    if item.checked is None:
        return _node("listItem", content)
    return _node("taskItem", content, checked=item.checked)


def _row(row: Row, kind: str, aligns: tuple[str, ...]) -> Node:
    cells = []
    for index, cell in enumerate(row):
        align = aligns[index] if index < len(aligns) else ""
        attrs = {"colspan": 1, "rowspan": 1} | ({"align": align} if align else {})
        cells.append(_node(kind, [_node("paragraph", _inlines(cell, []))], **attrs))
    return _node("tableRow", cells)


def _image(picture: Picture) -> Node:
    return _node("image", [], src=picture.src, alt=picture.alt or None, title=picture.title or None)


def _inlines(inlines: Sequence[Inline], marks: list[Node]) -> list[Node]:
    return [node for inline in inlines for node in _inline(inline, marks)]


def _inline(inline: Inline, marks: list[Node]) -> Iterable[Node]:
    match inline:
        case Text(text):
            return [_text(text, marks)]
        case Code(text):
            return [_text(text, [*marks, {"type": "code"}])]
        case Styled(style, inner):
            return _inlines(inner, [*marks, {"type": _MARKS[style]}])
        case Link(href, inner, title):
            attrs: Node = {"href": href} | ({"title": title} if title else {})
            return _inlines(inner, [*marks, {"type": "link", "attrs": attrs}])
        case Picture():
            return [_image(inline)]
        case Break():
            return [{"type": "hardBreak"}]


def _text(text: str, marks: list[Node]) -> Node:
    return {"type": "text", "text": text} | ({"marks": list(marks)} if marks else {})
