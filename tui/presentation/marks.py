"""How many items are marked, in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.presentation import roles
from tui.presentation.text import plain

MOST_TITLES = 6
LONGEST_TITLE = 48
"""So many titles stand in a question, each in one line, that it fits the smallest screen."""
LONGEST = 200
SHORT_TITLE = 24
"""Where titles are named in a line."""


def marked_words(count: int, *, ascii: bool = False) -> Content:
    """The sign of a mark, and how many there are: "◆5 marked"; empty where there is none."""
    if not count:
        return Content("")
    return Content.assemble(("*" if ascii else "◆", roles.ACCENT), (f"{count} marked", roles.STRONG))


def over(words: Content, line: Content) -> Content:
    """A line with words over its beginning; a word of the line that would be cut in two gives way."""
    if not words:
        return line
    plain = line.plain
    end = words.cell_length + 1
    if end < len(plain) and not plain[end - 1].isspace():
        while end < len(plain) and not plain[end].isspace():
            end += 1
    rest = line[end:] if end < len(plain) else Content("")
    return Content.assemble(words, " " * (end - words.cell_length), rest)


def and_stays(count: int) -> str:
    """That some of what is marked cannot be decided on; empty where all can."""
    return f"; {count} {'other stays' if count == 1 else 'others stay'} marked" if count else ""


def each_why(told: Sequence[tuple[str, str]]) -> str:
    """Things by their titles, each with why nothing becomes of it: one with its reason, several named before
    their reasons, since a line may be cut. Those that share a reason are told of together.
    """
    by_why: dict[str, list[str]] = {}
    for title, why in told:
        by_why.setdefault(why, []).append(title if len(told) == 1 else plain(title, SHORT_TITLE))
    several = len(by_why) > 1
    each = [f"{', '.join(titles)}: {why.rstrip('.') if several else why}" for why, titles in by_why.items()]
    whys = "; ".join(each)
    return f"{', '.join(plain(title, SHORT_TITLE) for title, _ in told)} · {whys}" if several else whys


def question(said: Sequence[str], titles: Sequence[str], beside: str = "") -> Content:
    """A question about several items: what is said of all, the first titles, and what is said `beside`."""
    lines = [plain(each, LONGEST) for each in said if each]
    lines += [f"  {plain(title, LONGEST_TITLE)}" for title in titles[:MOST_TITLES]]
    if len(titles) > MOST_TITLES:
        lines.append(f"  and {len(titles) - MOST_TITLES} more")
    if beside:
        lines.append(plain(beside.removeprefix(" · "), LONGEST))
    return Content("\n".join(lines))
