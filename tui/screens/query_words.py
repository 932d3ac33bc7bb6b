"""The values that a query can name: what the connections can, and what is listed."""

from __future__ import annotations

from collections.abc import Iterable

from tui.domain.approvals import Approval
from tui.domain.posts import Post, PostState
from tui.domain.query import Words
from tui.services.hub import Hub

MOST_LOOKED_AT = 2000
"""Items that are looked at for their types and tags, once for each query that is typed."""


def words_of(hub: Hub, items: Iterable[Post | Approval]) -> Words:
    """States, types and tags in a fixed order, and the connections."""
    able = [can for name in hub.names if (can := hub.capabilities(name)) is not None]
    states = {state for can in able for state in can.states}
    types = dict.fromkeys(each for can in able for each in can.content_types)
    tags: dict[str, None] = {}
    for count, item in enumerate(items):
        if count >= MOST_LOOKED_AT:
            break
        types[item.content_type] = None
        if isinstance(item, Post):
            tags.update(dict.fromkeys(item.tags))
    return Words(
        states=tuple(state.value for state in PostState if state in states),
        types=tuple(types),
        connections=tuple(hub.names),
        tags=tuple(sorted(tags, key=str.casefold)),
    )
