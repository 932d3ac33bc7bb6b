"""Which fields of a post can be edited, and what each must hold: every platform declares its own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tui.domain.verdicts import Verb

if TYPE_CHECKING:
    from tui.domain.posts import Post, PostChanges


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LIST = "list"
    TIME = "time"
    BODY = "body"
    """The text of the post: below the front matter, not in it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a platform's posts. What is not changed is never checked: it came from there."""

    key: str
    """What it is called in a document."""
    name: str
    """What it is called in `Post` and `PostChanges`."""
    kind: FieldKind = FieldKind.TEXT
    most: int | None = None
    """How many characters it may have."""
    pattern: str | None = None
    """What a whole text must match."""
    form: str = ""
    """The pattern in words: 'small letters, digits, and "-" between them'."""
    emptied: bool = True
    """Whether it can be emptied once it has something."""
    called: tuple[str, ...] = ()
    """What else the platform calls it where it refuses it."""

    def fault(self, text: str) -> str | None:
        """Why a text will not do, in a sentence without an end; None where it will."""
        what = f'"{self.key}"' if self.kind is not FieldKind.BODY else "the text below"
        if not text.strip():
            return None if self.emptied else f"{what} cannot be empty"
        if self.most is not None and len(text) > self.most:
            return f"{what} has {len(text):,} characters, and may have {self.most:,}"
        if self.pattern is not None and re.fullmatch(self.pattern, text) is None:
            return f"{what} takes {self.form}"
        return None


TITLE = Field("title", "title", emptied=False)
"""A title without a limit."""
MARKDOWN = Field("text", "markdown", FieldKind.BODY, called=("markdown", "content", "body"))
"""A body without a limit."""
ANY = (TITLE, MARKDOWN)
"""What every post has."""
KEYS = (
    "title",
    "slug",
    "excerpt",
    "description",
    "keyword",
    "tags",
    "meta.title",
    "meta.description",
    "meta.og_image",
    "scheduled_for",
)
"""What fields are called in documents, on whichever platform."""


def strangers(changes: PostChanges, fields: Sequence[Field]) -> tuple[str, ...]:
    """What an edit changes that is none of a platform's fields, by the names of `PostChanges`."""
    known = {one.name for one in fields} | {"raw"}
    if "scheduled_at" in known:
        known.add("unscheduled")
    nothing = type(changes)()
    names = (one.name for one in dataclasses.fields(changes))
    return tuple(
        name for name in names if name not in known and getattr(changes, name) != getattr(nothing, name)
    )


def editable(post: Post, fields: Sequence[Field]) -> tuple[Field, ...]:
    """The fields of a platform that can be changed in this post as it stands."""
    return tuple(one for one in fields if one.kind is not FieldKind.TIME or Verb.SCHEDULE in post.verbs)
