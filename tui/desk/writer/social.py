"""Writes the short posts: as many of the changes as a network's limit takes, in their authors' words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from tui.desk.writer import prose
from tui.desk.writer.kinds import Category
from tui.desk.writer.limits import LINKEDIN_LIMIT, TWITTER_LIMIT, linkedin_length, twitter_length
from tui.desk.writer.lines import highlights
from tui.desk.writer.markup import bullet, escape
from tui.desk.writer.plain import shorten
from tui.desk.writer.story import Change, Story
from tui.desk.writer.windows import span

_GROUPS = (
    (Category.SECURITY, "Security:"),
    (Category.FEATURES, "New:"),
    (Category.FIXES, "Fixed:"),
    (Category.PERFORMANCE, "Faster:"),
    (Category.DOCS, "Documented:"),
    (Category.OTHER, "Changed:"),
)
_SHOWN = 5
_TAGS = 2
"""Releases that a short post names."""


def linkedin_post(story: Story) -> str:
    """A LinkedIn post of at most 3,000 characters."""
    for shown, words in ((_SHOWN, 140), (3, 100), (1, 80), (0, 60)):
        text = _long(story, shown, words)
        if linkedin_length(text) <= LINKEDIN_LIMIT:
            return text
    return _cut(_short(story, 1, 60), LINKEDIN_LIMIT, linkedin_length)


def twitter_post(story: Story) -> str:
    """A post for X of at most 280 characters, as X counts and as Python does."""
    for shown, words in ((3, 80), (3, 60), (2, 80), (2, 50), (1, 120), (1, 60), (0, 0)):
        text = _short(story, shown, words)
        if twitter_length(text) <= TWITTER_LIMIT:
            return text
    return _cut(f"{prose.counted(story)}, {span(story.since, story.until)}.", TWITTER_LIMIT, twitter_length)


def _long(story: Story, shown: int, words: int) -> str:
    parts = [prose.opening(story)]
    if story.breaking and shown:
        parts += ["Breaking:", _first(story.breaking, shown, words)]
    for category, heading in _GROUPS:
        found = [change for change in story.of(category) if not change.reading.breaking]
        if found and shown:
            parts += [heading, _first(found, shown, words)]
    told = {category for category, _ in _GROUPS}
    behind = [c for c in story.changes if c.reading.category not in told and not c.reading.breaking]
    if behind and len(parts) == 1 and shown:
        # Nothing else happened: a post that only counts would say nothing.
        parts.append(_first(highlights(story, len(behind)), shown, words))
    elif behind:
        sizes = Counter(change.reading.category for change in behind)
        numbers = [prose.noun(category, sizes[category]) for category in Category if sizes[category]]
        parts.append(f"Behind the scenes: {prose.listed(numbers)}.")
    return _joined([*parts, story.home or ""])


def _short(story: Story, shown: int, words: int) -> str:
    best = highlights(story, shown)
    left = len(story.changes) - len(best)
    if not best:
        return _joined([prose.opening(story), story.home or ""])
    tags = [escape(release.name) for release in story.releases]
    named = f" {prose.listed(tags)}" if 0 < len(tags) <= _TAGS and len(story.repositories) == 1 else ""
    parts = [
        f"{prose.names(story)}{named}, {span(story.since, story.until)}:",
        "\n".join(bullet(_marked(change, words)) for change in best),
    ]
    if left > 0:
        parts.append(f"… and {prose.count(left, 'more change', 'more changes')}.")
    return _joined([*parts, story.home or ""])


def _first(changes: Sequence[Change], shown: int, words: int) -> str:
    """The first changes as a list, with the number of the others below."""
    lines = [bullet(_said(change, words)) for change in changes[:shown]]
    more = len(changes) - shown
    return "\n".join([*lines, bullet(f"… and {more:,} more")] if more > 0 else lines)


def _said(change: Change, words: int) -> str:
    return escape(shorten(change.reading.description, words))


def _marked(change: Change, words: int) -> str:
    """What a change says where no heading tells that it breaks."""
    return f"{'Breaking: ' if change.reading.breaking else ''}{_said(change, words)}"


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _cut(text: str, limit: int, length: Callable[[str], int]) -> str:
    """`text` within a limit, for names and words so long that nothing else helps."""
    room = limit
    while length(short := shorten(text, room)) > limit:
        room -= max(1, (length(short) - limit) // 2)
    return short
