"""Markdown as lines of Content, laid out a block at a time, when it comes into view.

Finding the blocks of 100,000 characters takes a few milliseconds; what is costly, the text in them, is
read and wrapped only for the blocks that are asked for. Importing this loads markdown-it: import it when
the first text is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content

from tui.presentation import roles
from tui.presentation.links import linked
from tui.presentation.markdown_inline import Block, Inline, fold
from tui.presentation.markdown_table import table_rows
from tui.presentation.text import cells, plain_block

DEEPEST = 60
"""Lists and quotes in one another. A text that goes deeper is shown as it is written: the parser would
leave out what lies below."""
_LINES_A_BLOCK = 50
_QUOTE = "▎ "


def text_blocks(text: str, role: str = roles.NORMAL) -> list[Block]:
    """Text as it is written, line for line, wrapped; nothing in it is read as Markdown."""
    return _line_blocks(plain_block(text).split("\n"), "", role)


def _line_blocks(lines: Sequence[str], lead: str, role: str) -> list[Block]:
    """Lines that keep their breaks and blanks, in blocks of some lines each."""

    def block(part: Sequence[str]) -> Block:
        def draw(width: int) -> list[Content]:
            room = width - cells(lead)
            return [
                Content.assemble((lead, roles.DIM), piece)
                for line in part
                for piece in fold(linked(Content.styled(line, role)), room)
            ]

        return draw

    return [block(lines[at : at + _LINES_A_BLOCK]) for at in range(0, len(lines), _LINES_A_BLOCK)]


@dataclass
class _Indent:
    """What stands before the lines of a list item or a quote: before the first, and before the others."""

    first: str
    rest: str
    used: bool = False


class MarkdownBlocks:
    """Reads Markdown into blocks."""

    def __init__(self, markdown: str) -> None:
        """Take Markdown from anywhere; nothing in it can harm the screen."""
        self._parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST})
        self._parser.enable(["table", "strikethrough"])
        self._parser.core.ruler.disable("inline")
        self._env: dict[str, Any] = {}
        self._inline = Inline(self._parser, self._env)
        self._blocks: list[Block] = []
        self._indents: list[_Indent] = []
        self._gap = False
        text = plain_block(markdown)
        tokens = self._parser.parse(text, self._env)
        if any(token.level >= DEEPEST - 1 for token in tokens):
            self._blocks = text_blocks(text)
        else:
            self._read(iter(tokens))

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks, in order."""
        return self._blocks

    def _read(self, tokens: Iterator[Token]) -> None:
        for token in tokens:
            if token.type == "table_open":
                self._table(tokens)
            elif token.type == "heading_open":
                self._add(self._paragraph(next(tokens).content, roles.STRONG))
            elif token.type.endswith("_open"):
                self._open(token)
            elif token.type.endswith("_close"):
                self._close(token)
            else:
                self._leaf(token)

    def _open(self, token: Token) -> None:
        """Begin a list item or a quote; nothing else that opens is seen."""
        if token.type == "list_item_open":
            sign = f"{token.info}{token.markup} " if token.info else "• "
            self._indents.append(_Indent(sign, " " * cells(sign)))
        elif token.type == "blockquote_open":
            self._indents.append(_Indent(_QUOTE, _QUOTE))

    def _close(self, token: Token) -> None:
        """End something; a blank line follows it, unless it stands in a tight list."""
        if token.type in {"list_item_close", "blockquote_close"}:
            if not self._indents[-1].used:
                self._add(lambda width: [Content("")])
            self._indents.pop()
        if token.type in {"bullet_list_close", "ordered_list_close"}:
            self._gap = self._gap or all(indent.first == _QUOTE for indent in self._indents)
        elif token.type != "list_item_close":
            self._gap = self._gap or not token.hidden

    def _leaf(self, token: Token) -> None:
        if token.type in {"fence", "code_block"}:
            self._code(token.content)
        elif token.type == "hr":
            self._add(lambda width: [Content.styled("─" * max(width, 0), roles.DIM)])
            self._gap = True
        elif token.content:
            self._add(self._paragraph(token.content))

    def _add(self, draw: Block) -> None:
        """Add a block, behind the signs of the lists and quotes that it stands in."""
        gap = None
        if self._gap and self._blocks:
            gap = "".join(indent.rest for indent in self._indents if indent.used).rstrip()
        self._gap = False
        first = "".join(indent.rest if indent.used else indent.first for indent in self._indents)
        rest = "".join(indent.rest for indent in self._indents)
        for indent in self._indents:
            indent.used = True
        self._blocks.append(_indented(draw, first, rest, gap) if rest or gap is not None else draw)

    def _paragraph(self, source: str, role: str = roles.NORMAL) -> Block:
        def draw(width: int) -> list[Content]:
            return [
                line
                for text in self._inline.content(source, role).split(allow_blank=True)
                for line in fold(text, width)
            ]

        return draw

    def _code(self, source: str) -> None:
        lines = plain_block(source).rstrip("\n").split("\n")
        for block in _line_blocks(lines, "  ", roles.CODE):
            self._add(block)
        self._gap = True

    def _table(self, tokens: Iterator[Token]) -> None:
        for row in table_rows(tokens, self._inline):
            self._add(row)
        self._gap = True


def _indented(draw: Block, first: str, rest: str, gap: str | None) -> Block:
    """A block behind signs, which take half of the width at most; `gap`: the signs of the empty line
    above it, None where there is none.
    """

    def drawn(width: int) -> list[Content]:
        before, others = first[: width // 2], rest[: width // 2]
        above = [] if gap is None else [Content.styled(gap[: width // 2], roles.DIM)]
        lines = draw(max(width - cells(others), 1))
        signed = [
            Content.assemble((others if number else before, roles.DIM), line)
            for number, line in enumerate(lines)
        ]
        return above + signed

    return drawn
