"""Text from outside, made safe to show: no control character, no escape sequence, no trick of direction
or width ever passes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len

ELLIPSIS = "…"
UNREADABLE = "\ufffd"
_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
MOST_MARKS = 4
"""Combining marks that a character may carry; more of them climb over the lines above."""

_ESCAPES = re.compile(
    r"""
    # A body that was made Markdown has a backslash before the brackets.
    (?: \x1b\\?[\]PX^_] | [\x90\x98\x9d\x9e\x9f] )   # OSC, DCS, SOS, PM, APC …
        [^\x07\x1b\x90\x98\x9c-\x9f\n]*               # … with their text, where they end in this line
        (?: \x07 | \x1b\\ | \x9c )
    | (?: \x1b\\?\[ | \x9b ) [0-?]* [\x20-/]* [@-~]?  # CSI
    | \x1b [\x20-/]+ [0-~]                         # character sets and the like
    | \x1b [0-~]                                   # two-character sequences
    """,
    re.VERBOSE,
)
_LINE_BREAKS = re.compile(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_WHITESPACE = re.compile(r"\s+")
_ODD_WHITESPACE = re.compile(r"[^\S \n]")

# Shown as nothing, yet letters, marks or symbols to Unicode: fillers, joiners and variation selectors.
_FILLERS = (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0)
_INVISIBLE = frozenset((*_FILLERS, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9)))
_TAGS_AND_SELECTORS = range(0xE0000, 0xE1000)
_REGIONAL = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
"""Colour the sign before them in some terminals and take cells of their own in others."""


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    """What stands for one character that is not a space: itself, nothing, or the sign for unreadable."""
    code = ord(character)
    if code in _REGIONAL:
        # Two of these make one flag in some terminals and two letters in others: letters are as wide in all.
        return chr(code - _REGIONAL.start + ord("A"))
    if code in _SKIN_TONES or code in _INVISIBLE or code in _TAGS_AND_SELECTORS:
        return ""
    category = unicodedata.category(character)
    if category in {"Cc", "Cf"}:
        return ""
    if category in {"Cs", "Co"} or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return UNREADABLE
    return character


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me"}


def _without_tricks(text: str) -> str:
    """Text without controls, invisible characters and towers of marks; line feeds and spaces stay."""
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        if character in " \n":
            marks = 0
            kept.append(character)
            continue
        shown = _shown(character)
        if not shown:
            continue
        if shown.isascii() or not _is_mark(shown):
            marks = 0
        else:
            marks += 1
            if marks > MOST_MARKS:
                continue
        kept.append(shown)
    return "".join(kept)


def signs(text: str) -> str:
    """A text of as many characters, none of which a terminal obeys: for an editor, which must not leave
    any out. Tabs and line feeds stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        UNREADABLE if character not in "\t\n" and unicodedata.category(character) in _OBEYED else character
        for character in text
    )


def cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return cell_len(text)


def cut(text: str, limit: int) -> str:
    """A clean one-line text in at most `limit` cells; … stands for what was left out."""
    if limit <= 0:
        return ""
    if len(text) * 2 <= limit or cell_len(text) <= limit:
        return text
    width = 0
    for at, character in enumerate(text):
        width += cell_len(character)
        if width > limit - 1:
            return text[:at].rstrip() + ELLIPSIS
    return text


def plain(text: str, limit: int | None = None) -> str:
    """One line of safe text in at most `limit` cells (None: whole).

    Escape sequences go whole; line breaks, tabs and runs of any whitespace become one space; what is
    invisible or turns the direction of writing goes; a lone surrogate becomes "\ufffd".
    """
    shortened = False
    if limit is not None:
        # A title may be megabytes long, and a row needs only its beginning.
        enough = 1024 + 16 * max(limit, 0)
        shortened = len(text) > enough
        text = text[:enough]
    if not (text.isascii() and text.isprintable()):
        # Control characters that Python counts as whitespace become spaces first, not nothing.
        text = _without_tricks(_WHITESPACE.sub(" ", _ESCAPES.sub("", text)))
    text = _WHITESPACE.sub(" ", text).strip()
    if limit is None:
        return text
    if shortened and cell_len(text) <= limit:
        return cut(text + ELLIPSIS, limit)
    return cut(text, limit)


def plain_piece(text: str) -> str:
    """A part of one line, safe: as `plain`, but its spaces stay as they are (tabs: four)."""
    if text.isascii() and text.isprintable():
        return text
    return _without_tricks(_ODD_WHITESPACE.sub(" ", _ESCAPES.sub("", text).replace("\t", "    "))).replace(
        "\n", " "
    )


def plain_block(text: str, max_lines: int | None = None) -> str:
    """Safe text of several lines, at most `max_lines` (a last line says how many were left out).

    Spaces and empty lines stay, for Markdown and code; tabs become four spaces; every kind of line
    break becomes a line feed.
    """
    text = _LINE_BREAKS.sub("\n", _ESCAPES.sub("", text))
    text = _without_tricks(_ODD_WHITESPACE.sub(" ", text.replace("\t", "    ")))
    if max_lines is None:
        return text
    lines = text.split("\n")
    if len(lines) <= max_lines:
        return text
    kept = lines[: max(max_lines - 1, 0)]
    return "\n".join([*kept, f"{ELLIPSIS} {len(lines) - len(kept)} more lines"])
