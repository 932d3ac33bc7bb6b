"""What comes of what was decided on several items in one go, gathered until each has its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.domain.outbox import Entry


class Steps:
    """Steps of several items of which some have ended."""

    def __init__(self) -> None:
        """Nothing has ended yet."""
        self._ended: dict[str, list[Entry]] = {}

    def heard(self, entry: Entry, entries: Iterable[Entry]) -> Sequence[Entry] | None:
        """An entry ended; `entries` are all that are known. Gives what has ended of its step: once all of it
        has, and None before that.
        """
        ended = self._ended.setdefault(entry.step, [])
        ended[:] = [each for each in ended if each.id != entry.id]
        ended.append(entry)
        # One that nobody will ever know more of is under way for good.
        told = {each.id for each in ended}
        if any(each.step == entry.step and each.state.under_way and each.id not in told for each in entries):
            return None
        return self._ended.pop(entry.step)
