"""What a person does, whichever the platform. Knows the domain and the state, and no screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from tui.domain.holds import Holds
from tui.domain.ports import EditStore, JobStore
from tui.services.deliveries import DeliveriesService
from tui.services.edits import EditsService
from tui.services.entries import OutboxStores
from tui.services.hub import Hub, OpenPlatform
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.looking import LookingService, LookStores
from tui.services.outbox import OutboxService
from tui.services.posts import PostsService
from tui.services.shelf import CacheStores, Shelf
from tui.services.sites import SiteChoiceStores, SitesService
from tui.services.triage import TriageService, VerdictStores
from tui.services.troubles import Troubles

if TYPE_CHECKING:
    from tui.domain.landing import LandingStore
    from tui.domain.ports import PageReader
    from tui.domain.stories import StoryStore
    from tui.services.accounts import AccountsService
    from tui.services.calendar import CalendarService
    from tui.services.landing import LandingService
    from tui.services.lookout import Lookout
    from tui.services.schedules import SchedulesService
    from tui.services.slots import SlotsService
    from tui.services.stories import StoriesService

__all__ = ["Services", "Stores"]


class Stores(
    JobStore,
    EditStore,
    OutboxStores,
    CacheStores,
    VerdictStores,
    LookStores,
    SiteChoiceStores,
    Protocol,
):
    """What the services remember things in: `tui.state.State`, or a fake."""

    @property
    def stories(self) -> StoryStore:
        """What came of published posts."""

    @property
    def landings(self) -> LandingStore:
        """What was found where posts were sent to."""


@dataclass(eq=False)
class Services:
    """All services of one run, made before any connection is open. Those that the first frame can do without
    are made, and their modules imported, when somebody asks for them.
    """

    hub: Hub
    inbox: InboxService
    posts: PostsService
    jobs: JobMonitor
    edits: EditsService
    outbox: OutboxService
    shelf: Shelf
    triage: TriageService
    looking: LookingService
    troubles: Troubles
    sites: SitesService
    deliveries: DeliveriesService
    stores: Stores
    now: Callable[[], datetime]
    zones: Callable[[str], tzinfo | None] = lambda connection: None
    """The zone that the clock of a connection's schedules goes by; None: that is not known."""
    pages: PageReader | None = None
    """Who looks at published pages, set before `landing` is asked for; None: nobody does."""

    @classmethod
    def make(
        cls,
        names: Sequence[str],
        open_platform: OpenPlatform,
        state: Stores,
        now: Callable[[], datetime],
        holds: Holds | None = None,
        *,
        read_only: Iterable[str] = (),
        forget_secret: Callable[[str], object] = lambda name: None,
        zones: Callable[[str], tzinfo | None] = lambda connection: None,
    ) -> Services:
        """Services over these connections; nothing is opened before `hub.connect` is called. Whoever makes
        them calls `close` at the end, before the state is closed.
        """
        hub = Hub(names, open_platform, read_only=read_only, forget_secret=forget_secret)
        edits = EditsService(state)
        outbox = OutboxService(hub, state, edits, now, holds=holds)
        shelf = Shelf(state, lambda: hub.names, now)
        hub.taken.subscribe(shelf.connections_taken)
        outbox.ended.subscribe(shelf.ended)
        inbox = InboxService(hub, edits, outbox, shelf)
        posts = PostsService(hub, shelf)
        jobs = JobMonitor(hub, state, outbox, now)
        sites = SitesService(hub, state, now)
        deliveries = DeliveriesService(hub, posts, sites, outbox, shelf)
        triage = TriageService(state, inbox, outbox, jobs, now, lambda: deliveries.failing)
        looking = LookingService(state, now)
        shelf.read.subscribe(looking.post_came)
        inbox.answered.subscribe(sites.inbox_answered)
        sites.others.subscribe(inbox.look_soon)
        services = cls(
            hub,
            inbox,
            posts,
            jobs,
            edits,
            outbox,
            shelf,
            triage,
            looking,
            Troubles(hub, now),
            sites,
            deliveries,
            state,
            now,
            zones,
        )
        # What these two remember goes by what happens before anybody asks them.
        inbox.answered.subscribe(lambda part: services.stories.inbox_answered(part))
        hub.taken.subscribe(lambda taken: services.landing.connections_taken(taken))
        return services

    @property
    def unanswered(self) -> int:
        """How many writes beside the outbox have no answer yet; nothing is made for it."""
        made = self.__dict__
        return sum(made[name].unanswered for name in ("accounts", "schedules", "stories") if name in made)

    @property
    def keys_unseen(self) -> tuple[str, ...]:
        """What has new keys that nobody has been shown yet."""
        return self.accounts.keys_unseen if "accounts" in self.__dict__ else ()

    @cached_property
    def schedules(self) -> SchedulesService:
        """When posts are written, and go out."""
        from tui.services.schedules import SchedulesService

        return SchedulesService(self.hub)

    @cached_property
    def accounts(self) -> AccountsService:
        """Where posts go to, and what they come from."""
        from tui.services.accounts import AccountsService

        accounts = AccountsService(self.hub, self.schedules, self.now)
        # Where posts go to, and what a yes to them leads to, may be something else after that.
        accounts.written.subscribe(self.sites.look_soon)
        accounts.written.subscribe(self.inbox.look_soon)
        return accounts

    @cached_property
    def stories(self) -> StoriesService:
        """What came of published posts."""
        from tui.services.stories import StoriesService

        return StoriesService(self.hub, self.stores, self.inbox, self.jobs, self.outbox, self.now)

    @cached_property
    def calendar(self) -> CalendarService:
        """What goes out when."""
        from tui.services.calendar import CalendarService

        others = (self.posts, self.inbox, self.jobs, self.schedules, self.outbox)
        return CalendarService(self.hub, *others, self.now)

    @cached_property
    def slots(self) -> SlotsService:
        """The free slots of the schedules."""
        from tui.services.slots import SlotsService

        others = (self.schedules, self.posts, self.inbox, self.outbox)
        return SlotsService(self.hub, *others, self.zones, self.now)

    @cached_property
    def landing(self) -> LandingService:
        """Whether posts are where they were sent to."""
        from tui.services.landing import LandingService

        return LandingService(self.hub, self.sites, self.outbox, self.stores, self.now, self.pages)

    @cached_property
    def lookout(self) -> Lookout:
        """Whether what went out lately got to its sites."""
        from tui.services.lookout import Lookout

        return Lookout(self.deliveries, self.now)

    async def close(self) -> None:
        """Park what is held, wait for answers that are due, and let go of all connections. Never raises."""
        await self.outbox.close()
        await self.sites.close()
        await self.deliveries.close()
        await self.hub.close()
        await self.shelf.close()
        await self.looking.close()
