"""How the application looks on this terminal: its theme, its signs, and whether anything moves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from textual.app import App
from textual.constants import TEXTUAL_ANIMATIONS
from textual.content import Content
from textual.filter import LineFilter

from tui.domain.preferences import Look
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens.context import Context
from tui.screens.plain_signs import NO_LINKS, PLAIN_SIGNS


class Appearance(App[None]):
    """An App with themes of its own, plain signs where they are wanted, and nothing that moves on a slow
    line.
    """

    context: Context
    _wanted_theme: str | None = None
    _told_of_themes: tuple[str, ...] = ()
    """What was said to be wrong with them, by what the file says now."""

    @abstractmethod
    def say(
        self, text: str, tone: Tone = Tone.PLAIN, *, where: str = "", stays: bool = False, seconds: float = 0
    ) -> None:
        """Say something on the open screen, as its `note` does."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What each drawn line goes through (Textual calls this): signs become plain ones at the very end."""
        filters = tuple(super().get_line_filters())
        if self.context.ascii:
            filters = (*filters, PLAIN_SIGNS)
        return filters if self.context.terminal.links else (*filters, NO_LINKS)

    def dress(self) -> None:
        """Before the first frame: take the theme that is wanted, or that fits the terminal."""
        terminal, look = self.context.terminal, self.context.preferences.look
        self.animation_level = "none" if terminal.slow else TEXTUAL_ANIMATIONS
        few = terminal.colours and (terminal.few_colours or terminal.slow)
        wanted = self._wanted_theme or look.theme
        if wanted is None and not few:
            return
        self._know_themes(look)
        from tui.screens.themes import SIXTEEN

        if wanted in self.available_themes:
            self.theme = wanted
        elif few:
            self.theme = SIXTEEN

    def _know_themes(self, look: Look) -> Sequence[str]:
        """Register our themes and the person's; gives what is wrong with those."""
        # Not at the top: the usual theme needs none of them.
        from tui.screens.themes import OURS, own_themes

        own, problems = own_themes(look.themes)
        for theme in (*OURS, *own):
            self.register_theme(theme)
        return problems

    def tell_of_the_theme(self) -> None:
        """Say what is wrong with a theme; once the first frame is drawn."""
        look = self.context.preferences.look
        wanted = self._wanted_theme or look.theme
        told = [*self._know_themes(look)] if look.themes else []
        if wanted is not None and wanted not in self.available_themes:
            told.append(f"There is no theme {plain(wanted, 40)}; the usual one is shown.")
        for each in told:
            self.say(each, stays=True)
        self._told_of_themes = tuple(told)

    @property
    def theme_names(self) -> list[str]:
        """All themes, ours first."""
        self._know_themes(self.context.preferences.look)
        return sorted(self.available_themes, key=lambda each: (not each.startswith("copydesk"), each))

    def action_app_theme(self, name: str = "") -> None:
        """Show everything in a theme, for this run; without a name, choose one."""
        names = self.theme_names
        if not name:
            from tui.screens import asking

            asking.choose(self, "Theme", [(each, Content(each)) for each in names], self.action_app_theme)
            return
        if name not in self.available_themes:
            self.say(f"There is no theme {plain(name, 40)}; :theme shows all.", Tone.BAD)
            return
        self.theme = name
        self.say(f'until you leave; theme = "{plain(name, 40)}" under [ui] in the file keeps it')
