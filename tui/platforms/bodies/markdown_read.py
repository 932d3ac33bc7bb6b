"""Markdown as blocks and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tui.domain.errors import Invalid
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
from tui.platforms.bodies.inline import TAG_MARKS, link, text_of, tidy
from tui.platforms.bodies.markdown_write import LOCKED

LONGEST = 1_000_000
"""Characters of a body that is read as Markdown."""
DEEPEST = 60
"""Lists and quotations inside one another, each list counting twice."""
_BOX = re.compile(r"\[(?P<tick>[ xX])\](?:[ \t\n]+|$)")
_LOCKED = re.compile(rf"(?P<form>[a-z]+){LOCKED}")


@cache
def parser() -> MarkdownIt:
    """HTML in Markdown is text: what machines wrote is not let into a page."""
    found = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 10})
    return found.enable(["table", "strikethrough"])


def to_html(markdown: str) -> str:
    """Markdown as HTML; HTML inside it comes out escaped."""
    return str(parser().render(markdown))


def read(markdown: str) -> tuple[Block, ...]:
    """Markdown as blocks. Raises Invalid for what is too long or nested too deeply to be read, and for
    a locked block that stands inside another block.
    """
    if len(markdown) > LONGEST:
        raise Invalid(f"The text is longer than {LONGEST} characters", advice="Make two posts of it.")
    try:
        tokens = parser().parse(markdown)
        # What is deeper than the parser goes it would leave out without a word.
        if any(token.level > DEEPEST for token in tokens):
            raise _too_deep()
        return tuple(_blocks(SyntaxTreeNode(tokens).children, outermost=True))
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> Invalid:
    return Invalid("The text has lists or quotations nested too deeply", advice="Take some levels out.")


def _blocks(nodes: Iterable[SyntaxTreeNode], *, outermost: bool = False) -> Iterator[Block]:
    for node in nodes:
        block = _block(node)
        if isinstance(block, Locked) and not outermost:
            raise Invalid(
                f"The locked block in line {block.line} stands inside a list or a quotation",
                advice="Move it to the begin of its own line.",
            )
        yield block


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1]), _inline(node))
        case "paragraph":
            return _paragraph(node)
        case "bullet_list" | "ordered_list":
            start = node.attrs.get("start", 1)
            items = tuple(_item(item) for item in node.children)
            return Listing(node.type == "ordered_list", items, int(start))
        case "blockquote":
            return Quote(tuple(_blocks(node.children)))
        case "fence" | "code_block":
            return _code(node)
        case "hr":
            return Rule()
        case "table":
            rows = [row for part in node.children for row in part.children]
            return Table(tuple(tuple(_inline(cell) for cell in row.children) for row in rows))
        case _:
            return Paragraph(tidy([Run(node.content)]))


def _paragraph(node: SyntaxTreeNode) -> Block:
    children = node.children[0].children if node.children else []
    if len(children) == 1 and children[0].type == "image" and not children[0].attrs.get("title"):
        image = children[0]
        caption = image.content and text_of(tuple(_runs(image.children)))
        return Image(str(image.attrs.get("src") or ""), " ".join(caption.split()))
    return Paragraph(_inline(node))


def _code(node: SyntaxTreeNode) -> Block:
    code = node.content.removesuffix("\n")
    info = node.info.strip() if node.type == "fence" else ""
    found = _LOCKED.fullmatch(info)
    if found is None:
        return Code(code, info)
    first, behind = node.map or (0, 0)
    return Locked(code, found["form"], (first, behind))


def _item(node: SyntaxTreeNode) -> Item:
    blocks = tuple(_blocks(node.children))
    first = node.children[0] if node.children else None
    if first is None or first.type != "paragraph" or not first.children:
        return Item(blocks)
    inline = first.children[0]
    found = _BOX.match(inline.content)
    runs = list(_runs(inline.children))
    if found is None or not runs or runs[0].marks or runs[0].href or runs[0].text[:3] != found[0][:3]:
        return Item(blocks)
    rest = tidy([Run(runs[0].text[3:]), *runs[1:]])
    text = (Paragraph(rest),) if rest else ()
    return Item((*text, *blocks[1:]), found["tick"] != " ")


def _inline(node: SyntaxTreeNode) -> Runs:
    return tidy(_runs([child for inline in node.children for child in inline.children]))


def _runs(
    nodes: Iterable[SyntaxTreeNode], marks: frozenset[str] = frozenset(), href: str | None = None
) -> Iterator[Run]:
    for node in nodes:
        match node.type:
            case "softbreak":
                yield Run(" ", marks, href)
            case "hardbreak":
                yield Run(BREAK)
            case "code_inline":
                yield Run(node.content, marks | {CODE}, href)
            case "strong" | "em" | "s":
                yield from _runs(node.children, marks | {TAG_MARKS[node.type]}, href)
            case "link":
                yield from _runs(node.children, marks, link(str(node.attrs.get("href") or "")))
            case "image":
                yield Run(node.content or "image", marks, link(str(node.attrs.get("src") or "")))
            case _:
                yield Run(node.content, marks, href)
