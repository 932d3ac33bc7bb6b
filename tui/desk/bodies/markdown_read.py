"""Reads Markdown (CommonMark with tables and strikethrough) into a tree."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tui.desk.bodies.addresses import safe_address
from tui.desk.bodies.checklists import item_of
from tui.desk.bodies.inlines import tidy
from tui.desk.bodies.tree import (
    Block,
    Blocks,
    Break,
    Code,
    CodeBlock,
    Heading,
    Inline,
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
    plain,
)

_STYLES: dict[str, Style] = {"strong": "strong", "em": "em", "s": "strike"}


@cache
def parser() -> MarkdownIt:
    """The one parser of all bodies: raw HTML in Markdown is text."""
    # The preset's nesting of 20 drops what is deeper without a word.
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": 100}).enable(["table", "strikethrough"])
    # It puts its rules together at first use, which two threads must not do at once.
    made.render("a *b*\n\n- c\n")
    return made


def read_markdown(markdown: str) -> Blocks:
    """The blocks of a Markdown text."""
    root = SyntaxTreeNode(parser().parse(markdown))
    return _blocks(root.children)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> Blocks:
    return tuple(block for node in nodes if (block := _block(node)) is not None)


def _block(node: SyntaxTreeNode) -> Block | None:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1]), _line(node))
        case "blockquote":
            return Quote(_blocks(node.children))
        case "fence" | "code_block":
            return CodeBlock(node.content.removesuffix("\n"), _language(node.info))
        case "hr":
            return Rule()
        case "bullet_list" | "ordered_list":
            return _items(node)
        case "table":
            return _table(node)
    inlines = _line(node)
    return Paragraph(inlines) if inlines else None


def _language(info: str) -> str:
    return (info.split() or [""])[0]


def _items(node: SyntaxTreeNode) -> Items:
    ordered = node.type == "ordered_list"
    start = int(node.attrs.get("start", 1)) if ordered else 1
    return Items(tuple(item_of(_blocks(child.children)) for child in node.children), ordered, start)


def _table(node: SyntaxTreeNode) -> Table:
    rows: list[Row] = []
    aligns: tuple[str, ...] = ()
    for part in node.children:
        for row in part.children:
            rows.append(tuple(_line(cell) for cell in row.children))
            if not aligns:
                aligns = tuple(_align(cell) for cell in row.children)
    return Table(rows[0], tuple(rows[1:]), aligns if any(aligns) else ())


def _align(cell: SyntaxTreeNode) -> str:
    return str(cell.attrs.get("style", "")).removeprefix("text-align:")


def _line(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    inline = next((child for child in node.children if child.type == "inline"), None)
    return tidy(_inlines(inline.children)) if inline is not None else ()


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for node in nodes:
        match node.type:
            case "softbreak":
                out.append(Text(" "))
            case "hardbreak":
                out.append(Break())
            case "code_inline":
                out.append(Code(node.content))
            case "strong" | "em" | "s":
                out.append(Styled(_STYLES[node.type], _inlines(node.children)))
            case "link":
                inner = _inlines(node.children)
                href = safe_address(node.attrs.get("href"))
                title = str(node.attrs.get("title", ""))
                out.extend((Link(href, inner, title),) if href else inner)
            case "image":
                alt = plain(_inlines(node.children))
                src = safe_address(node.attrs.get("src"), image=True)
                title = str(node.attrs.get("title", ""))
                out.append(Picture(src, alt.replace("\n", " "), title) if src else Text(alt))
            case _:
                out.append(Text(node.content))
    return tuple(out)
