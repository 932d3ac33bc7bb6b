"""Coming back after a dropped line: where the person was is kept, and taken up by the next start."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from textual.app import App

from tui.commands import Area
from tui.domain.errors import StateError
from tui.screens.context import Context
from tui.screens.placed import Placed

_log = logging.getLogger(__name__)

KEEP_SECONDS = 2.0
"""How often it is looked whether the place is another now."""


class Resuming(App[None]):
    """An App that is where it was when it was cut off. Left by its person, it begins anew."""

    context: Context
    _cut_off = False
    _screens: Mapping[Area, Placed]
    """The screens that have been opened."""
    _kept = ""
    """The place as it was kept last."""

    def come_back(self) -> None:
        """Take up where a Copydesk was that was cut off, if there is one; keep the place from now on."""
        store = self.context.place_store
        if store is None:
            return
        try:
            place = store.claim()
        except StateError:
            # What ails the database is said by those that need it.
            _log.exception("The place of the last run could not be read")
            place = None
        if place is not None:
            self._take_up(dict(place))
        self.set_interval(KEEP_SECONDS, self.keep_place)

    def _take_up(self, place: dict[str, Any]) -> None:
        screens = place.get("screens")
        if isinstance(screens, dict):
            self.context.places.update({k: v for k, v in screens.items() if isinstance(v, dict)})
        for screen in self._screens.values():
            screen.take_place()
        with suppress(ValueError):
            area = Area(str(place.get("screen")))
            if area is not Area.ANYWHERE and area.value != self.current_mode:
                self.switch_mode(area.value)

    def keep_place(self) -> None:
        """Keep where the person is, if that is another place than was kept last."""
        store = self.context.place_store
        if store is None or not self.screen_stack:
            return
        # A screen that has not been opened since the start is where it was in the run before.
        screens = dict(self.context.places)
        screens |= {
            screen.AREA.value: screen.place() for screen in self._screens.values() if screen.is_mounted
        }
        place = {"screen": self.current_mode, "screens": screens}
        text = json.dumps(place)
        if text == self._kept:
            return
        self._kept = text
        try:
            store.keep(place)
        except StateError:
            _log.exception("The place could not be kept")

    def cut_off(self) -> None:
        """The line dropped, or the system ends: leave as with `q`, but so that the next start comes back."""
        self._cut_off = True
        self.keep_place()
        self.exit()

    def forget_place(self) -> None:
        """At the end: left by its person, there is nothing to come back to. Never raises."""
        store = self.context.place_store
        if store is not None and not self._cut_off and self.return_code == 0:
            with suppress(StateError):
                store.drop()
