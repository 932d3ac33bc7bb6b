"""What comes of published posts elsewhere: proposed, and followed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import StateError
from tui.domain.refs import ItemKind, ItemRef
from tui.services.going_on import GoingOn

if TYPE_CHECKING:
    from tui.domain.approvals import InboxPart
    from tui.domain.forms import Values
    from tui.domain.jobs import Job
    from tui.domain.posts import Post
    from tui.domain.stories import Came, Part, StoryStore
    from tui.services.hub import Hub
    from tui.services.inbox import InboxService
    from tui.services.jobs import JobMonitor
    from tui.services.outbox import OutboxService

_log = logging.getLogger(__name__)

FOLLOWED_FOR = timedelta(days=90)
AUDIT_LOOKED_AT = 2_000
"""Lines of the audit that are looked at for what was said yes to."""


class StoryStores(Protocol):
    """Where that is remembered."""

    @property
    def stories(self) -> StoryStore:
        """What came of what."""


class StoriesService:
    """Has social posts proposed for published posts, and knows what became of them. What is proposed is
    remembered as it comes into the inbox, since a platform shows it nowhere else.
    """

    def __init__(
        self,
        hub: Hub,
        stores: StoryStores,
        inbox: InboxService,
        jobs: JobMonitor,
        outbox: OutboxService,
        now: Callable[[], datetime],
    ) -> None:
        """Nothing is read before something is asked."""
        self._hub = hub
        self._stores = stores
        self._inbox = inbox
        self._jobs = jobs
        self._outbox = outbox
        self._now = now
        self._going_on = GoingOn()
        self._came: list[Came] | None = None

    @property
    def unanswered(self) -> int:
        """How much was asked for that has no answer yet."""
        return self._going_on.unanswered

    def takers(self) -> list[str]:
        """The connections that propose social posts, as far as they are open and take changes."""
        hub = self._hub
        return [
            name
            for name in hub.names
            if hub.read_only(name) is None and (can := hub.capabilities(name)) and can.stories
        ]

    def contents(self, post: ItemRef) -> tuple[ItemRef, ...]:
        """The contents that social posts were proposed for: those planned for the post, and the post itself
        where its own connection proposes them.
        """
        can = self._hub.capabilities(post.connection)
        own = (post,) if can is not None and can.stories else ()
        return (
            *own,
            *(each.ref for each in self._known() if each.of == post and each.ref.kind is ItemKind.POST),
        )

    def parts(self, content: ItemRef) -> tuple[Part, ...]:
        """The social posts of a content."""
        from tui.domain.stories import parts

        waiting = [each for part in self._inbox.parts for each in part.approvals]
        return parts(self._known(), content, waiting, self._said_yes(content.connection))

    async def propose(self, post: Post, to: str, values: Values) -> Job:
        """Have a piece of content planned for a post, as the form has it; its social posts come into the
        inbox. Raises a `CopydeskError`. It is remembered also where the caller is cancelled.
        """
        return await self._going_on.send(self._propose(post, to, values))

    async def _propose(self, post: Post, to: str, values: Values) -> Job:
        from tui.domain.stories import Came, request_of

        job = await self._jobs.generate(to, request_of(values))
        content = ItemRef(to, ItemKind.POST, job.post.id if job.post is not None else job.ref.id)
        self._keep(Came(post.ref, content, job.what or post.title, self._now()))
        return job

    def inbox_answered(self, part: InboxPart) -> None:
        """Keep what came of published posts. Whoever makes this calls it for each answer."""
        can = self._hub.capabilities(part.connection)
        if can is None or not can.stories:
            return
        from tui.domain.stories import Came

        known = {each.ref for each in self._known()}
        for each in part.approvals:
            if each.parent is not None and each.ref not in known:
                self._keep(Came(each.parent, each.ref, each.title, self._now()))

    def _known(self) -> list[Came]:
        if self._came is None:
            try:
                self._stores.stories.tidy(self._now() - FOLLOWED_FOR)
                self._came = list(self._stores.stories.came())
            except StateError:
                _log.exception("What came of published posts cannot be read")
                self._came = []
        return self._came

    def _keep(self, came: Came) -> None:
        self._known().append(came)
        try:
            self._stores.stories.keep(came)
        except StateError:
            # It is known as long as this runs.
            _log.exception("What came of %s is not remembered", came.of.connection)

    def _said_yes(self, connection: str) -> frozenset[ItemRef]:
        try:
            written = self._outbox.audit(AUDIT_LOOKED_AT)
        except StateError:
            return frozenset()
        kind = f"{ItemKind.SOCIAL}/"
        return frozenset(
            ItemRef(connection, ItemKind.SOCIAL, each.item.removeprefix(kind))
            for each in written
            if each.connection == connection
            and each.item.startswith(kind)
            and each.action is Action.APPROVE
            and each.state is EntryState.SENT
        )
