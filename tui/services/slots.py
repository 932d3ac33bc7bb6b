"""The next free slots of posts: what their connection's schedules offer, less what is known to be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from tui.domain.errors import CopydeskError
from tui.services.hub import Hub, Taken
from tui.services.inbox import InboxService
from tui.services.outbox import OutboxService
from tui.services.posts import PostsService
from tui.services.schedules import SchedulesService

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostFilter, PostPage
    from tui.domain.slots import Slot
    from tui.domain.slots import Taken as TakenTime

MOST_PAGES = 10
"""Pages of posts that are read to know what is taken: platforms allow few requests a minute."""
OFFERED = 5
OLD = timedelta(minutes=1)
"""After so long what is taken is asked for anew before a slot is given: others give posts their times too."""


class _Read(NamedTuple):
    """What a connection told of its posts."""

    posts: tuple[Post, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be offered for posts of one connection, as far as it is known."""

    connection: str
    slots: tuple[Slot | None, ...] = ()
    """Free ones, the earliest first; of several posts one for each, None where none is left. Without a zone
    they are as given, free or not.
    """
    there: int = 0
    """How many weekly slots it has for posts, switched on or not."""
    taking: int = 0
    """How many of them are switched on."""
    zone: tzinfo | None = None
    """The zone of the schedules' clock; None: it is not known, and no slot is an instant."""
    known: bool = False
    """Whether its schedules were ever told."""
    fresh: bool = False
    """Whether what is taken was read anew."""
    whole: bool = True
    """Whether all posts were read: something that was not may be in a slot."""
    failure: str | None = None
    """Why it was not read anew: what happened, with no advice, since what helps is to ask again."""


class SlotsService:
    """Looks for free slots. What is taken is asked for anew before a slot is offered for good."""

    def __init__(
        self,
        hub: Hub,
        schedules: SchedulesService,
        posts: PostsService,
        inbox: InboxService,
        outbox: OutboxService,
        zones: Callable[[str], tzinfo | None],
        now: Callable[[], datetime],
    ) -> None:
        """Take what knows schedules, posts and decisions. Nothing is asked before `look`."""
        self._hub = hub
        self._schedules = schedules
        self._posts = posts
        self._inbox = inbox
        self._outbox = outbox
        self._zones = zones
        self._now = now
        self._read: dict[str, _Read] = {}
        self._fresh: set[str] = set()
        self._failed: dict[str, str] = {}
        hub.taken.subscribe(self._connections_taken)

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._read.pop(name, None)
            self.expire(name)

    def expire(self, connection: str) -> None:
        """What is known of a connection may be true no longer: `look` asks anew."""
        self._fresh.discard(connection)
        self._failed.pop(connection, None)

    def has_slots(self, connection: str) -> bool:
        """Whether posts of a connection can have slots at all, as far as it is known."""
        from tui.domain.schedules import ScheduleKind

        can = self._hub.capabilities(connection)
        return can is not None and can.schedules is ScheduleKind.SLOTS

    def reads_all(self, connection: str) -> bool:
        """Whether all posts of a connection were read: of one that was not nobody knows its time."""
        read = self._read.get(connection)
        return read is None or read.whole

    async def look(self, connection: str) -> None:
        """Ask a connection for its schedules and for what is taken. Never raises a `CopydeskError`: the
        offer says what failed.
        """
        self.expire(connection)
        try:
            read, _ = await asyncio.gather(
                self._read_posts(connection), self._schedules.refresh((connection,))
            )
        except CopydeskError as error:
            self._failed[connection] = error.happened
            return
        failed = [each for each in self._schedules.failures if each.connection == connection]
        if failed:
            self._failed[connection] = failed[0].error.happened
        else:
            self._read[connection] = read
            self._fresh.add(connection)

    async def _read_posts(self, connection: str) -> _Read:
        from tui.domain.posts import PostFilter
        from tui.domain.slots import WAITING

        wanted = PostFilter(states=WAITING)
        found: dict[str, Post] = {}
        after: str | None = None
        for _ in range(MOST_PAGES):
            page = await self._page(connection, wanted, after)
            found |= {post.ref.id: post for post in page.posts}
            after = page.next
            if after is None:
                break
        return _Read(tuple(found.values()), after is None)

    async def _page(self, connection: str, wanted: PostFilter, after: str | None) -> PostPage:
        return await self._hub.ask(connection, lambda platform: platform.posts(wanted, after))

    def offer(self, posts: Sequence[Post], *, count: int = OFFERED) -> Offer:
        """What can be offered now for posts of one connection: of one its next slots, `count` of them; of
        several one for each, in their order. Quick.
        """
        from tui.domain.slots import for_posts, free_slots, shared_out, slots_as_given, taking_posts

        connection = posts[0].ref.connection
        schedules = self._schedules.of(connection)
        zone = self._zones(connection)
        now = self._now()
        slots: tuple[Slot | None, ...]
        if zone is None:
            slots = slots_as_given(schedules or (), now.date(), count=count)
        elif len(posts) == 1:
            slots = free_slots(schedules or (), self._taken(posts), now, zone, count=count)
        else:
            slots = shared_out(posts, schedules or (), self._taken(posts), now, zone)
        return Offer(
            connection,
            slots,
            len(for_posts(schedules or ())),
            len(taking_posts(schedules or ())),
            zone,
            known=schedules is not None,
            fresh=connection in self._fresh,
            whole=self.reads_all(connection),
            failure=self._failed.get(connection),
        )

    def _taken(self, posts: Sequence[Post]) -> list[TakenTime]:
        from tui.domain.entry_states import EntryState
        from tui.domain.posts import PostFilter
        from tui.domain.slots import Taken as TakenTime
        from tui.domain.slots import taken_by

        connection = posts[0].ref.connection
        own = {each.ref for each in posts}
        read = self._read.get(connection)
        if read is not None:
            known: Sequence[Post] = read.posts
        else:
            kept = self._posts.kept(PostFilter(), (connection,))
            known = [post for part in kept for post in part.posts]
        deciding = {
            entry.ref: entry.intent.changes.scheduled_at
            for entry in self._outbox.entries
            if entry.ref.connection == connection
            and entry.ref not in own
            and (entry.state.under_way or entry.state is EntryState.PARKED)
            and entry.intent.changes is not None
            and entry.intent.changes.scheduled_at is not None
        }
        told = own | deciding.keys() | {each.ref for each in known}
        # A list of posts may not have all that waits for a yes.
        due = [
            each.due
            for part in self._inbox.parts
            if part.connection == connection
            for each in part.approvals
            if each.kind == "post" and each.due is not None and each.ref not in told
        ]
        # What is taken back keeps the time that it has: until it left, both times are taken.
        return [
            *taken_by(known, posts),
            *(TakenTime(at.astimezone(UTC)) for at in (*deciding.values(), *due)),
        ]
