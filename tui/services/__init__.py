"""What a person does, whichever the platform. Knows the domain and the state, and no screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Protocol

from tui.domain.holds import Holds
from tui.domain.ports import EditStore, JobStore
from tui.services.accounts import AccountsService
from tui.services.calendar import CalendarService
from tui.services.deliveries import DeliveriesService
from tui.services.edits import EditsService
from tui.services.entries import OutboxStores
from tui.services.hub import Hub, OpenPlatform
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.landing import LandingService, LandingStores
from tui.services.looking import LookingService, LookStores
from tui.services.outbox import OutboxService
from tui.services.posts import PostsService
from tui.services.schedules import SchedulesService
from tui.services.shelf import CacheStores, Shelf
from tui.services.sites import SiteChoiceStores, SitesService
from tui.services.slots import SlotsService
from tui.services.stories import StoriesService, StoryStores
from tui.services.triage import TriageService, VerdictStores
from tui.services.troubles import Troubles

__all__ = ["Services", "Stores"]


class Stores(
    JobStore,
    EditStore,
    OutboxStores,
    CacheStores,
    VerdictStores,
    LookStores,
    SiteChoiceStores,
    StoryStores,
    LandingStores,
    Protocol,
):
    """What the services remember things in: `tui.state.State`, or a fake."""


@dataclass(frozen=True, slots=True)
class Services:
    """All services of one run, made before any connection is open."""

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
    schedules: SchedulesService
    accounts: AccountsService
    stories: StoriesService
    calendar: CalendarService
    slots: SlotsService
    deliveries: DeliveriesService
    landing: LandingService
    zones: Callable[[str], tzinfo | None] = lambda connection: None
    """The zone that the clock of a connection's schedules goes by; None: that is not known."""

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
        triage = TriageService(state, inbox, outbox, jobs, now)
        looking = LookingService(state, now)
        shelf.read.subscribe(looking.post_came)
        sites = SitesService(hub, state, now)
        inbox.answered.subscribe(sites.inbox_answered)
        schedules = SchedulesService(hub)
        accounts = AccountsService(hub, schedules, now)
        accounts.written.subscribe(sites.look_soon)
        accounts.written.subscribe(inbox.look_soon)
        return cls(
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
            schedules,
            accounts,
            StoriesService(hub, state, inbox, jobs, outbox, now),
            CalendarService(hub, posts, inbox, jobs, schedules, outbox, now),
            SlotsService(hub, schedules, posts, inbox, outbox, zones, now),
            DeliveriesService(hub, posts, sites, outbox, shelf),
            LandingService(hub, sites, outbox, state, now),
            zones,
        )

    async def close(self) -> None:
        """Park what is held, wait for answers that are due, and let go of all connections. Never raises."""
        await self.outbox.close()
        await self.sites.close()
        await self.hub.close()
        await self.shelf.close()
        await self.looking.close()
