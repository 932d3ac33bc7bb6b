"""A Blogree body's three forms: what was not given is made from what was (peers.md B7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tui.desk.bodies.html import to_html
from tui.desk.bodies.html import to_markdown as html_to_markdown
from tui.desk.bodies.refusal import BodyError
from tui.desk.bodies.tiptap import to_markdown as tiptap_to_markdown
from tui.desk.bodies.tiptap import to_tiptap
from tui.desk.routes.blogree.errors import refused
from tui.desk.routes.blogree.wire import BodyInput
from tui.desk.routes.refusal import Refusal

DEEPEST = 200
"""How deep a document's lists and objects may be nested: what is deeper could not be given back."""


@dataclass(frozen=True, slots=True)
class BodyForms:
    """One body in all three forms."""

    html: str
    markdown: str
    tiptap: dict[str, Any]


def body_forms(given: BodyInput) -> BodyForms | None:
    """All forms of a body: those given as they are, the others made from the Markdown, else from the
    HTML, else from the document. None where no form is given. Raises the refusal of a document that
    is none.
    """
    if given.markdown is not None:
        markdown = given.markdown
    elif given.html is not None:
        markdown = html_to_markdown(given.html)
    elif given.tiptap is not None:
        markdown = _read_document(given.tiptap)
    else:
        return None
    if given.tiptap is not None:
        _check_document(given.tiptap)
    return BodyForms(
        html=given.html if given.html is not None else to_html(markdown),
        markdown=markdown,
        tiptap=given.tiptap if given.tiptap is not None else to_tiptap(markdown),
    )


def _read_document(document: dict[str, Any]) -> str:
    _check_document(document)
    try:
        return tiptap_to_markdown(document)
    except (BodyError, RecursionError):
        raise _no_document() from None


def _check_document(document: dict[str, Any]) -> None:
    """Refuse what is no tree of nodes, each with a type, or holds text that a database cannot."""
    try:
        text = json.dumps(document, ensure_ascii=False)
        text.encode()
    except (RecursionError, UnicodeEncodeError):
        raise refused("body.json", "must be a document of valid Unicode text") from None
    if _depth(document) > DEEPEST:
        raise refused("body.json", "is nested too deep")
    if "\\u0000" in text:
        raise refused("body.json", "must not hold a NUL character")
    nodes: list[Any] = [document]
    while nodes:
        node = nodes.pop()
        if not isinstance(node, dict) or not isinstance(node.get("type"), str):
            raise _no_document()
        children = node.get("content") or []
        if not isinstance(children, list):
            raise _no_document()
        nodes += children
    if document["type"] != "doc":
        raise _no_document()


def _depth(document: dict[str, Any]) -> int:
    """How many lists and objects are inside of one another."""
    depth = 0
    level: list[Any] = [document]
    while level:
        depth += 1
        inner = (child for value in level for child in (value.values() if isinstance(value, dict) else value))
        level = [child for child in inner if isinstance(child, dict | list)]
    return depth


def _no_document() -> Refusal:
    return refused("body.json", 'must be a Tiptap document: {"type": "doc", "content": [...]}')
