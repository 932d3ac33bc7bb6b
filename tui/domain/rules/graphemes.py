"""Texts as a person counts them: one sign, however many characters it is made of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache


class _Kind(IntEnum):
    """What a character is to those beside it."""

    ALONE = 0
    EXTENDS = 1
    """A mark, a colour of skin, what chooses a drawing: it belongs to what is before it."""
    JOINS = 2
    PICTURE = 3
    FLAG_LETTER = 4
    LEADS = 5
    VOWEL = 6
    TRAILS = 7
    OPEN_SYLLABLE = 8
    SYLLABLE = 9
    RETURN = 10
    NEW_LINE = 11


_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_REGIONAL = range(0x1F1E6, 0x1F200)
_PICTURES = (range(0x2190, 0x2C00), range(0x3030, 0x3300), range(0x1F000, 0x20000))
"""Where signs stand that joiners join: no letter is among them."""
_LIGHT_PICTURES = frozenset((0xA9, 0xAE, 0x203C, 0x2049, 0x2122, 0x2139))
_LEADING, _VOWELS, _TRAILING = range(0x1100, 0x1160), range(0x1160, 0x11A8), range(0x11A8, 0x1200)
_SYLLABLES = range(0xAC00, 0xD7A4)
_SAME_SYLLABLE = {
    _Kind.LEADS: frozenset({_Kind.LEADS, _Kind.VOWEL, _Kind.OPEN_SYLLABLE, _Kind.SYLLABLE}),
    _Kind.VOWEL: frozenset({_Kind.VOWEL, _Kind.TRAILS}),
    _Kind.OPEN_SYLLABLE: frozenset({_Kind.VOWEL, _Kind.TRAILS}),
    _Kind.SYLLABLE: frozenset({_Kind.TRAILS}),
    _Kind.TRAILS: frozenset({_Kind.TRAILS}),
}


@lru_cache(maxsize=8192)
def _kind(character: str) -> _Kind:
    code = ord(character)
    if character in "\r\n":
        return _Kind.RETURN if character == "\r" else _Kind.NEW_LINE
    if code in _LIGHT_PICTURES:
        return _Kind.PICTURE
    if code < 0x300:
        return _Kind.ALONE
    if character == _JOINER:
        return _Kind.JOINS
    if code in _SKIN or code in _TAGS or unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return _Kind.EXTENDS
    if code in _REGIONAL:
        return _Kind.FLAG_LETTER
    if code in _SYLLABLES:
        return _Kind.SYLLABLE if (code - _SYLLABLES.start) % 28 else _Kind.OPEN_SYLLABLE
    spans = (
        (_Kind.LEADS, (_LEADING,)),
        (_Kind.VOWEL, (_VOWELS,)),
        (_Kind.TRAILS, (_TRAILING,)),
        (_Kind.PICTURE, _PICTURES),
    )
    return next((kind for kind, ranges in spans if any(code in one for one in ranges)), _Kind.ALONE)


def graphemes(text: str) -> Iterator[str]:
    """The signs of a text in their order (UAX 29, without the marks that stand before their letter)."""
    if text.isascii() and "\r" not in text:
        yield from text
        return
    start, last, pictured = 0, None, False
    flags = 0
    for at, character in enumerate(text):
        kind = _kind(character)
        if last is not None and _breaks(last, kind, pictured, flags):
            yield text[start:at]
            start, pictured, flags = at, False, 0
        pictured = pictured or kind is _Kind.PICTURE
        flags += kind is _Kind.FLAG_LETTER
        last = kind
    if text:
        yield text[start:]


def _breaks(last: _Kind, kind: _Kind, pictured: bool, flags: int) -> bool:
    """Whether a sign ends between two characters. `pictured`: a picture is in it; `flags`: how many letters
    of a flag are.
    """
    if not kind:
        return True
    if last is _Kind.RETURN or kind in {_Kind.RETURN, _Kind.NEW_LINE}:
        return not (last is _Kind.RETURN and kind is _Kind.NEW_LINE)
    if last is _Kind.NEW_LINE:
        return True
    if kind in {_Kind.EXTENDS, _Kind.JOINS}:
        return False
    if kind is _Kind.PICTURE:
        return not (last is _Kind.JOINS and pictured)
    if kind is _Kind.FLAG_LETTER:
        # Two make a flag, and a third begins the next.
        return not (last is _Kind.FLAG_LETTER and flags == 1)
    return kind not in _SAME_SYLLABLE.get(last, ())


def count(text: str) -> int:
    """How many signs a text has."""
    return sum(1 for _ in graphemes(text))
