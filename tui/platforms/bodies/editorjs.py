"""EditorJS bodies, as Repostra keeps them, to Markdown and back without loss.

Each block is written as Markdown only if reading that Markdown gives the same block; any other
travels as a locked fence with its own JSON. Saving keeps every block that was not edited as it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from tui.platforms.bodies.blocks import (
    Block,
    Checklist,
    Code,
    Heading,
    Image,
    Item,
    Listing,
    Locked,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Table,
)
from tui.platforms.bodies.html import to_markdown as html_to_markdown
from tui.platforms.bodies.inline import Reading, html_of, link, runs_of_html, text_of
from tui.platforms.bodies.markdown import locked_json, read, write, write_block

VERSION = "2.31.0"
"""The EditorJS that new documents say they come from."""
LIST_STYLES = {"unordered": False, "ordered": True}
PLAIN_NUMBERS = {"start": 1, "counterType": "numeric"}
"""What the list tool says of a numbered list that counts as Markdown's does."""
IMAGE_FLAGS = ("withBorder", "stretched", "withBackground")
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class MarkdownBody:
    """A body as Markdown; `locked` says why it cannot be edited without loss, None where it can."""

    markdown: str
    locked: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A block of a document and the JSON it stands for: its own, and that of the empty paragraphs
    around it, which a reader does not see.
    """

    block: Block
    raws: list[Any]


class _Other(Exception):
    """A block that is not of a form that Markdown has."""


def to_markdown(content: object) -> MarkdownBody:
    """An EditorJS document (its JSON, or the JSON as a string, once or twice) as Markdown.

    What is no such document is taken as HTML or text, and locked.
    """
    document = document_of(content)
    if document is None:
        if content is None or (isinstance(content, str) and not content.strip()):
            return MarkdownBody("")
        body, _ = html_to_markdown(content if isinstance(content, str) else "")
        return MarkdownBody(body, "Its body is not in the form that the platform's contract names")
    try:
        blocks = tuple(known.block for known in _known(document))
    except RecursionError:
        return MarkdownBody("", "Its body is nested too deeply to be shown")
    markdown = write(blocks)
    if read(markdown) != blocks:
        return MarkdownBody(markdown, "Its blocks cannot be told apart in Markdown")
    return MarkdownBody(markdown)


def from_markdown(markdown: str, original: object = None) -> str:
    """Markdown as the JSON string of an EditorJS document. Blocks that are the same in the
    `original` document are taken from there, with their ids and whatever else they carry. Raises
    Invalid where a locked block was damaged.
    """
    before = document_of(original) or {"blocks": []}
    known = _known(before)
    wanted = read(markdown)
    matcher = SequenceMatcher(None, [one.block for one in known], wanted, autojunk=False)
    blocks: list[Any] = []
    for step, start, end, new_start, new_end in matcher.get_opcodes():
        if step == "equal":
            blocks.extend(raw for one in known[start:end] for raw in one.raws)
        else:
            blocks.extend(map(_raw_of, wanted[new_start:new_end]))
    document = {**before, "blocks": blocks}
    document.setdefault("version", VERSION)
    return json.dumps(document, ensure_ascii=False)


def document_of(content: object) -> dict[str, Any] | None:
    """The EditorJS document in a body, or None where there is none (peers R7)."""
    for _ in range(3):
        if isinstance(content, dict):
            return content if isinstance(content.get("blocks"), list) else None
        if not isinstance(content, str):
            return None
        try:
            content = json.loads(content)
        except (ValueError, RecursionError):
            return None
    return None


def has_text(content: object) -> bool:
    """Whether a body has anything in it (peers R3)."""
    document = document_of(content)
    if document is None:
        return bool(content.strip()) if isinstance(content, str) else False
    return any(block != Paragraph(()) for block in map(_block_of, document["blocks"]))


def _known(document: dict[str, Any]) -> list[_Known]:
    """The document's blocks, those locked that Markdown would change."""
    found: list[_Known] = []
    empty: list[Any] = []
    for raw in document["blocks"]:
        block = _block_of(raw)
        if block == Paragraph(()):
            empty.append(raw)
            continue
        if not isinstance(block, Locked) and not _same_again([one.block for one in found[-1:]], block):
            block = Locked(locked_json(raw))
        found.append(_Known(block, [*empty, raw]))
        empty = []
    if found:
        found[-1].raws.extend(empty)
    return found


def _same_again(before: Sequence[Block], block: Block) -> bool:
    """Whether a block stays itself in Markdown, alone and after the block before it: two lists in
    a row, say, would become one.
    """
    if read(write_block(block)) != (block,):
        return False
    lists = (Listing, Checklist)
    if isinstance(block, lists) and before and isinstance(before[0], lists):
        return read(write([*before, block])) == (*before, block)
    return True


def _block_of(raw: object) -> Block:
    """A block, locked where Markdown has no form for all that it holds."""
    if not isinstance(raw, dict):
        return Locked(locked_json({"type": "unknown", "data": raw}))
    try:
        if set(raw) - {"id", "type", "data"} or not isinstance(raw.get("data", {}), dict):
            raise _Other
        reader = READERS.get(str(raw.get("type")))
        if reader is None:
            raise _Other
        return reader(raw.get("data", {}))
    except _Other:
        return Locked(locked_json(raw))


def _only(data: dict[str, Any], *known: str) -> None:
    if set(data) - set(known):
        raise _Other


def _paragraph(data: dict[str, Any]) -> Block:
    _only(data, "text")
    return Paragraph(_text(data.get("text", "")))


def _header(data: dict[str, Any]) -> Block:
    _only(data, "text", "level")
    level = data.get("level", 2)
    if isinstance(level, bool) or level not in range(1, 7):
        raise _Other
    return Heading(int(level), _text(data.get("text", "")))


def _checklist(data: dict[str, Any]) -> Block:
    _only(data, "items")
    return Checklist(tuple(_checked(item) for item in _listed(data)))


def _quote(data: dict[str, Any]) -> Block:
    _only(data, "text", "caption", "alignment")
    if data.get("alignment", "left") != "left":
        raise _Other
    return Quote(_text(data.get("text", "")), _text(data.get("caption", "")))


def _code(data: dict[str, Any]) -> Block:
    _only(data, "code", "language")
    return Code(_plain(data.get("code", "")), _plain(data.get("language", "")))


def _delimiter(data: dict[str, Any]) -> Block:
    _only(data)
    return Rule()


def _plain(value: object) -> str:
    if not isinstance(value, str):
        raise _Other
    return value


def _text(value: object) -> Runs:
    reading = Reading([])
    runs = runs_of_html(_plain(value), reading)
    if reading.lost:
        raise _Other
    return runs


def _listed(data: dict[str, Any]) -> list[Any]:
    items = data.get("items")
    if not isinstance(items, list) or not items:
        raise _Other
    return items


def _list(data: dict[str, Any]) -> Block:
    _only(data, "style", "items", "meta")
    if data.get("style") not in LIST_STYLES:
        raise _Other
    ordered = LIST_STYLES[data["style"]]
    meta = data.get("meta") or {}
    plain = PLAIN_NUMBERS if ordered else {}
    if not isinstance(meta, dict) or not meta.items() <= plain.items():
        raise _Other
    return Listing(ordered, tuple(_item(item, 0) for item in _listed(data)))


def _item(raw: object, depth: int) -> Item:
    """An item: a text (the older form), or text and items inside it (the newer)."""
    if depth > DEEPEST:
        raise _Other
    if not isinstance(raw, dict):
        return Item(_text(raw))
    _only(raw, "content", "items", "meta")
    inner = raw.get("items", [])
    if raw.get("meta") or not isinstance(inner, list):
        raise _Other
    return Item(_text(raw.get("content")), tuple(_item(one, depth + 1) for one in inner))


def _checked(raw: object) -> tuple[Runs, bool]:
    if not isinstance(raw, dict) or not isinstance(raw.get("checked", False), bool):
        raise _Other
    _only(raw, "text", "checked")
    return _text(raw.get("text")), raw.get("checked", False)


def _table(data: dict[str, Any]) -> Block:
    _only(data, "withHeadings", "content", "stretched")
    rows = data.get("content")
    if (
        data.get("withHeadings") is not True
        or data.get("stretched")
        or not isinstance(rows, list)
        or not rows
    ):
        raise _Other
    if not all(isinstance(row, list) and row for row in rows):
        raise _Other
    return Table(tuple(tuple(_text(cell) for cell in row) for row in rows))


def _image(data: dict[str, Any]) -> Block:
    _only(data, "file", "url", "caption", *IMAGE_FLAGS)
    file = data.get("file", {"url": data.get("url")})
    if not isinstance(file, dict) or set(file) != {"url"} or any(data.get(flag) for flag in IMAGE_FLAGS):
        raise _Other
    caption = _text(data.get("caption", ""))
    url = _plain(file["url"])
    if any(run.marks or run.href for run in caption) or link(url) != url:
        raise _Other
    return Image(url, text_of(caption))


READERS = {
    "paragraph": _paragraph,
    "header": _header,
    "list": _list,
    "checklist": _checklist,
    "quote": _quote,
    "code": _code,
    "delimiter": _delimiter,
    "table": _table,
    "image": _image,
}


def _raw_of(block: Block) -> dict[str, Any]:
    if isinstance(block, Locked):
        raw: dict[str, Any] = json.loads(block.json)
        return raw
    type_, data = _typed(block)
    return {"type": type_, "data": data}


def _typed(block: Block) -> tuple[str, dict[str, Any]]:
    match block:
        case Heading(level, text):
            return "header", {"text": html_of(text), "level": level}
        case Paragraph(text):
            return "paragraph", {"text": html_of(text)}
        case Listing(ordered, items):
            return "list", {"style": "ordered" if ordered else "unordered", "items": _raw_items(items)}
        case Checklist(boxes):
            return "checklist", {"items": [{"text": html_of(text), "checked": done} for text, done in boxes]}
        case Quote(text, caption):
            return "quote", {"text": html_of(text), "caption": html_of(caption), "alignment": "left"}
        case Code(code, language):
            return "code", {"code": code, **({"language": language} if language else {})}
        case Table(rows):
            return "table", {
                "withHeadings": True,
                "content": [[html_of(cell) for cell in row] for row in rows],
            }
        case Image(url, caption):
            shown = html_of((Run(caption),))
            return "image", {"file": {"url": url}, "caption": shown, **dict.fromkeys(IMAGE_FLAGS, False)}
        case _:
            return "delimiter", {}


def _raw_items(items: Sequence[Item]) -> list[Any]:
    """Texts where no item holds a list, else the form with `content` and `items` throughout."""
    if not any(item.items for item in items):
        return [html_of(item.text) for item in items]
    return [_raw_item(item) for item in items]


def _raw_item(item: Item) -> dict[str, Any]:
    return {"content": html_of(item.text), "items": [_raw_item(inner) for inner in item.items]}
