"""Blocks as Markdown, Markdown as blocks and as HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from tui.domain.errors import Invalid
from tui.platforms.bodies.blocks import (
    BREAK,
    CODE,
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
from tui.platforms.bodies.inline import TAG_MARKS, destination, escaped, link, markdown_of, text_of, tidy

LOCKED_FENCE = "editorjs-locked"
CAPTION_DASH = "— "
_BOX = re.compile(r"\[(?P<tick>[ xX])\](?:[ \t]+|$)")


@cache
def _parser() -> MarkdownIt:
    """HTML in Markdown is text: what machines wrote is not let into a page."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def to_html(markdown: str) -> str:
    """Markdown as HTML; HTML inside it comes out escaped."""
    return str(_parser().render(markdown))


def write(blocks: Sequence[Block]) -> str:
    """Blocks as Markdown."""
    return "\n\n".join(filter(None, map(write_block, blocks)))


def write_block(block: Block) -> str:
    """One block as Markdown."""
    match block:
        case Heading(level, text):
            # A closing row of # would be taken as decoration.
            return "#" * level + " " + re.sub(r"(#+)$", r"\\\1", markdown_of(text))
        case Paragraph(text):
            return markdown_of(text)
        case Listing(ordered, items):
            return "\n".join(_item_lines(items, ordered))
        case Checklist() | Quote() | Table():
            return _write_compound(block)
        case Code(code, language):
            return _fenced(code, language)
        case Locked(found):
            return _fenced(found, LOCKED_FENCE)
        case Rule():
            return "---"
        case Image(url, caption):
            return f"![{escaped(caption)}]({destination(url)})"


def _write_compound(block: Checklist | Quote | Table) -> str:
    match block:
        case Checklist(items):
            boxes = [f"- [{'x' if done else ' '}] {markdown_of(text)}" for text, done in items]
            return "\n".join(_hung(box, "  ") for box in boxes)
        case Quote(text, caption):
            said = markdown_of(text).replace("\\\n\\\n", "\n\n")
            if caption:
                said += f"\n\n{CAPTION_DASH}{markdown_of(caption)}"
            return "\n".join(f"> {line}".rstrip(" ") for line in said.split("\n"))
        case Table(rows):
            return _table(rows)


def _item_lines(items: Sequence[Item], ordered: bool) -> Iterable[str]:
    for number, item in enumerate(items, 1):
        mark = f"{number}. " if ordered else "- "
        indent = " " * len(mark)
        yield _hung(mark + markdown_of(item.text), indent).rstrip(" ")
        for line in _item_lines(item.items, ordered):
            yield "\n".join(indent + part if part else "" for part in line.split("\n"))


def _hung(text: str, indent: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(indent + line for line in rest)])


def _fenced(code: str, info: str) -> str:
    longest = max((len(ticks) for ticks in re.findall("`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{info}\n{code}\n{fence}"


def _table(rows: Sequence[Sequence[Runs]]) -> str:
    def row(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    written = [row(markdown_of(cell, in_table=True) for cell in cells) for cells in rows]
    return "\n".join([written[0], row("---" for _ in rows[0]), *written[1:]])


def read(markdown: str) -> tuple[Block, ...]:
    """Markdown as blocks. Raises Invalid where a locked block was changed so that it is no JSON."""
    root = SyntaxTreeNode(_parser().parse(markdown))
    return tuple(block for node in root.children for block in _blocks(node))


def _blocks(node: SyntaxTreeNode) -> Iterable[Block]:
    match node.type:
        case "heading":
            yield Heading(int(node.tag[1]), _inline(node))
        case "paragraph":
            yield _paragraph(node)
        case "bullet_list" | "ordered_list":
            yield _list(node)
        case "blockquote":
            yield _quote(node)
        case "fence" | "code_block":
            yield _code(node)
        case "hr":
            yield Rule()
        case "table":
            rows = [row for part in node.children for row in part.children]
            yield Table(tuple(tuple(_inline(cell) for cell in row.children) for row in rows))
        case _:
            yield Paragraph(tidy([Run(node.content)]))


def _paragraph(node: SyntaxTreeNode) -> Block:
    children = node.children[0].children if node.children else []
    if len(children) == 1 and children[0].type == "image":
        image = children[0]
        return Image(
            str(image.attrs.get("src") or ""), image.content and text_of(tuple(_runs(image.children)))
        )
    return Paragraph(_inline(node))


def _code(node: SyntaxTreeNode) -> Block:
    code = node.content.removesuffix("\n")
    info = node.info.strip() if node.type == "fence" else ""
    if info != LOCKED_FENCE:
        return Code(code, info)
    try:
        found = json.loads(code)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid(
            "A locked block was changed and cannot be sent",
            advice=f"Put the {LOCKED_FENCE} block back as it was, or take all of it out.",
        )
    return Locked(locked_json(found))


def locked_json(raw: dict[str, object]) -> str:
    """A block's JSON in the one form that locked blocks have."""
    return json.dumps(raw, ensure_ascii=False, indent=2)


def _list(node: SyntaxTreeNode) -> Block:
    boxes = [_box(item) for item in node.children]
    if node.type == "bullet_list" and boxes and all(box is not None for box in boxes):
        ticked = [box for box in boxes if box is not None]
        if not any(child.type.endswith("_list") for item in node.children for child in item.children):
            return Checklist(tuple(ticked))
    return Listing(node.type == "ordered_list", _items(node))


def _items(node: SyntaxTreeNode) -> tuple[Item, ...]:
    found = []
    for item in node.children:
        texts: list[Run] = []
        inner: list[Item] = []
        for child in item.children:
            if child.type.endswith("_list"):
                inner.extend(_items(child))
                continue
            if texts:
                texts.append(Run(BREAK))
            texts.extend(_flat(child))
        found.append(Item(tidy(texts), tuple(inner)))
    return tuple(found)


def _flat(node: SyntaxTreeNode) -> Iterable[Run]:
    """A block inside a list's item or a quotation, as lines of text."""
    if node.type in {"paragraph", "heading", "th", "td"}:
        return _inline(node)
    if node.type in {"fence", "code_block"}:
        lines = node.content.removesuffix("\n").split("\n")
        return [run for line in lines for run in (Run(line, frozenset({CODE})), Run(BREAK))][:-1]
    return [run for child in node.children for run in (*_flat(child), Run(BREAK))][:-1]


def _box(item: SyntaxTreeNode) -> tuple[Runs, bool] | None:
    if len(item.children) != 1 or item.children[0].type != "paragraph" or not item.children[0].children:
        return None
    inline = item.children[0].children[0]
    found = _BOX.match(inline.content)
    if found is None:
        return None
    runs = list(_runs(inline.children))
    if not runs or runs[0].text[:3] != found[0][:3]:
        return None
    first = runs[0]
    rest = [Run(first.text[3:], first.marks, first.href), *runs[1:]]
    return tidy(rest), found["tick"] != " "


def _quote(node: SyntaxTreeNode) -> Quote:
    parts = [tuple(_flat(child)) for child in node.children]
    caption: Runs = ()
    if len(parts) > 1 and parts[-1] and parts[-1][0].text.startswith(CAPTION_DASH) and not parts[-1][0].marks:
        first = parts[-1][0]
        caption = tidy([Run(first.text.removeprefix(CAPTION_DASH)), *parts[-1][1:]])
        parts.pop()
    runs: list[Run] = []
    for part in parts:
        runs.extend([Run(BREAK), Run(BREAK)] if runs else [])
        runs.extend(part)
    return Quote(tidy(runs), caption)


def _inline(node: SyntaxTreeNode) -> Runs:
    return tidy(_runs([child for inline in node.children for child in inline.children]))


def _runs(
    nodes: Iterable[SyntaxTreeNode], marks: frozenset[str] = frozenset(), href: str | None = None
) -> Iterable[Run]:
    for node in nodes:
        match node.type:
            case "text":
                yield Run(node.content, marks, href)
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
