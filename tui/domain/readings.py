"""What was read of an item when it was decided on: a verdict belongs to that alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tui.domain.approvals import Approval
from tui.domain.front_matter import listed
from tui.domain.instants import instant

if TYPE_CHECKING:
    from tui.domain.posts import Post


@dataclass(frozen=True, slots=True)
class Reading:
    """An item as a person had it before them. Text is untrusted."""

    title: str
    state_word: str
    text: str | None = None
    """Its whole text; None where only the list's line was seen."""
    due: datetime | None = None
    updated_at: datetime | None = None
    facts: tuple[tuple[str, str], ...] = ()
    """What else is told of it and can be edited: names and values, in a fixed order."""

    @property
    def fingerprint(self) -> str:
        """Stands for what was read: 16 hexadecimal digits, other ones as soon as anything is other."""
        # Not at the top: hashing is not for the start.
        import hashlib

        due = None if self.due is None else instant(self.due)
        told = [self.title, self.state_word, self.text, due, self.facts]
        if self.text is None:
            told.append(None if self.updated_at is None else instant(self.updated_at))
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def still(self, now: Reading) -> bool:
        """Whether the item is what it was. Where only its line was seen, the line is compared."""
        if self.text is not None:
            return self.fingerprint == now.fingerprint
        same = (self.title, self.state_word, _at(self.due)) == (now.title, now.state_word, _at(now.due))
        return same and not self.moved(now)

    def listed_as(self, now: Reading) -> bool:
        """Whether it is what it was, by what lists tell: the texts are compared where both are known."""
        line = replace(self, text=None)
        return line.still(now) and (None in {self.text, now.text} or self.text == now.text)

    def moved(self, now: Reading) -> bool:
        """Whether the platform says that something was done to it since."""
        then, later = _at(self.updated_at), _at(now.updated_at)
        return then is not None and later is not None and then != later


def _at(when: datetime | None) -> float | None:
    return None if when is None else instant(when)


def reading_of(item: Post | Approval) -> Reading:
    """What an item tells now."""
    if isinstance(item, Approval):
        return Reading(item.title, item.state_word, item.text, item.due, item.updated_at)
    facts = (
        ("slug", item.slug or ""),
        ("excerpt", item.excerpt or ""),
        ("tags", listed(item.tags)),
        ("keyword", item.keyword or ""),
        ("meta title", item.meta_title or ""),
        ("meta description", item.meta_description or ""),
        ("picture", item.og_image or ""),
        # What Markdown cannot say stands in the platform's own form alone.
        ("own form", (item.raw or "") if item.locked is not None else ""),
        # What was told to wait for a yes must not go out by its time since somebody has said it.
        *((("goes out", "after a yes"),) if item.needs_yes else ()),
    )
    return Reading(item.title, item.state_word, item.markdown, item.scheduled_at, item.updated_at, facts)
