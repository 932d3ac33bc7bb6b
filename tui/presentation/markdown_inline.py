"""The text inside a Markdown block: emphasis, code, links and images as Content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content
from textual.style import Style

from tui.presentation import roles
from tui.presentation.links import link_of, linked
from tui.presentation.text import plain, plain_piece

LONGEST = 4000
MOST_BRACKETS = 300
"""Characters and brackets of a paragraph that is read as Markdown. One with more is shown as it is written:
reading brackets that never close takes time that grows with the square of their number."""
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


Block = Callable[[int], list[Content]]
"""Draws itself in the cells given: some lines, each at most that wide."""


def fold(text: Content, width: int) -> list[Content]:
    """Text in lines of at most `width` cells, broken between words where that can be."""
    return text.wrap(max(width, 1))


class Inline:
    """Reads inline Markdown."""

    def __init__(self, parser: MarkdownIt, env: dict[str, Any]) -> None:
        """Take the parser that found the blocks, and what it learnt of link addresses."""
        self._parser = parser
        self._env = env

    def content(self, source: str, role: str = roles.NORMAL) -> Content:
        """The text of a block; it holds a line feed where a line must end."""
        if len(source) > LONGEST or source.count("[") > MOST_BRACKETS:
            return Content.styled(plain_piece(source.replace("\n", " ")), role)
        tokens: list[Token] = []
        self._parser.inline.parse(source, self._parser, self._env, tokens)
        writing = _Writing([role] if role else [])
        for token in tokens:
            writing.add(token)
        content = linked(Content.assemble(*writing.parts))
        for link, first, last in writing.links:
            start = sum(len(part) for part, _ in writing.parts[:first])
            end = start + sum(len(part) for part, _ in writing.parts[first:last])
            content = content.stylize(Style(link=link), start, end)
        return content


class _Writing:
    """The parts of a text while its tokens are read."""

    def __init__(self, styles: list[str]) -> None:
        self.parts: list[tuple[str, str]] = []
        self._styles = styles
        self._links: list[tuple[str, int]] = []
        self.links: list[tuple[str, int, int]] = []
        """The links' addresses, and the parts that each is the text of: from the first up to the last."""

    def add(self, token: Token) -> None:
        match token.type:
            case "softbreak":
                self.parts.append((" ", ""))
            case "hardbreak":
                self.parts.append(("\n", ""))
            case "link_open":
                self._links.append((_address(token, "href"), len(self.parts)))
            case "link_close":
                self._end_link()
            case "image":
                named = plain(token.content) or _address(token, "src")
                self.parts.append((f"[image: {named}]", roles.DIM))
            case "code_inline":
                self.parts.append((plain_piece(token.content), " ".join([*self._styles, roles.CODE])))
            case _:
                self._styled(token)

    def _styled(self, token: Token) -> None:
        """Begin or end emphasis, or take text in the emphasis that it stands in."""
        name, _, end = token.type.rpartition("_")
        style = _STYLES.get(name)
        if style is None:
            self.parts.append((plain_piece(token.content), " ".join(self._styles)))
        elif end == "open":
            self._styles.append(style)
        else:
            self._styles.remove(style)

    def _end_link(self) -> None:
        """Write a link's address behind its text, where the text is not the address itself."""
        address, since = self._links.pop()
        link = link_of(address)
        if link is not None:
            self.links.append((link, since, len(self.parts)))
        text = "".join(part for part, _ in self.parts[since:])
        if address and address not in {text, f"mailto:{text}"}:
            self.parts.append((f" ({address})", roles.ADDRESS))


def _address(token: Token, attribute: str) -> str:
    return plain(str(token.attrs.get(attribute, "")))
