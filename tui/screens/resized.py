"""A terminal that changes its size: painted whole once it has come to rest."""

from __future__ import annotations

from textual.app import App
from textual.timer import Timer

AT_REST_SECONDS = 0.1
"""No new size for so long: a person no longer drags the window."""


class Resized(App[None]):
    """An App whose screen is whole after any change of size.

    Textual paints for the last size alone. A terminal that was smaller for a moment has cut off what was
    there, and where it is as large as before Textual sees no change.
    """

    _first_size_known = False
    _at_rest: Timer | None = None

    def on_resize(self) -> None:
        """The terminal says how large it is (Textual calls this, once at the start too)."""
        if not self._first_size_known:
            self._first_size_known = True
            return
        if self._at_rest is not None:
            self._at_rest.stop()
        self._at_rest = self.set_timer(AT_REST_SECONDS, self._paint_whole)

    def _paint_whole(self) -> None:
        if self.screen_stack:
            self.screen.refresh()
