"""HTML cut into the elements that stand outermost in it, each with its own text to the letter."""

from __future__ import annotations

import re
from itertools import pairwise

from bs4.element import Tag

from tui.platforms.bodies.blocks import Block, Locked
from tui.platforms.bodies.html import BLOCKS, blocks_of
from tui.platforms.bodies.inline import Links, Reading, soup_of
from tui.platforms.bodies.jsons import sendable
from tui.platforms.bodies.kept import Kept, lockable

FORM = "html"
INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo br cite code del dfn em font i ins kbd label mark q s samp small span strike"
        " strong sub sup time u var wbr",
    )
)
"""Elements within a line; every other one begins a piece, an image too: editors have those as blocks."""


def pieces_of(markup: str) -> list[str]:
    """HTML cut before each element that stands outermost and is more than part of a line. Joined
    together the pieces are the HTML again, to the letter.
    """
    root = soup_of("\n" + markup).div
    if root is None or root.next_sibling is not None:
        # Something was closed that was not open: where an element ends cannot be told.
        return [markup] if markup else []
    lines = [0]
    for line in markup.split("\n"):
        lines.append(lines[-1] + len(line) + 1)
    cuts = [0]
    for node in root.children:
        if not isinstance(node, Tag) or node.name in INLINE or node.sourceline is None:
            continue
        # The first line is that of the element that was put around, the second is the HTML's first.
        at = lines[node.sourceline - 2] + (node.sourcepos or 0)
        if at > cuts[-1] and markup[at : at + 1] == "<" and markup[cuts[-1] : at].strip():
            cuts.append(at)
    return [markup[start:end] for start, end in pairwise([*cuts, len(markup)]) if end > start]


def kept_html(markup: str) -> tuple[list[Kept], Links]:
    """HTML as blocks, each with its piece; locked where Markdown would not tell all of it. Also what its
    links carry.
    """
    reading = Reading(strict=True)
    found = [(_block(piece, reading), piece) for piece in pieces_of(markup)]
    return lockable(found, locked), reading.links


def _block(piece: str, reading: Reading) -> Block | None:
    own = Reading(links=reading.links, strict=True)
    blocks = blocks_of(piece, own)
    if own.lost or len(blocks) > 1 or not sendable(piece) or _around(piece):
        return locked(piece)
    return blocks[0] if blocks else None


def _around(piece: str) -> bool:
    """Whether a piece is more than one element that says all of it: containers stand around that, or
    something beside it, or something is closed that was not open.
    """
    root = soup_of(piece).div
    if root is None or root.next_sibling is not None:
        return True
    said = [node for node in root.children if isinstance(node, Tag) or str(node).strip()]
    if len(said) > 1 and any(isinstance(node, Tag) and node.name not in INLINE for node in said):
        return True
    inner = [node for node in root.children if isinstance(node, Tag) and node.name in BLOCKS]
    return any(node.name not in {"p"} and node.find(BLOCKS) and _contains(node) for node in inner)


def _contains(node: Tag) -> bool:
    return node.name not in {"ul", "ol", "blockquote", "table"}


def locked(piece: str) -> Locked:
    """A piece as a locked block. Spaces at the ends of lines, the kind of line ends, and what is no
    character do not stay in every editor: the block is known without them.
    """
    shown = piece.encode(errors="replace").decode().replace("\0", "\ufffd")
    lines = shown.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    return Locked("\n".join(line.rstrip() for line in lines), FORM)
