"""Outside text made harmless: no control characters, no direction tricks, no endless lines."""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 200
"""Characters of a subject that a draft repeats."""

# Joiners shape emoji and several scripts; every other invisible formatting character only misleads.
_KEPT_FORMATS = {"\u200c", "\u200d"}
# A whole escape sequence, so that its letters do not stay behind as text.
_ESCAPES = re.compile(
    "\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|\x1b[PX^_][^\x1b]*(?:\x1b\\\\)?"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?"
)


def one_line(text: str, limit: int = LINE_LIMIT) -> str:
    """`text` on one line, cut at a word's end with "…" where it is over `limit` characters (1 or more)."""
    return shorten(" ".join(_safe(text[: limit * 20]).split()), limit)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, each on lines of its own as they were, without empty ones."""
    lines = [" ".join(_safe(line).split()) for line in text.splitlines()]
    return [part.strip("\n") for part in re.split(r"\n{2,}", "\n".join(lines)) if part.strip()]


def shorten(text: str, limit: int) -> str:
    """`text`, or its first words and "…" in at most `limit` characters (1 or more)."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    # A cut inside a word goes back to the word before it, unless that loses half of the text.
    if not text[limit - 1].isspace() and (space := head.rfind(" ")) >= limit // 2:
        head = head[:space]
    return head.rstrip(" ,;:.–-(“‘\u200d") + "…"


def _safe(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(_harmless(char) for char in _ESCAPES.sub("", text))


def _harmless(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category in {"Zl", "Zp"}:
        return " "
    if category in {"Cc", "Cs", "Co", "Cn"} or (category == "Cf" and char not in _KEPT_FORMATS):
        return ""
    return char
