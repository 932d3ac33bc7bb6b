"""What a form says above its keys: hints, and why something was not taken, whole."""

from __future__ import annotations

from typing import Generic

from textual.content import Content
from textual.widgets import Static

from tui.presentation import roles
from tui.presentation.bars import Tone
from tui.presentation.text import plain
from tui.screens.dialogs.dialog import Answer, Dialog
from tui.screens.noting import Noting

LONG = 100
"""Characters of a refusal that may be cut where there is little room."""
LONGEST_SAID = 2000
LOW = 30
"""Lines of a terminal that has little room."""


class FormSaying(Dialog[Answer], Generic[Answer]):
    """A form with a place for what is said of all of it, with the id "said"."""

    _said = roles.DIM
    """How the line above the keys is meant."""
    _of_fields = False
    """Whether it says no more than what stands at the fields."""

    def _say(self, text: str, role: str = roles.BAD) -> None:
        self._said, self._of_fields = role, False
        long = role == roles.BAD and len(text) > LONG
        # It takes the lines of the fields where there are few: its end says what to do.
        self.set_class(long and self.app.size.height < LOW, "-told")
        for said in self.query("#said").results(Static):
            said.update(Content.styled(plain(text, LONGEST_SAID), role))
        if long:
            self._let_it_be_read_again(text)
            self.call_after_refresh(self._keep_field_in_view)

    def _let_it_be_read_again(self, text: str) -> None:
        """Also when the form is left."""
        for screen in self.app.screen_stack:
            if isinstance(screen, Noting):
                screen.remember(Tone.BAD, text)

    def _keep_field_in_view(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)
