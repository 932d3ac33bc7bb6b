"""What a commit says beyond its subject: the first sentence of its body, in its author's words."""

from __future__ import annotations

import re

from tui.desk.writer.plain import one_line, paragraphs, shorten

SENTENCE_LIMIT = 240
"""Characters of a reason that a draft repeats."""

_TRAILER = re.compile(
    r"^(?:[A-Z][A-Za-z-]*-(?:by|on|with|to|id|for)|Close[sd]?|Fix(?:e[sd])?|Resolve[sd]?|Refs?|References"
    r"|See(?: also)?|Cc|Bug|Link|Issue|BREAKING[ -]CHANGE|Release-Note)\b\s*(?::|#|\d|https?:)",
    re.IGNORECASE,
)
_NO_PROSE = re.compile(
    r"^(?:[-*+•#|<>`~=\[({$/\\@]|\d+[.)]\s|https?://|This reverts commit|\(cherry picked|diff |commit )"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“(]?[A-Z])")


def first_reason(body: str, subject: str = "") -> str:
    """The first sentence of a commit's body on one line, at most 240 characters; empty where the body has
    no prose: lists, quotes, code, and trailers (Signed-off-by, Co-authored-by …) are none. `subject`: what
    it must not merely repeat.
    """
    for part in paragraphs(body)[:3]:
        lines = [line for line in part.splitlines() if not _TRAILER.match(line)]
        if not lines or _NO_PROSE.match(lines[0]):
            continue
        sentence = shorten(
            _SENTENCE_END.split(one_line(" ".join(lines), 2000), maxsplit=1)[0], SENTENCE_LIMIT
        )
        if len(sentence.split()) > 2 and sentence.rstrip(". ").casefold() != subject.rstrip(". ").casefold():
            return sentence if sentence[-1] in ".!?…:" else f"{sentence}."
    return ""
