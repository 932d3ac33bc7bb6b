"""Slugs that nothing else has."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tui.desk.writer.slugs import SLUG_LIMIT, slug_of


def free_slug(title: str, taken: Callable[[str], bool]) -> str:
    """A slug for `title` that is not `taken`: with -2, -3 … where it has to be; 1–160 characters."""
    slug = slug_of(title)
    if not taken(slug):
        return slug
    endings = (f"-{number}" for number in count(2))
    others = (slug[: SLUG_LIMIT - len(ending)].rstrip("-") + ending for ending in endings)
    return next(other for other in others if not taken(other))
