"""HTML as it reads: its text, and what its head says of it.

Pages are strangers': they are read in one go from beginning to end, without a tree, so that neither depth nor
what is left open costs more than its length.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from urllib.parse import urljoin

from tui.domain.landing import Page, Seen

PIECE = 16_384
"""Characters that are read at once: what is not closed is looked for again with each."""
LONGEST_OPEN = 16 * PIECE
"""Characters for which something may stay open: a picture may stand in its tag."""
UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "object"})
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol"),
        *("p", "pre", "section", "table", "td", "th", "title", "tr", "ul"),
    }
)
MOST_HEADINGS = 20
LONGEST_HEADING = 1_000
MOST_LINKS = 2_000
FEW_WORDS = 50
"""A page of fewer words that has scripts may be written by them."""
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_SNIFFED = 2_048
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""What Python knows besides, and no page is written in; one of them takes minutes for a page."""


_READ_AS = {"utf-8": "utf-8-sig", "ascii": "cp1252", "iso8859-1": "cp1252"}
"""What pages are in that say that they are in another."""


class _Reading(HTMLParser):
    """What has been read so far."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.titles: list[str] = []
        self.headings: list[str] = []
        self.canonical: str | None = None
        self.og: dict[str, str] = {}
        self.links: list[str] = []
        self.scripts = self.asks = False
        self._unread: dict[str, int] = {}
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A tag opens."""
        told = {name: value or "" for name, value in attrs}
        self.scripts |= tag == "script"
        if tag in UNREAD or (tag == "sup" and tag not in self._unread and _is_note(told)):
            self._unread[tag] = self._unread.get(tag, 0) + 1
        if self._unread:
            return
        self.asks |= tag == "input" and told.get("type", "").lower() == "password"
        if tag == "a" and len(self.links) < MOST_LINKS:
            self.links.append(told.get("href", "").strip())
        elif tag == "link" and self.canonical is None and "canonical" in told.get("rel", "").lower().split():
            self.canonical = told.get("href", "").strip() or None
        elif tag == "meta":
            self._meta(told)
        if tag in BLOCKS:
            self.text.append("\n")
        if tag == "title" and not self.titles:
            self._into = self.titles
        elif tag == "h1" and len(self.headings) < MOST_HEADINGS:
            self.headings.append("")
            self._into = self.headings

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """A tag opens and closes at once."""
        if tag not in UNREAD:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag in self._unread:
            self._unread[tag] -= 1
            if not self._unread[tag]:
                del self._unread[tag]
        elif not self._unread:
            if tag in BLOCKS:
                self.text.append("\n")
            if tag in {"title", "h1"}:
                self._into = None

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._unread:
            return
        self.text.append(data)
        if self._into is self.headings:
            self.headings[-1] += data
        elif self._into is self.titles:
            self.titles.append(data)

    def _meta(self, told: dict[str, str]) -> None:
        name = (told.get("property") or told.get("name") or "").strip().lower()
        said = told.get("content", "").strip()
        if name.startswith("og:") and said:
            self.og.setdefault(name.removeprefix("og:"), said)


def _is_note(told: dict[str, str]) -> bool:
    """Whether a raised sign leads to a footnote: it is no part of the sentence that it stands in."""
    return "footnote" in told.get("class", "").lower() or told.get("id", "").lower().startswith("fnref")


def page_of(body: bytes, charset: str | None, addresses: tuple[str, ...]) -> Page:
    """A page's text and what its head says, at the last of these addresses; for a thread."""
    reading, text = _Reading(), decoded(body, charset)
    try:
        for start in range(0, len(text), PIECE):
            reading.feed(text[start : start + PIECE])
            if len(reading.rawdata) > LONGEST_OPEN:
                break
    except (AssertionError, ValueError):
        # What no HTML can be is the end of it.
        reading.text.append("\n")
    # It is not closed: of what is open at the end nothing reads as text.
    here, image = addresses[-1], reading.og.get("image")
    if image is not None:
        reading.og["image"] = _joined(here, image)
    return Page(
        Seen.SHOWN,
        addresses,
        title="".join(reading.titles)[:LONGEST_HEADING],
        headings=tuple(each[:LONGEST_HEADING] for each in reading.headings),
        text="".join(reading.text),
        canonical=_joined(here, reading.canonical) if reading.canonical else None,
        og=reading.og,
        links=tuple(_joined(here, each) for each in reading.links if each),
        hidden=_hidden(reading),
    )


def _hidden(reading: _Reading) -> str:
    """Why more may stand on a page than is read of it, behind it in a sentence; empty: nothing says so."""
    if reading.asks:
        return "it asks for a password"
    few = sum(len(each.split()) for each in reading.text) < FEW_WORDS
    return "its text is made by scripts, which are not run" if reading.scripts and few else ""


def decoded(body: bytes, charset: str | None) -> str:
    """A body as text, by what its first bytes, its answer or its head says of it, as browsers read it; what
    cannot be read is marked.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        charset = "utf-16"
    said = _CHARSET.search(body[:_SNIFFED]) if charset is None else None
    named = charset or (said[1].decode("ascii", "replace") if said else "utf-8")
    try:
        codec = codecs.lookup(named).name
        if codec in NO_CHARSETS or (said and codec.startswith(("utf-16", "utf-32"))):
            # A head that can be read as letters is in neither of the two.
            raise LookupError(named)
        return body.decode(_READ_AS.get(codec, named), "replace")
    # Not every codec is one of text.
    except (LookupError, ValueError, TypeError):
        return body.decode("utf-8-sig", "replace")


def _joined(address: str, target: str) -> str:
    try:
        return urljoin(address, target)
    except ValueError:
        return target
