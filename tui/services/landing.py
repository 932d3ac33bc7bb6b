"""Did it land: a post's pages are looked at, compared with it, and what that settles is settled."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from tui.domain.entry_states import Action, EntryState
from tui.domain.errors import CopydeskError, NotSupported, StateError
from tui.domain.instants import instant
from tui.domain.post_state import PostState
from tui.services.hub import Hub, Taken
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.landing import Compared, Landing, LandingStore, Page
    from tui.domain.outbox import Entry
    from tui.domain.ports import PageReader, Platform
    from tui.domain.posts import Post
    from tui.domain.refs import ItemRef
    from tui.domain.sites import Pulled
    from tui.services.outbox import OutboxService
    from tui.services.sites import SitesService

_log = logging.getLogger(__name__)

AT_ONCE = 4
"""Sites of a post that are looked at at the same time."""
KEPT_FOR = timedelta(days=180)
_SHOWN = frozenset({"landed", "differs"})
"""Verdicts of pages that show it."""
_SETTLED = frozenset({Action.APPROVE, Action.PUBLISH, Action.DELIVER})


class LandingStores(Protocol):
    """Where landings are kept. Raises StateError."""

    @property
    def landings(self) -> LandingStore:
        """The newest of each post and site."""


class LandingService:
    """Looks whether posts are where they were sent to. `changed` publishes a post of which something new is
    known. What cannot be kept is missing after the next start, and no more.
    """

    def __init__(
        self,
        hub: Hub,
        sites: SitesService,
        outbox: OutboxService,
        stores: LandingStores,
        now: Callable[[], datetime],
        pages: PageReader | None = None,
    ) -> None:
        """Take who knows the sites, what is on its way, and who looks at pages: None, nobody does. Nothing is
        read before it is asked for.
        """
        self.pages = pages
        self._hub = hub
        self._sites = sites
        self._outbox = outbox
        self._stores = stores
        self._now = now
        self._known: dict[tuple[ItemRef, str], Landing] | None = None
        self.changed: Signal[ItemRef] = Signal("landings")

    # What is known

    def of(self, ref: ItemRef, site: str = "") -> Landing | None:
        """What was found last of a post on a site, or (empty) at its own address; None: nobody looked."""
        return self._kept.get((ref, site))

    def seen_at(self, post: Post) -> str | None:
        """Where a page was seen last that shows a post's text: the first of its sites'; None: nowhere."""
        from tui.domain.landing import Way

        found = (self.of(post.ref, each) for each in ("", *(each.site_id for each in post.deliveries)))
        pages = (each for each in found if each is not None and each.way is Way.PAGE and each.shows_text)
        return next((each.address for each in pages), None)

    @property
    def _kept(self) -> dict[tuple[ItemRef, str], Landing]:
        if self._known is None:
            try:
                self._stores.landings.tidy(self._now() - KEPT_FOR)
                self._known = dict(self._stores.landings.landings())
            except StateError as error:
                _log.error("What landed is not known: %s", error)
                self._known = {}
        return self._known

    def connections_taken(self, taken: Taken) -> None:
        """What was found of other connections' posts tells nothing of those that have their names now.
        Whoever makes this calls it whenever the hub takes connections.
        """
        for name in (*taken.gone, *taken.anew):
            self._known = {key: each for key, each in self._kept.items() if key[0].connection != name}
            try:
                self._stores.landings.forget(name)
            except StateError as error:
                _log.error("What landed cannot be forgotten: %s", error)

    # Looking

    async def look(self, post: Post, sites: Collection[str] | None = None) -> tuple[Landing, ...]:
        """Look at a post, which was read just now with its text: at its own address, and on each site that it
        was sent to; `sites`: on these only. Raises NotSupported where there is nowhere to look, and what the
        hub raises where its sites cannot be had.
        """
        if self.pages is None:
            raise NotSupported("No page can be looked at here", advice="Open it in a browser.")
        wanted = self._wanted(post, sites)
        if not wanted and post.url is None and post.state is not PostState.PUBLISHED:
            raise NotSupported("It is not published yet", advice="There is no page to look at.")
        if not wanted and (post.url is None or sites is not None):
            raise NotSupported(
                "It has no published address, and was sent to no site", advice="There is nowhere to look."
            )
        places = asyncio.Semaphore(AT_ONCE)

        addresses = await self._addresses(post.ref.connection) if wanted else {}

        async def at_site(site: str, name: str) -> Landing:
            async with places:
                return await self._at_site(post, site, name, addresses.get(site))

        looks = [at_site(site, name) for site, name in wanted.items()]
        if post.url is not None and sites is None:
            looks.insert(0, self._at_own_address(post, post.url))
        found = tuple(await asyncio.gather(*looks))
        for each in found:
            self._keep(each)
        self._settle(post)
        self.changed.publish(post.ref)
        return found

    def _wanted(self, post: Post, sites: Collection[str] | None) -> dict[str, str]:
        """The sites to look at, with their names as far as the post tells them."""
        names = {each.site_id: each.site_name or "" for each in post.deliveries}
        if sites is not None:
            return {site: names.get(site, "") for site in sites}
        # What was sent there by an answer that was lost may not stand among the deliveries.
        for entry in self._outbox.entries:
            if entry.ref == post.ref and entry.state is EntryState.UNKNOWN:
                for site in self._targets(entry):
                    names.setdefault(site, "")
        return names if self._sites.has_some(post.ref.connection) else {}

    async def _addresses(self, connection: str) -> dict[str, tuple[str, str | None]]:
        """The names and addresses of a connection's sites."""
        return {site.id: (site.name, site.address) for site in await self._sites.read(connection)}

    async def _at_own_address(self, post: Post, address: str) -> Landing:
        return await self._compared(post, await self._read(address))

    async def _at_site(
        self, post: Post, site: str, name: str, known: tuple[str, str | None] | None
    ) -> Landing:
        named, address = known or (name, None)
        landing = await self._on_its_pages(post, address)
        if landing.verdict not in _SHOWN:
            # What it may pull says that the platform has it for the site, and not that the site took it.
            pulled, why = await self._pulled(post, site)
            if pulled is not None:
                landing = replace(await self._of_pulled(post, pulled), why=landing.why)
            elif why and landing.why:
                landing = replace(landing, why=f"{landing.why}; {why}")
        return replace(landing, site=site, site_name=named or site)

    async def _pulled(self, post: Post, site: str) -> tuple[Pulled | None, str]:
        """The post as the site would pull it; else why that was not told, where it is worth telling."""

        async def pull(platform: Platform) -> Pulled | None:
            return None if platform.sites is None else await platform.sites.pulled(post, site)

        try:
            return await self._hub.ask(post.ref.connection, pull), ""
        except CopydeskError as error:
            _log.info("%s cannot be asked what a site pulls: %s", post.ref.connection, error.happened)
            return None, error.happened

    async def _of_pulled(self, post: Post, pulled: Pulled) -> Landing:
        from tui.domain.landing import Landing, Way, pulled_compared, verdict_of

        told, share = await asyncio.to_thread(pulled_compared, post, pulled)
        return Landing(
            post.ref,
            "",
            verdict_of(told),
            self._now(),
            way=Way.PULL,
            compared=told,
            share=share,
            version=pulled.version,
        )

    async def _on_its_pages(self, post: Post, address: str | None) -> Landing:
        """The first of the usual addresses that shows the post; else where the site's first page leads to by
        its slug; else the first that is there at all.
        """
        from tui.domain.landing import Landing, Verdict, addresses_to_try, is_it, shows_none_of_it

        if address is None or not post.slug:
            what = "no address of the site is known" if address is None else "the post has no slug"
            return Landing(post.ref, "", Verdict.UNREACHABLE, self._now(), guessed=True, why=what)
        tried, other = addresses_to_try(address, post.slug), None
        for each in tried:
            landing = replace(await self._compared(post, await self._read(each)), guessed=True)
            if landing.verdict is Verdict.MISSING:
                continue
            # Whoever does not answer, or not everybody, is not asked on and on.
            if is_it(landing.compared) or not landing.compared:
                return landing
            # A site may answer every address with some page.
            if not shows_none_of_it(landing.compared) or landing.why:
                other = other or landing
        linked = await self._linked_from(post, address, tried)
        if linked is not None and (other is None or is_it(linked.compared)):
            return linked
        if other is not None:
            return other
        why = f"none of {len(tried)} usual addresses shows it"
        return Landing(post.ref, "", Verdict.MISSING, self._now(), guessed=True, addresses=tried[:1], why=why)

    async def _linked_from(self, post: Post, address: str, tried: Collection[str]) -> Landing | None:
        """The page of the post to which the site's first page leads; None where it leads to none."""
        from tui.domain.landing import Verdict, address_among, shows_none_of_it

        front = await self._read(address)
        linked = address_among(front.links, front.addresses[-1], post.slug or "") if front.links else None
        if linked is None or linked in tried:
            return None
        landing = await self._compared(post, await self._read(linked))
        if landing.verdict is Verdict.MISSING or shows_none_of_it(landing.compared):
            return None
        return replace(landing, why=landing.why or "the first page of the site leads there")

    async def _read(self, address: str) -> Page:
        assert self.pages is not None
        return await self.pages.read(address)

    async def _compared(self, post: Post, page: Page) -> Landing:
        from tui.domain.landing import Landing, Seen, Verdict, compared, sure_of, verdict_of

        told: Sequence[Compared] = ()
        share: float | None = None
        if page.seen is Seen.SHOWN:
            # A long page, and a long text, take longer than a key may wait.
            told, share = await asyncio.to_thread(compared, post, page)
        verdict = verdict_of(told) if page.seen is Seen.SHOWN else Verdict(page.seen.value)
        hidden = share == 0 and page.hidden
        if hidden:
            # What was not read says nothing else.
            verdict = Verdict.REFUSED
        return Landing(
            post.ref,
            "",
            verdict,
            self._now(),
            addresses=page.addresses,
            compared=tuple(told),
            share=share,
            why=page.why or hidden or "",
            sure=sure_of(post, share),
        )

    # What comes of it

    def _keep(self, landing: Landing) -> None:
        self._kept[landing.ref, landing.site] = landing
        try:
            self._stores.landings.keep(landing)
        except StateError as error:
            _log.error("What landed cannot be kept: %s", error)

    def _settle(self, post: Post) -> None:
        """What was sent and had no answer has one, where the post is where it was sent to. That it is not
        there settles nothing: it may be on its way.
        """
        for entry in self._outbox.entries:
            if entry.ref == post.ref and entry.state is EntryState.UNKNOWN:
                found = self._shown_for(entry)
                if found is not None:
                    where = found.address or f"what {found.site_name} pulls"
                    with self._outbox.kept():
                        self._outbox.found(entry.id, f"found on {where}", post)

    def _shown_for(self, entry: Entry) -> Landing | None:
        """A landing since it left, by which it was done; None where none tells."""
        from tui.domain.approvals import ApprovalKind
        from tui.domain.landing import ARRIVED, Way

        waited = entry.intent.approval
        if entry.intent.action not in _SETTLED or entry.sent_at is None:
            return None
        if waited is not None and waited.kind is not ApprovalKind.POST:
            return None
        # Where it had arrived before it was sent, a page may show it since then.
        before = {each.site_id for each in entry.intent.before if each.state in ARRIVED}
        targets = [site for site in self._targets(entry) or ("",) if site not in before]
        looked = [self.of(entry.ref, site) for site in targets]
        shown = [
            each
            for each in looked
            if each is not None
            and each.shows_text
            and each.sure
            and instant(each.at) >= instant(entry.sent_at)
        ]
        # What failed there, or was on its way, may have arrived before it left: each of them must show it.
        if entry.intent.action is Action.DELIVER:
            # What a site may pull it could pull before.
            shown = [each for each in shown if each.way is Way.PAGE]
            return shown[0] if shown and len(shown) == len(targets) else None
        return shown[0] if shown else None

    def _targets(self, entry: Entry) -> tuple[str, ...]:
        if entry.intent.targets or entry.intent.approval is None:
            return entry.intent.targets
        return entry.intent.approval.targets if self._sites.has_some(entry.ref.connection) else ()
