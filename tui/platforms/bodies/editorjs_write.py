"""Blocks as blocks of EditorJS, of its own tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tui.platforms.bodies.blocks import (
    BREAK,
    CODE,
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
from tui.platforms.bodies.editorjs_read import CAPTION_DASH, CHECKLIST, IMAGE_FLAGS
from tui.platforms.bodies.inline import Links, html_of, tidy


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document writes what EditorJS can write in two ways."""

    links: Links = field(default_factory=dict)
    objects: bool = False
    """List items are objects, as the newer list tool has them, not texts."""
    ticked_lists: bool = False
    """Checklists are a style of lists, not a tool of their own."""


def habits_of(blocks: Iterable[object], links: Links) -> Habits:
    """The habits of a document's blocks."""
    objects = ticked = False
    for data in map(_list_data, blocks):
        ticked = ticked or data.get("style") == CHECKLIST
        items = data.get("items")
        objects = objects or (isinstance(items, list) and any(isinstance(item, dict) for item in items))
    return Habits(links, objects, ticked)


def _list_data(block: object) -> dict[str, Any]:
    data = block.get("data") if isinstance(block, dict) and block.get("type") == "list" else None
    return data if isinstance(data, dict) else {}


def raw_of(block: Block, habits: Habits, instead: object = None) -> dict[str, Any]:
    """A block as EditorJS keeps it. `instead`: the block in whose place it stands; of the same type it
    leaves its id and its tunes.
    """
    type_, data = _typed(block, habits)
    if isinstance(instead, dict) and instead.get("type") == type_:
        return {**instead, "data": data}
    return {"type": type_, "data": data}


def _typed(block: Block, habits: Habits) -> tuple[str, dict[str, Any]]:
    links = habits.links
    match block:
        case Heading(level, text):
            return "header", {"text": html_of(text, links), "level": level}
        case Paragraph(text):
            return "paragraph", {"text": html_of(text, links)}
        case Listing():
            return _list(block, habits)
        case Quote(inner):
            text, caption = _quoted(inner)
            shown = {"text": html_of(text, links), "caption": html_of(caption, links)}
            return "quote", {**shown, "alignment": "left"}
        case Code(code, language):
            return "code", {"code": code, **({"language": language} if language else {})}
        case Table(rows):
            cells = [[html_of(cell, links) for cell in row] for row in rows]
            return "table", {"withHeadings": True, "content": cells}
        case Image(url, caption):
            shown_caption = html_of((Run(caption),))
            return "image", {
                "file": {"url": url},
                "caption": shown_caption,
                **dict.fromkeys(IMAGE_FLAGS, False),
            }
        case Rule() | Locked():
            return "delimiter", {}


def _list(block: Listing, habits: Habits) -> tuple[str, dict[str, Any]]:
    nested = any(_lists_in(item) for item in block.items)
    if not block.ordered and all(item.checked is not None for item in block.items):
        if nested or habits.ticked_lists:
            items = [_object(item, habits, ticked=True) for item in block.items]
            return "list", {"style": CHECKLIST, "items": items}
        boxes = [{"text": _text(item, habits), "checked": bool(item.checked)} for item in block.items]
        return "checklist", {"items": boxes}
    data: dict[str, Any] = {"style": "ordered" if block.ordered else "unordered"}
    if block.ordered and block.start != 1:
        data["meta"] = {"start": block.start, "counterType": "numeric"}
    if nested or habits.objects:
        return "list", {**data, "items": [_object(item, habits) for item in block.items]}
    return "list", {**data, "items": [_text(item, habits, boxed=True) for item in block.items]}


def _object(item: Item, habits: Habits, *, ticked: bool = False) -> dict[str, Any]:
    inner = [_object(one, habits, ticked=ticked) for listing in _lists_in(item) for one in listing.items]
    meta = {"checked": bool(item.checked)} if ticked else {}
    return {"content": _text(item, habits, boxed=not ticked), "meta": meta, "items": inner}


def _text(item: Item, habits: Habits, *, boxed: bool = False) -> str:
    """An item's text; `boxed`: with its box as signs, where the list has no boxes."""
    runs = list(_lines(block for block in item.blocks if not isinstance(block, Listing)))
    if boxed and item.checked is not None:
        runs.insert(0, Run(f"[{'x' if item.checked else ' '}] "))
    return html_of(tidy(runs), habits.links)


def _lists_in(item: Item) -> Iterator[Listing]:
    return (block for block in item.blocks if isinstance(block, Listing))


def _lines(blocks: Iterable[Block], between: tuple[Run, ...] = (Run(BREAK),)) -> Iterator[Run]:
    """Blocks inside a block that takes text only, as lines of text."""
    for at, block in enumerate(blocks):
        if at:
            yield from between
        yield from _flat(block)


def _flat(block: Block) -> Iterator[Run]:
    match block:
        case Paragraph(text) | Heading(_, text):
            yield from text
        case Code(code):
            lines = ((Run(line, frozenset({CODE})),) for line in code.split("\n"))
            yield from _joined(lines)
        case Quote(inner):
            yield from _lines(inner)
        case Listing(_, items):
            yield from _lines(one for item in items for one in item.blocks)
        case Table(rows):
            yield from _joined(tuple(run for cell in row for run in (*cell, Run(" "))) for row in rows)
        case Image(url, caption):
            yield Run(caption or url, href=url)
        case Rule() | Locked():
            yield Run("—")


def _joined(lines: Iterable[tuple[Run, ...]]) -> Iterator[Run]:
    for number, line in enumerate(lines):
        if number:
            yield Run(BREAK)
        yield from line


def _quoted(blocks: Sequence[Block]) -> tuple[Runs, Runs]:
    """A quotation's text and who said it: its last paragraph, where that begins with a dash."""
    caption: Runs = ()
    last = blocks[-1] if len(blocks) > 1 else None
    if isinstance(last, Paragraph) and last.text and not (last.text[0].marks or last.text[0].href):
        first = last.text[0]
        if first.text.startswith(CAPTION_DASH):
            caption = tidy([replace(first, text=first.text.removeprefix(CAPTION_DASH)), *last.text[1:]])
            blocks = blocks[:-1]
    return tidy(_lines(blocks, (Run(BREAK), Run(BREAK)))), caption
