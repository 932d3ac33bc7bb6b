"""Writes a tree as EditorJS's JSON, with the blocks of its own tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any

from tui.desk.bodies.foreign import restored
from tui.desk.bodies.html_write import write_inline_html
from tui.desk.bodies.tree import (
    Block,
    Blocks,
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
    Rule,
    Styled,
    Table,
    Text,
    plain,
)

Data = dict[str, Any]

VERSION = "2.30.7"
"""The EditorJS whose blocks these are."""
FOREIGN = "editorjs"
"""The language of a fence that holds a block as JSON."""


def write_editorjs(blocks: Blocks, now: datetime) -> str:
    """The JSON of some blocks. Their ids come from their place and words, so the same text has the same."""
    written = [part for block in blocks for part in _block(block)]
    for place, part in enumerate(written):
        seed = f"{place} {json.dumps(part, sort_keys=True)}".encode()
        part.setdefault("id", hashlib.sha256(seed).hexdigest()[:10])
    document = {"time": int(now.timestamp() * 1000), "blocks": written, "version": VERSION}
    return json.dumps(document, ensure_ascii=False)


def _made(kind: str, **data: Any) -> Data:
    return {"type": kind, "data": data}


def _html(inlines: Sequence[Inline]) -> str:
    return write_inline_html(inlines, short=True)


def _block(block: Block) -> list[Data]:
    match block:
        case Paragraph(inlines):
            return _paragraphs(inlines)
        case Heading(level, inlines):
            return [_made("header", text=_html(inlines), level=level)]
        case Quote(inner):
            return [_made("quote", text=_flat(inner), caption="", alignment="left")]
        case CodeBlock(text, language):
            return [(restored(text) if language == FOREIGN else None) or _code(text, language)]
        case Rule():
            return [_made("delimiter")]
        case Items():
            return _lists(block)
        case Table(header, rows):
            headed = any(header)
            content = [[_html(cell) for cell in row] for row in ([header, *rows] if headed else rows)]
            return [_made("table", withHeadings=headed, content=content)]


def _code(text: str, language: str) -> Data:
    return _made("code", code=text, **({"language": language} if language else {}))


def _paragraphs(inlines: Sequence[Inline]) -> list[Data]:
    """A paragraph; its pictures are blocks of their own, since EditorJS knows none within a line."""
    made: list[Data] = []
    line: list[Inline] = []

    def close() -> None:
        if plain(tuple(line)).strip():
            made.append(_made("paragraph", text=_html(line).strip()))
        line.clear()

    for inline in inlines:
        if isinstance(inline, Picture):
            close()
            made.append(_image(inline))
        else:
            line.append(_without_pictures(inline))
    close()
    return made


def _without_pictures(inline: Inline) -> Inline:
    match inline:
        case Picture(src, alt):
            return Link(src, (Text(alt or src),))
        case Styled(style, inner):
            return Styled(style, tuple(_without_pictures(each) for each in inner))
        case Link(href, inner, title):
            words = tuple(Text(each.alt or each.src) if isinstance(each, Picture) else each for each in inner)
            return Link(href, words, title)
        case _:
            return inline


def _image(picture: Picture) -> Data:
    return _made(
        "image",
        file={"url": picture.src},
        caption=escape(picture.alt, quote=False),
        withBorder=False,
        withBackground=False,
        stretched=False,
    )


def _lists(block: Items) -> list[Data]:
    """A list; one whose items are partly tasks falls into lists of either kind."""
    lists: list[Data] = []
    number = block.start
    for item in block.items:
        style = "checklist" if item.checked is not None else "ordered" if block.ordered else "unordered"
        if not lists or lists[-1]["data"]["style"] != style:
            meta = {"start": number, "counterType": "numeric"} if style == "ordered" else {}
            lists.append(_made("list", style=style, meta=meta, items=[]))
        lists[-1]["data"]["items"].append(_item(item))
        number += 1
    return lists


def _item(item: Item) -> Data:
    """An item: its lines, and below it the items of the lists in it."""
    words = tuple(block for block in item.blocks if not isinstance(block, Items))
    below = [_item(each) for block in item.blocks if isinstance(block, Items) for each in block.items]
    meta = {} if item.checked is None else {"checked": item.checked}
    return {"content": _flat(words), "meta": meta, "items": below}


def _flat(blocks: Blocks) -> str:
    """Blocks as lines of one text: quotes and items of EditorJS hold nothing else."""
    lines = [line for block in blocks for line in _lines(block)]
    return "<br>".join(lines)


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return [_html([_without_pictures(inline) for inline in inlines])]
        case Quote(inner):
            return [_flat(inner)]
        case CodeBlock(text):
            return [_html((Code(line),)) for line in text.split("\n") if line]
        case Rule():
            return ["—"]
        case Items(items, ordered, start):
            signs = [f"{start + place}." if ordered else "•" for place in range(len(items))]
            return [f"{sign} {_flat(item.blocks)}" for sign, item in zip(signs, items, strict=True)]
        case Table(header, rows):
            return [" · ".join(_html(cell) for cell in row) for row in (header, *rows) if any(row)]
