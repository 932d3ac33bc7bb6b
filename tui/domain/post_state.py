"""Where a post stands. Apart from posts: the first screen shows states before there is any post."""

from __future__ import annotations

from enum import StrEnum


class PostState(StrEnum):
    """Where a post stands. UNKNOWN: the platform said a word that Copydesk does not know."""

    PLANNED = "planned"
    GENERATING = "generating"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, word: str) -> PostState:
        """The state for a platform's word; UNKNOWN where there is none."""
        try:
            return cls(word)
        except ValueError:
            return cls.UNKNOWN
