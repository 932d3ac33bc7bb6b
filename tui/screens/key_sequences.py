"""From keys to commands, by the keymap: one key, or several one after the other."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual.events import Key, Paste
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from tui.commands import Area, Command
from tui.commands.key_names import Strokes, shown_strokes
from tui.commands.keymap import Following, Keymap
from tui.presentation.bars import Tone
from tui.screens.context import Context
from tui.screens.typed_ahead import TypedAhead

WAITING_SECONDS = 1.5
"""How long keys that are no command wait for the next."""
TOGETHER_SECONDS = 0.5
"""A key that is a command and the beginning of others: the next key belongs to it for so long."""
OURS = frozenset({"tab", "shift+tab"})
"""Keys that would take the focus away from the list, where they are bound to nothing."""


class Commanded(Screen[None]):
    """A screen whose keys are commands of an area."""

    AREA: ClassVar[Area] = Area.ANYWHERE
    context: Context

    @property
    def keymap(self) -> Keymap:
        """Which keys give which command."""
        return self.context.keymap

    def show_following(self, pressed: Strokes, following: tuple[Following, ...]) -> None:
        """Show what can be pressed after these keys; nothing: they are over."""

    async def give_command(self, command: Command, argument: str = "") -> None:
        """Give a command, with what is said besides."""

    def note(
        self,
        text: str,
        tone: Tone = Tone.PLAIN,
        *,
        seconds: float | None = None,
        where: str = "",
        stays: bool = False,
    ) -> None:
        """Say what came of something."""


class _Pressed(NamedTuple):
    """Keys that may be the beginning of more."""

    keys: Strokes
    on: Commanded
    at: float
    acted: bool
    """Whether they were a command already."""


class KeySequences(TypedAhead):
    """An App that gives each key of a screen to its command. A key that only begins others waits for the
    next. One that is a command besides acts at once; where the next key follows on its heels, what the
    first opened goes again, and the command of both is given.
    """

    _pressed: _Pressed | None = None
    _waiting: Timer | None = None

    @property
    def types_text(self) -> bool:
        """Whether a letter would be typed somewhere."""
        return self.focused is not None and self.focused.check_consume_key("g", "g")

    async def give(self, event: Key | Paste) -> None:
        """Give a key to whom it is for, unless it belongs to the one before."""
        pressed = self._pressed
        if pressed is None or not pressed.acted or not isinstance(event, Key):
            await super().give(event)
            return
        self._pressed = None
        command = pressed.on.keymap.command(pressed.on.AREA, (*pressed.keys, event.key))
        together = event.time - pressed.at < TOGETHER_SECONDS
        if command is None or not together or self.types_text or not await self._back_to(pressed.on):
            await super().give(event)
        else:
            await self.do_command(pressed.on, command)

    async def _back_to(self, screen: Commanded) -> bool:
        """Close the dialog that the key before opened; gives whether its screen is there."""
        if self.screen is screen:
            return True
        dialog = self.screen
        if not isinstance(dialog, ModalScreen) or self.screen_stack[-2] is not screen:
            return False
        # Nobody has touched it: its very first key is this one.
        await dialog.dismiss(None)
        return True

    async def came_up(self, event: Key | Paste) -> None:
        """Give the command of a key that nothing on the screen took."""
        if not isinstance(event, Key) or not await self._acted_on(event):
            await super().came_up(event)

    async def _acted_on(self, event: Key) -> bool:
        """Act on a key where keys are commands; gives whether it is one of ours."""
        screen = self.screen
        return isinstance(screen, Commanded) and not self.types_text and await self._command(screen, event)

    async def _command(self, screen: Commanded, event: Key) -> bool:
        """Act on a key; gives whether it is one of ours."""
        # By when it was pressed, as the timer below is: a machine that stood still loses nobody's keys.
        pressed = self._pressed
        waits = pressed is not None and pressed.on is screen and event.time - pressed.at < WAITING_SECONDS
        before = pressed.keys if pressed is not None and waits else ()
        self._no_longer_waiting()
        keys = (*before, event.key)
        command = screen.keymap.command(screen.AREA, keys)
        following = screen.keymap.following(screen.AREA, keys)
        if following:
            self._pressed = _Pressed(keys, screen, event.time, command is not None)
        if command is not None:
            await self.do_command(screen, command)
        elif following:
            screen.show_following(keys, following)
            self._waiting = self.set_timer(WAITING_SECONDS, self._show_nothing_following)
        elif before and event.key != "escape":
            screen.note(f"{shown_strokes(keys)} is no command")
        return command is not None or bool(following or before) or event.key in OURS

    def _no_longer_waiting(self) -> None:
        """The keys that waited for more have it, or nobody wants them any longer."""
        self._show_nothing_following()
        self._pressed = None

    def _show_nothing_following(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
            self._waiting = None
            if self._pressed is not None:
                self._pressed.on.show_following((), ())

    async def do_command(self, screen: Commanded, command: Command) -> None:
        """Give a command on a screen; what it takes besides is asked for."""
        await screen.give_command(command)
