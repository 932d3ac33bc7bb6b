"""Plain text within Markdown."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(r"[\\`*\[\]<>~|]|&(?=#?\w+;)")
# An underscore inside a word means nothing; escaping it would only make names harder to read.
_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_AT_START = re.compile(r"^(?:([#+=:-])|(\d{1,9})(?=[.)]))")


def escape(text: str, *, at_start: bool = True) -> str:
    """One line of text, so that Markdown shows it as it stands. `at_start`: it begins a line or may."""
    text = _UNDERSCORE.sub(lambda found: r"\_" * len(found[0]), _ANYWHERE.sub(r"\\\g<0>", text))
    if not at_start:
        return text
    # Of a number its dot is escaped: "1\\." is text, where "\\1." would show the backslash.
    return _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\", text)
