"""Reads EditorJS's JSON into a tree; what it holds beyond that is kept as fenced JSON, never dropped."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tui.desk.bodies.addresses import safe_address
from tui.desk.bodies.editorjs_write import FOREIGN, Data
from tui.desk.bodies.foreign import kept
from tui.desk.bodies.html_read import read_inline_html
from tui.desk.bodies.inlines import code_lines, tidy
from tui.desk.bodies.refusal import BodyError
from tui.desk.bodies.tree import (
    MAX_DEPTH,
    Block,
    Blocks,
    Break,
    CodeBlock,
    Heading,
    Inline,
    Item,
    Items,
    Paragraph,
    Picture,
    Quote,
    Row,
    Rule,
    Table,
    Text,
    plain,
)


def read_editorjs(editorjs: str) -> Blocks:
    """The blocks of an EditorJS text. Raises BodyError where it is none."""
    document = _parsed(editorjs)
    # Repostra says "JSON, as a string": some clients make a string of it twice (peers.md, R7).
    if isinstance(document, str):
        document = _parsed(document)
    blocks = document.get("blocks") if isinstance(document, dict) else None
    if not isinstance(blocks, list):
        raise BodyError('This is no EditorJS text: it is not an object with a list of "blocks".')
    return tuple(each for block in blocks for each in _block(block))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BodyError(f"This is no EditorJS text: it is not JSON ({error}).") from error
    except RecursionError as error:
        raise BodyError("This is no EditorJS text: its JSON goes too deep.") from error


def _block(block: Any) -> Blocks:
    if not isinstance(block, dict):
        return (Paragraph((Text(block),)),) if isinstance(block, str) and block.strip() else ()
    data = block.get("data")
    reader = _READERS.get(str(block.get("type")))
    blocks = reader(data) if reader is not None and isinstance(data, dict) else None
    return (kept(block, FOREIGN),) if blocks is None else blocks


def _string(data: Data, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _inlines(html: object) -> tuple[Inline, ...]:
    return read_inline_html(html) if isinstance(html, str) else ()


def _paragraph(data: Data) -> Blocks:
    line = _inlines(data.get("text"))
    return (Paragraph(line),) if line else ()


def _header(data: Data) -> Blocks:
    level = data.get("level")
    known = level if isinstance(level, int) and 1 <= level <= 6 else 2
    return (Heading(known, _inlines(data.get("text"))),)


def _code(data: Data) -> Blocks:
    return (CodeBlock(code_lines(_string(data, "code")), _string(data, "language")),)


def _raw(data: Data) -> Blocks:
    return (CodeBlock(code_lines(_string(data, "html")), "html"),)


def _quote(data: Data) -> Blocks:
    """A quotation: an empty line in it parts paragraphs; its caption is its last line."""
    parts: list[list[Inline]] = [[]]
    for inline in _inlines(data.get("text")):
        if isinstance(inline, Break) and parts[-1] and isinstance(parts[-1][-1], Break):
            parts.append([])
        else:
            parts[-1].append(inline)
    blocks = [Paragraph(line) for part in parts if (line := tidy(part))]
    if caption := _inlines(data.get("caption")):
        blocks.append(Paragraph((Text("— "), *caption)))
    return (Quote(tuple(blocks)),)


def _list(data: Data) -> Blocks | None:
    entries = data.get("items")
    if not isinstance(entries, list):
        return None
    style = _string(data, "style")
    meta = data.get("meta")
    start = meta.get("start") if isinstance(meta, dict) else 1
    number = start if isinstance(start, int) and 0 <= start < 1_000_000_000 else 1
    return (_items(entries, style, number, 0),) if entries else ()


def _checklist(data: Data) -> Blocks | None:
    return _list(data | {"style": "checklist"})


def _items(entries: list[Any], style: str, start: int, depth: int) -> Items:
    ordered = style == "ordered"
    return Items(tuple(_item(entry, style, depth) for entry in entries), ordered, start if ordered else 1)


def _item(entry: Any, style: str, depth: int) -> Item:
    """An item as any of the list tools keeps it: a string, {text, checked}, or {content, meta, items}."""
    if not isinstance(entry, dict):
        entry = {"content": entry}
    line = _inlines(entry.get("content", entry.get("text")))
    blocks: list[Block] = [Paragraph(line)] if line else []
    below = entry.get("items")
    if isinstance(below, list) and below:
        if depth < MAX_DEPTH:
            blocks.append(_items(below, style, 1, depth + 1))
        else:
            blocks.append(CodeBlock(json.dumps(below, ensure_ascii=False), "json"))
    meta = entry.get("meta")
    checked = entry.get("checked", meta.get("checked") if isinstance(meta, dict) else None)
    return Item(tuple(blocks), bool(checked) if style == "checklist" else None)


def _table(data: Data) -> Blocks | None:
    content = data.get("content")
    if not isinstance(content, list) or not content or not all(isinstance(row, list) for row in content):
        return None
    rows: list[Row] = [tuple(_inlines(cell) for cell in row) for row in content]
    width = max(len(row) for row in rows)
    if not width:
        return ()
    even = [(*row, *((),) * (width - len(row))) for row in rows]
    header = even.pop(0) if data.get("withHeadings") else ((),) * width
    return (Table(header, tuple(even)),)


def _image(data: Data) -> Blocks | None:
    file = data.get("file")
    url = file.get("url") if isinstance(file, dict) else data.get("url")
    src = safe_address(url, image=True)
    if src is None:
        return None
    return (Paragraph((Picture(src, plain(_inlines(data.get("caption"))).replace("\n", " ")),)),)


# What reads a block's data; None: it is not what its type says, and is kept as it is.
_READERS: dict[str, Callable[[Data], Blocks | None]] = {
    "paragraph": _paragraph,
    "header": _header,
    "quote": _quote,
    "code": _code,
    "delimiter": lambda _: (Rule(),),
    "list": _list,
    "nestedlist": _list,
    "checklist": _checklist,
    "table": _table,
    "image": _image,
    "simpleImage": _image,
    "raw": _raw,
}
