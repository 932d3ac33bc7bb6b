"""One Copydesk without its screens: the services over the three real clients, on a hurried clock."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.platforms.against_desk.doors import giving
from tests.soak.clock import Hurried
from tui.domain.desk import DeskAddress
from tui.domain.ports import Platform
from tui.domain.tokens import Account, TokenStore
from tui.platforms.auth import Auth, bearer, x_api_key
from tui.platforms.blogree.login import LoginAuth
from tui.platforms.blogree.platform import BlogreePlatform
from tui.platforms.notra.platform import NotraPlatform
from tui.platforms.opening import LIMITS, PlatformName
from tui.platforms.pacing import Pace
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.transport import Patience, Transport
from tui.services.edits import EditsService
from tui.services.hub import Hub
from tui.services.inbox import InboxService
from tui.services.jobs import JobMonitor
from tui.services.outbox import OutboxService
from tui.services.posts import PostsService
from tui.state import State, open_state

NAMES: dict[str, PlatformName] = {"acme": "notra", "social": "repostra", "blog": "blogree"}
"""The connections, and what each is."""
PATIENCE = Patience(connect=2.0, read=1.0, whole=2.0)
"""Real seconds: the faults that hold a connection open cost one each."""


class Copydesk:
    """As `Services.make` puts it together, with everything that waits on the hurried clock."""

    def __init__(self, state_dir: Path, address: DeskAddress, clock: Hurried, tokens: TokenStore) -> None:
        self.clock = clock
        self._address = address
        self._tokens = tokens
        self._paces = {
            name: Pace(name, LIMITS[kind], monotonic=clock.monotonic, sleep=clock.sleep)
            for name, kind in NAMES.items()
        }
        self.state: State = open_state(state_dir / "state.db", clock.now)
        self.hub = Hub(list(NAMES), self._open)
        self.edits = EditsService(self.state)
        self.outbox = OutboxService(
            self.hub, self.state, self.edits, clock.now, monotonic=clock.monotonic, sleep=clock.sleep
        )
        self.inbox = InboxService(self.hub, self.edits, self.outbox)
        self.posts = PostsService(self.hub)
        self.jobs = JobMonitor(
            self.hub, self.state, self.outbox, clock.now, monotonic=clock.monotonic, sleep=clock.sleep
        )
        self._monitor: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """As the application does it: connections, outbox, jobs."""
        connecting = asyncio.create_task(self.hub.connect())
        self.outbox.start()
        self.jobs.start()
        self._monitor = asyncio.create_task(self.jobs.run())
        await connecting

    async def _open(self, name: str) -> Platform:
        keys, address, now = self._address.keys, self._address, self.clock.now

        def way(url: str, auth: Auth) -> Transport:
            pace, sleep = self._paces[name], self.clock.sleep
            return Transport(name, url, auth, patience=PATIENCE, pace=pace, sleep=sleep)

        if NAMES[name] == "notra":
            return NotraPlatform(way(address.notra_base_url, bearer(giving(keys.notra_api_key))), now)
        if NAMES[name] == "repostra":
            key = x_api_key(giving(keys.repostra_api_key))
            to_repostra = way(address.repostra_base_url, key)
            return RepostraPlatform(to_repostra, now, monotonic=self.clock.monotonic)
        account = Account(name, keys.blogree_email, address.blogree_base_url)
        login = LoginAuth(account, giving(keys.blogree_password), self._tokens, now)
        return BlogreePlatform(way(address.blogree_base_url, login), now, monotonic=self.clock.monotonic)

    async def leave(self) -> None:
        """End in order."""
        await self._end_monitor()
        await self.outbox.close()
        await self.hub.close()
        self.state.close()

    async def die(self) -> None:
        """End as a process that is killed: nothing is tidied up, connections break, the system lets go of its
        lock. What has left goes on to its platform.
        """
        tasks = [*self.outbox._tasks.values(), *self.hub.writes._under_way.values()]
        tasks += [self.outbox._watch] if self.outbox._watch is not None else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end_monitor()
        self.state.close()
        self.outbox.closed = True
        await self.hub.close()

    async def _end_monitor(self) -> None:
        if self._monitor is not None:
            self._monitor.cancel()
            await asyncio.gather(self._monitor, return_exceptions=True)
