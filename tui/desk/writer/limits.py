"""How long a text is where it will be posted, and how long it may be."""

from __future__ import annotations

import re

TWITTER_LIMIT = 280
LINKEDIN_LIMIT = 3_000
LIMITS = {
    "twitter": TWITTER_LIMIT,
    "linkedin": LINKEDIN_LIMIT,
    "facebook": 5_000,
    "instagram": 2_200,
    "tiktok": 2_200,
    "youtube": 5_000,
}
"""Characters a network takes; Facebook takes more, but nobody reads them."""

_LINK_WEIGHT = 23
_PLAIN_LINK = re.compile(r"https?://[A-Za-z0-9./_~%#?=&+-]+")
# X makes links of bare names too ("README.md" is one), at the price of a link each; of versions ("1.4.0")
# it makes none: no domain ends in a number.
_BARE_NAME = re.compile(r"\w[\w-]*(?:\.\w[\w-]*)*\.[^\W\d_][\w-]+")
# What X counts as one; everything else is two.
_LIGHT = ((0x0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))


def twitter_length(text: str) -> int:
    """How long X says a text is, or more: links count 23, wide characters and emoji 2. Never less than the
    number of characters, so that no counter finds it too long.
    """
    weight = 0
    for token in re.split(r"(\s+)", text):
        if _PLAIN_LINK.fullmatch(token):
            weight += _LINK_WEIGHT
            continue
        weight += sum(1 if any(low <= ord(char) <= high for low, high in _LIGHT) else 2 for char in token)
        weight += sum(max(0, _LINK_WEIGHT - len(name)) for name in _BARE_NAME.findall(token))
    return max(weight, len(text))


def linkedin_length(text: str) -> int:
    """How long LinkedIn says a text is: in UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length_on(platform: str, text: str) -> int:
    """How long a text is on a network."""
    return twitter_length(text) if platform == "twitter" else linkedin_length(text)
