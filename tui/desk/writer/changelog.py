"""Writes changelogs in the shape of Notra's: a summary, highlights, then the changes by kind."""

from __future__ import annotations

from tui.desk.writer import prose
from tui.desk.writer.kinds import Category
from tui.desk.writer.lines import change_lines, highlight_line, highlights, release_lines
from tui.desk.writer.markup import bullet
from tui.desk.writer.story import Change, Story

SUMMARY_WORDS = 180
"""A summary has 120 to 180 words where the window holds enough facts (peers.md); it is never padded."""
HIGHLIGHTS = 5
UPDATES = 3
"""Updates of dependencies that are listed; more of them share a line."""
LISTED = 30
"""Changes that a section lists; the rest is counted."""


def changelog(story: Story) -> str:
    """The changelog's Markdown, without a title."""
    parts = [summary(story)]
    if best := _best(story):
        parts += ["## Highlights", "\n".join(highlight_line(change, story) for change in best)]
    if story.releases:
        parts += ["## Releases", release_lines(story.releases, story, LISTED)]
    for category in Category:
        found = story.of(category)
        if found:
            updates = [change for change in found if change.reading.dependency]
            if len(updates) > UPDATES:
                found = tuple(change for change in found if not change.reading.dependency)
            lines = [change_lines(found, story, LISTED), _updates(updates) if len(updates) > UPDATES else ""]
            parts += [f"## {prose.heading(category, story)}", "\n".join(line for line in lines if line)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _best(story: Story) -> list[Change]:
    """The highlights; none where they would only repeat the list below them."""
    if len(story.changes) < 3:
        return []
    best = highlights(story, min(HIGHLIGHTS, (len(story.changes) + 1) // 2))
    one_kind = len({change.reading.category for change in story.changes}) == 1
    return [] if one_kind and not any(change.reason or change.reading.breaking for change in best) else best


def _updates(updates: list[Change]) -> str:
    """Updates of dependencies on one line: they are many and alike."""
    quotes = [prose.says(change) for change in updates[:UPDATES]]
    more = f" and {len(updates) - UPDATES:,} more"
    return bullet(f"{prose.count(len(updates), 'dependency update')}: {', '.join(quotes)}{more}")


def summary(story: Story) -> str:
    """Two or three paragraphs of counted facts and quotations, at most 180 words."""
    # (paragraph, importance, sentence): the least important go first where there are too many words.
    told = [
        (0, 0, prose.opening(story)),
        (0, 1, prose.sorted_by_kind(story)),
        (1, 0, prose.breaking(story)),
        (1, 3, prose.among(story, Category.SECURITY)),
        (1, 3, prose.among(story, Category.FEATURES)),
        (1, 5, prose.among(story, Category.FIXES)),
        (1, 6, prose.among(story, Category.PERFORMANCE)),
        (1, 7, prose.among(story, Category.OTHER)),
        (2, 7, prose.scopes(story)),
        (2, 8, prose.written_by(story)),
        (2, 9, prose.busiest(story)),
        (2, 10, prose.first_and_last(story)),
        (2, 4, prose.left_out(story)),
    ]
    # One change is listed right below: quoting it too would say everything twice.
    told = [sentence for sentence in told if sentence[2] and (len(story.changes) > 1 or sentence[0] != 1)]
    kept = []
    words = 0
    for sentence in sorted(told, key=lambda item: item[1]):
        length = len(sentence[2].split())
        if words + length <= SUMMARY_WORDS or sentence[1] == 0:
            words += length
            kept.append(sentence)
    paragraphs = [
        " ".join(item[2] for item in told if item in kept and item[0] == number) for number in range(3)
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
