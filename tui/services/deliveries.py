"""The deliveries of published posts. Only a single read of a post tells them: what is looked at is read
first, what goes on is read again with growing pauses, and the rest slowly behind everything else.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import CopydeskError, NotFound
from tui.domain.failures import ConnectionFailed
from tui.domain.instants import instant
from tui.domain.post_state import PostState
from tui.domain.urgency import background
from tui.services.hub import Hub, Taken
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.deliveries import Place, Row
    from tui.domain.outbox import Intent
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.domain.undelivered import Undelivered
    from tui.services.outbox import Ended, OutboxService
    from tui.services.posts import PostsService
    from tui.services.shelf import Shelf
    from tui.services.sites import SitesService

TICK_SECONDS = 0.5
SWEEP_SECONDS = 4.0
"""How often one post is read that nobody looks at."""
AGAIN_SECONDS = 15.0
"""How long a post is left alone that could not be read."""
MOST_LOOKS = 60
"""So often in a row a post is looked at of which nothing comes, while nobody looks at the deliveries."""


@dataclass(slots=True)
class _Known:
    post: Post
    read_at: datetime | None = None
    looked: bool = False
    """Whether it was read in this run."""
    looks: int = 0
    due: float = 0.0


class DeliveriesService:
    """Knows the published posts of connections with sites, and their deliveries. `changed` publishes whenever
    one of them is not what it was.
    """

    def __init__(
        self,
        hub: Hub,
        posts: PostsService,
        sites: SitesService,
        outbox: OutboxService,
        shelf: Shelf,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Nothing is asked before `refresh`; what others read of a post is taken note of from now on."""
        self._hub = hub
        self._posts = posts
        self._sites = sites
        self._outbox = outbox
        self._now = shelf.now
        self._monotonic = monotonic
        self._sleep = sleep
        self._known: dict[ItemRef, _Known] = {}
        self._next: dict[str, str] = {}
        self._asked_of: set[str] = set()
        """The connections whose posts have been asked for."""
        self._soon: dict[ItemRef, tuple[str, ...]] = {}
        """What was sent just now and not read since, with the sites."""
        self._failing: Counter[Place] = Counter()
        self._rows: tuple[Row, ...] | None = None
        """The rows as they were asked for last; None: something is other since."""
        self._swept = float("-inf")
        self._sent: set[ItemRef] = set()
        """What was sent in this run and has neither arrived everywhere nor failed."""
        self._following: asyncio.Task[None] | None = None
        self._watching = 0
        self.failing: tuple[Undelivered, ...] = ()
        """What failed on its sites and wants a person; what is on its way there again does not."""
        self.asked = False
        """Whether the posts have been asked for in this run."""
        self.changed: Signal[None] = Signal("deliveries")
        shelf.read.subscribe(self._came)
        outbox.ended.subscribe(self._ended)
        outbox.changed.subscribe(lambda _: self._forget_rows())
        hub.taken.subscribe(self._connections_taken)

    # What is known

    @property
    def rows(self) -> tuple[Row, ...]:
        """The posts, the latest first; above them those that are about to be published."""
        if self._rows is None:
            self._rows = self._listed()
        return self._rows

    def _listed(self) -> tuple[Row, ...]:
        from tui.domain.deliveries import Row

        public = [each for each in self._known.values() if each.post.state is PostState.PUBLISHED]
        rows = {each.post.ref: Row(each.post, each.read_at) for each in public}
        for ref, sites in self._soon.items():
            if (sent := self._known.get(ref)) is not None:
                rows[ref] = Row(sent.post, sent.read_at, sites, "sent")
        for entry in self._outbox.entries:
            sites = self._targets(entry.intent)
            if entry.state.under_way and sites:
                known = self._known.get(entry.ref) or _Known(_unread(entry.ref, entry.intent.title))
                how = "held" if entry.state is EntryState.HELD else "sending"
                rows[entry.ref] = Row(known.post, known.read_at, sites, how)
        return tuple(sorted(rows.values(), key=_latest, reverse=True))

    @property
    def failed(self) -> int:
        """How many deliveries failed, of those that are known."""
        return self._failing.total()

    def fails_on(self, place: Place) -> bool:
        """Whether any of them failed on a site. Quick, however many there are."""
        return self._failing[place] > 0

    def read_post(self, ref: ItemRef) -> Post | None:
        """A post with its deliveries as they were read last in this run; None where they were not."""
        known = self._known.get(ref)
        return known.post if known is not None and known.looked else None

    @property
    def unread(self) -> int:
        """Of how many posts the deliveries have not been read in this run."""
        return sum(not known.looked for known in self._known.values())

    @property
    def more(self) -> bool:
        """Whether there are older posts that have not been asked for."""
        return bool(self._next)

    # Asking

    async def refresh(self, *, on: bool = False, anew: bool = True) -> tuple[ConnectionFailed, ...]:
        """Ask for the newest published posts of all connections with sites, and for the sites; `on`: for
        those after what is known. What was read is read anew; not so where `anew` is False: then no more is
        asked for than which posts there are. Gives the connections that failed.
        """
        names = tuple(self._next) if on else self._hub.names
        failed = await asyncio.gather(*(self._refresh(name, on=on, anew=anew) for name in names))
        self.asked = self.asked or anew
        self._tell()
        return tuple(each for each in failed if each is not None)

    async def _refresh(self, name: str, *, on: bool, anew: bool) -> ConnectionFailed | None:
        from tui.domain.posts import PostFilter

        with suppress(CopydeskError):
            # What it can do is known once it is open; one that cannot be opened says so in the head.
            await self._hub.ready(name)
        if not self._sites.has_some(name):
            return None
        wanted = PostFilter(states=frozenset({PostState.PUBLISHED}))
        after = self._next.get(name) if on else None
        try:
            if not on and (anew or self._sites.known(name) is None):
                await self._sites.read(name)
            if not anew and not self._sites.known(name):
                return None
            page = await self._hub.ask(name, lambda platform: platform.posts(wanted, after))
        except CopydeskError as error:
            return ConnectionFailed(name, error)
        if anew or name not in self._asked_of:
            self._asked_of.add(name)
            self._next.pop(name, None)
            if page.next is not None:
                self._next[name] = page.next
        if not on and anew:
            # Those that are listed no more may be gone: only a read tells.
            for each in self._of(name):
                each.looked, each.looks, each.due = False, 0, 0.0
        self._listed_now(page.posts)
        return None

    def _listed_now(self, posts: Sequence[Post]) -> None:
        for post in posts:
            known = self._known.get(post.ref)
            if known is None:
                self._known[post.ref] = self._recalled(post)
            elif not post.deliveries:
                known.post = replace(post, deliveries=known.post.deliveries)

    def _of(self, name: str) -> list[_Known]:
        return [known for ref, known in self._known.items() if ref.connection == name]

    def _recalled(self, post: Post) -> _Known:
        """With the deliveries that were read before this run."""
        kept = self._posts.last_read(post.ref)
        if kept is None or kept.post.state is not post.state:
            return _Known(post)
        return _Known(replace(post, deliveries=kept.post.deliveries), kept.as_of)

    def _came(self, post: Post) -> None:
        """Somebody read a post: here, or on any other screen."""
        from tui.domain.deliveries import pause_after

        self._soon.pop(post.ref, None)
        if not self._sites.has_some(post.ref.connection):
            return
        before = self._known.get(post.ref)
        if before is None and not post.deliveries:
            return
        known = before or _Known(post)
        same = known.looked and known.post.deliveries == post.deliveries
        known.looks = known.looks + 1 if same else 0
        # Its text is kept elsewhere; what is compared before something is sent is its line.
        known.post = replace(post, markdown=None, raw=None, answer=None)
        known.read_at, known.looked = self._now(), True
        known.due = self._monotonic() + pause_after(known.looks)
        self._known[post.ref] = known
        self._tell()

    async def read(self, ref: ItemRef) -> Post:
        """A post with its deliveries as they are now. Raises NotFound, and what else its platform raises."""
        try:
            return await self._posts.read(ref)
        except NotFound:
            if self._known.pop(ref, None) is not None:
                self._tell()
            raise

    def _ended(self, ended: Ended) -> None:
        """What was sent is on its way: it is looked at soon, whatever it was before."""
        from tui.domain.outbox import is_gone

        ref, action = ended.entry.ref, ended.entry.intent.action
        gone = action is Action.DELIVER and is_gone(ended.entry)
        if ended.entry.state is not EntryState.SENT and not gone:
            return
        if action is Action.DELETE or gone:
            self._known.pop(ref, None)
        elif self._targets(ended.entry.intent):
            known = self._known.setdefault(ref, _Known(_unread(ref, ended.entry.intent.title)))
            known.looked, known.looks, known.due = False, 0, 0.0
            self._soon[ref] = self._targets(ended.entry.intent)
            self._sent.add(ref)
            if self._following is None or self._following.done():
                self._following = asyncio.create_task(self._follow())
        self._tell()

    def _targets(self, intent: Intent) -> tuple[str, ...]:
        """The sites that a post is sent to. Where a yes goes elsewhere no delivery tells of it."""
        if intent.targets or intent.approval is None:
            return intent.targets
        return intent.approval.targets if self._sites.has_some(intent.ref.connection) else ()

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._next.pop(name, None)
            self._asked_of.discard(name)
            for ref in [ref for ref in self._known if ref.connection == name]:
                del self._known[ref]
        self._tell()

    def _forget_rows(self) -> None:
        self._rows = None

    def _tell(self) -> None:
        from tui.domain.deliveries import Place, Row
        from tui.domain.undelivered import undelivered

        self._forget_rows()
        told = (
            undelivered(known.post, partial(self._sites.name, ref.connection))
            for ref, known in self._known.items()
            if ref not in self._soon and known.post.state is PostState.PUBLISHED
        )
        self.failing = tuple(each for each in told if each is not None)
        self._failing = Counter(
            Place(ref.connection, site)
            for ref, known in self._known.items()
            for site in Row(known.post).failed_on
            if site not in self._soon.get(ref, ())
        )
        self.changed.publish(None)

    async def watch(self, visible: Callable[[], Sequence[ItemRef]]) -> None:
        """Read what is `visible` and was not read, what goes on, and now and then one of the others: until it
        is cancelled. Nothing here goes before what a person asks for.
        """
        self._watching += 1
        try:
            with background():
                while True:
                    await self._look(self._wanted(visible()))
        finally:
            self._watching -= 1

    async def _look(self, ref: ItemRef | None) -> None:
        if ref is None:
            await self._sleep(TICK_SECONDS)
            return
        try:
            await self.read(ref)
        except NotFound:
            await self._sleep(TICK_SECONDS)
        except CopydeskError:
            # How the connection fares stands in the head: none of its posts is asked for meanwhile.
            for each in self._of(ref.connection):
                each.due = max(each.due, self._monotonic() + AGAIN_SECONDS)
            await self._sleep(TICK_SECONDS)

    async def _follow(self) -> None:
        """Look at what was sent until it is known how that ended, whatever the person looks at: what failed
        stands in the inbox then.
        """
        from tui.domain.deliveries import Row

        with background():
            while self._sent:
                now = self._monotonic()
                on: dict[ItemRef, float] = {}
                for ref in self._sent:
                    known = self._known.get(ref)
                    if known is None or known.looks >= MOST_LOOKS:
                        continue
                    if not known.looked or Row(known.post).live:
                        on[ref] = known.due
                self._sent &= on.keys()
                first = min(on, key=on.__getitem__, default=None)
                if first is None:
                    continue
                if self._watching or on[first] > now:
                    await self._sleep(max(TICK_SECONDS, on[first] - now))
                else:
                    await self._look(first)

    async def close(self) -> None:
        """Look no more. Never raises."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)

    def _wanted(self, visible: Sequence[ItemRef]) -> ItemRef | None:
        from tui.domain.deliveries import Row

        now = self._monotonic()
        due = [ref for ref, known in self._known.items() if known.due <= now]
        seen = set(visible)
        soon = (ref for ref in due if ref in self._soon or (ref in seen and not self._known[ref].looked))
        if (wanted := next(soon, None)) is not None:
            return wanted
        going_on = (ref for ref in due if self._known[ref].looked and Row(self._known[ref].post).live)
        first = next(going_on, None)
        if first is not None:
            return first
        unread = next((ref for ref in due if not self._known[ref].looked and ref not in seen), None)
        if unread is not None and now - self._swept >= SWEEP_SECONDS:
            self._swept = now
            return unread
        return None


def _unread(ref: ItemRef, title: str) -> Post:
    """A post of which no more is known than that it was sent."""
    from tui.domain.posts import Post

    return Post(ref, title, PostState.UNKNOWN, "", "post")


def _latest(row: Row) -> tuple[bool, float]:
    at = row.post.published_at or row.post.updated_at or row.post.created_at
    return bool(row.how) and row.post.state is not PostState.PUBLISHED, instant(at) if at else 0.0
