"""The foot: the keys that act on what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.presentation.bars import KeyHint, key_line
from tui.widgets.lines import Bar


class KeyBar(Bar):
    """The foot. Keys that do not fit are left out from the end; help stays."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start with help alone."""
        super().__init__(id=id, classes=classes)
        self._keys: tuple[KeyHint, ...] = ()
        self._help = "?"

    def show_keys(self, keys: Sequence[KeyHint], help: str = "?") -> None:
        """Show these keys, most wanted first; `help`: the key that shows all."""
        self._keys, self._help = tuple(keys), help
        self.repaint_changed()

    def content_at(self, width: int) -> Content:
        """The foot at this width."""
        return key_line(self._keys, width, self._help)
