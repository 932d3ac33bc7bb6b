"""The composition root: config → clients → services → application. Owns every lifetime."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.settings import ConnectionSettings, Settings
from tui.domain.errors import CopydeskError, PlatformError
from tui.domain.terminal import terminal_of
from tui.domain.zones import MACHINE
from tui.setting_up import SettingUp, names

if TYPE_CHECKING:
    from tui.app import CopydeskApp
    from tui.config.credentials import Credentials
    from tui.config.kept_tokens import KeptTokens
    from tui.domain.connections import Left, Rest
    from tui.domain.desk import DeskAddress
    from tui.domain.landing import Page
    from tui.domain.ports import Platform
    from tui.domain.secrets import Secret
    from tui.platforms.pacing import Pace
    from tui.platforms.pages import Pages

_log = logging.getLogger(__name__)


def run(paths: Paths, *, debug: bool = False) -> int:
    """Open the application; gives its exit code. Raises StateError where nothing can be remembered.

    `debug`: a fault shows its traceback (without values) besides the log.
    """
    # Collecting while a thousand modules are imported costs a twentieth of the start and finds nothing;
    # the App switches it on again when all of them are there.
    gc.disable()
    return asyncio.run(_run(paths, debug=debug))


async def _run(paths: Paths, *, debug: bool) -> int:
    async with composed(paths, debug=debug) as app:
        _end_in_order(app.cut_off)
        await app.run_async()
    return app.return_code or 0


@asynccontextmanager
async def composed(paths: Paths, *, debug: bool = False) -> AsyncIterator[CopydeskApp]:
    """The application with all that it needs, ready to run; at the end everything is closed in order.

    Raises StateError where nothing can be remembered.
    """
    from tui.app import CopydeskApp
    from tui.screens.context import HOLD_STEPS, Context
    from tui.services import Services
    from tui.state import open_state

    settings = load_settings(paths)
    terminal = terminal_of(os.environ, settings.preferences.look)
    async with AsyncExitStack() as lifetimes:
        state = open_state(paths.state_dir / "state.db")
        lifetimes.callback(state.close)
        opening = Opening(paths, settings, on_rest=lambda name, rest: services.hub.rests(name, rest))
        services = Services.make(
            opening.names,
            opening.open,
            state,
            lambda: datetime.now(UTC),
            holds=settings.holds,
            read_only=opening.read_only,
            forget_secret=opening.forget_secret,
            zones=opening.zone,
        )
        services.pages = pages = LatePages()
        lifetimes.push_async_callback(services.close)
        setting_up = SettingUp(paths, opening)
        context = Context(
            services,
            now=lambda: datetime.now(MACHINE),
            zone_here=zone_here,
            edit_folder=paths.state_dir / "edits",
            editor=settings.editor,
            here=opening.here,
            look_at=pages.leads_nowhere,
            left=opening.left,
            refresh=settings.refresh,
            preferences=settings.preferences,
            # Over a slow line the hold is told once: a line that changes costs more than it says.
            hold_steps=() if terminal.slow else HOLD_STEPS,
            ascii=terminal.plain,
            terminal=terminal,
            notices=tuple(_notices(settings, state.notice)),
            place_store=state.places,
            reload=setting_up.reload,
            setups=setting_up,
        )
        yield CopydeskApp(context, theme=settings.theme, log_file=str(paths.log_file), debug=debug)


class LatePages:
    """A `PageReader` for which nothing is imported before the first page is wanted."""

    async def read(self, address: str) -> Page:
        """What an address shows."""
        return await (await self._pages()).read(address)

    async def leads_nowhere(self, address: str) -> str | None:
        """Why an address leads nowhere; None where it leads somewhere."""
        return await (await self._pages()).leads_nowhere(address)

    async def _pages(self) -> Pages:
        # A thread: the screen answers keys while the modules are imported.
        await asyncio.to_thread(import_module, "tui.platforms.pages")
        from tui.platforms.pages import Pages

        return Pages()


@cache
def zone_here() -> tzinfo | None:
    """The zone that this machine's clock goes by; None where it cannot be told."""
    from tzlocal import get_localzone

    try:
        return get_localzone()
    # What TZ or a file of the system calls so may be no zone.
    except (LookupError, ValueError, OSError):
        _log.warning("The zone of this machine cannot be told")
        return None


def _end_in_order(end: Callable[[], object]) -> None:
    """A line that drops (SIGHUP) or a SIGTERM ends the application as `q` does: writes under way are
    waited for, and the terminal is given back.
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        # Not every system has these signals, or takes handlers for them.
        with suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), end)


def _notices(settings: Settings, state_notice: str | None) -> list[str]:
    """What the start has to say, the most wanted first."""
    notices = [problem.sentence for problem in settings.problems]
    if state_notice:
        notices.append(state_notice)
    if settings.created:
        notices.append(f"Welcome. The config file was written: {settings.path}")
    return notices


class Opening:
    """Opens the platforms of the settings' connections; the first one that wants the local desk starts it."""

    def __init__(
        self, paths: Paths, settings: Settings, on_rest: Callable[[str, Rest], None] = lambda name, rest: None
    ) -> None:
        """Nothing is imported or asked before `open`. `on_rest` hears of connections that wait."""
        self._paths = paths
        self.settings = settings
        """Those in force: another file takes their place while Copydesk runs."""
        self._on_rest = on_rest
        self._paces: dict[tuple[str, str, bool], Pace] = {}
        self._credentials: Credentials | None = None
        self._tokens: KeptTokens | None = None
        self._desk: asyncio.Task[DeskAddress] | None = None
        self._desk_zone: str | None = None
        self._cwd = Path.cwd()
        self._checkout: str | None = None

    @property
    def read_only(self) -> tuple[str, ...]:
        """The connections that the config file says are only to be read."""
        return tuple(each.name for each in self.settings.connections if each.read_only)

    def forget_secret(self, name: str) -> None:
        """A connection's secret was refused, or could not be had: it is fetched anew when it is opened."""
        wanted = self.settings.connection(name)
        if self._credentials is not None and wanted is not None and wanted.secret is not None:
            self._credentials.forget(wanted.secret)

    @property
    def names(self) -> tuple[str, ...]:
        """All connections that the config file names, those that are wrong in it included."""
        return names(self.settings)

    def here(self, name: str) -> str | None:
        """The id, on a connection, of the repository that Copydesk was started in."""
        wanted = self.settings.connection(name)
        return self._checkout if wanted is not None and wanted.desk else None

    def left(self, name: str) -> tuple[Left, ...]:
        """How many requests of each limited kind a connection could send at once."""
        wanted = self.settings.connection(name)
        pace = self._paces.get((name, wanted.platform, wanted.desk)) if wanted is not None else None
        return pace.left if pace is not None else ()

    def zone(self, name: str) -> tzinfo | None:
        """The zone that the clock of a connection's schedules goes by: what the config file says, else for
        one on the local desk the desk's own; None: it is not known.
        """
        from tui.domain.zones import zone_named

        said = self.settings.preferences.of(name).zone
        wanted = self.settings.connection(name)
        if said is None and wanted is not None and wanted.desk:
            said = self._desk_zone
        return zone_named(said)

    async def open(self, name: str) -> Platform:
        """The platform of one connection. Raises a `CopydeskError` with the reason why it stays closed."""
        # A thread: the screen answers keys while the modules are imported.
        await asyncio.to_thread(import_module, "tui.platforms.opening")
        for problem in self.settings.problems:
            if problem.connection == name:
                raise CopydeskError(problem.sentence, advice="")
        wanted = self.settings.connection(name)
        if wanted is None:
            raise CopydeskError(f"There is no connection {name}", advice="The config file names them.")
        return await self.open_as(wanted)

    async def open_as(self, wanted: ConnectionSettings) -> Platform:
        """The platform of a connection that is set up so. Raises a `CopydeskError`."""
        await asyncio.to_thread(import_module, "tui.platforms.opening")
        if wanted.desk:
            return _open_on_desk(wanted, await self._desk_address(), self.kept_tokens(), self._pace(wanted))
        return self._open_remote(wanted)

    def _pace(self, wanted: ConnectionSettings) -> Pace:
        """A connection's pace, for all the run: what left before it was opened anew counts."""
        from tui.platforms.opening import pace_of

        name, platform, desk = key = wanted.name, wanted.platform, wanted.desk
        if key not in self._paces:
            self._paces[key] = pace_of(name, platform, lambda rest: self._on_rest(name, rest), desk=desk)
        return self._paces[key]

    def kept_tokens(self) -> KeptTokens:
        """The tokens of sign-ins; read when one is wanted first."""
        from tui.config.kept_tokens import KeptTokens
        from tui.config.log_file import SECRETS

        self._tokens = self._tokens or KeptTokens(self._paths.state_dir, on_secret=SECRETS.add)
        return self._tokens

    async def _desk_address(self) -> DeskAddress:
        """The desk's address; connections that want it at the same time share one search. Whoever asks
        later begins a new one: the desk may have ended meanwhile.
        """
        if self._desk is None or self._desk.done():
            self._desk = asyncio.create_task(self._find_desk())
        return await asyncio.shield(self._desk)

    async def _find_desk(self) -> DeskAddress:
        from tui.config.log_file import SECRETS
        from tui.local_desk import ensure_desk, register_checkout

        address = await ensure_desk(self._paths)
        self._desk_zone = address.zone
        for secret in address.keys.secrets:
            SECRETS.add(secret)
        # Before any connection is open: a form that offers repositories has this one.
        try:
            self._checkout = await register_checkout(address, self._cwd)
        except PlatformError:
            # A checkout that git cannot read is no reason to keep the desk's connections closed.
            _log.exception("The checkout around %s could not be registered", self._cwd)
        return address

    def _open_remote(self, wanted: ConnectionSettings) -> Platform:
        from tui.config.credentials import Credentials
        from tui.config.log_file import SECRETS
        from tui.platforms.opening import PlatformWanted, open_platform

        credentials = self._credentials = self._credentials or Credentials(on_secret=SECRETS.add)
        if wanted.secret is None:
            raise CopydeskError(f"{wanted.name} has no secret", advice="Give it one in the config file.")
        return open_platform(
            PlatformWanted(
                wanted.name,
                wanted.platform,
                base_url=wanted.base_url,
                organization_id=wanted.organization_id,
                email=wanted.email,
            ),
            credentials.provider(wanted.name, wanted.secret),
            self.kept_tokens(),
            pace=self._pace(wanted),
        )


def _open_on_desk(
    wanted: ConnectionSettings, address: DeskAddress, tokens: KeptTokens, pace: Pace
) -> Platform:
    from tui.platforms.opening import PlatformWanted, open_platform

    keys = address.keys
    secrets = {
        "notra": keys.notra_api_key,
        "repostra": keys.repostra_api_key,
        "blogree": keys.blogree_password,
    }
    bases = {
        "notra": address.notra_base_url,
        "repostra": address.repostra_base_url,
        "blogree": address.blogree_base_url,
    }

    async def secret() -> Secret:
        return secrets[wanted.platform]

    return open_platform(
        PlatformWanted(
            wanted.name,
            wanted.platform,
            base_url=bases[wanted.platform],
            organization_id=wanted.organization_id,
            email=keys.blogree_email if wanted.platform == "blogree" else None,
        ),
        secret,
        tokens,
        pace=pace,
    )
