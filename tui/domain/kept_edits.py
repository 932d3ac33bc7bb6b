"""Texts that a person edited and no platform has yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tui.domain.refs import ItemRef


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """One edited text. Text is untrusted."""

    place: ItemRef
    """Where it is kept: the item, or a topic's or a social text's place (`approvals.place_of`)."""
    text: str
    """As it came from the editor; of a post its document."""
    kept_at: datetime
    title: str | None = None
    """What the item was called; None where that was not kept."""
    base: str | None = None
    """The document that was opened: what the item was when the edit was begun; None where it is not known."""
