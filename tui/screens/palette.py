"""The command palette over the one registry of commands."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tui.commands import Area, Command, of_area
from tui.screens.bindings import action_of


class RegistryCommands(Provider):
    """The commands of the open screen's area; each teaches its key."""

    def _commands(self) -> tuple[Command, ...]:
        area = getattr(self.screen, "AREA", Area.ANYWHERE)
        return of_area(area)

    @staticmethod
    def _shown(command: Command) -> Content:
        key = f"  {command.shown_keys}" if command.keys else ""
        return Content.assemble(command.help, (key, "dim"))

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for command in self._commands():
            yield DiscoveryHit(
                self._shown(command), partial(self.screen.run_action, action_of(command)), text=command.help
            )

    async def search(self, query: str) -> Hits:
        """The commands whose help or label fit what was typed."""
        matcher = self.matcher(query)
        for command in self._commands():
            text = f"{command.help} ({command.label})"
            score = matcher.match(text)
            if score > 0:
                yield Hit(
                    score,
                    self._shown(command),
                    partial(self.screen.run_action, action_of(command)),
                    text=text,
                )
