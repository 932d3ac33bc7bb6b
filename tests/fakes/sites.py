"""Sites in memory, as `tui.domain.ports.Sites` promises them, and what is on its way to each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from tests.fakes.items import NOON
from tests.fakes.platform import CAPABLE, Call, FakePlatform
from tui.domain.approvals import Approval
from tui.domain.errors import CopydeskError
from tui.domain.posts import Delivery, Post, PostFilter, PostPage, PostState
from tui.domain.sites import Pulled, Site
from tui.domain.verdicts import Outcome, Verb

MAIN = Site("s1", "Main", "https://main.example", "active")
DOCS = Site("s2", "Docs", "https://docs.example", "active")
OLD = Site("s3", "Old", None, "inactive", takes=False)
WITH_SITES = replace(CAPABLE, sites=True, unpublishes=False, searches=True)


class FakeSites:
    """Sites that can be made to fail; `pulled` gives what was put in `held`."""

    def __init__(self, *sites: Site) -> None:
        self.sites = sites
        self.error: CopydeskError | None = None
        self.asked = 0
        self.held: dict[tuple[str, str], Pulled] = {}

    async def all(self) -> tuple[Site, ...]:
        self.asked += 1
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return self.sites

    async def pulled(self, post: Post, site: str) -> Pulled | None:
        await asyncio.sleep(0)
        return self.held.get((post.ref.id, site))


class SitePlatform(FakePlatform):
    """A platform whose posts go to sites: each delivery becomes what `outcomes` says of its site."""

    def __init__(self, connection: str, *sites: Site) -> None:
        super().__init__(connection, WITH_SITES)
        self.at = FakeSites(*sites)
        self.sites = self.at
        self.outcomes: dict[str, str] = {}

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        """As real ones: only a single read tells the deliveries."""
        page = await super().posts(wanted, after)
        return replace(page, posts=tuple(replace(each, deliveries=()) for each in page.posts))

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        assert targets, "a post is never sent to all sites by leaving them out"
        await self._begin("publish", id, tuple(targets))
        post = self._known(id)
        kept = [each for each in post.deliveries if each.site_id not in targets]
        names = {site.id: site.name for site in self.at.sites}
        sent = [
            Delivery(each, self.outcomes.get(each, "delivered"), site_name=names.get(each), changed_at=NOON)
            for each in targets
        ]
        self.posts_by_id[id] = replace(
            post,
            state=PostState.PUBLISHED,
            state_word="published",
            deliveries=(*kept, *sent),
            verbs=frozenset({Verb.EDIT, Verb.DELETE, Verb.DELIVER}),
        )
        self.waiting = [each for each in self.waiting if each.ref.id != id]
        return Outcome(f"on its way to {len(targets)} sites")

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        self.calls.append(Call("approve", (approval.ref.id, approval.targets)))
        return await self.publish(approval.ref.id, approval.targets)
