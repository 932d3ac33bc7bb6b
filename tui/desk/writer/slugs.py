"""Slugs: the last part of a post's address."""

from __future__ import annotations

import re
import unicodedata

SLUG_LIMIT = 160
"""Characters (contracts/notra.md)."""

# Letters that do not come apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)


def slug_of(text: str, fallback: str = "post") -> str:
    """`text` as a slug: `^[a-z0-9]+(?:-[a-z0-9]+)*$`, 160 characters at most, cut between words.

    `fallback`, made a slug too, stands in for a text that has no letter or digit that ASCII knows.
    """
    return _slug(text) or _slug(fallback) or "post"


def _slug(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text[: SLUG_LIMIT * 8].casefold().translate(_LETTERS))
    # What marks and apostrophes leave behind is no gap: "don't" is "dont".
    ascii_text = "".join(char for char in folded if not unicodedata.combining(char) and char not in "'’")
    words = re.findall(r"[a-z0-9]+", ascii_text)
    slug = "-".join(words)
    if len(slug) <= SLUG_LIMIT:
        return slug
    head = slug[: SLUG_LIMIT + 1]
    return head[: head.rindex("-")] if "-" in head else slug[:SLUG_LIMIT]
