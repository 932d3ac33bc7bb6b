"""What went wrong with each connection last, and when: told also when it is well again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tui.domain.connections import Health, Reach, Trouble
from tui.services.hub import Hub, Taken

_BAD = frozenset({Reach.DOWN, Reach.REFUSED, Reach.MISCONFIGURED})


class Troubles:
    """Remembers the last trouble of each connection, for this run."""

    def __init__(self, hub: Hub, now: Callable[[], datetime]) -> None:
        """Listen to the connections; `now` dates what goes wrong."""
        self._now = now
        self._last: dict[str, Trouble] = {}
        self._ailing: set[str] = set()
        hub.changed.subscribe(self._fares)
        hub.taken.subscribe(self._taken)

    def of(self, connection: str) -> Trouble | None:
        """The last trouble of a connection; None where there was none."""
        return self._last.get(connection)

    def _fares(self, health: Health) -> None:
        name = health.connection
        if health.reach not in _BAD or health.reason is None:
            self._ailing.discard(name)
            return
        if name not in self._ailing or self._last[name].reason != health.reason:
            self._last[name] = Trouble(health.reason, health.advice or "", self._now())
        self._ailing.add(name)

    def _taken(self, taken: Taken) -> None:
        for name in (*taken.gone, *taken.anew):
            self._last.pop(name, None)
            self._ailing.discard(name)
