"""A terminal that is too small says so, and no key acts in it: nothing is decided that is not seen."""

from __future__ import annotations

from typing import Any

from textual.events import Key, Paste
from textual.screen import Screen

from tui.commands import Area
from tui.screens.context import Context
from tui.screens.key_sequences import KeySequences

LEAST_WIDTH, LEAST_HEIGHT = 60, 16


class TooSmall(KeySequences):
    """An App that covers all of itself while the terminal is too small. What was there stays as it was, and
    is seen again when the terminal has grown.
    """

    context: Context

    @property
    def too_small(self) -> bool:
        """Whether the terminal is too small for anything but a word."""
        width, height = self.size
        return width < LEAST_WIDTH or height < LEAST_HEIGHT

    def on_mount(self) -> None:
        """A screen or dialog that comes while all is covered is covered too."""
        self.screen_change_signal.subscribe(self, self._cover, immediate=True)

    def on_resize(self) -> None:
        """Cover what is there, or show it again (Textual calls this, once at the start too)."""
        # Textual takes the new size itself after this.
        self.call_later(self._cover_all)

    def _cover_all(self) -> None:
        for screen in self.screen_stack:
            self._cover(screen)

    def _cover(self, screen: Screen[Any]) -> None:
        if not self.too_small and not self._covered:
            return
        from tui.widgets.cover import Cover

        self._covered = True
        covers = screen.query(Cover)
        if not self.too_small:
            covers.remove()
        elif not covers:
            screen.mount(Cover(LEAST_WIDTH, LEAST_HEIGHT, self._leaving_key))

    _covered = False
    """Whether anything was covered since the start."""

    @property
    def _leaving_key(self) -> str:
        return "ctrl+q" if self.types_text else self.context.keymap.of("app.quit")

    async def give(self, event: Key | Paste) -> None:
        """Give a key to whom it is for; none while nothing is seen, but the one that leaves."""
        if not self.too_small:
            await super().give(event)
        elif isinstance(event, Key) and self._leaves(event.key):
            await self.run_action("app_quit")

    def _leaves(self, key: str) -> bool:
        if key == "ctrl+q":
            return True
        command = self.context.keymap.command(Area.ANYWHERE, (key,))
        return command is not None and command.id == "app.quit" and not self.types_text
