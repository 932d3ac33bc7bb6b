"""Writes blog posts and investor updates: the changes told in paragraphs, in their authors' words."""

from __future__ import annotations

from tui.desk.writer import prose
from tui.desk.writer.kinds import Category, sentence
from tui.desk.writer.lines import change_lines, reference, release_lines
from tui.desk.writer.markup import escape
from tui.desk.writer.story import Change, Story

TOLD = 5
"""Changes of a kind that get a paragraph."""
LISTED = 10
"""Changes of a kind that are listed below the paragraphs."""

_SECTIONS = (
    (Category.SECURITY, "Security"),
    (Category.FEATURES, "What is new"),
    (Category.FIXES, "What is fixed"),
    (Category.PERFORMANCE, "What is faster"),
    (Category.OTHER, "What else changed"),
)
_BEHIND = (Category.INFRASTRUCTURE, Category.INTERNAL, Category.TESTING, Category.DOCS)


def article(story: Story) -> str:
    """The article's Markdown, without a title."""
    first = (prose.opening(story), prose.sorted_by_kind(story))
    parts = [" ".join(sentence for sentence in first if sentence), prose.breaking(story)]
    for category, heading in _SECTIONS:
        parts += _section(story, category, heading)
    parts += _behind(story)
    if story.releases:
        parts += ["## Releases", release_lines(story.releases, story, LISTED)]
    numbers = [
        sentence
        for sentence in (
            prose.written_by(story),
            prose.busiest(story),
            prose.scopes(story),
            prose.first_and_last(story),
        )
        if sentence
    ]
    if numbers:
        parts.append("## In numbers")
    parts.append(" ".join([*numbers, prose.left_out(story)]).strip())
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(story: Story, category: Category, heading: str) -> list[str]:
    found = story.of(category)
    if not found:
        return []
    told = sorted((change for change in found if _reason(change)), key=lambda c: not c.reading.breaking)[
        :TOLD
    ]
    rest = [change for change in found if change not in told]
    parts = [f"## {heading}", *(_paragraph(change, story) for change in told)]
    if rest:
        if told:
            parts.append("Also:")
        parts.append(change_lines(rest, story, LISTED))
    return parts


def _reason(change: Change) -> str:
    return sentence(change.reading.breaking_note or change.reason)


def _paragraph(change: Change, story: Story) -> str:
    mark = "Breaking: " if change.reading.breaking else ""
    said = f"**{mark}{escape(change.reading.description)}** {reference(change, story)}."
    return f"{said} {escape(_reason(change))}"


def _behind(story: Story) -> list[str]:
    """What readers do not see: a sentence a kind."""
    sentences = []
    for category in _BEHIND:
        found = story.of(category)
        if found:
            quotes = prose.listed([prose.says(change) for change in found[:2]])
            such_as = ":" if len(found) <= 2 else ", among them"
            sentences.append(f"{prose.noun(category, len(found))}{such_as} {quotes}.")
    return ["## Behind the scenes", "\n".join(f"- {sentence}" for sentence in sentences)] if sentences else []
