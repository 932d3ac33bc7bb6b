"""Keys typed ahead: over a slow line they come in one piece, faster than a dialog can be there."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from textual import on
from textual.dom import DOMNode
from textual.driver import Driver
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.screen import Screen

from tui.screens.unlooked_at import UnlookedAt

ROUNDS = 2
"""The first round comes back when the key was handled, the second when what it set off was."""
GOING_SECONDS = 0.05
"""How long a screen that is going may take to be gone."""
MOST_TRIES = 20
"""How often it is asked whether it is; then the next key is taken all the same."""
ON_ITS_WAY_SECONDS = 0.15
"""How long a key may take from the terminal to us: what was pressed while another program had the terminal
may come when that has ended, and no flushing finds it before.
"""
LOST_SECONDS = 0.5
"""After this long a key counts as done with, though nothing said so, where what it was for has gone."""
LOST_STEPS = 5
"""In so many steps that time goes by: while a machine stands still no key is looked at, and none is lost."""
MOST_STEPS = 100
"""After so many it counts as done with in any case: what it waits for may come by another key."""


class TypedAhead(UnlookedAt):
    """An App that looks at a key when all that the key before it did is done.

    Textual gives a key to whatever has the focus when the key arrives, and looks for its binding later,
    on the screen that is open by then: of `/word`, typed at once, the letters would miss the input that
    `/` opens, and be commands.
    """

    class Round(Message):
        """Goes the way that a key goes, after it, and so comes back when the key is done with."""

        def __init__(self, turn: int, left: int) -> None:
            """`turn`: the number of the key; `left`: how many rounds are to follow."""
            super().__init__()
            self.turn = turn
            self.left = left

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        """`ansi_color`: as Textual's App has it."""
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[Key | Paste] = deque()
        self._turn = 0
        self._key_under_way = False
        self._goes_by: DOMNode = self
        """Whoever has to give word of the key that is under way."""
        self._none_under_way = asyncio.Event()
        self._taken_on: Screen[object] | None = None
        self._deaf_until = 0.0

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system; on a terminal, ours (Textual calls this)."""
        usual = super().get_driver_class()
        if usual.__module__ != "textual.drivers.linux_driver":
            return usual
        from tui.screens.terminal_driver import TerminalDriver

        return TerminalDriver

    async def on_event(self, event: Event) -> None:
        """Take keys in their order; everything else at once."""
        if self.note_focus(event):
            # A terminal that is not looked at still gives keys to whatever had them.
            return
        if not isinstance(event, Key | Paste):
            await super().on_event(event)
        elif event.time >= self._deaf_until:
            await self._take(event)

    async def _take(self, event: Key | Paste) -> None:
        if event.is_forwarded:
            # It comes up from the screen that it was given to. Where that was left meanwhile, by an answer
            # that came, the key is not for the screen below.
            if self.screen_stack and self.screen is self._taken_on:
                await self.came_up(event)
            return
        self._ahead.append(event)
        if not self._key_under_way:
            await self._take_next()
        elif len(self._ahead) == 1:
            self._look_after_the_key()

    def take_again(self, events: Sequence[Key | Paste]) -> None:
        """Take keys once more, before those that wait: what they were for is there only now."""
        again = [
            Paste(event.text) if isinstance(event, Paste) else Key(event.key, event.character)
            for event in events
        ]
        self._ahead.extendleft(reversed(again))
        if again and self._key_under_way:
            self._look_after_the_key()
        elif again:
            # What is typed before that is behind them, and takes the first of them itself.
            self.call_later(self._go_on_behind, self._turn)

    async def until_no_key_is_under_way(self) -> None:
        """Wait until each key that was typed has been given and is done with; but not for ever."""
        if self._key_under_way:
            self._look_after_the_key()
        for _ in range(MOST_STEPS):
            with suppress(TimeoutError):
                async with asyncio.timeout(LOST_SECONDS / LOST_STEPS):
                    while self._key_under_way:
                        await self._none_under_way.wait()
                return

    async def _take_next(self) -> None:
        """Give the next key to whom it is for, once that is there."""
        self._key_under_way = bool(self._ahead)
        if not self._ahead:
            self._none_under_way.set()
            return
        self._none_under_way.clear()
        self._turn += 1
        if self.screen_stack and self.screen.is_mounted:
            self._taken_on = self.screen
            await self.give(self._ahead.popleft())
        self._go_round(ROUNDS)

    async def give(self, event: Key | Paste) -> None:
        """Give a key to whom it is for: all that the key before it did is done."""
        await super().on_event(event)

    async def came_up(self, event: Key | Paste) -> None:
        """Act on a key that nothing on the screen took."""
        await super().on_event(event)

    def _go_round(self, rounds: int, tries: int = 0) -> None:
        if not self.screen_stack:
            return  # It is ending: nobody is left to take a key.
        self._goes_by = target = self.focused or self.screen
        if not target.post_message(self.Round(self._turn, rounds - 1)):
            # It is going. Not by a message to oneself: a queue that is never empty holds everything up.
            again = partial(self.call_later, self._go_round_again, self._turn, tries + 1)
            self.set_timer(GOING_SECONDS, again)

    async def _go_round_again(self, turn: int, tries: int = 0) -> None:
        """What had the key has gone: what is there now gives word when all is done that the key set off. What
        is typed ahead for something that is coming must not be commands of the list.
        """
        if turn == self._turn and tries < MOST_TRIES:
            self._go_round(ROUNDS, tries)
        else:
            await self._go_on_behind(turn)

    @on(Round)
    async def _came_round(self, message: Round) -> None:
        if message.turn != self._turn:
            return
        if message.left:
            self._go_round(message.left)
        else:
            await self._take_next()

    def _look_after_the_key(self, steps: int = 0) -> None:
        """Go on behind a key of which no word can come, for as long as keys wait. On a slow machine a key
        takes its time: while those are there who have it, the next is not for what is there now.
        """
        self.set_timer(LOST_SECONDS / LOST_STEPS, partial(self._one_step_on, self._turn, steps + 1))

    async def _one_step_on(self, turn: int, steps: int) -> None:
        if not self._key_under_way:
            return
        there = self._goes_by.is_running and self in self._goes_by.ancestors_with_self
        if turn == self._turn and steps < MOST_STEPS:
            if not there and steps % LOST_STEPS == 0:
                # Behind what the App is doing now, which may be what the key asked for.
                self.call_later(self._go_round_again, turn)
            self._look_after_the_key(steps)
        else:
            await self._go_on_behind(turn)

    async def _go_on_behind(self, turn: int) -> None:
        if turn == self._turn:
            await self._take_next()
        if self._ahead:
            self._look_after_the_key()

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Leave the terminal to another program. Keys pressed until it has ended were for that program,
        wherever they are by now.
        """
        fault: Exception | None = None
        with super().suspend():
            # Textual takes the terminal back only where nothing is raised.
            try:
                yield
            except Exception as error:
                fault = error
            self._ahead.clear()
        # From here on, since taking the terminal back takes its time on a machine that is busy; and no key
        # has been looked at yet, as nothing was awaited.
        self._deaf_until = Event().time + ON_ITS_WAY_SECONDS
        if fault is not None:
            raise fault
