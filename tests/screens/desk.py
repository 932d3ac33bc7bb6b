"""The application on platforms in memory, driven by keys."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from textual.events import Key
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from tests.fakes.items import NOON
from tests.fakes.platform import FakePlatform, opener
from tests.idle import idle
from tui.app import CopydeskApp
from tui.domain.holds import Holds, Refresh
from tui.domain.ports import Platform
from tui.domain.preferences import Preferences
from tui.domain.terminal import Terminal
from tui.domain.zones import zone_named
from tui.screens import noting
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen
from tui.services import Services
from tui.services.publish_checks import LookAt
from tui.setting_up import SettingUp
from tui.state import open_state

DEADLINE = 60.0
# What is said stands until something else is: however slow a machine is, no walk waits for it in vain.
noting.NOTE_SECONDS = noting.FAILURE_SECONDS = 600.0
NO_REFRESH = Refresh(inbox=0)
NO_HOLDS = Holds(0, 0, 0)


def key_event(key: str) -> Key:
    """A key as a terminal gives it, by Textual's name or its sign."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        sign: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        sign = name if len(name) == 1 else None
    return Key(name, sign)


@dataclass
class Screen:
    """The running application as a person has it: keys in, lines of text out."""

    app: CopydeskApp
    pilot: Pilot[None]
    services: Services

    @property
    def text(self) -> str:
        """What stands on the screen."""
        lines = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in lines)

    @property
    def listed(self) -> Sequence[Any]:
        """The rows of the list on the screen, a dialog before it or not."""
        return self._open.rows.rows

    @property
    def under_cursor(self) -> Any:
        """The row under the cursor."""
        return self._open.rows.cursor_row

    @property
    def _open(self) -> ListScreen[Any]:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ListScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Press keys, each when all is done that the one before it set off. They are of one hand: however
        long a busy machine takes for one, no time has passed for those that follow.
        """
        pressed = [key_event(key) for key in keys]
        for event in pressed:
            event.time = pressed[0].time
            self.app.post_message(event)
            await self.idle()

    async def idle(self) -> None:
        """Wait until nothing is to be done at once."""
        async with asyncio.timeout(DEADLINE):
            await idle(self.app)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(DEADLINE):
            await self.idle()
            while not holds():
                await asyncio.sleep(0.01)
                await self.idle()

    async def answered(self, *groups: str) -> None:
        """Wait until nothing that screens asked for is under way in these groups of workers."""
        await self.until(lambda: not any(each.group in groups for each in self.app.workers))

    async def shows(self, *wanted: str, gone: tuple[str, ...] = ()) -> str:
        """Wait until the screen shows all of `wanted` and none of `gone`; gives the screen."""

        def shown() -> bool:
            text = self.text
            return all(each in text for each in wanted) and not any(each in text for each in gone)

        try:
            await self.until(shown)
        except TimeoutError:
            raise AssertionError(f"{wanted!r} (without {gone!r}) did not come:\n{self.text}") from None
        return self.text


@asynccontextmanager
async def open_app(
    tmp_path: Path,
    *platforms: Platform,
    size: tuple[int, int] = (120, 40),
    editor: str | None = None,
    grace_seconds: float = 0.0,
    opened: asyncio.Event | None = None,
    holds: Holds = NO_HOLDS,
    read_only: Sequence[str] = (),
    refresh: Refresh = NO_REFRESH,
    resumes: bool = False,
    terminal: Terminal | None = None,
    preferences: Preferences | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    setting_up: SettingUp | None = None,
    spare: Sequence[FakePlatform] = (),
    look_at: LookAt | None = None,
    zones: Callable[[str], tzinfo | None] | None = None,
) -> AsyncIterator[Screen]:
    """Copydesk over these platforms, which are up at once, or as soon as `opened` is set. `resumes`: it
    comes back to where one was that was cut off in that folder. `setting_up`: over a config file, which may
    come to name `spare` ones too.
    """
    open_at_once = opener((*platforms, *spare))

    async def open_platform(name: str) -> Platform:
        if opened is not None:
            await opened.wait()
        return await open_at_once(name)

    state = open_state(tmp_path / "state" / "state.db")
    services = Services.make(
        [platform.connection for platform in platforms],
        open_platform,
        state,
        now,
        holds=holds,
        read_only=read_only,
        zones=zones or (lambda name: zone_named(app.context.preferences.of(name).zone)),
    )
    context = Context(
        services,
        now=now,
        edit_folder=tmp_path / "edits",
        editor=editor,
        grace_seconds=grace_seconds,
        refresh=refresh,
        place_store=state.places if resumes else None,
        preferences=preferences or Preferences(),
        ascii=terminal is not None and terminal.plain,
        terminal=terminal or Terminal(),
        reload=setting_up.reload if setting_up is not None else None,
        setups=setting_up,
        look_at=look_at,
    )
    app = CopydeskApp(context)
    try:
        async with app.run_test(size=size) as pilot:
            yield Screen(app, pilot, services)
            # As a person ends it: while the screens are still there for a key that is on its way.
            app.exit()
            async with asyncio.timeout(DEADLINE):
                for _ in iter(lambda: app.is_running, False):
                    await asyncio.sleep(0)
    finally:
        await services.close()
        state.close()
