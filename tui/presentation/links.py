"""Addresses in a text as links of the terminal (OSC 8): whole, also where they are wrapped or cut."""

from __future__ import annotations

import re
from urllib.parse import quote

from textual.content import Content
from textual.style import Style

from tui.presentation.text import ELLIPSIS

LONGEST_ADDRESS = 2000
_ADDRESS = re.compile(r"\b(?:https?://|mailto:)[^\s<>\"'`\x00-\x1f]+", re.IGNORECASE)
_LEAST = 12
"""Characters by which an address is found that may be cut."""
_ENDS_A_SENTENCE = ".,;:!?"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_SAFE = "%/:=&?~#+!$,;@()*[]-._"


def link_of(address: str) -> str | None:
    """An address as a terminal may open it: http, https or mailto, in printable ASCII; None where it is
    none of these.
    """
    if len(address) > LONGEST_ADDRESS or _ADDRESS.fullmatch(address) is None:
        return None
    try:
        return quote(address, safe=_SAFE)
    except UnicodeEncodeError:
        return None


def linked(content: Content) -> Content:
    """A text whose addresses are links."""
    text = content.plain
    if "://" not in text and "mailto:" not in text:
        return content
    for found in _ADDRESS.finditer(text):
        if found.group().endswith(ELLIPSIS):
            continue  # It is cut: nobody knows where it leads.
        address = _trimmed(found.group())
        link = link_of(address)
        if link is not None:
            content = content.stylize(Style(link=link), found.start(), found.start() + len(address))
    return content


def linked_whole(content: Content, address: str | None) -> Content:
    """A text that ends in an address, whole or cut, as a link to all of it."""
    start = content.plain.find(address[:_LEAST]) if address else -1
    link = link_of(address) if address and start >= 0 else None
    return content if link is None else content.stylize(Style(link=link), start)


def _trimmed(address: str) -> str:
    """An address without what belongs to the sentence around it."""
    while address:
        last = address[-1]
        closes = last in _PAIRS and address.count(last) > address.count(_PAIRS[last])
        if last not in _ENDS_A_SENTENCE and not closes:
            break
        address = address[:-1]
    return address
