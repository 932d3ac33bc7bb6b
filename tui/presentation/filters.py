"""A filter of posts as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.post_state import PostState
from tui.presentation import roles
from tui.presentation.text import plain

if TYPE_CHECKING:
    from tui.domain.posts import PostFilter

MOST_CELLS = 40


def filter_line(wanted: PostFilter, shown: int, total: int | None) -> Content:
    """What is listed: "status:draft,published type:changelog  14 of 128  newest first", or "all"."""
    states = [state.value for state in PostState if state in wanted.states]
    terms = [
        f"{name}:{','.join(plain(value, MOST_CELLS) for value in values)}"
        for name, values in (
            ("status", states),
            ("type", sorted(wanted.content_types)),
            ("conn", sorted(wanted.connections)),
        )
        if values
    ]
    count = f"{shown} of {total}" if total is not None and total >= shown else f"{shown} so far"
    order = "newest first" if wanted.newest_first else "oldest first"
    return Content.assemble(
        "   ", (" ".join(terms) or "all", roles.STRONG), (f"   {count}   {order}", roles.DIM)
    )


def words_line(words: str, shown: int) -> Content:
    """What the inbox is narrowed to: "/ seo tips   2 shown   F shows all"; empty where it is not."""
    if not words:
        return Content("")
    return Content.assemble(
        "   / ", (plain(words, MOST_CELLS), roles.STRONG), (f"   {shown} shown   F shows all", roles.DIM)
    )
