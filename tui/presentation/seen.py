"""What was seen of an item: its texts, each against the one before, and what is other since a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.readings import Reading
from tui.presentation import roles
from tui.presentation.difference import difference
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.text import plain
from tui.presentation.times import age, stamp

if TYPE_CHECKING:
    from tui.domain.looks import Version

MOST_SHOWN = 20
MOST_LINES = 4_000
"""Lines of two texts that are counted against one another; of longer ones only their lengths are told."""
NO_HISTORY = "No text of it has been kept yet; each that comes from now on is."
NEVER_LOOKED = "You have looked at no other text of it: there is nothing to compare this one with."


def difference_blocks(
    before: str, after: str, now: datetime, titles: tuple[str, str] = ("", "")
) -> list[Block]:
    """What is other in a text, in lines, and in its title where `titles` tells how it was and is."""
    old, new = titles
    return content_blocks(difference(Reading(old, "", before), Reading(new, "", after), now))


def content_blocks(content: Content) -> list[Block]:
    """Lines that are drawn already, wrapped when they come into view."""

    def block(line: Content) -> Block:
        return lambda width: fold(line, width)

    return [block(line) for line in content.split(allow_blank=True)]


def sentence(text: str) -> list[Block]:
    """A sentence in place of what there is none of."""
    return content_blocks(Content.styled(plain(text, 400), roles.DIM))


def history_blocks(versions: Sequence[Version], texts: Mapping[str, str], now: datetime) -> list[Block]:
    """The texts that an item had, the latest first, each with what is other than in the one before it."""
    if not versions:
        return sentence(NO_HISTORY)
    shown = versions[:MOST_SHOWN]
    blocks: list[Block] = []
    for place, version in enumerate(shown):
        older = versions[place + 1] if place + 1 < len(versions) else None
        text = texts.get(version.hash)
        before = texts.get(older.hash) if older is not None else None
        blocks += content_blocks(
            _version_line(version, len(versions) - place, text, before if older is not None else None, now)
        )
        if text is not None and before is not None and older is not None:
            blocks += difference_blocks(before, text, now, (older.title, version.title))
        blocks += content_blocks(Content(" "))
    more = len(versions) - len(shown)
    if more > 0:
        blocks += sentence(f"and {more:,} older {'text' if more == 1 else 'texts'}")
    return blocks


def _version_line(
    version: Version, number: int, text: str | None, before: str | None, now: datetime
) -> Content:
    facts = [stamp(version.came_at, now)]
    if text is None:
        facts.append("its text is not kept any more")
    else:
        facts.append(f"{len(text.split()):,} words")
        if before is not None:
            facts.append(counted(before, text))
    if version.looked_at is not None:
        ago = age(version.looked_at, now)
        facts.append("looked at just now" if ago == "now" else f"looked at {ago} ago")
    return Content.assemble((f"{number:>3}  ", roles.STRONG), (" · ".join(filter(None, facts)), roles.DIM))


def counted(before: str, after: str) -> str:
    """How many lines came and went: "+12 -3"."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > MOST_LINES:
        return f"{len(new) - len(old):+} lines"
    came = went = 0
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            went += b - a
            came += d - c
    return f"+{came} -{went}"


def looked_line(looked_at: datetime | None, now: datetime) -> Content:
    """Against which look a text is compared."""
    return Content.styled(
        NEVER_LOOKED if looked_at is None else f"Since you looked at it on {stamp(looked_at, now)}:",
        roles.DIM,
    )
