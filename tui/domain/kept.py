"""What connections told earlier, kept for when they do not answer, and its place among what they tell now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import TYPE_CHECKING

from tui.domain.instants import instant

if TYPE_CHECKING:
    from tui.domain.posts import Post


@dataclass(frozen=True, slots=True)
class KeptPosts:
    """One connection's newest posts, without their bodies, as its list had them."""

    connection: str
    posts: tuple[Post, ...]
    as_of: datetime
    """When it told them."""


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A post with its body, as it was read."""

    post: Post
    as_of: datetime
    """When it was read."""


def with_kept(told: Sequence[Post], kept: Iterable[KeptPosts], *, more: bool) -> tuple[Post, ...]:
    """`told` in its own order, newest first, and among it what was kept of connections that tell nothing.

    `more`: more will be told; what was kept and lies beyond the last post told is left out till then, so
    that the end of the list is the place to read on from.
    """
    known = {post.ref for post in told}
    lanes = [told, *([post for post in each.posts if post.ref not in known] for each in kept)]
    places, reached = [0] * len(lanes), [inf] * len(lanes)
    merged: list[Post] = []
    while True:
        best = None
        for lane, posts in enumerate(lanes):
            if places[lane] == len(posts):
                continue
            created = posts[places[lane]].created_at
            # Without a time of its own it belongs where the one before it did.
            reached[lane] = reached[lane] if created is None else instant(created)
            if best is None or reached[lane] > reached[best]:
                best = lane
        if best is None or (more and told and places[0] == len(told)):
            return tuple(merged)
        merged.append(lanes[best][places[best]])
        places[best] += 1
