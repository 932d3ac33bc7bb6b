"""Writes a tree as Markdown. What is written reads back as the same words; a style that Markdown cannot
say at a place (bold inside a word beside a full stop, say) is dropped there rather than shown as stars.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from urllib.parse import quote

from tui.desk.bodies.escapes import escape
from tui.desk.bodies.inlines import tidy
from tui.desk.bodies.markdown_read import parser, read_markdown
from tui.desk.bodies.tree import (
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
    Styled,
    Table,
    Text,
    plain,
)


def write_markdown(blocks: Blocks) -> str:
    """The Markdown of some blocks, with a newline at its end; empty for none."""
    text = _blocks(blocks, nested=False)
    return f"{text}\n" if text else ""


def _blocks(blocks: Sequence[Block], *, nested: bool) -> str:
    parts: list[str] = []
    marker = 0
    previous: Block | None = None
    for block in blocks:
        # Two lists in a row would read as one: the second takes the other marker.
        twin = isinstance(block, Items) and isinstance(previous, Items) and block.ordered == previous.ordered
        marker = 1 - marker if twin else 0
        text = _items(block, marker) if isinstance(block, Items) else _block(block, nested=nested)
        if text:
            parts.append(text)
            previous = block
    return "\n\n".join(parts)


def _block(block: Block, *, nested: bool) -> str:
    match block:
        case Paragraph(inlines):
            return _paragraph(inlines)
        case Heading(level, inlines):
            return _heading(level, inlines)
        case Quote(inner):
            return _indented(_blocks(inner, nested=True), "> ", "> ") or ">"
        case CodeBlock(text, language):
            fence = "`" * max(3, _longest_run(text) + 1)
            info = re.sub(r"[^\w+#.-]", "", language)
            return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"
        case Rule():
            # Within a list "- ---" would be one line of dashes.
            return "___" if nested else "---"
        case Items():
            return _items(block, 0)
        case Table():
            return _table(block)


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)


def _paragraph(inlines: Sequence[Inline]) -> str:
    return _sure(_sayable(inlines), Paragraph, "")


def _heading(level: int, inlines: Sequence[Inline]) -> str:
    level = min(max(level, 1), 6)
    wanted = _sayable(Text(" ") if isinstance(inline, Break) else inline for inline in inlines)
    return _sure(wanted, lambda run: Heading(level, run), "#" * level + " ").rstrip(" ")


def _sayable(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """Without the styles that Markdown has no sign for; addresses as Markdown keeps them."""
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Styled("mark" | "underline", inner):
                out.extend(_sayable(inner))
            case Styled(style, inner):
                out.append(Styled(style, _sayable(inner)))
            case Link(href, inner, title):
                out.append(Link(parser().normalizeLink(href), _sayable(inner), title))
            case Picture(src, alt, title):
                out.append(Picture(parser().normalizeLink(src), alt, title))
            case _:
                out.append(inline)
    return tidy(out)


def _without_styles(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    out: list[Inline] = []
    for inline in inlines:
        match inline:
            case Styled(_, inner):
                out.extend(_without_styles(inner))
            case Link(href, inner, title):
                out.append(Link(href, _without_styles(inner), title))
            case _:
                out.append(inline)
    return tidy(out)


def _sure(wanted: tuple[Inline, ...], block: Callable[[tuple[Inline, ...]], Block], prefix: str) -> str:
    """The first way of writing a run that reads back as it is; at worst its words alone."""
    bare = _without_styles(wanted)
    for run, em in ((wanted, "_"), (wanted, "*"), (bare, "_")):
        text = prefix + _run(run, em)
        if read_markdown(text) == ((block(run),) if run or prefix else ()):
            return text
    return prefix + _run(tidy([Text(plain(bare).replace("\n", " "))]), "_")


def _run(inlines: Sequence[Inline], em: str) -> str:
    signs = {"strong": "**", "em": em, "strike": "~~"}
    out: list[str] = []
    fresh = True  # at a line's begin, where more signs mean something
    for inline, following in zip_longest(inlines, inlines[1:]):
        match inline:
            case Text(text):
                said = escape(text, at_start=fresh)
                calls = said.endswith("!") and isinstance(following, Link)
                out.append(f"{said[:-1]}\\!" if calls else said)
            case Code(text):
                out.append(_code(text))
            case Styled(style, inner):
                sign = signs[style]
                out.append(f"{sign}{_run(inner, em)}{sign}")
            case Link(href, inner, title):
                out.append(f"[{_run(inner, em)}]({_target(href, title)})")
            case Picture(src, alt, title):
                out.append(f"![{escape(alt, at_start=False)}]({_target(src, title)})")
            case Break():
                out.append("\\\n")
        fresh = isinstance(inline, Break)
    return "".join(out)


def _code(text: str) -> str:
    fence = "`" * (_longest_run(text) + 1)
    edge = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _target(address: str, title: str) -> str:
    address = re.sub(r"[\s<>\\]", lambda found: quote(found[0]), address)
    address = re.sub(r"&(?=#?\w+;)", r"\&", address)
    if re.search(r"[()]", address):
        address = f"<{address}>"
    said = re.sub(r'["\\]|&(?=#?\w+;)', r"\\\g<0>", title)
    return f'{address} "{said}"' if title else address


def _items(block: Items, marker: int) -> str:
    tight = all(_fits_tight(item) for item in block.items)
    lines = []
    for number, item in enumerate(block.items, max(block.start, 0)):
        sign = f"{min(number, 999_999_999)}{'.)'[marker]}" if block.ordered else "-*"[marker]
        box = "" if item.checked is None else "[x] " if item.checked else "[ ] "
        lines.append(_item(item, f"{sign} ", box, tight=tight))
    return ("\n" if tight else "\n\n").join(lines)


def _item(item: Item, sign: str, box: str, *, tight: bool) -> str:
    content = _blocks(item.blocks, nested=True)
    if tight:
        # Between a line and the list below it, and nowhere else: a tight item holds nothing else.
        content = "\n".join(_blocks([block], nested=True) for block in item.blocks)
    if item.blocks and isinstance(item.blocks[0], Paragraph):
        content = box + content
    return _indented(content, sign, " " * len(sign)) if content else sign.rstrip()


def _fits_tight(item: Item) -> bool:
    """Whether an item is one line, with lists below it at most that may follow a line at once."""
    if not item.blocks:
        return True
    first, *rest = item.blocks
    return (
        isinstance(first, Paragraph)
        and len(rest) <= 1
        and all(
            isinstance(block, Items)
            and (not block.ordered or block.start == 1)
            and bool(block.items and block.items[0].blocks)
            and isinstance(block.items[0].blocks[0], Paragraph)
            for block in rest
        )
    )


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    blank = others.rstrip()
    return "\n".join((first if i == 0 else others) + line if line else blank for i, line in enumerate(lines))


def _table(table: Table) -> str:
    width = max(len(table.header), 1)
    aligns = [*table.aligns, *[""] * width][:width]
    dashes = {"left": ":---", "center": ":---:", "right": "---:"}
    return "\n".join(
        [
            _row(table.header, width),
            f"| {' | '.join(dashes.get(align, '---') for align in aligns)} |",
            *(_row(row, width) for row in table.rows),
        ]
    )


def _row(row: Row, width: int) -> str:
    cells = [_cell(cell) for cell in row][:width]
    return f"| {' | '.join([*cells, *[''] * (width - len(cells))])} |"


def _cell(inlines: Sequence[Inline]) -> str:
    text = _paragraph([Text(" ") if isinstance(inline, Break) else inline for inline in inlines])
    # A table takes every bar for a cell's end, in code too, and takes the backslash before it away.
    return text.replace("|", "\\|")
