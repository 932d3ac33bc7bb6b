"""What the connections told last, on the shelf for the next start and for when they do not answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import StateError
from tui.domain.kept import KeptPost, KeptPosts
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.approvals import InboxPart
    from tui.domain.ports import CacheStore
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.services.hub import Taken
    from tui.services.outbox import Ended

_log = logging.getLogger(__name__)

T = TypeVar("T")


class CacheStores(Protocol):
    """Where lists and bodies are kept. Raises StateError."""

    @property
    def cache(self) -> CacheStore:
        """The lists and bodies."""


class Shelf:
    """Keeps and finds what was told. What cannot be kept is missing the next time, and no more: nothing
    here raises a StateError, and keeping is waited for by nobody but `close`.
    """

    def __init__(
        self, stores: CacheStores, names: Callable[[], Sequence[str]], now: Callable[[], datetime]
    ) -> None:
        """Take what it is kept in, and what tells the connections that there are: with the first that is
        kept, others are forgotten. `now` dates what is kept.
        """
        self.now = now
        self._stores = stores
        self._names = names
        self._tidied = False
        self._keeping: set[asyncio.Task[None]] = set()
        self.read: Signal[Post] = Signal("posts read")
        """Tells each post that was read with its body."""

    # Finding

    def inbox(self) -> tuple[InboxPart, ...]:
        """What waited on the connections that there are, with its age."""
        nothing: tuple[InboxPart, ...] = ()
        parts = self._found(lambda: self._stores.cache.inbox(), nothing)
        return tuple(part for part in parts if part.connection in self._names())

    async def posts(self) -> tuple[KeptPosts, ...]:
        """The newest posts of the connections that there are."""
        try:
            kept = await self._stores.cache.posts()
        except StateError:
            _log.exception("The posts that were kept cannot be read")
            return ()
        return tuple(each for each in kept if each.connection in self._names())

    def body(self, ref: ItemRef) -> KeptPost | None:
        """A post with its body as it was read last; None where it is not kept."""
        return self._found(lambda: self._stores.cache.body(ref), None)

    def _found(self, find: Callable[[], T], nothing: T) -> T:
        try:
            return find()
        except StateError:
            _log.exception("What was kept of the connections cannot be read")
            return nothing

    # Keeping

    def keep_inbox(self, part: InboxPart, as_of: datetime) -> None:
        """Keep what waits on a connection, as it was told then."""
        self._keep(lambda cache: cache.keep_inbox(part, as_of))

    def keep_posts(self, kept: KeptPosts) -> None:
        """Keep the newest posts of a connection."""
        self._keep(lambda cache: cache.keep_posts(kept))

    def keep_body(self, post: Post) -> None:
        """Keep a post that was read just now."""
        self.read.publish(post)
        kept = KeptPost(post, self.now())
        self._keep(lambda cache: cache.keep_body(kept))

    def drop_body(self, ref: ItemRef) -> None:
        """Keep a post no longer: it is gone."""
        self._found(lambda: self._stores.cache.drop_body(ref), None)

    def ended(self, ended: Ended) -> None:
        """Something was done to a post: what is kept of it follows."""
        if ended.entry.state is not EntryState.SENT:
            return
        if ended.entry.intent.action is Action.DELETE:
            self.drop_body(ended.entry.ref)
        elif ended.done is not None and ended.done.post is not None and ended.done.post.markdown is not None:
            self.keep_body(ended.done.post)

    def connections_taken(self, taken: Taken) -> None:
        """There are other connections now: what those told that left, or are other accounts, is forgotten."""
        left = [name for name in self._names() if name not in taken.anew]
        self._found(lambda: self._stores.cache.keep_only(left), None)

    def _keep(self, keep: Callable[[CacheStore], Coroutine[Any, Any, None]]) -> None:
        task = asyncio.create_task(self._kept(keep))
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _kept(self, keep: Callable[[CacheStore], Coroutine[Any, Any, None]]) -> None:
        try:
            if not self._tidied:
                self._tidied = True
                self._stores.cache.keep_only(self._names())
            await keep(self._stores.cache)
        except StateError:
            _log.exception("What a connection told cannot be kept")

    async def close(self) -> None:
        """Wait until all that is being kept is kept. Never raises."""
        await asyncio.gather(*self._keeping, return_exceptions=True)
