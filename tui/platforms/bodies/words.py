"""The words that a body says in each of its forms: to tell whether two forms say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from tui.platforms.bodies.inline import soup_of

SHOWN_ONLY_IN_HTML = frozenset(
    {"audio", "button", "canvas", "details", "embed", "form", "iframe", "kbd", "mark", "math", "object"}
    | {"picture", "sub", "sup", "svg", "u", "video"}
)
"""Elements that Markdown has no form for and that a reader would miss."""
_WORD = re.compile(r"\w+")
_BOX = re.compile(r"\[[ xX]\](?:\s|$)")


def words_of_html(markup: str) -> list[str]:
    """The words that HTML shows."""
    root = soup_of(markup)
    for hidden in root.find_all(["script", "style", "template"]):
        hidden.decompose()
    return _WORD.findall(" ".join(root.find_all(string=True)))


def words_of_markdown(markdown: str) -> Iterator[list[str]]:
    """The words that Markdown shows, once with HTML in it taken as text, then as such: some let it
    through, some do not.
    """
    for html in (False, True):
        yield words_of_html(_rendered(markdown, html=html))


def words_of_nodes(nodes: Iterable[Any]) -> list[str]:
    """The words that Tiptap nodes hold as text."""
    found: list[str] = []
    left = list(nodes)[::-1]
    while left:
        node = left.pop()
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("text"), str):
            found += _WORD.findall(node["text"])
        content = node.get("content")
        left += content[::-1] if isinstance(content, list) else []
    return found


def tell_the_same(one: list[str], other: list[str], *, more: bool) -> bool:
    """Whether two forms say the same words in the same order; `more`: the other may say more between
    them. Where words are cut does not count: styles do that.
    """
    if not more:
        return "".join(one) == "".join(other)
    left = iter("".join(other))
    return all(letter in left for letter in "".join(one))


@cache
def _parser(html: bool) -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"])


def _rendered(markdown: str, *, html: bool) -> str:
    """Markdown as HTML, the boxes of its checklists left out: they are no words."""
    parser = _parser(html)
    env: dict[str, Any] = {}
    tokens = parser.parse(markdown, env)
    for item, _, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        first = inline.children[0] if inline.children else None
        if item.type == "list_item_open" and first is not None and _BOX.match(inline.content):
            first.content = first.content[3:]
    return str(parser.renderer.render(tokens, parser.options, env))


def elements_beyond(markup: str, markdown: str) -> list[str]:
    """The names of elements in HTML that show something and that Markdown of the same text does not make,
    whether HTML in it is let through or not.
    """
    made = {tag.name for tag in soup_of(str(_parser(True).render(markdown))).find_all(True)}
    found = [tag.name for tag in soup_of(markup).find_all(True)]
    return [name for name in dict.fromkeys(found) if name in SHOWN_ONLY_IN_HTML and name not in made]
