"""Reads Tiptap's JSON into a tree; what it holds beyond that is kept as fenced JSON, never dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tui.desk.bodies.addresses import safe_address
from tui.desk.bodies.foreign import kept
from tui.desk.bodies.inlines import code_lines, tidy
from tui.desk.bodies.refusal import BodyError
from tui.desk.bodies.tiptap_write import FOREIGN, Node
from tui.desk.bodies.tree import (
    MAX_DEPTH,
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
    Style,
    Styled,
    Table,
    Text,
)

_MARKS: dict[str, Style] = {
    "bold": "strong",
    "strong": "strong",
    "italic": "em",
    "em": "em",
    "strike": "strike",
    "highlight": "mark",
    "underline": "underline",
}


def read_tiptap(doc: object) -> Blocks:
    """The blocks of a Tiptap document. Raises BodyError where it is none."""
    if not isinstance(doc, dict) or doc.get("type") != "doc":
        raise BodyError('This is no Tiptap document: it is not an object of type "doc".')
    try:
        return _blocks(_children(doc), 0)
    except RecursionError as error:
        raise BodyError("This Tiptap document goes too deep to be read.") from error


def _children(node: Node) -> list[Node]:
    content = node.get("content")
    return [child for child in content if isinstance(child, dict)] if isinstance(content, list) else []


def _attrs(node: Node) -> Node:
    attrs = node.get("attrs")
    return attrs if isinstance(attrs, dict) else {}


def _string(node: Node, name: str) -> str:
    value = _attrs(node).get(name)
    return value if isinstance(value, str) else ""


def _number(node: Node, name: str, otherwise: int) -> int:
    value = _attrs(node).get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def _blocks(nodes: Sequence[Node], depth: int) -> Blocks:
    blocks: list[Block] = []
    loose: list[Node] = []

    def close() -> None:
        if line := _line(loose):
            blocks.append(Paragraph(line))
        loose.clear()

    for node in nodes:
        if node.get("type") in {"text", "hardBreak"}:
            loose.append(node)
            continue
        close()
        blocks.extend(_block(node, depth + 1))
    close()
    return tuple(blocks)


def _block(node: Node, depth: int) -> Blocks:
    if depth > MAX_DEPTH:
        return (kept(node, FOREIGN),)
    match node.get("type"):
        case "paragraph":
            line = _line(_children(node))
            return (Paragraph(line),) if line else ()
        case "heading":
            return (Heading(min(max(_number(node, "level", 2), 1), 6), _line(_children(node))),)
        case "blockquote":
            return (Quote(_blocks(_children(node), depth)),)
        case "codeBlock":
            lines = "".join(str(child.get("text", "")) for child in _children(node))
            return (CodeBlock(code_lines(lines), _string(node, "language")),)
        case "horizontalRule":
            return (Rule(),)
        case "bulletList" | "orderedList" | "taskList":
            return _list(node, depth)
        case "table":
            return _table(node)
        case "image":
            picture = _inline(node)
            return (Paragraph(picture),) if picture else ()
        case _:
            return (kept(node, FOREIGN),)


def _list(node: Node, depth: int) -> Blocks:
    items = []
    for child in _children(node):
        checked = bool(_attrs(child).get("checked")) if child.get("type") == "taskItem" else None
        items.append(Item(_blocks(_children(child), depth), checked))
    ordered = node.get("type") == "orderedList"
    return (Items(tuple(items), ordered, _number(node, "start", 1) if ordered else 1),) if items else ()


def _table(node: Node) -> Blocks:
    """A table; one with joined cells, or cells of several blocks, is beyond Markdown."""
    rows = [_children(row) for row in _children(node) if row.get("type") == "tableRow"]
    cells = [cell for row in rows for cell in row]
    if not cells or any(not _plain_cell(cell) for cell in cells):
        return (kept(node, FOREIGN),)
    said: list[Row] = [
        tuple(_line(_children(_children(cell)[0]) if _children(cell) else ()) for cell in row) for row in rows
    ]
    width = max(len(row) for row in said)
    even = [(*row, *((),) * (width - len(row))) for row in said]
    headed = all(cell.get("type") == "tableHeader" for cell in rows[0])
    aligns = tuple(_string(cell, "align") for cell in rows[0])
    header = even.pop(0) if headed else ((),) * width
    return (Table(header, tuple(even), aligns if any(aligns) else ()),)


def _cell(cell: Node) -> tuple[Inline, ...]:
    inner = _children(cell)
    return _line(_children(inner[0])) if inner else ()


def _plain_cell(cell: Node) -> bool:
    inner = _children(cell)
    joined = _number(cell, "colspan", 1) != 1 or _number(cell, "rowspan", 1) != 1
    return not joined and (not inner or (len(inner) == 1 and inner[0].get("type") == "paragraph"))


def _line(nodes: Sequence[Node]) -> tuple[Inline, ...]:
    return tidy(inline for node in nodes for inline in _inline(node))


def _inline(node: Node) -> tuple[Inline, ...]:
    match node.get("type"):
        case "text":
            return _marked(str(node.get("text", "")), node.get("marks"))
        case "hardBreak":
            return (Break(),)
        case "image":
            src = safe_address(_string(node, "src"), image=True)
            alt = _string(node, "alt")
            return (Picture(src, alt, _string(node, "title")),) if src else (Text(alt),)
        case _:
            # Mentions and the like say their words in an attribute.
            said = _string(node, "label") or _string(node, "name") or str(node.get("text", ""))
            return (Text(said), *(inline for child in _children(node) for inline in _inline(child)))


def _marked(text: str, marks: Any) -> tuple[Inline, ...]:
    """A text within its marks; the first mark is the outermost, as Tiptap orders them."""
    known = [mark for mark in marks if isinstance(mark, dict)] if isinstance(marks, list) else []
    is_code = any(mark.get("type") == "code" for mark in known)
    inline: Inline = Code(text) if is_code else Text(text)
    for mark in reversed(known[:MAX_DEPTH]):
        kind = str(mark.get("type"))
        if kind == "link" and (href := safe_address(_string(mark, "href"))):
            inline = Link(href, (inline,), _string(mark, "title"))
        elif kind in _MARKS:
            inline = Styled(_MARKS[kind], (inline,))
    return (inline,)
