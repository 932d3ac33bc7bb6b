"""What stands on the calendar of all connections: their posts by state, with what the other services know."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action
from tui.domain.errors import CopydeskError
from tui.domain.failures import ConnectionFailed
from tui.domain.post_state import PostState
from tui.domain.refs import ItemRef
from tui.services.hub import Hub, Taken
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.outbox import Ended, OutboxService
from tui.services.posts import PostsService
from tui.services.schedules import SchedulesService
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.calendar.gathering import Known
    from tui.domain.ports import Platform
    from tui.domain.posts import Post

PAGES: Mapping[PostState, int] = MappingProxyType(
    {
        PostState.SCHEDULED: 5,
        PostState.DRAFT: 2,
        PostState.PLANNED: 2,
        PostState.GENERATING: 1,
        PostState.FAILED: 1,
        PostState.PUBLISHED: 2,
    }
)
"""How many pages of each state are read at most, the most wanted first: the first of each are the newest."""
ALWAYS = (PostState.FAILED, PostState.PUBLISHED)
"""What has a time on every platform; the others have one where posts can be scheduled."""


class CalendarService:
    """Keeps the posts that have a time, and puts them together with approvals, jobs, schedules and what is on
    its way. `changed` publishes a connection's name whenever what is known of it is not what it was.
    """

    def __init__(
        self,
        hub: Hub,
        posts: PostsService,
        inbox: InboxService,
        jobs: JobMonitor,
        schedules: SchedulesService,
        outbox: OutboxService,
        now: Callable[[], datetime],
    ) -> None:
        """Take the other services. Nothing is asked before `refresh`."""
        self._hub = hub
        self._kept = posts
        self._inbox = inbox
        self._jobs = jobs
        self._schedules = schedules
        self._outbox = outbox
        self._now = now
        self._posts: dict[str, tuple[Post, ...]] = {}
        self._told: dict[str, datetime] = {}
        self._cut: set[str] = set()
        self._failures: dict[str, ConnectionFailed] = {}
        self._asked: dict[str, int] = {}
        self._heard: set[str] = set()
        """Those that told something in this run."""
        self._recalled = False
        self.changed: Signal[str] = Signal("calendar")
        outbox.ended.subscribe(self._ended)
        hub.taken.subscribe(self._connections_taken)

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            for kept in (self._posts, self._told, self._failures):
                kept.pop(name, None)
            self._cut.discard(name)
            self._heard.discard(name)
            self._asked[name] = self._asked.get(name, 0) + 1
            self.changed.publish(name)

    # What is known

    def known(self) -> Known:
        """All that is known of what has a time."""
        # Not at the top: the start needs no calendar.
        from tui.domain.calendar.gathering import Known

        names = self._hub.names
        return Known(
            now=self._now().astimezone(UTC),
            posts=tuple(post for name in names for post in self._posts.get(name, ())),
            approvals=tuple(each for part in self._inbox.parts for each in part.approvals),
            jobs=tuple(self._jobs.board),
            schedules=self._schedules.known(),
            deciding=self._deciding(),
            told=MappingProxyType(dict(self._told)),
            untold=frozenset(name for name in names if name not in self._told),
        )

    def _deciding(self) -> Mapping[ItemRef, datetime]:
        """The times that were decided on here, and are on their way; of one item the last."""
        found: dict[ItemRef, datetime] = {}
        for entry in self._outbox.entries:
            wanted = entry.intent.changes
            if entry.state.under_way and wanted is not None and wanted.scheduled_at is not None:
                found[entry.ref] = wanted.scheduled_at
        return MappingProxyType(found)

    def post(self, ref: ItemRef) -> Post | None:
        """A post as its list had it last."""
        return next((post for post in self._posts.get(ref.connection, ()) if post.ref == ref), None)

    @property
    def failures(self) -> tuple[ConnectionFailed, ...]:
        """The connections that failed when they were last asked for posts or schedules, each once, in the
        config file's order.
        """
        found = {each.connection: each for each in self._schedules.failures} | self._failures
        return tuple(found[name] for name in self._hub.names if name in found)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The connections that have told nothing yet in this run, and have not failed either."""
        return tuple(
            name for name in self._hub.names if name not in self._failures and name not in self._heard
        )

    @property
    def told(self) -> Mapping[str, datetime]:
        """When each connection told its posts last; those that never did are left out."""
        return MappingProxyType(self._told)

    @property
    def cut(self) -> tuple[str, ...]:
        """The connections that have more posts than are read."""
        return tuple(name for name in self._hub.names if name in self._cut)

    # Looking

    async def recall(self) -> None:
        """Know what posts lists told before, of connections that have told nothing yet. Never raises."""
        if self._recalled:
            return
        self._recalled = True
        from tui.domain.posts import PostFilter

        await self._kept.recall()
        for kept in self._kept.kept(PostFilter(), self._hub.names):
            if kept.connection not in self._posts:
                self._posts[kept.connection] = kept.posts
                self._told[kept.connection] = kept.as_of.astimezone(UTC)
                self.changed.publish(kept.connection)

    async def refresh(self, names: Iterable[str] | None = None, *, all: bool = True) -> None:
        """Ask these connections (None: all of them) at the same time for their posts, and, with `all`, for
        schedules and what waits too; without, for the schedules of those alone that have told none. Never
        raises a `CopydeskError`: `failures` has those that failed. Each answer is told as it comes.
        """
        asked = self._hub.names if names is None else tuple(dict.fromkeys(names))
        awaited = self._schedules.awaited
        schedules = asked if all else tuple(name for name in asked if name in awaited)
        looks = [self._look(name) for name in asked]
        if schedules:
            looks.append(self._schedules.refresh(schedules))
        if all:
            looks.append(self._look_at_what_waits(asked))
        await asyncio.gather(*looks)

    async def _look_at_what_waits(self, names: tuple[str, ...]) -> None:
        async for _ in self._inbox.refresh(names):
            pass  # it keeps what came, and tells of it

    async def _look(self, name: str) -> None:
        step = self._asked[name] = self._asked.get(name, 0) + 1
        at = self._now().astimezone(UTC)
        try:
            posts, cut = await self._hub.ask(name, _timed)
        except CopydeskError as error:
            if step == self._asked.get(name):
                self._failures[name] = ConnectionFailed(name, error)
                self.changed.publish(name)
            return
        if step != self._asked.get(name):
            return  # it was asked again meanwhile, or is another connection now
        self._heard.add(name)
        self._posts[name] = posts
        self._told[name] = at
        self._failures.pop(name, None)
        (self._cut.add if cut else self._cut.discard)(name)
        self.changed.publish(name)

    def _ended(self, ended: Ended) -> None:
        """What came of a decision is known before its list is asked again."""
        ref = ended.entry.ref
        others = tuple(post for post in self._posts.get(ref.connection, ()) if post.ref != ref)
        done = ended.done.post if ended.done is not None else None
        if done is not None:
            self._posts[ref.connection] = (done, *others)
        elif ended.error is None and ended.entry.intent.action is Action.DELETE:
            self._posts[ref.connection] = others
        else:
            return
        if ref.connection in self._asked:
            # What is on its way was asked for before.
            self._asked[ref.connection] += 1
        self.changed.publish(ref.connection)


async def _timed(platform: Platform) -> tuple[tuple[Post, ...], bool]:
    """The posts that may have a time, and whether there are more: one state after the other, since not every
    platform takes several at once, and a person's key may want to go between them.
    """
    from tui.domain.posts import PostFilter

    states = platform.capabilities.states
    found: dict[ItemRef, Post] = {}
    cut = False
    for state, most in PAGES.items():
        if state not in states or (PostState.SCHEDULED not in states and state not in ALWAYS):
            continue
        wanted, after = PostFilter(states=frozenset({state})), None
        for number in range(most):
            page = await platform.posts(wanted, after)
            found |= {post.ref: post for post in page.posts}
            after = page.next
            if after is None:
                break
            # Of what was published, or failed, the newest are enough.
            cut = cut or (number == most - 1 and state not in ALWAYS)
    return tuple(found.values()), cut
