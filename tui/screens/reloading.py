"""The config file while Copydesk runs: what it says is in force as soon as it is written."""

from __future__ import annotations

import asyncio
import os
from abc import abstractmethod
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from textual import on, work
from textual.constants import DEFAULT_THEME
from textual.message import Message

from tui.commands import Area
from tui.domain.preferences import Preferences
from tui.domain.setups import Reloaded
from tui.domain.terminal import terminal_of
from tui.presentation.bars import Tone
from tui.screens.appearance import Appearance
from tui.screens.context import HOLD_STEPS, Context
from tui.screens.list_screen import ListScreen
from tui.screens.messages import ConfigWritten, ConnectionsChanged

LOOK_SECONDS = 3.0
"""How often it is looked whether the file has changed; a look costs no more than its name."""
READ_AGAIN = "the config file was read again"


class Reloading(Appearance):
    """An App that reads its config file anew: by a key, and by itself when the file has changed. What is
    wrong in it leaves all that was in force as it was.
    """

    _screens: dict[Area, ListScreen[Any]]
    _fault = ""
    """What was wrong in the file when it was read last."""
    _one_at_a_time: asyncio.Lock | None = None

    @abstractmethod
    def tell(self, news: Callable[[], Message]) -> None:
        """Give every open screen a message of its own."""

    def watch_config(self) -> None:
        """Look at the file now and then: also while another window has the focus, where it may be written."""
        if self.context.setups is not None:
            self.set_interval(LOOK_SECONDS, self._look_at_config)

    def _look_at_config(self) -> None:
        # A form on the screen is filled in for what is in force.
        idle = len(self.screen_stack) == 1
        if idle and self.context.setups is not None and self.context.setups.changed():
            self._reload(READ_AGAIN, by_itself=True)

    def action_app_reload(self) -> None:
        """Read the config file anew."""
        self._reload(READ_AGAIN)

    @on(ConfigWritten)
    def _config_written(self, message: ConfigWritten) -> None:
        self._reload(message.said, message.anew)

    @work(group="reload", exit_on_error=False)
    async def _reload(self, said: str, anew: Collection[str] = (), *, by_itself: bool = False) -> None:
        setups = self.context.setups
        if self.context.reload is None or setups is None:
            self.say("There is no config file to read here")
            return
        self._one_at_a_time = self._one_at_a_time or asyncio.Lock()
        async with self._one_at_a_time:
            if by_itself and not setups.changed():
                return  # a form wrote it, and it was read for that
            # A thread: a file that has changed is checked by what takes its time to be imported.
            reloaded = await asyncio.to_thread(self.context.reload)
            self.take(reloaded, said, anew)
        await self.context.services.hub.connect()

    def take(self, reloaded: Reloaded, said: str, anew: Collection[str] = ()) -> None:
        """What the file says now is in force, on all screens at once; or it is said why not."""
        before = self.context
        self._unsay(self._fault, *self._told_of_themes)
        if reloaded.fault is not None:
            self._give(replace(before, notices=(reloaded.fault, *self._without(self._fault))))
            self._fault = reloaded.fault
            self.tell(lambda: ConnectionsChanged(names=False))
            key = before.keymap.of("app.connections")
            self.say(reloaded.fault, Tone.BAD, where=f"{key} shows all", stays=True)
            return
        terminal = terminal_of(os.environ, reloaded.preferences.look)
        self._give(
            replace(
                before,
                preferences=reloaded.preferences,
                refresh=reloaded.refresh,
                editor=reloaded.editor,
                notices=(
                    *reloaded.notices,
                    *self._without(self._fault, *reloaded.settled, *reloaded.notices),
                ),
                terminal=terminal,
                hold_steps=() if terminal.slow else HOLD_STEPS,
                ascii=terminal.plain,
            )
        )
        self._fault = ""
        before.services.outbox.holds = reloaded.holds
        if reloaded.preferences != before.preferences:
            self.preferences_changed(before.preferences, reloaded.preferences)
            for screen in self._screens.values():
                screen.preferences_changed(before.preferences, reloaded.preferences)
        hub = before.services.hub
        names = hub.names != reloaded.names or bool({*reloaded.anew, *anew})
        held = len(before.services.outbox.held)
        others = {*(each for each in hub.names if each not in reloaded.names), *reloaded.anew, *anew}
        hub.take(reloaded.names, read_only=reloaded.read_only, anew=(*reloaded.anew, *anew))
        if before.forms_left:
            from tui.screens.forms_left import forget

            forget(before.forms_left, others)
        parked = held - len(before.services.outbox.held)
        if parked:
            said += f" · {parked} held, not sent but parked: {before.keymap.of('go.outbox')} shows them"
        problems = (*reloaded.notices, *self.context.keymap.problems)
        tone = Tone.BAD if problems else Tone.GOOD
        self.tell(lambda: ConnectionsChanged(names, problems[0] if problems else said, tone))

    def _unsay(self, *told: str) -> None:
        """The file has been read since this was said of it."""
        for screen in self._screens.values():
            for each in told:
                screen.unsay(each)

    def _without(self, *gone: str) -> tuple[str, ...]:
        return tuple(each for each in self.context.notices if each not in gone)

    def _give(self, context: Context) -> None:
        self.context = context
        for screen in self._screens.values():
            screen.take_context(context)

    def preferences_changed(self, old: Preferences, new: Preferences) -> None:
        """What a person prefers is something else now; the context has it already."""
        if old.look != new.look:
            self._wanted_theme = new.look.theme
            if new.look.theme is None:
                self.theme = DEFAULT_THEME
            self.dress()
            self.tell_of_the_theme()
