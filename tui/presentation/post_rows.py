"""Rows of posts, in the columns that a view has: each by the name that the config file gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from tui.domain.post_state import PostState
from tui.presentation import roles
from tui.presentation.columns import Cell, Column, heading, row
from tui.presentation.rows import title_of, type_word
from tui.presentation.states import Look, post_look
from tui.presentation.text import plain
from tui.presentation.times import NONE, age, due

if TYPE_CHECKING:
    from tui.domain.posts import Post

SITES = 18
Show = Callable[["Post", datetime], str]

LEAST_TITLE = 28
"""At 80 cells the title is worth more than the type."""


class PostColumn(NamedTuple):
    """A column, and what stands in it; state and title, which are more than a text, their row draws."""

    column: Column
    show: Show = lambda post, now: ""


def _places(post: Post) -> str:
    """Where a post goes, or its slug."""
    return _sites(post) if post.deliveries else _slug(post)


def _sites(post: Post) -> str:
    if len(post.deliveries) > 1:
        return f"{len(post.deliveries)} sites"
    if post.deliveries:
        return plain(post.deliveries[0].site_name or post.deliveries[0].site_id, SITES)
    return NONE


def _slug(post: Post) -> str:
    return plain(post.slug, SITES) if post.slug else NONE


COLUMNS = {
    "state": PostColumn(Column("state", 12, stays=8)),
    "title": PostColumn(Column("title", 0, least=LEAST_TITLE)),
    "type": PostColumn(Column("type", 9, stays=4), lambda post, now: type_word(post.content_type)),
    "where": PostColumn(Column("where", 13, stays=6), lambda post, now: plain(post.ref.connection, 13)),
    "slug": PostColumn(Column("slug", SITES, stays=2), lambda post, now: _slug(post)),
    "sites": PostColumn(Column("sites", SITES, stays=2), lambda post, now: _sites(post)),
    "tags": PostColumn(
        Column("tags", SITES, stays=3), lambda post, now: plain(", ".join(post.tags), SITES) or NONE
    ),
    "words": PostColumn(
        Column("words", 6, stays=1, right=True), lambda post, now: str(post.words) if post.words else NONE
    ),
    "version": PostColumn(
        Column("version", 7, stays=0, right=True),
        lambda post, now: NONE if post.version is None else str(post.version),
    ),
    "due": PostColumn(Column("due", 9, stays=7, right=True), lambda post, now: due(post.scheduled_at, now)),
    "published": PostColumn(
        Column("published", 9, stays=5, right=True), lambda post, now: age(post.published_at, now)
    ),
    "created": PostColumn(
        Column("created", 7, stays=5, right=True), lambda post, now: age(post.created_at, now)
    ),
    "updated": PostColumn(
        Column("updated", 7, stays=7, right=True),
        lambda post, now: age(post.updated_at or post.created_at, now),
    ),
}
"""Each by its name. The more `stays`, the longer it is there while the list gets narrow."""
PLACES = PostColumn(Column("slug / site", SITES, stays=2), lambda post, now: _places(post))
USUAL: tuple[PostColumn, ...] = (
    COLUMNS["state"],
    COLUMNS["title"],
    COLUMNS["type"],
    COLUMNS["where"],
    PLACES,
    COLUMNS["updated"],
)


def columns_named(names: Sequence[str]) -> tuple[PostColumn, ...]:
    """The columns of these names, those that there are; the usual ones where none is. The title is always
    there: behind the state, or first.
    """
    found = [COLUMNS[name] for name in dict.fromkeys(names) if name in COLUMNS]
    if not found:
        return USUAL
    if COLUMNS["title"] not in found:
        found.insert(1 if found[0] is COLUMNS["state"] else 0, COLUMNS["title"])
    return tuple(found)


def wrong_columns(names: Sequence[str]) -> str:
    """What is said of names that no column has; empty: all are good."""
    wrong = [name for name in names if name not in COLUMNS]
    if not wrong:
        return ""
    from difflib import get_close_matches

    near = get_close_matches(wrong[0], COLUMNS, n=1)
    meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(COLUMNS)}"
    return f"there is no column {wrong[0]}; {meant}"


def post_row(
    post: Post,
    width: int,
    now: datetime,
    *,
    columns: Sequence[PostColumn] = USUAL,
    edited: bool = False,
    on_its_way: Look | None = None,
    news: str = "",
    ascii: bool = False,
) -> Content:
    """A post of a list. `on_its_way`: how far what was decided on it is; it stands in the state's place.
    `news`: a sign for what is new of it.
    """
    look = on_its_way or post_look(post.state, post.state_word, ascii=ascii)
    state = str(look)
    if on_its_way is None and post.state is PostState.SCHEDULED and post.scheduled_at is not None:
        state = f"{look.glyph} {due(post.scheduled_at, now)}"
    signs = ("e " if ascii else "✎ ") if edited else ""
    signs += f"{news} " if news else ""
    drawn = {
        COLUMNS["state"].column: Cell(state, look.role),
        COLUMNS["title"].column: Cell(signs + title_of(post.title, width)),
    }
    cells = [drawn.get(each.column) or Cell(each.show(post, now), roles.DIM) for each in columns]
    return row([each.column for each in columns], cells, width)


def post_heading(width: int, columns: Sequence[PostColumn] = USUAL) -> Content:
    """The headings over `post_row`."""
    return heading([each.column for each in columns], width, roles.DIM)


def missing_row(*, ascii: bool = False) -> Content:
    """A row that is not there yet."""
    return Content.styled("..." if ascii else "…", roles.DIM)
