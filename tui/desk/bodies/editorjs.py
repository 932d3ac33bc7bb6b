"""Markdown to EditorJS's JSON (a string, as Repostra keeps it) and back, and EditorJS to HTML."""

from __future__ import annotations

from datetime import datetime

from tui.desk.bodies.editorjs_write import write_editorjs
from tui.desk.bodies.html_write import write_html
from tui.desk.bodies.markdown_read import read_markdown
from tui.desk.bodies.markdown_write import write_markdown
from tui.desk.bodies.tree import Blocks


def to_editorjs(markdown: str, now: datetime) -> str:
    """The EditorJS JSON of a Markdown text; `now` becomes its time."""
    return write_editorjs(read_markdown(markdown), now)


def to_markdown(editorjs: str) -> str:
    """The Markdown of an EditorJS text. Blocks that Markdown has no form for are kept as fenced JSON
    (`editorjs`), which `to_editorjs` makes blocks again. Raises BodyError where it is no EditorJS JSON.
    """
    return write_markdown(_read(editorjs))


def to_html(editorjs: str) -> str:
    """The HTML of an EditorJS text: scripts and javascript: links left out; what has no form in HTML
    is shown as its JSON. Raises BodyError where it is no EditorJS JSON.
    """
    return write_html(_read(editorjs))


def _read(editorjs: str) -> Blocks:
    from tui.desk.bodies.editorjs_read import read_editorjs  # with its HTML parser: a desk starts without it

    return read_editorjs(editorjs)
