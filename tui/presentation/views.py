"""The views of the posts as tabs, with what is asked for beside them, in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from tui.presentation import roles
from tui.presentation.text import plain

MOST_CELLS = 24
CHANGED = "*"
"""Stands behind the name of a view that is asked for something else than its own query."""
GAP = "   "


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A view as its tab shows it. `count`: "14", "9+" where more may come, "" where it is not known."""

    name: str
    count: str = ""
    changed: bool = False


def views_line(
    tabs: Sequence[ViewTab],
    open_at: int,
    asked: Content,
    facts: Sequence[str],
    width: int,
    *,
    ascii: bool = False,
) -> Content:
    """All views, what the open one asks for, and facts of its list, in at most `width` cells. Where that is
    too much the facts go first, the last before the others, then the other views, and then what is asked
    for is cut.
    """
    all_tabs = _tabs(tabs, open_at, ascii)
    one = _tabs(tabs[open_at : open_at + 1], 0, ascii)
    known = [Content.styled(each, roles.DIM) for each in facts if each]
    for views in (all_tabs, one):
        for count in range(len(known), -1, -1):
            line = Content(GAP).join([part for part in (views, asked, *known[:count]) if part])
            if line.cell_length + 1 <= width:
                return line
    return line.truncate(max(width, 0), ellipsis=True)


def _tabs(tabs: Sequence[ViewTab], open_at: int, ascii: bool) -> Content:
    left, right = ("[", "]") if ascii else ("▌", "▐")
    parts: list[tuple[str, str]] = []
    for at, tab in enumerate(tabs):
        label = plain(tab.name, MOST_CELLS) + (CHANGED if tab.changed else "")
        label = f"{label} {tab.count}" if tab.count else label
        # A bracket or a blank on each side: nothing moves when another view opens.
        if at == open_at:
            parts += [(left, roles.ACCENT), (label, roles.STRONG), (right, roles.ACCENT)]
        else:
            parts.append((f" {label} ", roles.DIM if tab.count == "0" else roles.NORMAL))
    return Content.assemble(*parts)


def count_text(count: int, *, exact: bool) -> str:
    """How many are in a view: "14", "9+"; nothing where nothing is known."""
    if exact:
        return f"{count:,}"
    return f"{count:,}+" if count else ""
