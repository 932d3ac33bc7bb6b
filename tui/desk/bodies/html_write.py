"""Writes a tree as HTML: every word escaped, every address checked when it was read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
)

_TAGS = {"strong": "strong", "em": "em", "strike": "s", "mark": "mark", "underline": "u"}
_SHORT_TAGS = {"strong": "b", "em": "i", "strike": "s", "mark": "mark", "underline": "u"}


def write_html(blocks: Blocks) -> str:
    """The HTML of some blocks, a line each."""
    return "".join(f"{_block(block)}\n" for block in blocks)


def write_inline_html(inlines: Sequence[Inline], *, short: bool = False) -> str:
    """One line of HTML. `short`: with the elements that EditorJS's own tools know (b, i)."""
    return "".join(_inline(inline, _SHORT_TAGS if short else _TAGS) for inline in inlines)


def _inline(inline: Inline, tags: dict[str, str]) -> str:
    match inline:
        case Text(text):
            return escape(text, quote=False)
        case Code(text):
            kind = ' class="inline-code"' if tags is _SHORT_TAGS else ""
            return f"<code{kind}>{escape(text, quote=False)}</code>"
        case Styled(style, inner):
            return f"<{tags[style]}>{''.join(_inline(each, tags) for each in inner)}</{tags[style]}>"
        case Link(href, inner, title):
            said = "".join(_inline(each, tags) for each in inner)
            return f'<a href="{escape(href)}"{_titled(title)}>{said}</a>'
        case Picture(src, alt, title):
            return f'<img src="{escape(src)}" alt="{escape(alt)}"{_titled(title)} />'
        case Break():
            return "<br>" if tags is _SHORT_TAGS else "<br />\n"


def _titled(title: str) -> str:
    return f' title="{escape(title)}"' if title else ""


def _block(block: Block) -> str:
    match block:
        case Paragraph(inlines):
            return f"<p>{write_inline_html(inlines)}</p>"
        case Heading(level, inlines):
            return f"<h{level}>{write_inline_html(inlines)}</h{level}>"
        case Quote(inner):
            return f"<blockquote>\n{write_html(inner)}</blockquote>"
        case CodeBlock(text, language):
            kind = f' class="language-{escape(language)}"' if language else ""
            return f"<pre><code{kind}>{escape(text, quote=False)}\n</code></pre>"
        case Rule():
            return "<hr />"
        case Items(items, ordered, start):
            tag = "ol" if ordered else "ul"
            first = f' start="{start}"' if ordered and start != 1 else ""
            return f"<{tag}{first}>\n{''.join(_item(item) for item in items)}</{tag}>"
        case Table():
            return _table(block)


def _item(item: Item) -> str:
    box = ""
    if item.checked is not None:
        box = f'<input type="checkbox" disabled{" checked" if item.checked else ""} /> '
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, Paragraph):
        rest = write_html(item.blocks[1:])
        return f"<li>{box}{write_inline_html(first.inlines)}{chr(10) + rest if rest else ''}</li>\n"
    return f"<li>{box}{write_html(item.blocks)}</li>\n"


def _table(table: Table) -> str:
    body = "".join(_row(row, "td", table.aligns) for row in table.rows)
    head = f"<thead>\n{_row(table.header, 'th', table.aligns)}</thead>\n" if any(table.header) else ""
    return f"<table>\n{head}{f'<tbody>{chr(10)}{body}</tbody>{chr(10)}' if body else ''}</table>"


def _row(row: Row, tag: str, aligns: tuple[str, ...]) -> str:
    cells = []
    for index, cell in enumerate(row):
        align = aligns[index] if index < len(aligns) else ""
        style = f' style="text-align:{align}"' if align else ""
        cells.append(f"<{tag}{style}>{write_inline_html(cell)}</{tag}>\n")
    return f"<tr>\n{''.join(cells)}</tr>\n"
