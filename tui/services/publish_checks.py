"""What is looked up of posts right before they go public: other posts of the same slug, and their links."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from tui.domain.errors import CopydeskError
from tui.domain.posts import PostFilter
from tui.domain.rules.publishing import (
    MOST_LINKS,
    DeadLink,
    LinksSeen,
    addresses,
    canonical,
    own_network,
    taken_slug,
)

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.domain.rules import Finding
    from tui.domain.sites import Site
    from tui.services.hub import Hub
    from tui.services.posts import PostsService

_log = logging.getLogger(__name__)

LookAt: TypeAlias = Callable[[str], Awaitable[str | None]]
"""Looks at an address: why it leads nowhere, or None. Raises nothing of its own."""
AT_ONCE = 4
LINK_SECONDS = 5.0


class PublishChecks:
    """The checks of posts that are about to be published; nothing waits for them. What they found so far can
    be told at any time.
    """

    def __init__(
        self,
        posts: Sequence[Post],
        hub: Hub,
        posts_service: PostsService,
        look_at: LookAt | None,
    ) -> None:
        """Check these posts, which were read with their texts. `look_at` None: no link is looked at."""
        self.posts = tuple(posts)
        self._hub = hub
        self._service = posts_service
        self._look_at = look_at
        self._namesakes: dict[ItemRef, tuple[Post, ...]] = {}
        self._dead: list[DeadLink] = []
        self._looked = 0
        self._asked = 0
        of_each = [addresses(post.markdown or "") for post in posts] if look_at is not None else []
        self._addresses = tuple(dict.fromkeys(each for some in of_each for each in some[:MOST_LINKS]))
        self._left_out = len({each for some in of_each for each in some}) - len(self._addresses)

    @property
    def links(self) -> LinksSeen:
        """How far the links have been looked at."""
        return LinksSeen(len(self._addresses), self._looked, tuple(self._dead), self._left_out)

    @property
    def slugs_asked(self) -> bool:
        """Whether other posts of these slugs have been asked for, as far as they can be."""
        return self._asked == len(self.posts)

    def of(self, post: Post, sites: Sequence[Site]) -> tuple[Finding, ...]:
        """What has been found of a post so far; `sites`: where it goes to."""
        known = self._service.known(post.ref.connection)
        told = (taken_slug(post, (*known, *self._namesakes.get(post.ref, ()))), canonical(post, sites))
        return tuple(each for each in told if each is not None)

    def dead_of(self, post: Post) -> tuple[Finding, ...]:
        """What has been found of the links of one of the posts so far."""
        own = addresses(post.markdown or "")
        dead = tuple(each for each in self._dead if each.address in own)
        found = replace(self.links, dead=dead).finding
        return () if found is None else (found,)

    async def run(self, changed: Callable[[], object]) -> None:
        """Look everything up; `changed` is called with each thing that is known then."""
        places, asking = asyncio.Semaphore(AT_ONCE), asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(
            *(self._ask_for_namesakes(post, asking, changed) for post in self.posts),
            *(self._look(address, places, changed) for address in self._addresses),
        )

    async def _ask_for_namesakes(
        self, post: Post, places: asyncio.Semaphore, changed: Callable[[], object]
    ) -> None:
        """A slug is made of a title: where a connection can be searched, it is for the slug's words."""
        can = self._hub.capabilities(post.ref.connection)
        if post.slug and can is not None and can.searches:
            words = PostFilter(search=post.slug.replace("-", " "))
            try:
                async with places:
                    page = await self._hub.ask(post.ref.connection, lambda platform: platform.posts(words))
            except CopydeskError as error:
                _log.info("Posts of the same slug could not be looked for: %s", error.happened)
            else:
                self._namesakes[post.ref] = page.posts
        self._asked += 1
        changed()

    async def _look(self, address: str, places: asyncio.Semaphore, changed: Callable[[], object]) -> None:
        async with places:
            why = "is on your own network" if own_network(address) else await self._looked_at(address)
        self._looked += 1
        if why is not None:
            self._dead.append(DeadLink(address, why))
        changed()

    async def _looked_at(self, address: str) -> str | None:
        assert self._look_at is not None
        try:
            async with asyncio.timeout(LINK_SECONDS):
                return await self._look_at(address)
        except TimeoutError:
            return f"has not answered in {LINK_SECONDS:.0f} s"
