"""What a person decides, and what a decision will really do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
    DELIVER = "deliver"
    """Send it, published as it is, to chosen sites."""


class Gravity(StrEnum):
    """How far a decision reaches, the lightest first; screens colour the consequence line by it."""

    UNDOABLE = "undoable"
    """Can be taken back on the platform, or does not go public."""
    PUBLIC = "public"
    """Goes public."""
    FINAL = "final"
    """Cannot be taken back."""


class Effect(StrEnum):
    """What becomes of an item, told apart where several are summed up; in the order they are told."""

    NOW = "now"
    """Goes public as soon as it is sent."""
    WAITS = "waits"
    """Goes public at its own time, or on its schedule."""
    WRITES = "writes"
    """A text is written first, and waits for a yes of its own."""
    MARKED = "marked"
    """Is only called posted: a person posts it."""
    DRAFT = "draft"
    """Is a draft afterwards."""
    NOWHERE = "nowhere"
    """Goes nowhere."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a verb will do to one item, in a sentence without a subject:
    "publishes NOW to My Blog (webhook), cannot be undone".
    """

    text: str
    gravity: Gravity = Gravity.UNDOABLE
    effect: Effect | None = None
    """None: only the text says it."""

    def graver_than(self, other: Consequence) -> bool:
        """Whether it reaches further than the other."""
        lightest_first = list(Gravity)
        return lightest_first.index(self.gravity) > lightest_first.index(other.gravity)


_SUMMED: dict[Effect | None, tuple[str, str]] = {
    Effect.NOW: ("1 goes public NOW", "go public NOW"),
    Effect.WAITS: ("1 waits for its time", "wait for their time"),
    Effect.WRITES: ("1 text will be written", "texts will be written"),
    Effect.MARKED: ("1 is marked as posted", "are marked as posted"),
    Effect.DRAFT: ("1 becomes a draft", "become drafts"),
    Effect.NOWHERE: ("1 goes nowhere", "go nowhere"),
    None: ("1 stays as it is for the public", "stay as they are for the public"),
}


def sum_of(consequences: Iterable[Consequence]) -> Consequence:
    """What a verb will do to several items together, as grave as the gravest: "5, 1 of them cannot be
    undone: 3 wait for their time, 1 goes public NOW". What cannot be undone comes first,
    since a line may be cut. Of one: its own.
    """
    all = tuple(consequences)
    if len(all) == 1:
        return all[0]
    if not all:
        return Consequence("does nothing")
    counted = Counter(_effect(each) for each in all)
    told = [
        one if counted[effect] == 1 else f"{counted[effect]} {several}"
        for effect, (one, several) in _SUMMED.items()
        if counted[effect]
    ]
    final = sum(each.gravity is Gravity.FINAL for each in all)
    gravely = "" if not final else ", cannot be undone"
    if 0 < final < len(all):
        gravely = f", {final} of them cannot be undone"
    gravest = max((each.gravity for each in all), key=list(Gravity).index)
    return Consequence(f"{len(all)}{gravely}: {', '.join(told)}", gravest)


def _effect(consequence: Consequence) -> Effect | None:
    """What becomes of it. What goes public and does not say when is taken to go NOW: the worst is told."""
    if consequence.effect is None and consequence.gravity is not Gravity.UNDOABLE:
        return Effect.NOW
    return consequence.effect


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a platform made of a verdict, in a sentence without a subject:
    "published", "waits for Tue 09:00".
    """

    text: str
    url: str | None = None
