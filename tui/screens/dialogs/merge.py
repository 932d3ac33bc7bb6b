"""Somebody changed a post while it was being edited: what they did, what you did, and what to do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.screens import asking
from tui.screens.dialogs.dialog import Dialog


class Choice(StrEnum):
    """What becomes of the two texts."""

    MERGE = "merge"
    THEIRS = "theirs"
    MINE = "mine"


class Merge(Dialog[Choice]):
    """Three texts as two differences: from what there was to theirs, and to yours."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "choose('merge')", "merge", show=False),
        Binding("t", "take_theirs", "theirs", show=False),
        Binding("s", "choose('mine')", "mine", show=False),
        Binding("j,down", "scroll(1)", "down", show=False),
        Binding("k,up", "scroll(-1)", "up", show=False),
        Binding("space,ctrl+d,pagedown", "scroll(10)", "page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "page up", show=False),
        Binding("q", "leave", "leave", show=False),
    ]

    def __init__(self, title: str, theirs: Content, mine: Content, over: str) -> None:
        """Show what they changed, and what you did; `over`: what sending yours does to theirs."""
        super().__init__(classes="-tall")
        self._title = title
        self._theirs = theirs
        self._mine = mine
        self._over = over

    def compose(self) -> ComposeResult:
        """The two differences, in a card that scrolls, and the keys."""
        with Vertical(id="card", classes="-wide") as card:
            card.border_title = Content(f"Changed meanwhile: {self._title}")
            with VerticalScroll(id="scroll"):
                yield Static(self._told(), markup=False)
            yield Static(self._over, id="over", markup=False)
            keys = "m merge    t take theirs    s send yours    j k scroll    Esc leaves"
            yield Static(keys, id="hint", markup=False)

    def _told(self) -> Content:
        mine = Content.styled("What you changed", "bold $accent")
        theirs = Content.styled("What somebody else changed since you opened it", "bold $accent")
        return Content("\n").join([theirs, self._theirs, Content(""), mine, self._mine])

    def action_choose(self, choice: str) -> None:
        """Answer."""
        self.answer(Choice(choice))

    def action_take_theirs(self) -> None:
        """Answer, after a question: the person's own text is nowhere else."""
        question = Content(f"{self._title} stays as it is there; what you changed is dropped for good.")
        asking.confirm(self.app, "Take theirs?", question, "drop my text", lambda: self.answer(Choice.THEIRS))

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one("#scroll").scroll_relative(y=by, animate=False)
