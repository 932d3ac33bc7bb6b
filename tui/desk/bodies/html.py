"""Markdown to HTML and back."""

from __future__ import annotations

from tui.desk.bodies.markdown_read import parser
from tui.desk.bodies.markdown_write import write_markdown


def to_html(markdown: str) -> str:
    """The HTML of a Markdown text; raw HTML in it is shown as text, javascript: links as what they are."""
    return str(parser().render(markdown))


def to_markdown(html: str) -> str:
    """The Markdown of an HTML text: what it says, without scripts, styles and colours."""
    from tui.desk.bodies.html_read import read_html  # with its parser: a desk starts without it

    return write_markdown(read_html(html))
