"""Where a person was: a screen, its list and what is shown of it, kept for when the line drops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

Place: TypeAlias = Mapping[str, Any]
"""Where a person is on one screen, in JSON's own types, in some hundred bytes; each screen knows its own."""


class PlaceStore(Protocol):
    """The places of all Copydesks on one state database. Quick local calls; raises `StateError`."""

    def keep(self, place: Place) -> None:
        """Keep where this Copydesk is, for a start after it was cut off."""

    def drop(self) -> None:
        """The person left: there is nothing to come back to."""

    def claim(self) -> Place | None:
        """Where the Copydesk was that was cut off last, once: whoever asks next gets another. None where
        there is none, or where it was too long ago.
        """
