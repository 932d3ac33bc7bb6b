"""Markdown's signs for links and lists, around text that is escaped already."""

from __future__ import annotations

from tui.desk.bodies.escapes import escape

__all__ = ["bullet", "escape", "link"]


def link(label: str, url: str | None) -> str:
    """A link, or the label alone where there is no address. `label` is Markdown already."""
    return f"[{label}]({url})" if url else label


def bullet(text: str) -> str:
    """A list item on one line. `text` is Markdown already."""
    return f"- {text}"
