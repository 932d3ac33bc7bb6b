"""Texts of an item that were seen, and when it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an item had. Text is untrusted."""

    hash: str
    """Stands for the text: equal texts have equal ones."""
    title: str
    came_at: datetime
    """When it was read first; where the item had another text meanwhile, when it came back."""
    looked_at: datetime | None = None
    """When a person had it before them last; None: never."""


def text_hash(text: str) -> str:
    """What stands for a text: 32 hexadecimal digits."""
    # Not at the top: hashing is not for the start.
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def looked_before(versions: Sequence[Version], now: str | None) -> Version | None:
    """The version that was looked at last, besides the one that an item has now; None: none was."""
    others = (each for each in versions if each.hash != now and each.looked_at is not None)
    return max(others, key=lambda each: each.looked_at or each.came_at, default=None)
