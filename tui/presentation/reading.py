"""The ways in which an item can be read, as words in a line; and what the checks say of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.preferences import CheckMode, Checks
from tui.presentation import roles
from tui.presentation.rows import UNTITLED
from tui.presentation.text import cells, plain

if TYPE_CHECKING:
    from tui.domain.approvals import Approval
    from tui.domain.posts import Post
    from tui.domain.rules import Finding


_CHECKS = f"{'checks':<10} "


class Mode(StrEnum):
    """A way to read an item, by the word that is shown of it."""

    TEXT = "text"
    """As it will be read."""
    SOURCE = "source"
    """As it is written."""
    FACTS = "facts"
    """Every field."""
    SOCIAL = "social"
    """As a network or a search shows it."""
    CHANGES = "changes"
    """What is other than it was, and than the platform has it."""
    HISTORY = "history"
    """Each text that it had."""
    EVIDENCE = "evidence"
    """What it leans on."""
    RAW = "raw"
    """What the platform answered."""

    def after(self, steps: int) -> Mode:
        """The mode so many further on, round and round."""
        modes = list(Mode)
        return modes[(modes.index(self) + steps) % len(modes)]


def mode_lines(mode: Mode, width: int, key: str, *, ascii: bool = False) -> list[Content]:
    """All modes in a line with the open one marked; where that does not fit, that one and its neighbours.
    `key`: what leads to the next.
    """
    left, right = ("[", "]") if ascii else ("▌", "▐")

    def line(shown: Sequence[Mode], more: str = "") -> Content:
        parts: list[tuple[str, str]] = []
        for one in shown:
            here = one is mode
            parts.append((f"{left}{one}{right}" if here else f" {one} ", roles.STRONG if here else roles.DIM))
        return Content.assemble(*parts, (more, roles.DIM)) if more else Content.assemble(*parts)

    modes = list(Mode)
    here = modes.index(mode)
    for size in range(len(modes), 0, -1):
        first = min(here, len(modes) - size)
        more = "" if size == len(modes) else f" {here + 1}/{len(modes)} {plain(key, 8)}"
        told = line(modes[first : first + size], more)
        if told.cell_length <= width:
            return [told]
    return [line([mode])]


def checks_line(
    found: Sequence[Finding], checks: Checks, more: str | None = None, *, ascii: bool = False
) -> Content:
    """What the rules found, in a line: "title 22/120 ✓   slug ✓   X 301/280 ✗"; what is off is left out.
    `more`: what else is wrong, in words; on a line of its own.
    """
    good, bad = ("ok", "!") if ascii else ("✓", "✗")
    parts: list[tuple[str, str]] = []
    for one in found:
        mode = checks.of(one.rule)
        if mode is CheckMode.OFF:
            continue
        parts.append(("   " if parts else "", roles.NORMAL))
        said = plain(one.said, 60)
        if one.broken is None:
            parts.append((f"{said} {good}", roles.DIM))
        else:
            role = roles.BAD if mode is CheckMode.BLOCK else roles.WARNING
            parts.append((f"{said} {bad}", role))
    told = Content.assemble((_CHECKS, roles.DIM), *(part for part in parts if part[0])) if parts else None
    if not more:
        return told or Content("")
    beside = " " * len(_CHECKS) if told else _CHECKS
    odd = Content.assemble((beside, roles.DIM), (f"{plain(more, 200)} {bad}", roles.WARNING))
    return Content("\n").join([told, odd]) if told else odd


def title_line(item: Post | Approval) -> Content:
    """What an item is called, for the head of what is shown of it."""
    return Content.styled(plain(item.title) or UNTITLED, roles.STRONG)


def blocked(found: Finding, done: str = "be approved") -> str:
    """Why there is no yes to an item that breaks a rule, and how to go on, behind its name; `done`: what it
    cannot.
    """
    what = f"{found.label} {found.broken}" if found.used is None else f"{found.said} {found.broken}"
    return (
        f"cannot {done}: {plain(what, 120)}; edit it, or set the check"
        f' "{found.rule}" to "warn" in the config file'
    )


def ruled(word: str, width: int, *, ascii: bool = False) -> Content:
    """A dim rule with a word in it: "── checks ─────"."""
    line = "-" if ascii else "─"
    said = f"{line * 2} {plain(word, max(width - 6, 1))} "
    return Content.styled(said + line * max(width - cells(said), 0), roles.DIM)
