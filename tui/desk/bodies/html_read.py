"""Reads HTML of any quality into a tree: scripts and styles are left out, unknown elements are their text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup

from tui.desk.bodies.addresses import safe_address
from tui.desk.bodies.checklists import item_of
from tui.desk.bodies.inlines import code_lines, tidy
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

_STYLES: dict[str, Style] = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "mark": "mark",
    "u": "underline",
}
_SILENT = {"script", "style", "head", "template", "noscript", "title", "svg", "object", "iframe", "select"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "dd", "details", "div", "dl", "dt", "fieldset"),
    *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html"),
    *("li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul"),
}


def read_html(html: str) -> Blocks:
    """The blocks of an HTML page or fragment."""
    return _blocks(_soup(html).children, 0)


def read_inline_html(html: str) -> tuple[Inline, ...]:
    """A fragment that is one line, as EditorJS keeps its texts; blocks in it are joined."""
    return tidy(_inlines(_soup(html).children, 0))


def _soup(html: str) -> BeautifulSoup:
    try:
        return BeautifulSoup(html, "html.parser")
    except ParserRejectedMarkup:
        # A broken declaration ("<![;") stops the parser; as text it stops nobody.
        return BeautifulSoup(html.replace("<!", "&lt;!"), "html.parser")


def _blocks(nodes: Iterable[PageElement], depth: int) -> Blocks:
    """Blocks as they come; what stands between them outside of a paragraph makes one."""
    blocks: list[Block] = []
    loose: list[PageElement] = []

    def close() -> None:
        if line := tidy(_inlines(loose, depth)):
            blocks.append(Paragraph(line))
        loose.clear()

    for node in nodes:
        if isinstance(node, Tag) and (node.name in _BLOCKS or _holds_blocks(node, depth)):
            close()
            blocks.extend(_block(node, depth + 1))
        else:
            loose.append(node)
    close()
    return tuple(blocks)


def _holds_blocks(tag: Tag, depth: int) -> bool:
    """Whether an inline element has blocks in it, as careless pages do."""
    return depth < MAX_DEPTH and tag.name not in _SILENT and tag.find(_BLOCKS) is not None


def _block(tag: Tag, depth: int) -> Blocks:
    if depth > MAX_DEPTH:
        text = tidy([Text(tag.get_text(" "))])
        return (Paragraph(text),) if text else ()
    match tag.name:
        case "p" if _holds_blocks(tag, depth):
            return _blocks(tag.children, depth)
        case "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            line = tidy(_inlines(tag.children, depth))
            if not line:
                return ()
            return (Paragraph(line) if tag.name == "p" else Heading(int(tag.name[1]), line),)
        case "blockquote":
            return (Quote(_blocks(tag.children, depth)),)
        case "pre":
            return (_code(tag),)
        case "hr":
            return (Rule(),)
        case "ul" | "ol":
            return _list(tag, depth)
        case "table":
            return _table(tag, depth)
        case _:
            return _blocks(tag.children, depth)


def _code(tag: Tag) -> CodeBlock:
    inner = tag.find("code")
    classes = _words(inner, "class") if isinstance(inner, Tag) else []
    language = next((word.removeprefix("language-") for word in classes if word.startswith("language-")), "")
    return CodeBlock(code_lines(tag.get_text()).removesuffix("\n"), language)


def _words(tag: Tag, name: str) -> list[str]:
    value = tag.get(name)
    return value.split() if isinstance(value, str) else list(value or [])


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or [])


def _list(tag: Tag, depth: int) -> Blocks:
    items = []
    for child in tag.children:
        if not isinstance(child, Tag):
            if str(child).strip():
                items.append(Item(_blocks([child], depth)))
        elif child.name == "li":
            items.extend(_item(nodes, depth) for nodes in _unclosed(child, {"li"}))
        elif child.name in {"ul", "ol"} and items:
            # A list straight within a list belongs to the item before it.
            items[-1] = Item((*items[-1].blocks, *_block(child, depth + 1)), items[-1].checked)
        else:
            items.append(Item(_blocks([child], depth)))
    start = _attribute(tag, "start")
    number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
    return (Items(tuple(items), tag.name == "ol", number if tag.name == "ol" else 1),) if items else ()


def _unclosed(tag: Tag, names: set[str]) -> list[list[PageElement]]:
    """An element's children, parted where the next of its kind begins: pages may leave out </li> and </td>,
    and the parser then puts each into the one before.
    """
    parts: list[list[PageElement]] = [[]]
    waiting = [iter(tag.children)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        elif isinstance(node, Tag) and node.name in names:
            parts.append([])
            waiting.append(iter(node.children))
        elif not isinstance(node, Tag) or node.name != "tr":
            parts[-1].append(node)
    return parts


def _item(nodes: Sequence[PageElement], depth: int) -> Item:
    blocks = _blocks(nodes, depth)
    for node in nodes:
        box = node if isinstance(node, Tag) and node.name == "input" else None
        if isinstance(node, Tag) and node.name in {"label", "p"}:
            box = node.find("input")
        if isinstance(box, Tag) and _attribute(box, "type") == "checkbox":
            return Item(blocks, box.has_attr("checked"))
    return item_of(blocks)


def _table(tag: Tag, depth: int) -> Blocks:
    rows: list[Row] = []
    aligns: tuple[str, ...] = ()
    headed = False
    for row in tag.find_all("tr"):
        cells = row.find_all(["td", "th"], recursive=False)
        if not cells or row.find_parent("table") is not tag:
            continue
        if not rows:
            headed = all(cell.name == "th" for cell in cells)
            aligns = tuple(_align(cell) for cell in cells)
        parts = [nodes for cell in cells for nodes in _unclosed(cell, {"td", "th"})]
        rows.append(tuple(tidy(_inlines(nodes, depth)) for nodes in parts))
    if not rows:
        return _blocks((child for child in tag.children), depth)
    width = max(len(row) for row in rows)
    even = [(*row, *((),) * (width - len(row))) for row in rows]
    header = even.pop(0) if headed else ((),) * width
    padded = (*aligns, *("",) * (width - len(aligns)))
    return (Table(header, tuple(even), padded if any(padded) else ()),)


def _align(cell: Tag) -> str:
    found = re.search(r"text-align:\s*(left|center|right)", _attribute(cell, "style"))
    return found[1] if found else ""


def _inlines(nodes: Iterable[PageElement], depth: int) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for node in nodes:
        if isinstance(node, PreformattedString):
            continue
        if isinstance(node, NavigableString):
            out.append(Text(str(node)))
        elif isinstance(node, Tag) and node.name not in _SILENT:
            out.extend([Text(node.get_text(" "))] if depth > MAX_DEPTH else _inline(node, depth + 1))
    return tuple(out)


def _inline(tag: Tag, depth: int) -> tuple[Inline, ...]:
    inner = _inlines(tag.children, depth)
    if style := _STYLES.get(tag.name):
        return (Styled(style, inner),)
    match tag.name:
        case "br":
            # The parser puts what follows an unclosed <br> beside it, never into it.
            return (Break(), *inner)
        case "code" | "kbd" | "samp" | "tt":
            return (Code(tag.get_text()),)
        case "a":
            href = safe_address(_attribute(tag, "href"))
            return (Link(href, inner, _attribute(tag, "title")),) if href else inner
        case "img":
            return _picture(tag)
        case name if name in _BLOCKS:
            return (Break(), *inner, Break())
        case _:
            return inner


def _picture(tag: Tag) -> tuple[Inline, ...]:
    alt = _attribute(tag, "alt")
    src = safe_address(_attribute(tag, "src"), image=True)
    if src:
        return (Picture(src, alt, _attribute(tag, "title")),)
    return (Text(alt),) if alt else ()
