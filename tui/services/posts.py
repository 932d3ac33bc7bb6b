"""Posts over all connections: list and read, and what is kept of both for when they do not answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.domain.errors import CopydeskError, NotFound, Unreachable
from tui.domain.kept import KeptPost, KeptPosts
from tui.domain.refs import ItemRef
from tui.services.hub import Hub, Taken

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostFilter
    from tui.services.feed import PostsFeed
    from tui.services.lanes import Keeps
    from tui.services.shelf import Shelf

MOST_READS = 3
"""Times that a post is read because it was written to while it was read."""
MOST_KEPT = 500
"""How many posts of one connection are kept."""


class PostsService:
    """Looks at posts. What changes them goes through the outbox."""

    def __init__(self, hub: Hub, shelf: Shelf | None = None) -> None:
        """Take the connections, and where what they tell is kept (None: nowhere)."""
        self._hub = hub
        self._shelf = shelf
        self._kept: dict[str, KeptPosts] = {}
        hub.taken.subscribe(self._connections_taken)
        self._recalled = False

    def open(self, wanted: PostFilter, keeps: Keeps | None = None) -> PostsFeed:
        """A list of the posts wanted, from its beginning; without those that `keeps` refuses. Nothing is
        asked before its first `more`.
        """
        from tui.domain.posts import PostFilter
        from tui.services.feed import PostsFeed

        if wanted == PostFilter():
            return PostsFeed(self._hub, wanted, told=self._told, keeps=keeps)
        return PostsFeed(self._hub, wanted, keeps=keeps)

    async def count(self, wanted: PostFilter, connection: str) -> int | None:
        """How many posts wanted a connection says that it has; None where it does not say or answer."""
        if wanted.connections and connection not in wanted.connections:
            return 0
        only = replace(wanted, counted=True)
        try:
            page = await self._hub.ask(connection, lambda platform: platform.posts(only))
        except CopydeskError:
            return None
        return page.total

    def _told(self, connection: str, posts: Sequence[Post]) -> None:
        """Keep a connection's newest posts: they are what a list without a filter begins with."""
        if self._shelf is None:
            return
        before = self._kept.get(connection)
        newest = tuple(posts[:MOST_KEPT])
        if len(posts) > MOST_KEPT and before is not None and before.posts == newest:
            return  # what is read on beyond that says nothing of them
        self._kept[connection] = KeptPosts(connection, newest, self._shelf.now())
        self._shelf.keep_posts(self._kept[connection])

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._kept.pop(name, None)

    async def recall(self) -> None:
        """Know what lists told before this run; a second call does nothing. Never raises."""
        if self._shelf is None or self._recalled:
            return
        self._recalled = True
        for each in await self._shelf.posts():
            self._kept.setdefault(each.connection, each)

    def kept(
        self, wanted: PostFilter, connections: Collection[str], keeps: Keeps | None = None
    ) -> tuple[KeptPosts, ...]:
        """What is kept of the posts wanted, less those that `keeps` refuses, of those of these connections
        of which anything is kept; the newest alone are, so of a list of the oldest there is nothing.
        """
        if not wanted.newest_first:
            return ()
        return tuple(
            replace(
                self._kept[name], posts=tuple(filter(keeps, filter(wanted.takes, self._kept[name].posts)))
            )
            for name in connections
            if name in self._kept and (not wanted.connections or name in wanted.connections)
        )

    def known(self, connection: str) -> tuple[Post, ...]:
        """The newest posts of a connection as its list told them last; none where it did not."""
        kept = self._kept.get(connection)
        return () if kept is None else kept.posts

    async def read(self, ref: ItemRef) -> Post:
        """One post with its body. Raises NotFound, and what else its platform raises."""
        writes = self._hub.writes
        try:
            for _ in range(MOST_READS):
                written = writes.ended(ref)
                post = await self._hub.ask(ref.connection, lambda platform: platform.post(ref.id))
                if writes.ended(ref) == written:
                    break
                # It was changed while it was asked for: what came may be of before, and nothing newer comes.
        except NotFound:
            if self._shelf is not None:
                self._shelf.drop_body(ref)
            raise
        if self._shelf is not None:
            self._shelf.keep_body(post)
        return post

    def last_read(self, ref: ItemRef) -> KeptPost | None:
        """A post with its body as it was read last; None where it is not kept."""
        return None if self._shelf is None else self._shelf.body(ref)

    async def read_or_last(self, ref: ItemRef) -> Post:
        """One post with its body; as it was read last where its connection cannot be reached, and it is
        kept. Raises as `read`.
        """
        try:
            return await self.read(ref)
        except Unreachable:
            kept = self.last_read(ref)
            if kept is None:
                raise
            return kept.post
