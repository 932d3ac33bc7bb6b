"""HTML bodies to Markdown, for posts that come without any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, PreformattedString, Tag

from tui.platforms.bodies.blocks import (
    BREAK,
    Block,
    Code,
    Heading,
    Image,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Run,
    Table,
)
from tui.platforms.bodies.inline import Reading, link, runs_in, runs_of_node, soup_of, tidy
from tui.platforms.bodies.markdown import read, write

HEADINGS = {f"h{level}": level for level in range(1, 7)}
CONTAINERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "body", "html", "figure", "p"}
)
UNSHOWN = frozenset({"script", "style", "head", "title", "template", "noscript"})
BLOCKS = frozenset({*HEADINGS, *CONTAINERS, *UNSHOWN, "ul", "ol", "blockquote", "pre", "hr", "table"})
DEEPEST = 40


def to_markdown(markup: str) -> tuple[str, str | None]:
    """HTML as Markdown, and why it cannot be edited so without loss (None where it can)."""
    reading = Reading([])
    root = soup_of(markup).div
    blocks = tuple(_blocks(root, reading, 0)) if root is not None else ()
    markdown = write(blocks)
    if reading.lost:
        return markdown, f"Its HTML holds what Markdown has no form for: {', '.join(reading.lost[:3])}"
    if read(markdown) != blocks:
        return markdown, "Its HTML would not come back the same from Markdown"
    return markdown, None


def _blocks(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    """The blocks inside an element; text and inline elements between blocks are paragraphs."""
    loose: list[Run] = []
    for node in tag.children:
        block = isinstance(node, Tag) and (node.name in BLOCKS or node.find(BLOCKS) is not None)
        if not block and not (isinstance(node, Tag) and node.name == "img" and not tidy(loose)):
            loose.extend(runs_of_node(node, reading))
            continue
        yield from _paragraph(loose)
        loose = []
        if isinstance(node, Tag):
            yield from _block(node, reading, depth)
    yield from _paragraph(loose)


def _paragraph(runs: list[Run]) -> Iterator[Block]:
    tidied = tidy(runs)
    if tidied:
        yield Paragraph(tidied)


def _block(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    name = tag.name
    if depth > DEEPEST:
        reading.note("elements nested too deeply")
        yield from _paragraph([Run(" ".join(tag.get_text(" ").split()))])
        return
    if {"style", "align"} & set(tag.attrs):
        reading.note(f"<{name}> with a style")
    if name in HEADINGS:
        text = tidy(runs_in(tag, reading))
        if text:
            yield Heading(HEADINGS[name], text)
    elif name in COMPOUNDS:
        yield from COMPOUNDS[name](tag, reading, depth)
    elif name in UNSHOWN:
        reading.note(f"<{name}>")
    else:
        if name not in CONTAINERS:
            reading.note(f"<{name}>")
        yield from _blocks(tag, reading, depth + 1)


def _listing(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    items = tuple(_items(tag, reading, depth, tag.name))
    if items:
        yield Listing(tag.name == "ol", items)


def _items(tag: Tag, reading: Reading, depth: int, kind: str) -> Iterator[Item]:
    for child in tag.children:
        if not isinstance(child, Tag):
            if isinstance(child, NavigableString) and child.strip():
                reading.note("text between the items of a list")
            continue
        if child.name != "li" or depth > DEEPEST:
            reading.note(f"<{child.name}> in a list")
            yield Item(tidy([Run(" ".join(child.get_text(" ").split()))]))
            continue
        text: list[Run] = []
        inner: list[Item] = []
        for node in child.children:
            if isinstance(node, Tag) and node.name in {"ul", "ol"}:
                if node.name != kind:
                    reading.note("lists of two kinds inside one another")
                inner.extend(_items(node, reading, depth + 1, kind))
            elif isinstance(node, Tag) and node.name == "p":
                text.extend([Run(BREAK)] if tidy(text) else [])
                text.extend(runs_in(node, reading))
            else:
                text.extend(runs_of_node(node, reading))
        yield Item(tidy(text), tuple(inner))


def _quote(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    runs: list[Run] = []
    for block in _blocks(tag, reading, depth + 1):
        if not isinstance(block, Paragraph | Heading):
            reading.note("more than text in a quotation")
            continue
        runs.extend([Run(BREAK), Run(BREAK)] if runs else [])
        runs.extend(block.text)
    quoted = tidy(runs)
    if quoted:
        yield Quote(quoted)


def _code(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    inner = tag.find("code")
    names = str(inner.get("class") or "") if isinstance(inner, Tag) else ""
    named = re.search(r"language-([\w+#.-]+)", names)
    text = "".join(
        str(node)
        for node in tag.descendants
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
    )
    yield Code(text.removesuffix("\n"), named[1] if named else "")


def _rule(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    yield Rule()


def _image(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    if set(tag.attrs) - {"src", "alt"}:
        reading.note("<img> with attributes")
    yield Image(link(str(tag.get("src") or "")), " ".join(str(tag.get("alt") or "").split()))


def _table(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    rows = [
        tuple(tidy(runs_in(cell, reading)) for cell in row.find_all(["th", "td"]))
        for row in tag.find_all("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    if any(len(row) != len(rows[0]) for row in rows) or not tag.find("th"):
        reading.note("a table without a head or with joined cells")
    width = max(map(len, rows))
    yield Table(tuple((*row, *[()] * (width - len(row))) for row in rows))


COMPOUNDS = {
    "ul": _listing,
    "ol": _listing,
    "blockquote": _quote,
    "pre": _code,
    "hr": _rule,
    "table": _table,
    "img": _image,
}
