"""Posts over all connections: list and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.domain.refs import ItemRef
from tui.services.hub import Hub

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostFilter
    from tui.services.feed import PostsFeed


class PostsService:
    """Looks at posts. What changes them goes through the outbox."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def open(self, wanted: PostFilter) -> PostsFeed:
        """A list of the posts wanted, from its beginning. Nothing is asked before its first `more`."""
        from tui.services.feed import PostsFeed

        return PostsFeed(self._hub, wanted)

    async def read(self, ref: ItemRef) -> Post:
        """One post with its body. Raises NotFound, and what else its platform raises."""
        return await self._hub.ask(ref.connection, lambda platform: platform.post(ref.id))
