"""Texts as a person counts them: one sign, however many characters it is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_REGIONAL = range(0x1F1E6, 0x1F200)
_PICTURES = (range(0x2190, 0x2C00), range(0x3030, 0x3300), range(0x1F000, 0x20000))
"""Where signs stand that joiners join: no letter is among them."""
_LIGHT_PICTURES = frozenset((0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139))
_LEADING, _VOWELS, _TRAILING = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)
_DRAWN_AS_PICTURE = "\ufe0f"
_KEYCAP = "\u20e3"


def graphemes(text: str) -> Iterator[str]:
    """The signs of a text in their order (UAX 29, without the marks that stand before their letter)."""
    if text.isascii() and "\r" not in text:
        yield from text
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or _breaks(text, start, at):
            yield text[start:at]
            start = at


def count(text: str) -> int:
    """How many signs a text has."""
    return sum(1 for _ in graphemes(text))


def is_picture(sign: str) -> bool:
    """Whether a sign is drawn as an emoji."""
    first = ord(sign[0])
    if first in _REGIONAL:
        return len(sign) > 1
    if len(sign) == 1:
        return any(first in span for span in _PICTURES[2:])
    if _KEYCAP in sign:
        return True
    return (_pictured(first) or first in _LIGHT_PICTURES) and (
        any(one in sign for one in (_DRAWN_AS_PICTURE, _JOINER)) or ord(sign[1]) in _SKIN or first >= 0x1F000
    )


def _pictured(code: int) -> bool:
    return any(code in span for span in _PICTURES)


def _breaks(text: str, start: int, at: int) -> bool:
    """Whether a sign that began at `start` ends before `at`."""
    before, after = text[at - 1], text[at]
    if before == "\r":
        return after != "\n"
    code = ord(after)
    if before == "\n" or code < 0x300:
        return True
    if (
        after == _JOINER
        or code in _SKIN
        or code in _TAGS
        or unicodedata.category(after) in {"Mn", "Me", "Mc"}
    ):
        return False
    last = ord(before)
    if before == _JOINER and _pictured(code):
        return not (_pictured(ord(text[start])) or ord(text[start]) in _LIGHT_PICTURES)
    if code in _REGIONAL and last in _REGIONAL:
        # Two make a flag, and a third begins the next.
        return at - start != 1
    return not _same_syllable(last, code)


def _same_syllable(last: int, code: int) -> bool:
    if last in _LEADING:
        return code in _LEADING or code in _VOWELS or code in _SYLLABLES
    whole = last in _SYLLABLES
    if last in _VOWELS or (whole and (last - _SYLLABLES.start) % 28 == 0):
        return code in _VOWELS or code in _TRAILING
    return (whole or last in _TRAILING) and code in _TRAILING
