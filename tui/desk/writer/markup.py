"""Writes Markdown: outside text as text, links only to addresses that we made."""

from __future__ import annotations

import re

_ANYWHERE = re.compile(r"[\\`*\[\]<>~|]|&(?=#?\w+;)")
# An underscore inside a word means nothing; escaping it would only make names harder to read.
_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_AT_START = re.compile(r"^([#+=-]|\d{1,9}(?=[.)]))")


def escape(text: str) -> str:
    """One line of text, so that Markdown shows it as it stands, wherever in a line it is put."""
    text = _UNDERSCORE.sub(lambda found: r"\_" * len(found[0]), _ANYWHERE.sub(r"\\\g<0>", text))
    return _AT_START.sub(_escape_start, text)


def _escape_start(found: re.Match[str]) -> str:
    start = found[1]
    # A number's dot is escaped, not its digits: "1\." is text, "\1." would show the backslash.
    return start + "\\" if start.isdigit() else "\\" + start


def link(label: str, url: str | None) -> str:
    """A link, or the label alone where there is no address. `label` is Markdown already."""
    return f"[{label}]({url})" if url else label


def bullet(text: str) -> str:
    """A list item on one line. `text` is Markdown already."""
    return f"- {text}"
