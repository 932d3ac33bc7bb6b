"""Nodes of Tiptap, of its own extensions, as blocks; what Markdown has no form for is locked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui.platforms.bodies.blocks import (
    BOLD,
    BREAK,
    CODE,
    ITALIC,
    LARGEST_START,
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
    Run,
    Runs,
    Table,
)
from tui.platforms.bodies.inline import Links, Reading, collapsed, link, tidy
from tui.platforms.bodies.jsons import laid_out

FORM = "tiptap"
MARKS = {"bold": BOLD, "italic": ITALIC, "strike": STRUCK, "code": CODE}
NODE_KEYS = {"type", "attrs", "content"}
UNSEEN_ATTRIBUTES = {"id", "class", "tight"}
"""Attributes of which a reader sees nothing: an edited node may lose them."""
AS_USUAL = {"textAlign": "left", "dir": "auto"}
LINK_ATTRIBUTES = ("target", "rel", "class")
DEEPEST = 20


class _Other(Exception):
    """A node that is not of a form that Markdown has."""


def locked(node: object) -> Locked:
    """A node as its own JSON."""
    return Locked(laid_out(node), FORM)


def block_of(node: object, reading: Reading) -> Block | None:
    """A node, locked where Markdown has no form for all that it holds; None for an empty paragraph, of
    which a reader sees nothing. `reading` learns what links carry.
    """
    try:
        block = _block(node, reading.links, 0)
    except _Other:
        return locked(node)
    return None if block == Paragraph(()) else block


def _block(node: object, links: Links, depth: int) -> Block:
    if not isinstance(node, dict) or set(node) - NODE_KEYS or depth > DEEPEST:
        raise _Other
    attrs, content = node.get("attrs") or {}, node.get("content") or []
    reader = READERS.get(str(node.get("type")))
    if reader is None or not isinstance(attrs, dict) or not isinstance(content, list):
        raise _Other
    return reader(_Node(attrs, content, links, depth))


class _Node:
    """What a node holds."""

    def __init__(self, attrs: dict[str, Any], content: list[Any], links: Links, depth: int) -> None:
        self.attrs = attrs
        self.content = content
        self.links = links
        self.depth = depth

    def only(self, **usual: object) -> None:
        """Raises _Other for attributes that Markdown has no form for: any that is not among `usual` with
        that value, or with any where the value is `...`.
        """
        for name, value in self.attrs.items():
            if value is None or name in UNSEEN_ATTRIBUTES or AS_USUAL.get(name) == value:
                continue
            if name not in usual or usual[name] not in {value, ...}:
                raise _Other

    def text(self, name: str) -> str:
        """An attribute that is a text, or missing."""
        found = self.attrs.get(name)
        if found is not None and not isinstance(found, str):
            raise _Other
        return found or ""

    def blocks(self) -> tuple[Block, ...]:
        """The blocks inside."""
        found = tuple(_block(one, self.links, self.depth + 1) for one in self.content)
        return () if found == (Paragraph(()),) else found


def _paragraph(node: _Node) -> Block:
    node.only()
    return Paragraph(_runs(node))


def _heading(node: _Node) -> Block:
    node.only(level=...)
    level = node.attrs.get("level")
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 6:
        raise _Other
    return Heading(level, _runs(node))


def _listing(node: _Node) -> Block:
    node.only()
    return Listing(False, _items(node, "listItem"))


def _numbered(node: _Node) -> Block:
    node.only(start=..., order=..., type="1")
    start = node.attrs.get("start", node.attrs.get("order"))
    start = 1 if start is None else start
    if isinstance(start, bool) or not isinstance(start, int) or not 0 <= start <= LARGEST_START:
        raise _Other
    return Listing(True, _items(node, "listItem"), start)


def _tasks(node: _Node) -> Block:
    node.only()
    return Listing(False, _items(node, "taskItem"))


def _items(node: _Node, kind: str) -> tuple[Item, ...]:
    return tuple(_item(one, kind, node) for one in node.content)


def _item(raw: object, kind: str, parent: _Node) -> Item:
    if not isinstance(raw, dict) or raw.get("type") != kind or set(raw) - NODE_KEYS:
        raise _Other
    attrs, content = raw.get("attrs") or {}, raw.get("content") or []
    if not isinstance(attrs, dict) or not isinstance(content, list) or parent.depth > DEEPEST:
        raise _Other
    item = _Node(attrs, content, parent.links, parent.depth + 1)
    blocks = item.blocks()
    if len(blocks) > 1 and blocks[0] == Paragraph(()):
        # Every item begins with a paragraph; of an empty one a reader sees nothing.
        blocks = blocks[1:]
    if kind == "listItem":
        item.only()
        return Item(blocks)
    item.only(checked=...)
    checked = attrs.get("checked") or False
    if not isinstance(checked, bool):
        raise _Other
    return Item(blocks, checked)


def _quote(node: _Node) -> Block:
    node.only()
    return Quote(node.blocks())


def _code(node: _Node) -> Block:
    node.only(language=...)
    lines = []
    for one in node.content:
        if not isinstance(one, dict) or set(one) - {"type", "text"} or one.get("type") != "text":
            raise _Other
        lines.append(one.get("text"))
    if not all(isinstance(line, str) for line in lines):
        raise _Other
    return Code("".join(map(str, lines)), node.text("language"))


def _rule(node: _Node) -> Block:
    node.only()
    if node.content:
        raise _Other
    return Rule()


def _image(node: _Node) -> Block:
    node.only(src=..., alt=...)
    url, caption = node.text("src"), node.text("alt")
    if not url or link(url) != url or node.content:
        raise _Other
    return Image(url, caption)


def _table(node: _Node) -> Block:
    node.only()
    kinds = ["tableHeader", *["tableCell"] * (len(node.content) - 1)]
    return Table(tuple(_row(row, kind, node.links) for row, kind in zip(node.content, kinds, strict=False)))


def _row(raw: object, kind: str, links: Links) -> tuple[Runs, ...]:
    if not isinstance(raw, dict) or raw.get("type") != "tableRow" or set(raw) - {"type", "content"}:
        raise _Other
    cells = raw.get("content")
    if not isinstance(cells, list):
        raise _Other
    return tuple(_cell(cell, kind, links) for cell in cells)


def _cell(raw: object, kind: str, links: Links) -> Runs:
    if not isinstance(raw, dict) or raw.get("type") != kind or set(raw) - NODE_KEYS:
        raise _Other
    attrs, content = raw.get("attrs") or {}, raw.get("content") or []
    if not isinstance(attrs, dict) or not isinstance(content, list):
        raise _Other
    cell = _Node(attrs, content, links, 1)
    cell.only(colspan=1, rowspan=1)
    match cell.blocks():
        case ():
            return ()
        case (Paragraph(text),):
            return text
        case _:
            raise _Other


def _runs(node: _Node) -> Runs:
    return tidy(run for one in node.content for run in _run(one, node.links))


def _run(raw: object, links: Links) -> Iterator[Run]:
    if not isinstance(raw, dict):
        raise _Other
    if raw.get("type") == "hardBreak" and not set(raw) - {"type"}:
        yield Run(BREAK)
        return
    text = raw.get("text")
    marks = raw.get("marks") or []
    if raw.get("type") != "text" or not isinstance(text, str) or not isinstance(marks, list):
        raise _Other
    if set(raw) - {"type", "text", "marks"}:
        raise _Other
    marks_found, href = _marks(marks, links)
    yield Run(collapsed(text), marks_found, href)


def _marks(marks: list[Any], links: Links) -> tuple[frozenset[str], str | None]:
    """The styles of a text, and where it links to."""
    found: set[str] = set()
    href: str | None = None
    for mark in marks:
        if not isinstance(mark, dict) or set(mark) - {"type", "attrs"}:
            raise _Other
        attrs = mark.get("attrs") or {}
        if not isinstance(attrs, dict):
            raise _Other
        if mark.get("type") == "link":
            href = _href(attrs, links)
        elif any(value is not None for value in attrs.values()):
            raise _Other
        elif mark.get("type") != "textStyle":
            found.add(_mark(mark.get("type")))
    return frozenset(found), href


def _mark(type_: object) -> str:
    if not isinstance(type_, str) or type_ not in MARKS:
        raise _Other
    return MARKS[type_]


def _href(attrs: dict[str, Any], links: Links) -> str:
    href = attrs.get("href")
    more = {name: attrs[name] for name in LINK_ATTRIBUTES if attrs.get(name) is not None}
    others = {name for name, value in attrs.items() if value is not None} - {"href", *LINK_ATTRIBUTES}
    if not isinstance(href, str) or others or not all(isinstance(value, str) for value in more.values()):
        raise _Other
    address = link(href)
    links.setdefault(address, more)
    return address


READERS = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bulletList": _listing,
    "orderedList": _numbered,
    "taskList": _tasks,
    "blockquote": _quote,
    "codeBlock": _code,
    "horizontalRule": _rule,
    "image": _image,
    "table": _table,
}
