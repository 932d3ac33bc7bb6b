"""The networks: how long a text may be, how each counts it, and what is seen before one asks for more."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from tui.domain.rules.graphemes import count
from tui.domain.rules.links import links

LINK = 23
"""What an address counts on X and Mastodon, however long it is."""
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
"""What counts two on X; the rest counts one (twitter-text v3: 0-4351, 8192-8205, 8208-8223, 8242-8247)."""
_PICTURE = "[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff\xa9\xae\u203c\u2049\u2122\u2139]"
_DRAWN = "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|[\xa9\xae](?!\ufe0f)"
    f"|{_PICTURE}{_DRAWN}[\U000e0020-\U000e007f]*(?:\u200d{_PICTURE}{_DRAWN})*"
)
"""What is drawn as one picture; and two signs that count one as long as they are not."""
_FAR_NAME = re.compile(r"(?<![\w@/])@(\w+)@[\w.-]+\w")


def weighted(text: str) -> int:
    """How long X says a text is: an address counts 23, an emoji 2, and so does each wide character."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii() and "." not in text:
        return len(text)
    length, at = 0, 0
    for link in links(text):
        length += _weight(text[at : link.start]) + LINK
        at = link.end
    return length + _weight(text[at:])


def _weight(text: str) -> int:
    if text.isascii():
        return len(text)
    pictures = 0

    def taken(found: re.Match[str]) -> str:
        nonlocal pictures
        if found.group() in "\xa9\xae":
            return "c"
        pictures += 1
        return ""

    rest = _EMOJI.sub(taken, text)
    return 2 * pictures + 2 * len(rest) - len(_HEAVY.sub("", rest))


def units(text: str) -> int:
    """A text's length in UTF-16 units, as what is written in JavaScript counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def tooted(text: str) -> int:
    """How long Mastodon says a text is: an address counts 23, of a name on another server its first half."""
    text = _FAR_NAME.sub(r"@\1", text)
    length, at = 0, 0
    for link in links(text):
        bare = not text[link.start : link.end].lower().startswith("http")
        length += count(text[at : link.start]) + (link.end - link.start if bare else LINK)
        at = link.end
    return length + count(text[at:])


@dataclass(frozen=True, slots=True)
class Network:
    """What a network takes."""

    key: str
    """The name of its rule."""
    name: str
    limit: int
    length: Callable[[str], int] = units
    fold: int | None = None
    """Characters that are seen before "see more"; None: all of it is."""
    fold_lines: int | None = None
    """Lines that are seen before it."""
    hashtags: int | None = None
    """How many it takes."""
    called: tuple[str, ...] = ()
    """What platforms call it besides its key."""


_ALL = (
    Network("x", "X", 280, weighted, called=("twitter",)),
    Network("linkedin", "LinkedIn", 3_000, fold=210, fold_lines=3),
    Network("instagram", "Instagram", 2_200, fold=125, hashtags=30),
    Network("facebook", "Facebook", 63_206, fold=477),
    Network("threads", "Threads", 500),
    Network("bluesky", "Bluesky", 300, count),
    Network("mastodon", "Mastodon", 500, tooted),
    Network("tiktok", "TikTok", 2_200, fold=100),
    Network("youtube", "YouTube", 5_000, fold=157, fold_lines=3),
)
NETWORKS = {one.key: one for one in _ALL}
_BY_NAME = {name: one for one in _ALL for name in (one.key, *one.called)}


def network_of(content_type: str) -> Network | None:
    """The network that a content type is for ("linkedin", "twitter_post"); None where it is for none."""
    return _BY_NAME.get(content_type.strip().lower().removesuffix("_post").removesuffix("_thread"))
