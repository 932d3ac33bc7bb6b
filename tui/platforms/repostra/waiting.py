"""What waits for a yes on Repostra, and where a yes would take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import PlatformError, RateLimited
from tui.domain.refs import ItemRef
from tui.platforms.bodies.editorjs import has_text
from tui.platforms.repostra.client import Pending, RepostraClient
from tui.platforms.repostra.consequences import publishing
from tui.platforms.repostra.reading import UNWRITTEN, blog_approval, social_approval, waits
from tui.platforms.repostra.wire import PendingBlogIn
from tui.platforms.wire import stated

ACCOUNTS_HOLD_SECONDS = 5.0
"""How old the accounts may be that a consequence is told from. It serves the looks that follow one another
at once, as after each yes; what an approval does is worked out from the accounts as they are then.
"""
BODIES_LOOKED_AT = 5
"""Bodies read in one round over the approvals, to tell empty drafts."""


class Waiting:
    """The approvals of one connection, and the accounts that they are told from."""

    def __init__(self, connection: str, client: RepostraClient, monotonic: Callable[[], float]) -> None:
        """Take the connection's name, its client, and a clock in seconds for what is remembered."""
        self.connection = connection
        self._client = client
        self._monotonic = monotonic
        self._sites: tuple[str, ...] | None = None
        self._sites_due = float("-inf")
        self._with_text: set[int] = set()

    async def all(self) -> tuple[Approval, ...]:
        """Blog posts, topics and social texts that wait, what is not ready yet included."""
        pending = await self._client.list_approvals()
        sites = await self._publishing_sites() if pending.blog else ()
        written_here = await self._written(pending)
        return (
            *(
                blog_approval(self.connection, one, sites, ready=one.id in written_here)
                for one in pending.blog
            ),
            *self._texts(pending),
        )

    async def one(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        """What waits under that name now. A topic whose text is being written waits no more as a topic.
        A blog post counts as ready: whether it has a text is for whoever reads it.
        """
        pending = await self._stated()
        found: Iterator[Approval]
        if kind is ApprovalKind.POST:
            sites = await self._publishing_sites()
            found = (blog_approval(self.connection, one, sites, ready=True) for one in pending.blog)
        else:
            found = self._texts(pending)
        return next((one for one in found if one.ref == ref and one.kind is kind and one.ready), None)

    async def texts(self) -> tuple[Approval, ...]:
        """The topics and social texts that wait now."""
        return tuple(one for one in self._texts(await self._stated()) if one.ready)

    async def read_sites(self) -> tuple[str, ...]:
        """Where a blog post may go at once, read anew."""
        asked = self._monotonic()
        sites = publishing(await self._client.list_accounts())
        self._sites, self._sites_due = sites, asked + ACCOUNTS_HOLD_SECONDS
        return sites

    def forget_sites(self) -> None:
        """They are other ones now: ask for them anew."""
        self._sites = None

    async def _publishing_sites(self) -> tuple[str, ...] | None:
        """Where a blog post may go at once. None where that is not known."""
        if self._sites is not None and self._monotonic() < self._sites_due:
            return self._sites
        try:
            return await self.read_sites()
        except PlatformError:
            return None

    async def _written(self, pending: Pending) -> frozenset[int]:
        """The blog posts that have a body (peers R3). The list does not say: one that says when it was
        written has; of the others a few are looked at each time.
        """
        ready = {one.id for one in pending.blog if _says_written(one)}
        self._with_text &= {one.id for one in pending.blog}
        doubtful = [one.id for one in _doubtful(pending) if one.id not in self._with_text]
        for id in doubtful[:BODIES_LOOKED_AT]:
            try:
                if has_text((await self._client.get_content(id)).content):
                    self._with_text.add(id)
            except RateLimited:
                break
            except PlatformError:
                continue
        return frozenset(ready | self._with_text)

    def _texts(self, pending: Pending) -> Iterator[Approval]:
        return (social_approval(self.connection, one) for one in pending.social if waits(one))

    async def _stated(self) -> Pending:
        """What waits now. Raises PlatformFault where an item does not tell its state: what cannot be read is
        no sign of anything.
        """
        pending = await self._client.list_approvals()
        for blog in pending.blog:
            stated(self.connection, blog)
        for social in pending.social:
            stated(self.connection, social)
        return pending


def _says_written(one: PendingBlogIn) -> bool:
    return one.status not in UNWRITTEN and one.ai_generated_at is not None


def _doubtful(pending: Pending) -> Iterator[PendingBlogIn]:
    return (one for one in pending.blog if one.status not in UNWRITTEN and one.ai_generated_at is None)
