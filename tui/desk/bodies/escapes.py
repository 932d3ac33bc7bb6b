"""Plain text within Markdown."""

from __future__ import annotations

import re

# Only what may mean something where it stands: drafts are edited as Markdown, and every needless
# backslash is one more to read. A star or a bracket between spaces means nothing; an underscore inside
# a word neither.
_ANYWHERE = re.compile(
    r"[\\`\[\]]|\*(?! )|(?<! )\*|<(?=[A-Za-z/!?]|$)|~(?=~|$)|(?<=~)~|^~|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])"
)
_AT_START = re.compile(r"^(?:([#+=:|>-])|(\d{1,9})(?=[.)]))")


def escape(text: str, *, at_start: bool = True) -> str:
    """One line of text, so that Markdown shows it as it stands. `at_start`: it begins a line or may."""
    text = _ANYWHERE.sub(r"\\\g<0>", text)
    if not at_start:
        return text
    # A number keeps its digits and has its dot escaped: a backslash before a digit would be shown.
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", text)
