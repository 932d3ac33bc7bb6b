"""Where a person is on a screen, told so that a later start can come back to it."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from textual import on

from tui.commands import Area
from tui.domain.places import Place
from tui.domain.refs import ItemKind, ItemRef
from tui.screens.context import Context
from tui.screens.moving import Moving
from tui.widgets.line_list import LineList

_log = logging.getLogger(__name__)

WAITS_SECONDS = 15.0
"""How long a row that is not there yet is waited for, while no key is pressed."""


class Placed(Moving):
    """A screen with a place. A screen that has more to it than row, view and text overrides `place` and
    `resume`, calls these first, and adds names of its own.
    """

    context: Context
    AREA: ClassVar[Area]
    touched = False
    """Whether somebody is there: the cursor stays with its item then."""
    _reads_when_found: ItemRef | None = None
    """The row that was read; None as soon as somebody is there."""

    def place(self) -> dict[str, Any]:
        """Where the person is, in JSON's own types: cheap, and some hundred bytes long."""
        ref = self.rows.cursor
        if not isinstance(ref, ItemRef):
            return {"reading": False}
        index = self.rows.cursor_index or 0
        return {
            "row": [ref.connection, ref.kind.value, ref.id],
            "index": index,
            "line": index - self.rows.top,
            "reading": self.reading,
        }

    def resume(self, place: Place) -> None:
        """Come back to a place, as far as it is still there. A row that is not loaded yet is waited for,
        with the cursor at the nearest; any key ends that. Raises KeyError, TypeError or ValueError where
        `place` is none.
        """
        if "row" not in place:
            return
        connection, kind, id = place["row"]
        ref = ItemRef(str(connection), ItemKind(kind), str(id))
        self.touched = True
        self._reads_when_found = ref if place["reading"] else None
        self.rows.wait_for(ref, int(place["index"]), int(place["line"]))
        self.set_timer(WAITS_SECONDS, self.wait_no_longer)
        self._read_where_found()

    def wait_no_longer(self) -> None:
        """The row that was waited for does not come, or is not what the person wants now."""
        self._reads_when_found = None
        self.rows.wait_no_longer()

    def on_mount(self) -> None:
        """Come back to the place that is kept for this screen, once it is drawn."""
        self.call_after_refresh(self.take_place)

    def take_place(self) -> None:
        """Come back to the place that is kept for this screen, if there is one. Never raises."""
        place = self.context.places.pop(self.AREA.value, None)
        if place is None or not self.is_mounted:
            return
        try:
            self.resume(place)
        except (KeyError, TypeError, ValueError):
            _log.exception("The place on %s cannot be come back to", self.AREA)

    def on_key(self) -> None:
        """Somebody is there: the cursor stays where they see it."""
        self.touched = True
        self.wait_no_longer()

    @on(LineList.CursorMoved)
    @on(LineList.Rested)
    def _read_where_found(self) -> None:
        # More than once: while the list comes in pieces the row may go and come back.
        if self._reads_when_found is not None and self.rows.cursor == self._reads_when_found:
            self.read_again()

    def read_again(self) -> None:
        """Give the text the whole width, as it had it."""
        self.add_class("-reading")
