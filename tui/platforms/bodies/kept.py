"""A platform's document block by block: each with what it is on the platform, so that what a person
does not touch goes back as it was.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.domain.errors import Invalid
from tui.platforms.bodies.blocks import Block, Code, Locked
from tui.platforms.bodies.markdown_read import LONGEST, read
from tui.platforms.bodies.markdown_write import LOCKED, write

_TYPE = re.compile(r'"type"\s*:\s*"(?P<type>[^"\n]{1,60})"|^<(?P<tag>[a-zA-Z][\w-]{0,60})')


@dataclass(frozen=True, slots=True)
class Kept:
    """A block and what it is on the platform. `block` None: a reader sees nothing of it. `careful`:
    how it is written in Markdown.
    """

    block: Block | None
    raw: Any
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of an edited text: with the `raw` of the block that it is, or else, where it stands in
    the place of one, with that one as `instead`.
    """

    block: Block | None
    raw: Any = None
    same: bool = False
    instead: Kept | None = None


@dataclass(frozen=True, slots=True)
class MarkdownBody:
    """A body as Markdown; `locked` says why it cannot be edited without loss, None where it can."""

    markdown: str
    locked: str | None = None


def lockable(found: Iterable[tuple[Block | None, Any]], lock: Callable[[Any], Locked]) -> list[Kept]:
    """Blocks, each with what it is on the platform: as it is where Markdown can say it, else as `lock`
    makes it of that.
    """
    kept: list[Kept] = []
    for block, raw in found:
        care = None if block is None or isinstance(block, Locked) else _care(block)
        if block is not None and not isinstance(block, Locked) and care is None:
            block = lock(raw)
        kept.append(Kept(block, raw, bool(care)))
    return kept


def _care(block: Block) -> bool | None:
    """Whether a block needs care to read as itself in Markdown; None where it never does."""
    for care in (False, True):
        if _reads_as(write([block], careful=[care]), (block,)):
            return care
    return None


def _reads_as(markdown: str, blocks: tuple[Block, ...]) -> bool:
    try:
        return read(markdown) == blocks
    except Invalid:
        return False


def shown(kept: Sequence[Kept]) -> MarkdownBody:
    """A document as Markdown that reads as the same blocks; locked where there is none."""
    blocks = tuple(one.block for one in kept if one.block is not None)
    markdown = write(blocks, careful=[one.careful for one in kept if one.block is not None])
    if len(markdown) > LONGEST:
        return MarkdownBody(markdown, f"It is longer than {LONGEST} characters")
    if not _reads_as(markdown, blocks):
        return MarkdownBody(markdown, "Its blocks cannot be told apart in Markdown")
    return MarkdownBody(markdown)


def placed(kept: Sequence[Kept], wanted: Sequence[Block]) -> list[Placed]:
    """An edited text on the document that it was made from: every block that was there is found again,
    wherever it stands now. Raises Invalid for a locked block that is none of the document's.
    """
    seen = [one for one in kept if one.block is not None]
    found = _found_again(seen, wanted)
    _see_locks_hold(seen, wanted, found)
    return _with_unseen(kept, seen, wanted, found)


def _found_again(seen: Sequence[Kept], wanted: Sequence[Block]) -> list[int | None]:
    """For each wanted block the number of the block that it is, each given once; from both ends
    first, so that an edit in one place leaves the others with themselves.
    """
    found: list[int | None] = [None] * len(wanted)
    start, shorter = 0, min(len(seen), len(wanted))
    while start < shorter and seen[start].block == wanted[start]:
        found[start] = start
        start += 1
    tail = 0
    while tail < shorter - start and seen[-1 - tail].block == wanted[-1 - tail]:
        found[-1 - tail] = len(seen) - 1 - tail
        tail += 1
    left: dict[Block | None, deque[int]] = {}
    for number in range(start, len(seen) - tail):
        left.setdefault(seen[number].block, deque()).append(number)
    for at in range(start, len(wanted) - tail):
        same = left.get(wanted[at])
        if same:
            found[at] = same.popleft()
    return found


def _see_locks_hold(seen: Sequence[Kept], wanted: Sequence[Block], found: Sequence[int | None]) -> None:
    taken = set(found)
    lost = [
        one.block.text
        for number, one in enumerate(seen)
        if number not in taken and isinstance(one.block, Locked)
    ]
    for block, number in zip(wanted, found, strict=True):
        if number is not None:
            continue
        if isinstance(block, Locked):
            name = _name(block.text)
            raise Invalid(
                f"The locked block {name} in line {block.line} of the text was changed, or is there twice",
                advice=f"Put the {block.form}{LOCKED} block back as it was, or take all of it out.",
            )
        if isinstance(block, Code) and block.code in lost:
            raise Invalid(
                f"The locked block {_name(block.code)} lost the word that begins it",
                advice=f"Put ...{LOCKED} back behind its fence, or take all of it out.",
            )


def _name(text: str) -> str:
    found = _TYPE.search(text)
    return f'"{found["type"] or found["tag"]}"' if found else "without a name"


def _with_unseen(
    kept: Sequence[Kept], seen: Sequence[Kept], wanted: Sequence[Block], found: Sequence[int | None]
) -> list[Placed]:
    """The wanted blocks, with what a reader does not see where it stood."""
    unseen: list[list[Kept]] = [[]]
    for one in kept:
        if one.block is None:
            unseen[-1].append(one)
        else:
            unseen.append([])
    instead = _instead(seen, found)
    result: list[Placed] = []
    gap = 0

    def up_to(last: int) -> None:
        nonlocal gap
        while gap <= last:
            result.extend(Placed(None, one.raw, same=True) for one in unseen[gap])
            gap += 1

    for at, block in enumerate(wanted):
        number = found[at]
        if number is not None:
            up_to(number)
            result.append(Placed(block, seen[number].raw, same=True))
        elif at in instead:
            up_to(instead[at])
            result.append(Placed(block, instead=seen[instead[at]]))
        else:
            result.append(Placed(block))
    up_to(len(seen))
    return result


def _instead(seen: Sequence[Kept], found: Sequence[int | None]) -> dict[int, int]:
    """Which new blocks stand in the place of which old ones: where as many went as came."""
    taken = {number for number in found if number is not None}
    pairs: dict[int, int] = {}
    before, new = -1, []
    for at, number in enumerate([*found, len(seen)]):
        if number is None:
            new.append(at)
            continue
        gone = [one for one in range(before + 1, number) if one not in taken] if new else []
        if len(gone) == len(new):
            pairs.update(zip(new, gone, strict=True))
        before, new = max(before, number), []
    return pairs
