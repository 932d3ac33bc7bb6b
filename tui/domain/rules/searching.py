"""What search engines show of a page: how wide a title is, and where it is cut."""

from __future__ import annotations

SEEN_PIXELS = 580
SEEN_TITLE = 60
SEEN_DESCRIPTION = 160

_WIDTHS = (
    ("ijl'|", 4),
    (" ftI.,:;!/\\[]`", 6),
    ('r-()"{}*°', 7),
    ("Jckszvxy", 10),
    ("FTZLabdeghnopqu0123456789#$?_<>=+~^", 11),
    ("ABEKPSVXYC&", 13),
    ("DGHNOQRUw", 15),
    ("M%m", 17),
    ("W@", 19),
)
_BY_SIGN = {sign: width for signs, width in _WIDTHS for sign in signs}
_USUAL = 11
_WIDE = 20


def pixels(text: str) -> int:
    """About how wide a title is in a list of results (Arial, 20 pixels)."""
    return sum(_BY_SIGN.get(sign, _WIDE if ord(sign) >= 0x1100 else _USUAL) for sign in text)


def title_seen(title: str) -> str:
    """What is seen of a title: all of it, or as many words as there is room for, and "…"."""
    if len(title) <= SEEN_TITLE and pixels(title) <= SEEN_PIXELS:
        return title
    width = 0
    for at, sign in enumerate(title):
        width += pixels(sign)
        if at >= SEEN_TITLE - 1 or width > SEEN_PIXELS - pixels("…"):
            return _at_word(title, at)
    return title


def description_seen(text: str) -> str:
    """What is seen of a description."""
    return text if len(text) <= SEEN_DESCRIPTION else _at_word(text, SEEN_DESCRIPTION - 1)


def _at_word(text: str, at: int) -> str:
    """The whole words before a place, and "…"; where the first word goes beyond it, a part of that."""
    head = text[:at]
    if not text[at : at + 1].isspace() and " " in head:
        head = head[: head.rindex(" ")]
    return head.rstrip(" ,;:-–—") + "…"
