"""Tables in Markdown: columns side by side where they can be, else each row as lines of its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from markdown_it.token import Token
from textual.content import Content

from tui.presentation import roles
from tui.presentation.markdown_inline import Block, Inline, fold
from tui.presentation.text import cells, plain_piece

LEAST_COLUMN = 8
"""Cells that each column must be able to have for the table to be drawn as one."""
_GAP = 2


def table_rows(tokens: Iterator[Token], inline: Inline) -> list[Block]:
    """Read a table's tokens up to its end; a block for each row, the headings first."""
    rows: list[list[str]] = []
    right: list[bool] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "th_open":
            right.append("right" in str(token.attrs.get("style", "")))
        elif token.type == "inline":
            rows[-1].append(token.content)
    columns = zip_longest(*rows, fillvalue="")
    natural = [max(max(cells(plain_piece(cell)) for cell in column), 1) for column in columns]
    table = _Table(rows[0], right, natural, inline)
    return [table.row(texts, head=number == 0) for number, texts in enumerate(rows)]


class _Table:
    """What the rows of a table share: the names, sides and widths of its columns."""

    def __init__(self, names: list[str], right: list[bool], natural: list[int], inline: Inline) -> None:
        self._names = names
        self._right = right
        self._natural = natural
        self._inline = inline

    def row(self, texts: list[str], *, head: bool) -> Block:
        def draw(width: int) -> list[Content]:
            widths = shared_widths(self._natural, width)
            role = roles.STRONG if head else roles.NORMAL
            contents = [self._inline.content(text, role) for text in texts]
            if widths is not None:
                return self._side_by_side(contents, widths)
            return [] if head else self._stacked(contents, width)

        return draw

    def _side_by_side(self, contents: list[Content], widths: list[int]) -> list[Content]:
        wrapped = [fold(content, room) for content, room in zip(contents, widths, strict=False)]
        return [
            Content(" " * _GAP).join(
                _aligned(piece or Content(""), room, right)
                for piece, room, right in zip(pieces, widths, self._right, strict=False)
            )
            for pieces in zip_longest(*wrapped)
        ]

    def _stacked(self, contents: list[Content], width: int) -> list[Content]:
        """Each cell on lines of its own, behind its heading."""
        lines: list[Content] = []
        for name, content in zip(self._names, contents, strict=False):
            heading = Content.assemble(self._inline.content(name, roles.DIM), (": ", roles.DIM))
            lines += fold(heading + content, width)
        return [*lines, Content("")]


def shared_widths(natural: list[int], width: int) -> list[int] | None:
    """How wide columns of these natural widths (1 or more) are drawn in `width` cells with gaps between
    them; None where they cannot stand side by side.
    """
    room = width - _GAP * (len(natural) - 1)
    if sum(natural) <= room:
        return list(natural)
    if room < LEAST_COLUMN * len(natural):
        return None
    widths = list(natural)
    left, greedy = room, list(range(len(natural)))
    # Columns that need no more than an even share get what they need; the others share the rest.
    while modest := [place for place in greedy if widths[place] <= left // len(greedy)]:
        left -= sum(widths[place] for place in modest)
        greedy = [place for place in greedy if place not in modest]
    for place in greedy:
        widths[place] = left // len(greedy)
    return widths


def _aligned(content: Content, width: int, right: bool) -> Content:
    fill = max(width - content.cell_length, 0)
    return content.pad_left(fill) if right else content.pad_right(fill)
