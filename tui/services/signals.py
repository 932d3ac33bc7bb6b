"""How services tell that something changed: a plain observable, called on the event loop's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Signal(Generic[T]):
    """Tells its subscribers values, in the order in which they subscribed."""

    def __init__(self, name: str) -> None:
        """Take a name for the log."""
        self.name = name
        self._subscribers: dict[object, Callable[[T], None]] = {}

    def subscribe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Call `callback` with every value from now on. Gives what ends that; ending it twice is no error."""
        token = object()
        self._subscribers[token] = callback

        def unsubscribe() -> None:
            self._subscribers.pop(token, None)

        return unsubscribe

    def publish(self, value: T) -> None:
        """Tell all subscribers. One that raises is logged and stops neither the others nor the caller."""
        for token, callback in tuple(self._subscribers.items()):
            if token not in self._subscribers:
                continue  # an earlier subscriber ended this one meanwhile
            try:
                callback(value)
            except Exception:
                _log.exception("A subscriber of %s failed", self.name)
