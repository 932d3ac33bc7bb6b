"""The `:` line of a screen: opened in place of the foot, completed over the registry, and acted on."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import Parameter, isawaitable, signature
from typing import TYPE_CHECKING

from textual.content import Content

from tui.commands import COMMANDS, Area, Command, of_area
from tui.presentation.bars import Tone
from tui.screens.actions import action_of
from tui.screens.foot import Foot
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import Bar
from tui.widgets.rule_line import RuleLine

if TYPE_CHECKING:
    from tui.widgets.command_line import CommandLine

HISTORY = 50
"""How many lines that were said come back at ↑."""
SCREENS = tuple(area.value for area in Area if area is not Area.ANYWHERE)


class Commanding(Foot):
    """A screen with a `:` line."""

    _said_before: tuple[str, ...] = ()

    async def open_command_line(self, text: str = "") -> None:
        """Put the line where the foot is, and what may be said where the rule is; `text`: its beginning."""
        from tui.widgets.command_line import CommandLine

        if self.query(CommandLine):
            return
        self.query_one(KeyBar).display = False
        self.query_one(RuleLine).display = False
        line = CommandLine(self._completed, self._said_before, id="line")
        await self.mount(Bar(id="offered"), before="#rule")
        await self.mount(line, after="#keys")
        self.set_focus(line.text)
        line.become(text)
        self._show_what_fits(line, text)

    async def _close_command_line(self) -> None:
        from tui.widgets.command_line import CommandLine

        lines = self.query(CommandLine)
        if not lines:
            return
        self.set_focus(self.rows)
        await lines.remove()
        await self.query("#offered").remove()
        self.query_one(KeyBar).display = True
        self.query_one(RuleLine).display = True

    # What may be said

    @property
    def _sayable(self) -> tuple[Command, ...]:
        return of_area(self.AREA)

    def _completed(self, text: str) -> Sequence[str]:
        """The whole lines that a text may become."""
        from tui.commands.line import Said, completions, name_on_line, understood

        first, blank, rest = text.lstrip().partition(" ")
        if not blank:
            found = completions(first, self._sayable)
            return [name_on_line(each) + (" " if each.takes else "") for each in found]
        said = understood(first, self._sayable)
        values = self.argument_values(said.command) if isinstance(said, Said) else ()
        return [f"{first} {each}" for each in values if each.lower().startswith(rest.lstrip().lower())]

    def argument_values(self, command: Command) -> Sequence[str]:
        """What a command may be given, where that is a choice."""
        match command.id:
            case "go.to":
                return SCREENS
            case "post.copy":
                return self.context.services.hub.names
            case "app.theme":
                # The App is an `Appearance`, which knows this screen.
                names: Sequence[str] = getattr(self.app, "theme_names", ())
                return names
            case "view.show":
                return [each.name for each in self.context.preferences.views]
            case "preview.mode":
                from tui.presentation.reading import Mode

                return [each.value for each in Mode]
        return ()

    def _show_what_fits(self, line: CommandLine, text: str) -> None:
        from tui.commands.line import Said, completions, understood
        from tui.presentation.command_line import offered_line, values_line

        begun = line.begun.lstrip()
        first, blank, rest = begun.partition(" ")
        shown = Content("")
        if not blank:
            found = completions(begun, self._sayable)
            shown = offered_line(found, text.strip(), self.key(found[0].id) if found else "")
        elif isinstance(said := understood(first, self._sayable), Said):
            wanted = rest.lstrip().lower()
            values = self.argument_values(said.command)
            shown = values_line(said.command, [each for each in values if each.lower().startswith(wanted)])
        for bar in self.query("#offered").results(Bar):
            bar.show(shown)

    def on_command_line_typed(self, message: CommandLine.Typed) -> None:
        """What may be said is another now (Textual calls this)."""
        from tui.widgets.command_line import CommandLine

        for line in self.query(CommandLine):
            self._show_what_fits(line, message.text)

    # What is said

    async def on_command_line_left(self) -> None:
        """Nothing is to be said (Textual calls this)."""
        await self._close_command_line()

    async def on_command_line_said(self, message: CommandLine.Said) -> None:
        """Act on what was said (Textual calls this)."""
        await self._close_command_line()
        text = message.text.strip()
        if text:
            before = [each for each in self._said_before if each != text]
            self._said_before = (*before, text)[-HISTORY:]
            await self.say_command(text)

    async def say_command(self, text: str) -> None:
        """Give the command that a line says, with what it says besides."""
        from tui.commands.line import understood

        said = understood(text, self._sayable, COMMANDS)
        if isinstance(said, str):
            self.note(said, Tone.BAD)
            return
        await self.give_command(said.command, said.argument)

    async def give_command(self, command: Command, argument: str = "") -> None:
        """Give a command with what is said besides. What needs that is asked for it on the line."""
        from tui.commands.line import name_on_line

        name = name_on_line(command)
        target = self.app if action_of(command).startswith("app.") else self
        action = getattr(target, f"action_{command.action}", None)
        if action is None:
            self.note(f"{name} does nothing on this screen", Tone.BAD)
            return
        takes = signature(action).parameters.values()
        if argument and not takes:
            self.note(f"{name} takes nothing", Tone.BAD)
        elif not argument and any(each.default is Parameter.empty for each in takes):
            await self.open_command_line(f"{name} ")
        else:
            done = action(argument) if argument else action()
            if isawaitable(done):
                await done
