"""A page about as a search shows it, and as a link to it looks where it is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.rules.searching import SEEN_PIXELS, SEEN_TITLE, description_seen, pixels, title_seen
from tui.presentation import roles
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.rows import UNTITLED
from tui.presentation.text import cut, plain

if TYPE_CHECKING:
    from tui.domain.posts import Post

WIDEST = 72
LONGEST = 4_000
NO_DESCRIPTION = "(no description: a search takes a piece of the text)"


def search_blocks(post: Post, *, ascii: bool = False) -> list[Block]:
    """A post as a result of a search, and as a card."""
    title = plain(post.meta_title or post.title, LONGEST) or UNTITLED
    said = plain(post.meta_description or post.excerpt or "", LONGEST)
    where = address(post)

    def result(width: int) -> list[Content]:
        room = min(width, WIDEST)
        return [
            Content.styled("In a search, about as it will be seen:", roles.DIM),
            Content(""),
            Content.styled(cut(where, room), roles.DIM),
            *fold(Content.styled(title_seen(title), "bold underline"), room),
            *fold(
                Content.styled(
                    description_seen(said) if said else NO_DESCRIPTION, roles.DIM if not said else ""
                ),
                room,
            ),
            Content(""),
            *fold(_measured(title, said), width),
            Content(""),
        ]

    def card(width: int) -> list[Content]:
        room = max(min(width, WIDEST) - 2, 1)
        edge = "|" if ascii else "│"
        image = plain(post.og_image, LONGEST) if post.og_image else "(no picture)"
        lines = [
            Content.styled(cut(f"[ {image} ]", room), roles.DIM),
            Content.styled(cut(title, room), roles.STRONG),
            *([Content.styled(cut(said, room), roles.DIM)] if said else []),
            Content.styled(cut(where.split(" › ")[0], room), roles.DIM),
        ]
        return [
            Content.styled("Where its address is shared:", roles.DIM),
            Content(""),
            *(Content.assemble((f"{edge} ", roles.DIM), line) for line in lines),
        ]

    return [result, card]


def address(post: Post) -> str:
    """Where the page stands, as a search writes it: "blog.example.com › posts › ship-notes"."""
    if post.url:
        bare = plain(post.url, LONGEST).split("://", 1)[-1].split("?", 1)[0].split("#", 1)[0]
        return " › ".join(part for part in bare.split("/") if part)
    return f"{plain(post.ref.connection, 40)} › {plain(post.slug, LONGEST) if post.slug else '(no slug yet)'}"


def _measured(title: str, said: str) -> Content:
    width = pixels(title)
    cut_there = len(title) > SEEN_TITLE or width > SEEN_PIXELS
    return Content.assemble(
        (
            f"title {len(title)} of {SEEN_TITLE} characters, about {width} of {SEEN_PIXELS} pixels",
            roles.WARNING if cut_there else roles.DIM,
        ),
        (f" · description {len(said)} of 160" if said else "", roles.DIM),
    )
