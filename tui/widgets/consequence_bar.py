"""The line of the consequence: whose item it is, and what the key would do to it."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content

from tui.presentation.facts import fitted
from tui.widgets.lines import Bar


class ConsequenceBar(Bar):
    """Begins with a pinned word, at whatever size and whatever is said behind it."""

    def __init__(self, pinned: Callable[[], Content], *, id: str | None = None) -> None:
        """`pinned`: gives the word, each time that the line is drawn."""
        super().__init__(id=id)
        self._pinned = pinned

    def content_at(self, width: int) -> Content:
        """The word, and what the key would do."""
        word = self._pinned()
        line = Content.assemble(" ", word, self.content) if word else self.content
        return fitted(line, width)
