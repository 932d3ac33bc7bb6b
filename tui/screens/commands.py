"""Commands by their names, and their keys: the palette, the `:` line and the help, on whichever screen."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.content import Content

from tui.commands import Area, of_area
from tui.presentation.bars import Tone
from tui.screens import asking
from tui.screens.command_line import SCREENS
from tui.screens.context import Context
from tui.screens.list_screen import ListScreen


class Commands(App[None]):
    """An App whose commands can be called by name."""

    context: Context
    _screens: dict[Area, ListScreen[Any]]

    @property
    def _open_screen(self) -> ListScreen[Any]:
        return self._screens[Area(self.current_mode)]

    def action_app_help(self) -> None:
        """Show the keys of the open screen."""
        from tui.screens.dialogs.help import Help

        self.push_screen(Help(Area(self.current_mode), self.context.keymap))

    def action_app_palette(self) -> None:
        """Find a command by its name."""
        screen = self._open_screen
        asking.find_command(
            self,
            of_area(screen.AREA),
            self.context.keymap,
            screen.give_command,
        )

    async def action_app_line(self) -> None:
        """Say a command, and what it takes."""
        await self._open_screen.open_command_line()

    def action_go_to(self, name: str = "") -> None:
        """Go to a screen by its name, or the beginning of it; chosen where none is given."""
        if not name:
            options = [(each, Content(each)) for each in SCREENS]
            asking.choose(self, "Go to", options, lambda chosen: self.switch_mode(chosen))
            return
        meant = [each for each in SCREENS if each.startswith(name.lower())]
        if len(meant) == 1:
            self.switch_mode(meant[0])
        else:
            self._open_screen.note(f"there is no screen {name}: {', '.join(SCREENS)}", Tone.BAD)
