"""The sites that posts are published to, and which of them were chosen for posts with a tag."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Protocol

from tui.domain.connections import Reach
from tui.domain.errors import CopydeskError, NotSupported, StateError
from tui.domain.urgency import background
from tui.services.hub import Hub, Taken
from tui.services.signals import Signal

if TYPE_CHECKING:
    from tui.domain.approvals import InboxPart
    from tui.domain.connections import Health
    from tui.domain.ports import Platform
    from tui.domain.site_choices import Going, SiteChoiceStore
    from tui.domain.sites import Site

_log = logging.getLogger(__name__)


class SiteChoiceStores(Protocol):
    """Where it is kept what was chosen. Raises StateError."""

    @property
    def site_choices(self) -> SiteChoiceStore:
        """The sites that were chosen, by tag."""


class SitesService:
    """Knows the sites of each connection that has some: asked for once it is up, and whenever somebody wants
    them as they are now. `changed` publishes a connection whose sites are not what they were, or were chosen
    anew.
    """

    def __init__(self, hub: Hub, stores: SiteChoiceStores, now: Callable[[], datetime]) -> None:
        """Nothing is asked before a connection is up."""
        self._hub = hub
        self._stores = stores
        self._now = now
        self._known: dict[str, tuple[Site, ...]] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._choices: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        """Those that are to be asked once more: something was set up after they were asked."""
        self._steps = count(1)
        self._told: dict[str, int] = {}
        """When what is known was asked for: what was asked before that tells nothing of now."""
        self._asked_about: dict[str, set[str]] = {}
        """The sites that what waits named when all were asked for because of it."""
        self.changed: Signal[str] = Signal("sites")
        self.others: Signal[str] = Signal("other sites")
        """Publishes a connection of whose sites others take something than before."""
        hub.changed.subscribe(self._fares)
        hub.taken.subscribe(self._connections_taken)

    def has_some(self, connection: str) -> bool:
        """Whether posts of a connection go to sites that are named each time."""
        can = self._hub.capabilities(connection)
        return can is not None and can.sites

    @property
    def connections(self) -> tuple[str, ...]:
        """Those whose posts go to sites, in the config file's order."""
        return tuple(name for name in self._hub.names if self.has_some(name))

    def known(self, connection: str) -> tuple[Site, ...] | None:
        """The sites as they were told last; None where they were not."""
        return self._known.get(connection)

    def name(self, connection: str, site: str) -> str:
        """What a site was called when it was told last in this run, also one that is no more; empty: that is
        not known.
        """
        return self._names.get((connection, site), "")

    async def read(self, connection: str) -> tuple[Site, ...]:
        """The sites as they are now. Raises CopydeskError."""

        async def all_of(platform: Platform) -> tuple[Site, ...]:
            if platform.sites is None:
                raise NotSupported(f"{connection} has no sites to name")
            from tui.domain.sites import told_apart

            return told_apart(await platform.sites.all())

        asked = next(self._steps)
        sites = await self._hub.ask(connection, all_of)
        if asked < self._told.get(connection, 0):
            return sites
        self._told[connection] = asked
        before = self._known.get(connection)
        if before != sites:
            self._known[connection] = sites
            self._names |= {(connection, site.id): site.name for site in sites}
            self.changed.publish(connection)
            if before is not None and _able(before) != _able(sites):
                self.others.publish(connection)
        return sites

    def _fares(self, health: Health) -> None:
        name = health.connection
        if health.reach is Reach.UP and name not in self._known and self.has_some(name):
            self._ask_soon(name)

    def inbox_answered(self, part: InboxPart) -> None:
        """What waits names the sites that are active now: where those are others, all are asked for."""
        told = next((set(each.targets) for each in part.approvals if each.targets), None)
        known = self._known.get(part.connection)
        if told is None or told == _able(known or ()) or not self.has_some(part.connection):
            return
        # One in trouble takes posts, and what waits need not name it: the same answer is asked about once.
        if self._asked_about.get(part.connection) != told:
            self._asked_about[part.connection] = told
            self._ask_soon(part.connection)

    def look_soon(self, name: str) -> None:
        """Something was set up on a connection: its sites may be other ones now."""
        if self.has_some(name):
            if name in self._asking:
                self._again.add(name)
            self._ask_soon(name)

    def _ask_soon(self, name: str) -> None:
        if name not in self._asking:
            self._asking[name] = asyncio.create_task(self._ask(name))

    async def _ask(self, name: str) -> None:
        with background():
            try:
                await self.read(name)
            except CopydeskError as error:
                self._asked_about.pop(name, None)
                # Whoever wants to publish asks again, and is told.
                _log.info("The sites of %s could not be read: %s", name, error.happened)
            finally:
                self._asking.pop(name, None)
        if name in self._again:
            self._again.discard(name)
            self._ask_soon(name)

    def _connections_taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._known.pop(name, None)
            self._told[name] = next(self._steps)
            if name in self._asking:
                self._again.add(name)
            self._choices.pop(name, None)
            self._asked_about.pop(name, None)

    # What was chosen

    def remembered(self, connection: str, tags: Collection[str]) -> tuple[str, ...]:
        """The ids of the sites that were chosen last for posts with one of these tags."""
        from tui.domain.site_choices import remembered

        if connection not in self._choices:
            try:
                self._choices[connection] = self._stores.site_choices.choices(connection)
            except StateError:
                _log.exception("Which sites were chosen for %s cannot be read", connection)
                self._choices[connection] = {}
        return remembered(self._choices[connection], tags)

    def going(self, connection: str, tags: Collection[str]) -> Going | None:
        """Where a yes to a post with these tags goes to; None while its sites are not known."""
        from tui.domain.site_choices import going

        sites = self._known.get(connection)
        return None if sites is None else going(sites, self.remembered(connection, tags))

    def choose(self, connection: str, tags: Collection[str], sites: Sequence[str]) -> None:
        """These were chosen for posts with these tags: they are the next time too. Never raises."""
        try:
            self._stores.site_choices.keep(connection, tags, sites, self._now())
        except StateError:
            _log.exception("Which sites were chosen for %s cannot be kept", connection)
        self._choices.pop(connection, None)
        self.changed.publish(connection)

    async def close(self) -> None:
        """Ask no more. Never raises."""
        for task in tuple(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)


def _able(sites: Sequence[Site]) -> set[str]:
    return {site.id for site in sites if site.takes}
