"""A Notra body: its Markdown, of which Notra makes the HTML that it shows.

Notra takes Markdown only. So where a post has it, that is the text, edited to the letter; but where its
HTML holds elements that the Markdown does not tell (someone worked on the page itself), saving the
Markdown would lose them. A post with HTML alone is edited as Markdown only if that tells all of it, and
has no raw form that Notra would take.
"""

from __future__ import annotations

from tui.platforms.bodies.html import to_markdown
from tui.platforms.bodies.kept import MarkdownBody
from tui.platforms.bodies.words import elements_beyond

MOST_NAMED = 3


def body_of(markdown: str | None, html: str | None) -> MarkdownBody:
    """A body as Markdown, and why it cannot be edited so without loss."""
    if markdown is None or not markdown.strip():
        return MarkdownBody(*to_markdown(html)) if html else MarkdownBody(markdown or "")
    beyond = elements_beyond(html or "", markdown)
    if not beyond:
        return MarkdownBody(markdown)
    named = ", ".join(f"<{name}>" for name in beyond[:MOST_NAMED])
    return MarkdownBody(
        markdown, f"Its page holds {named}, of which its Markdown says nothing: saving the Markdown loses it"
    )


def raw_of(markdown: str | None) -> str | None:
    """What Notra takes as it is: the Markdown, where the post has any."""
    return markdown if markdown and markdown.strip() else None
