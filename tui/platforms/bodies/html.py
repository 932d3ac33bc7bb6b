"""HTML bodies to Markdown, for posts that come without any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4.element import NavigableString, PreformattedString, Tag

from tui.platforms.bodies.blocks import (
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
    Table,
)
from tui.platforms.bodies.inline import Reading, link, runs_in, runs_of_node, soup_of, tidy
from tui.platforms.bodies.kept import lockable, shown
from tui.platforms.bodies.markdown_read import LONGEST
from tui.platforms.bodies.markdown_write import write

HEADINGS = {f"h{level}": level for level in range(1, 7)}
CONTAINERS = frozenset(
    {"div", "section", "article", "main", "header", "footer", "aside", "body", "html", "figure", "p"}
)
UNSHOWN = frozenset({"script", "style", "head", "title", "template", "noscript"})
BLOCKS = frozenset({*HEADINGS, *CONTAINERS, *UNSHOWN, "ul", "ol", "blockquote", "pre", "hr", "table"})
OWN_ATTRIBUTES = frozenset({"ul", "ol", "blockquote", "pre", "img", "table"})
"""Elements whose attributes are looked at where they are read."""
DEEPEST = 30


def to_markdown(markup: str) -> tuple[str, str | None]:
    """HTML as Markdown, and why it cannot be edited so without loss (None where it can)."""
    if len(markup) > LONGEST:
        return "", f"Its HTML is longer than {LONGEST} characters"
    reading = Reading()
    blocks = blocks_of(markup, reading)
    if reading.lost:
        return write(blocks), f"Its HTML holds what Markdown has no form for: {', '.join(reading.lost[:3])}"
    kept = lockable(((block, None) for block in blocks), lambda _: Locked("", "html"))
    if any(isinstance(one.block, Locked) for one in kept):
        return write(blocks), "Its HTML would not come back the same from Markdown"
    body = shown(kept)
    return body.markdown, body.locked


def blocks_of(markup: str, reading: Reading) -> list[Block]:
    """HTML as blocks; `reading` learns what they do not tell of it."""
    root = soup_of(markup).div
    return list(_blocks(root, reading, 0)) if root is not None else []


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
    elif reading.strict and name not in OWN_ATTRIBUTES and tag.attrs:
        reading.note(f"<{name}> with attributes")
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
    ordered = tag.name == "ol"
    items = tuple(_items(tag, reading, depth))
    if set(tag.attrs) - {"start"} and reading.strict:
        reading.note(f"<{tag.name}> with attributes")
    start = str(tag.get("start", "1"))
    if not (start.isascii() and start.isdecimal() and len(start) < 10):
        reading.note("a list that counts otherwise")
        start = "1"
    if items:
        yield Listing(ordered, items, int(start) if ordered else 1)


def _items(tag: Tag, reading: Reading, depth: int) -> Iterator[Item]:
    for child in tag.children:
        if not isinstance(child, Tag):
            if isinstance(child, NavigableString) and child.strip():
                reading.note("text between the items of a list")
            continue
        if child.name != "li":
            reading.note(f"<{child.name}> in a list")
        elif child.attrs and reading.strict:
            reading.note("<li> with attributes")
        yield Item(tuple(_blocks(child, reading, depth + 1)))


def _quote(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    inner = tuple(_blocks(tag, reading, depth + 1))
    if tag.attrs and reading.strict:
        reading.note("<blockquote> with attributes")
    if inner:
        yield Quote(inner)


def _code(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    inner = tag.find("code")
    names = " ".join(map(str, inner.get("class") or ())) if isinstance(inner, Tag) else ""
    named = re.search(r"language-([\w+#.-]+)", names)
    text = "".join(
        str(node)
        for node in tag.descendants
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
    )
    if reading.strict:
        attributes = {name for found in (tag, *tag.find_all(True)) for name in found.attrs}
        plain = len(tag.find_all(True)) == bool(inner) and attributes <= {"class"}
        if not plain or "class" in tag.attrs or (names and not re.fullmatch(r"language-[\w+#.-]+", names)):
            reading.note("<pre> with more than code")
    yield Code(text.removesuffix("\n"), named[1] if named else "")


def _rule(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    yield Rule()


def _image(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    url = str(tag.get("src") or "")
    if set(tag.attrs) - {"src", "alt"} or (reading.strict and link(url) != url):
        reading.note("<img> with attributes")
    yield Image(link(url), " ".join(str(tag.get("alt") or "").split()))


def _table(tag: Tag, reading: Reading, depth: int) -> Iterator[Block]:
    rows = [
        tuple(tidy(runs_in(cell, reading)) for cell in row.find_all(["th", "td"]))
        for row in tag.find_all("tr")
    ]
    rows = [row for row in rows if row]
    if not rows:
        return
    if reading.strict and not _is_plain(tag):
        reading.note("a table of more than cells")
    if any(len(row) != len(rows[0]) for row in rows) or not tag.find("th"):
        reading.note("a table without a head or with joined cells")
    width = max(map(len, rows))
    yield Table(tuple((*row, *[()] * (width - len(row))) for row in rows))


def _is_plain(table: Tag) -> bool:
    """Whether a table is one head and rows of cells, and nothing beside."""
    parts = [table, *table.find_all(["thead", "tbody", "tr", "th", "td"])]
    known = {id(part) for part in parts}
    inside = [child for part in parts if part.name not in {"th", "td"} for child in part.children]
    heads = [cell.find_parent("tr") for cell in table.find_all("th")]
    rows = table.find_all("tr")
    return (
        not any(part.attrs for part in parts)
        and all(id(child) in known if isinstance(child, Tag) else not str(child).strip() for child in inside)
        and not table.find(["table", "p", "div", "ul", "ol"])
        and all(row is rows[0] for row in heads)
        and not rows[0].find("td")
    )


COMPOUNDS = {
    "ul": _listing,
    "ol": _listing,
    "blockquote": _quote,
    "pre": _code,
    "hr": _rule,
    "table": _table,
    "img": _image,
}
