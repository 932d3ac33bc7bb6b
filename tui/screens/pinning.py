"""Whose item is in hand: pinned at one place, since a verdict on the wrong connection cannot be undone."""

from __future__ import annotations

from textual.content import Content

from tui.domain.refs import ItemRef
from tui.presentation.pins import pin, place_of
from tui.screens.context import Context
from tui.screens.moving import Moving


class Pinning(Moving):
    """A screen that tells the connection of the row under the cursor."""

    context: Context

    @property
    def connection_in_hand(self) -> str | None:
        """The connection of the row under the cursor; None where it has none."""
        row = self.rows.cursor_row
        ref = getattr(row, "ref", None)
        found = ref.connection if isinstance(ref, ItemRef) else getattr(row, "connection", None)
        return found if isinstance(found, str) else None

    def pinned(self) -> Content:
        """The word for that connection; empty where there is none."""
        return self.pin_of(self.connection_in_hand)

    def pin_of(self, name: str | None) -> Content:
        """The word for a connection; empty for none."""
        if name is None:
            return Content("")
        look = self.context.preferences.of(name)
        place = place_of(name, self.context.services.hub.names)
        return pin(name, look.colour, place, protected=look.protected)
