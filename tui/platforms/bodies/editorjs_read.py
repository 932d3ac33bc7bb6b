"""Blocks of EditorJS, of its own tools, as blocks; what Markdown has no form for is locked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.platforms.bodies.blocks import (
    BREAK,
    LARGEST_START,
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
    Run,
    Runs,
    Table,
)
from tui.platforms.bodies.inline import Reading, link, runs_of_html, text_of
from tui.platforms.bodies.jsons import laid_out

FORM = "editorjs"
CAPTION_DASH = "— "
LIST_STYLES = {"unordered": False, "ordered": True, "checklist": False}
CHECKLIST = "checklist"
COUNTS_AS_MARKDOWN = {"counterType": "numeric"}
IMAGE_FLAGS = ("withBorder", "stretched", "withBackground")
DEEPEST = 20


class _Other(Exception):
    """A block that is not of a form that Markdown has."""


def locked(raw: object) -> Locked:
    """A block as its own JSON."""
    return Locked(laid_out(raw), FORM)


def block_of(raw: object, reading: Reading) -> Block | None:
    """A block, locked where Markdown has no form for all that it holds; None for an empty paragraph,
    of which a reader sees nothing. `reading` learns what links carry.
    """
    try:
        if not isinstance(raw, dict) or not isinstance(raw.get("data", {}), dict):
            raise _Other
        reader = READERS.get(str(raw.get("type")))
        if reader is None:
            raise _Other
        block = reader(raw.get("data", {}), reading)
    except _Other:
        return locked(raw)
    return None if block == Paragraph(()) else block


def _only(data: dict[str, Any], *known: str) -> None:
    if set(data) - set(known):
        raise _Other


def _plain(value: object) -> str:
    if not isinstance(value, str):
        raise _Other
    return value


def _text(value: object, reading: Reading) -> Runs:
    own = Reading(links=reading.links, strict=True)
    runs = runs_of_html(_plain(value), own)
    if own.lost:
        raise _Other
    return runs


def _paragraph(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "text")
    return Paragraph(_text(data.get("text", ""), reading))


def _header(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "text", "level")
    level = data.get("level", 2)
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 6:
        raise _Other
    return Heading(level, _text(data.get("text", ""), reading))


def _checklist(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "items")
    return Listing(False, tuple(_checked(item, reading) for item in _listed(data)))


def _checked(raw: object, reading: Reading) -> Item:
    if not isinstance(raw, dict) or not isinstance(raw.get("checked", False), bool):
        raise _Other
    _only(raw, "text", "checked")
    return Item(_filled(_text(raw.get("text"), reading)), raw.get("checked", False))


def _filled(text: Runs) -> tuple[Block, ...]:
    return (Paragraph(text),) if text else ()


def _quote(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "text", "caption", "alignment")
    if data.get("alignment", "left") != "left":
        raise _Other
    paragraphs: list[Block] = [
        Paragraph(part) for part in _parts(_text(data.get("text", ""), reading)) if part
    ]
    caption = _text(data.get("caption", ""), reading)
    if caption:
        paragraphs.append(Paragraph((Run(CAPTION_DASH), *caption)))
        if not caption[0].marks and not caption[0].href:
            paragraphs[-1] = Paragraph((Run(CAPTION_DASH + caption[0].text), *caption[1:]))
    return Quote(tuple(paragraphs))


def _parts(text: Runs) -> Iterator[Runs]:
    """The paragraphs of a quotation: two line breaks part them."""
    part: list[Run] = []
    for at, run in enumerate(text):
        if run.text == BREAK and at and text[at - 1].text == BREAK and part:
            yield tuple(part[:-1])
            part = []
        else:
            part.append(run)
    yield tuple(part)


def _code(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "code", "language")
    return Code(_plain(data.get("code", "")), _plain(data.get("language", "")))


def _delimiter(data: dict[str, Any], reading: Reading) -> Block:
    _only(data)
    return Rule()


def _listed(data: dict[str, Any]) -> list[Any]:
    items = data.get("items")
    if not isinstance(items, list) or not items:
        raise _Other
    return items


def _list(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "style", "items", "meta")
    style = data.get("style")
    meta = data.get("meta") or {}
    if not isinstance(style, str) or style not in LIST_STYLES or not isinstance(meta, dict):
        raise _Other
    start = meta.get("start", 1)
    counted = {key: value for key, value in meta.items() if key != "start"}
    if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start <= LARGEST_START:
        raise _Other
    if any(COUNTS_AS_MARKDOWN.get(key) != value for key, value in counted.items()):
        raise _Other
    return _listing(style, _listed(data), start if style == "ordered" else 1, reading, 0)


def _listing(style: str, items: list[Any], start: int, reading: Reading, depth: int) -> Listing:
    found = tuple(_item(item, style, reading, depth) for item in items)
    return Listing(LIST_STYLES[style], found, start)


def _item(raw: object, style: str, reading: Reading, depth: int) -> Item:
    """An item: a text (the older form), or text and items inside it (the newer)."""
    box = False if style == CHECKLIST else None
    if depth > DEEPEST:
        raise _Other
    if not isinstance(raw, dict):
        return Item(_filled(_text(raw, reading)), box)
    _only(raw, "content", "items", "meta")
    inner, meta = raw.get("items", []), raw.get("meta") or {}
    if not isinstance(inner, list) or not isinstance(meta, dict):
        raise _Other
    if box is not None:
        box = meta.get("checked", False)
        _only(meta, "checked")
        if not isinstance(box, bool):
            raise _Other
    elif meta:
        raise _Other
    lists = (_listing(style, inner, 1, reading, depth + 1),) if inner else ()
    return Item((*_filled(_text(raw.get("content"), reading)), *lists), box)


def _table(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "withHeadings", "content", "stretched")
    rows = data.get("content")
    headed = data.get("withHeadings") is True and not data.get("stretched")
    if not headed or not isinstance(rows, list) or not rows:
        raise _Other
    if not all(isinstance(row, list) and row for row in rows):
        raise _Other
    return Table(tuple(tuple(_text(cell, reading) for cell in row) for row in rows))


def _image(data: dict[str, Any], reading: Reading) -> Block:
    _only(data, "file", "url", "caption", *IMAGE_FLAGS)
    file = data.get("file", {"url": data.get("url")})
    if not isinstance(file, dict) or set(file) != {"url"} or any(data.get(flag) for flag in IMAGE_FLAGS):
        raise _Other
    caption = _text(data.get("caption", ""), reading)
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
