"""What a web page says of itself: its title, its description, its language, its first paragraphs."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from html import unescape
from typing import Any

from tui.desk.writer.plain import one_line

MOST_PARAGRAPHS = 8
LONGEST = 600
"""Characters that are kept of each text."""
_SHORTEST_PARAGRAPH = 40
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "textarea", "select"})
_APART = frozenset({"nav", "footer", "header", "form", "aside", "button"})
"""What stands around the text of a page."""
_TOLD = frozenset({"p", "div", "li", "section", "article", "main"})
_BLOCKS = _TOLD | {"title", "h1", "h2", "h3", "body", "br", "td", "ul", "ol"}
_NAMED = {
    "description": "description",
    "og:description": "og_description",
    "og:site_name": "site_name",
    "application-name": "site_name",
    "og:title": "og_title",
    "og:locale": "locale",
}
# Neither goes back over what it has taken: a page that is made to be slow to read is not.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*+)((?:[^\"'>]++|\"[^\"]*+\"|'[^']*+')*+)>")
_ATTRIBUTE = re.compile(r"([^\s=>\"'/]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>]++)))?")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says; all text is untrusted, on one line, and at most `LONGEST` characters long."""

    title: str = ""
    og_title: str = ""
    description: str = ""
    og_description: str = ""
    site_name: str = ""
    language: str = ""
    """As the page writes it: "en", "pt-BR"."""
    locale: str = ""
    heading: str = ""
    paragraphs: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell a company by."""
        return not any((self.title, self.og_title, self.site_name, self.heading, self.said, self.paragraphs))

    @property
    def said(self) -> str:
        """How the page describes itself."""
        return max(self.description, self.og_description, key=len)

    def as_json(self) -> dict[str, Any]:
        """To be kept as a step's result."""
        return asdict(self) | {"paragraphs": list(self.paragraphs)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> PageFacts:
        """From what `as_json` gave."""
        return cls(**kept | {"paragraphs": tuple(kept["paragraphs"])})


def read_page(html: str) -> PageFacts:
    """The facts of a page's HTML, whatever it is, in time that grows with its length alone: Python's own
    parser can be kept busy for minutes by half a megabyte.
    """
    reader = _Reader()
    at = 0
    while (opened := html.find("<", at)) >= 0:
        reader.text(html[at:opened])
        if html.startswith("<!--", opened):
            end = _after(html, "-->", opened + 2)
        elif html.startswith(("<!", "<?"), opened):
            end = _after(html, ">", opened)
        elif (tag := _TAG.match(html, opened)) is not None:
            end = tag.end()
            name = tag[2].lower()
            if tag[1]:
                reader.closed(name)
            elif name in _UNSEEN and not tag[3].endswith("/"):
                over = re.compile(f"</{name}", re.IGNORECASE).search(html, end)
                end = over.start() if over is not None else len(html)
            else:
                reader.opened(name, tag[3])
        elif html[opened + 1 : opened + 2].isalpha() or html.startswith("</", opened):
            end = len(html)  # a tag that does not end: nothing is left to read
        else:
            reader.text("<")
            end = opened + 1
        at = end
    reader.text(html[at:])
    return reader.facts()


def _after(html: str, mark: str, at: int) -> int:
    """The place behind the next mark; the end where there is none."""
    found = html.find(mark, at)
    return len(html) if found < 0 else found + len(mark)


class _Reader:
    """Gathers the facts while a page goes by."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        self._paragraphs: list[str] = []
        self._text: list[str] = []
        self._block = ""
        """The block whose text is being read."""
        self._apart = 0
        """How many of what stands around the text are open."""

    def facts(self) -> PageFacts:
        self._end_block()
        return PageFacts(**self._found, paragraphs=tuple(self._paragraphs))

    def opened(self, tag: str, attributes: str) -> None:
        if tag in {"html", "meta"}:
            self._named(tag, attributes)
        elif tag in _APART:
            self._end_block()
            self._apart += 1
        elif tag in _BLOCKS:
            self._end_block()
            self._block = tag

    def closed(self, tag: str) -> None:
        if tag in _APART:
            self._apart = max(self._apart - 1, 0)
        elif tag in _BLOCKS:
            self._end_block()

    def text(self, text: str) -> None:
        if text and self._block and not self._apart:
            self._text.append(text)

    def _named(self, tag: str, attributes: str) -> None:
        given = {
            found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
            for found in _ATTRIBUTE.finditer(attributes)
        }
        if tag == "html":
            self._keep("language", given.get("lang", ""))
            return
        name = (given.get("property") or given.get("name") or "").strip().lower()
        if name in _NAMED:
            self._keep(_NAMED[name], given.get("content", ""))

    def _end_block(self) -> None:
        text, block = one_line(unescape("".join(self._text)), LONGEST), self._block
        self._text, self._block = [], ""
        if not text:
            return
        if block == "title":
            self._keep("title", text)
        elif block == "h1":
            self._keep("heading", text)
        elif (
            block in _TOLD
            and len(text) >= _SHORTEST_PARAGRAPH
            and len(self._paragraphs) < MOST_PARAGRAPHS
            and text not in self._paragraphs
        ):
            self._paragraphs.append(text)

    def _keep(self, name: str, text: str) -> None:
        """The first of its kind."""
        line = one_line(text, LONGEST)
        if line:
            self._found.setdefault(name, line)
