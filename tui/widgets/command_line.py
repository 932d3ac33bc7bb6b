"""The `:` line: a command is typed in it, in place of the foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import DescendantBlur
from textual.message import Message
from textual.widgets import Input

from tui.presentation import roles
from tui.widgets.lines import Bar
from tui.widgets.typed_text import Line

Complete = Callable[[str], Sequence[str]]
"""Gives the whole lines that a text may become."""


class CommandLine(Horizontal):
    """A colon and what is typed after it: completed with Tab, with the lines said before at ↑ and ↓."""

    DEFAULT_CSS = """
    CommandLine { height: 1; width: 1fr; }
    CommandLine > Bar { width: 2; }
    CommandLine > Line, CommandLine > Line:focus {
        width: 1fr; height: 1; border: none; padding: 0; background: $background;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete(1)", "next name", show=False),
        Binding("shift+tab", "complete(-1)", "name before", show=False),
        Binding("up,ctrl+p", "recall(-1)", "line before", show=False),
        Binding("down,ctrl+n", "recall(1)", "line after", show=False),
        Binding("escape", "leave", "leave", show=False),
    ]

    @dataclass
    class Typed(Message):
        """What stands in it is another text."""

        text: str

    @dataclass
    class Said(Message):
        """The person says a line."""

        text: str

    class Left(Message):
        """The person wants to say nothing."""

    class _Text(Line):
        """The text; Backspace leaves where there is none."""

        def action_delete_left(self) -> None:
            """Delete what stands before the cursor (Textual calls this)."""
            if self.value:
                super().action_delete_left()
            else:
                self.post_message(CommandLine.Left())

        async def action_submit(self) -> None:
            """Say it, at once: the next key is for what comes of it (Textual calls this)."""
            self.post_message(CommandLine.Said(self.value))

    def __init__(self, complete: Complete, history: Sequence[str], *, id: str | None = None) -> None:
        """`complete`: what a text may become; `history`: lines said before, the oldest first."""
        super().__init__(id=id)
        self._complete = complete
        self._history = [*history, ""]
        self._place = len(history)
        self._begun = ""
        self._offered: Sequence[str] = ()
        self._chosen = -1
        self.text = self._Text(select_on_focus=False)

    def compose(self) -> ComposeResult:
        """The colon and the text."""
        yield Bar(Content.styled(" :", roles.STRONG))
        yield self.text

    @property
    def begun(self) -> str:
        """What was typed, before Tab made more of it."""
        return self._begun if self._completed and not self._whole else self.text.value

    @property
    def _whole(self) -> bool:
        """Whether it is a whole name that takes something: what that may be comes next."""
        return self.text.value == f"{self._begun} "

    @property
    def _completed(self) -> bool:
        return self._chosen >= 0 and self.text.value == self._offered[self._chosen]

    def action_complete(self, by: int) -> None:
        """Become the next that the text may become, or the one before."""
        if self._whole or not self._completed:
            self._begun, self._chosen = self.text.value, -1 if by > 0 else 0
            self._offered = self._complete(self._begun)
        if self._offered:
            self._chosen = (self._chosen + by) % len(self._offered)
            self.become(self._offered[self._chosen])

    def action_recall(self, by: int) -> None:
        """Become a line that was said before."""
        place = self._place + by
        if 0 <= place < len(self._history):
            self._history[self._place] = self.text.value
            self._place = place
            self.become(self._history[place])

    def become(self, text: str) -> None:
        """Have this text, with the cursor behind it."""
        self.text.value = text
        self.text.cursor_position = len(text)

    def action_leave(self) -> None:
        """Say nothing."""
        self.post_message(self.Left())

    @on(DescendantBlur)
    def _looked_away(self) -> None:
        if self.screen.is_current:
            self.post_message(self.Left())

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
