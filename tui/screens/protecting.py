"""Before something of a protected connection goes public, its name is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from tui.domain.entry_states import Action
from tui.domain.verdicts import Gravity
from tui.presentation.text import plain
from tui.screens import asking
from tui.screens.context import Context

if TYPE_CHECKING:
    from tui.domain.outbox import Intent


class Protecting(Screen[None]):
    """A screen from which items go public."""

    context: Context

    def let_out(
        self,
        intents: Iterable[Intent],
        then: Callable[[], object],
        *,
        title: str,
        question: Content | None = None,
        yes: str = "",
        left: Callable[[], object] = lambda: None,
    ) -> None:
        """Do what goes public, after what has to be asked first: of each protected connection its name, or
        else the `question`, answered with `yes`; nothing where there is none. `left` is called where the
        person leaves without having typed a name.
        """
        names = self._protected(intents)
        if names:
            self._ask_names(names, title, question, then, left)
        elif question is not None:
            asking.confirm(self.app, title, question, yes, then)
        else:
            then()

    async def agree(self, connection: str, title: str, question: Content, yes: str) -> bool:
        """Whether a person agrees to the `question`, by `yes` or, of a protected connection, by its name. For
        workers.
        """
        from tui.screens.dialogs.ask_line import AskLine
        from tui.screens.dialogs.confirm import Confirm

        if not self.context.preferences.of(connection).protected:
            return await self.app.push_screen_wait(Confirm(title, question, yes)) is True
        hint, wrong = _name_asked(connection, question)
        return await self.app.push_screen_wait(AskLine(title, hint, check=wrong)) is not None

    def _protected(self, intents: Iterable[Intent]) -> list[str]:
        """The protected connections of which something would go public."""
        public = (
            each.ref.connection
            for each in intents
            if each.gravity is not Gravity.UNDOABLE and each.action is not Action.DELETE
        )
        return [name for name in dict.fromkeys(public) if self.context.preferences.of(name).protected]

    def _ask_names(
        self,
        names: Sequence[str],
        title: str,
        question: Content | None,
        then: Callable[[], object],
        left: Callable[[], object] = lambda: None,
    ) -> None:
        """Ask for the names, one after the other."""
        name, *others = names
        hint, wrong = _name_asked(name, question)

        def typed(_: str) -> None:
            if others:
                self._ask_names(others, title, question, then, left)
            else:
                then()

        asking.ask_line(self.app, title, hint, typed, check=wrong, left=left)


def _name_asked(name: str, question: Content | None) -> tuple[str, Callable[[str], str | None]]:
    """How a protected connection's name is asked for, and what is said of another."""
    said = f"{plain(name, 60)} is protected: type its name to go on."
    hint = said if question is None else f"{question.plain}\n{said}"
    return hint, lambda text: None if text == name else "That is not its name."
