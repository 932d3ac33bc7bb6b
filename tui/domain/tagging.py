"""What a person types to change tags: "+x -y" adds and takes away, "x, y" sets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ASKED = '"+x -y" adds x and takes y away; "x, y" leaves just these. Tags of several words: "+big news, -y"'


@dataclass(frozen=True, slots=True)
class TagChange:
    """What becomes of an item's tags."""

    added: tuple[str, ...] = ()
    removed: frozenset[str] = frozenset()
    """In small letters."""
    set: bool = False
    """Whether `added` are all tags that it has then."""

    @staticmethod
    def of(text: str) -> TagChange:
        """What was typed. Raises ValueError as `fault` tells."""
        wrong = TagChange.fault(text)
        if wrong is not None:
            raise ValueError(wrong)
        words = _words(text)
        if not any(word[0] in "+-" for word in words):
            return TagChange(tuple(dict.fromkeys(words)), set=True)
        return TagChange(
            tuple(dict.fromkeys(word[1:].strip() for word in words if word[0] == "+")),
            frozenset(word[1:].strip().casefold() for word in words if word[0] == "-"),
        )

    @staticmethod
    def fault(text: str) -> str | None:
        """Why a text will not do, in a sentence; None where it will."""
        words = _words(text)
        signed = [word for word in words if word[0] in "+-"]
        if signed and len(signed) != len(words):
            return "Some have + or - and some do not: give all a sign, or none."
        if any(not word[1:].strip() for word in signed):
            return "A tag is missing behind a + or -."
        return None

    def made_of(self, tags: Iterable[str]) -> tuple[str, ...]:
        """The tags that an item has then. One that differs in its letters' size alone is the same."""
        if self.set:
            return self.added
        kept = [tag for tag in tags if tag.casefold() not in self.removed]
        known = {tag.casefold() for tag in kept}
        return (*kept, *(tag for tag in self.added if tag.casefold() not in known))


def listed_tags(tags: Iterable[str]) -> str:
    """Tags as they are typed to set them."""
    return ", ".join(tags)


def _words(text: str) -> list[str]:
    """The words that were typed: parted by commas where there are some, else by blanks before signs, or by
    blanks.
    """
    if "," in text:
        return [word for each in text.split(",") if (word := each.strip())]
    return text.split()
