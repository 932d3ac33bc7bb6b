"""What a person decides, and what a decision will really do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What may be done to an item."""

    APPROVE = "approve"
    EDIT = "edit"
    DELETE = "delete"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    SCHEDULE = "schedule"
    """Set, or move, the time at which the platform sends it out by itself."""


class Gravity(StrEnum):
    """How far a decision reaches, the lightest first; screens colour the consequence line by it."""

    UNDOABLE = "undoable"
    """Can be taken back on the platform, or does not go public."""
    PUBLIC = "public"
    """Goes public."""
    FINAL = "final"
    """Cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a verb will do to one item, in a sentence without a subject:
    "publishes NOW to My Blog (webhook), cannot be undone".
    """

    text: str
    gravity: Gravity = Gravity.UNDOABLE

    def graver_than(self, other: Consequence) -> bool:
        """Whether it reaches further than the other."""
        lightest_first = list(Gravity)
        return lightest_first.index(self.gravity) > lightest_first.index(other.gravity)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a platform made of a verdict, in a sentence without a subject:
    "published", "waits for Tue 09:00".
    """

    text: str
    url: str | None = None
