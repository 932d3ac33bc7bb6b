"""Posts over all connections: list, read, change, send out, copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.domain.errors import NotSupported
from tui.domain.ports import Platform
from tui.domain.refs import ItemRef
from tui.domain.verdicts import Outcome
from tui.services.hub import Hub

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostChanges, PostFilter
    from tui.services.feed import PostsFeed


class PostsService:
    """What can be done with posts. Every method raises the `CopydeskError`s of its platform; every
    change raises Conflict, with nothing sent, while another change to the same post is on its way, and
    is carried to its end though the caller is cancelled.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def open(self, wanted: PostFilter) -> PostsFeed:
        """A list of the posts wanted, from its beginning. Nothing is asked before its first `more`."""
        from tui.services.feed import PostsFeed

        return PostsFeed(self._hub, wanted)

    async def read(self, ref: ItemRef) -> Post:
        """One post with its body. Raises NotFound."""
        return await self._hub.ask(ref.connection, lambda platform: platform.post(ref.id))

    async def save(
        self, ref: ItemRef, changes: PostChanges, *, taken: Callable[[], object] = lambda: None
    ) -> Post:
        """Change a post; gives it as it is then. Without changes it is only read. `taken` is called once
        the platform has it, also where nobody waits for the answer any more.
        """
        if changes.empty:
            return await self.read(ref)

        async def save(platform: Platform) -> Post:
            saved = await platform.save(ref.id, changes)
            taken()
            return saved

        return await self._hub.write(ref.connection, ref, save)

    async def delete(self, ref: ItemRef) -> None:
        """Remove a post for good."""
        await self._hub.write(ref.connection, ref, lambda platform: platform.delete(ref.id))

    async def publish(self, ref: ItemRef) -> Outcome:
        """Let a post go public."""
        return await self._hub.write(ref.connection, ref, lambda platform: platform.publish(ref.id))

    async def unpublish(self, ref: ItemRef) -> Post:
        """Take a published post back to draft."""
        return await self._hub.write(ref.connection, ref, lambda platform: platform.unpublish(ref.id))

    async def copy(self, post: Post, to_connection: str) -> Post:
        """Make a draft of a post on another connection; the body is read first where it is not known.

        Raises NotSupported where that connection makes no posts, or the post has no text to copy.
        """
        target = await self._hub.ready(to_connection)
        if not target.capabilities.creates:
            raise NotSupported(
                f"{to_connection} cannot make a post", advice="Choose a connection that takes copies."
            )
        whole = post if post.markdown is not None else await self.read(post.ref)
        if whole.markdown is None:
            raise NotSupported(f"{post.ref} has no text to copy", advice="Copy it on its platform.")
        from tui.domain.posts import NewPost

        draft = NewPost(whole.title, whole.markdown, whole.tags)

        async def create(platform: Platform) -> Post:
            return await platform.create(draft)

        return await self._hub.write(to_connection, (to_connection, "copy of", post.ref), create)
