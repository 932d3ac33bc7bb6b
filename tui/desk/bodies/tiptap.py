"""Markdown to Tiptap's document JSON and back."""

from __future__ import annotations

from typing import Any

from tui.desk.bodies.markdown_read import read_markdown
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.tiptap_read import read_tiptap
from tui.desk.bodies.tiptap_write import write_tiptap


def to_tiptap(markdown: str) -> dict[str, Any]:
    """The Tiptap document of a Markdown text: {"type": "doc", "content": [...]}."""
    return write_tiptap(read_markdown(markdown))


def to_markdown(doc: dict[str, Any]) -> str:
    """The Markdown of a Tiptap document. Nodes that Markdown has no form for are kept as fenced JSON
    (`tiptap`), which `to_tiptap` makes nodes again. Raises BodyError where it is no Tiptap document.
    """
    return write_markdown(read_tiptap(doc))
