"""A Markdown text as its paragraphs and list items, for looking at what each says."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,6}(\s|$)")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,9}[.)])\s+")
_TARGET = re.compile(r"\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\)")
_ADDRESS = re.compile(r"<?https?://[^\s>]+>?")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def paragraphs(markdown: str) -> Iterator[str]:
    """Each paragraph, list item and quoted line in one line; headings and code blocks are left out."""
    told: list[str] = []
    fence: str | None = None
    for line in markdown.splitlines():
        fenced = _FENCE.match(line)
        if fence is not None:
            if fenced and fenced.group(1).startswith(fence):
                fence = None
            continue
        begins = fenced or _HEADING.match(line) or _ITEM.match(line) or not line.strip()
        if begins and told:
            yield " ".join(told)
            told = []
        if fenced:
            fence = fenced.group(1)
        elif line.strip() and not _HEADING.match(line):
            told.append(_ITEM.sub("", line).strip().lstrip("> "))
    if told:
        yield " ".join(told)


def bare(paragraph: str) -> str:
    """A paragraph without the addresses that its links lead to, and without backslashes of Markdown."""
    return _ESCAPED.sub(r"\1", _ADDRESS.sub(" ", _TARGET.sub("]", paragraph)))
