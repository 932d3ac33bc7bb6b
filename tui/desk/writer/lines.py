"""Changes and releases as list items, with links to what they lean on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tui.desk.writer.kinds import Category
from tui.desk.writer.markup import bullet, escape, link
from tui.desk.writer.plain import one_line
from tui.desk.writer.story import Change, Release, Story
from tui.desk.writer.windows import day

_OF_A_KIND = 2
"""Highlights of one kind, while there are others."""
_RANK = (
    Category.SECURITY,
    Category.FEATURES,
    Category.PERFORMANCE,
    Category.FIXES,
    Category.OTHER,
    Category.DOCS,
    Category.INTERNAL,
    Category.INFRASTRUCTURE,
    Category.TESTING,
)


def reference(change: Change, story: Story) -> str:
    """Where a change can be read up, in brackets: the pull request, or else the commit."""
    owner = f"{escape(change.repository)}" if len(story.repositories) > 1 else ""
    if change.number is not None:
        return f"({link(f'{owner}#{change.number}', change.pull_page)})"
    at = f"{owner}@" if owner else ""
    return f"({link(f'{at}`{change.sha[:7]}`', change.commit_page)})"


def change_line(change: Change, story: Story) -> str:
    """A change as a list item: area, the author's words, what breaks, where to read it up."""
    reading = change.reading
    scope = escape(reading.scope or "")
    head = scope
    if reading.breaking:
        head = f"Breaking ({scope})" if scope else "Breaking"
    start = f"**{head}:** " if head else ""
    note = f" — {escape(reading.breaking_note)}" if reading.breaking_note else ""
    return bullet(f"{start}{escape(reading.description)} {reference(change, story)}{note}")


def change_lines(changes: Sequence[Change], story: Story, limit: int) -> str:
    """Changes as a list of at most `limit` items, with the number of the others below."""
    lines = [change_line(change, story) for change in changes[:limit]]
    if len(changes) > limit:
        lines.append(bullet(f"… and {len(changes) - limit:,} more"))
    return "\n".join(lines)


def highlight_line(change: Change, story: Story) -> str:
    """A change told with its reason, where its author gives one."""
    reading = change.reading
    mark = "Breaking: " if reading.breaking else ""
    reason = reading.breaking_note or change.reason
    said = f" — {escape(reason)}" if reason else ""
    return bullet(f"**{mark}{escape(reading.description)}** {reference(change, story)}{said}")


def highlights(story: Story, limit: int) -> list[Change]:
    """The changes a reader should not miss: what breaks, security, features, speed, fixes; of each kind
    first those of several commits and those that their authors explain.
    """
    ranked = sorted(story.changes, key=_weight)
    kinds: Counter[str] = Counter()
    first: list[Change] = []
    for change in ranked:
        kind = "breaking" if change.reading.breaking else change.reading.category.value
        kinds[kind] += 1
        if kinds[kind] <= _OF_A_KIND:
            first.append(change)
    return [*first, *(change for change in ranked if change not in first)][:limit]


def _weight(change: Change) -> tuple[bool, int, int, bool]:
    category = change.reading.category
    rank = _RANK.index(category)
    return (not change.reading.breaking, rank, -min(change.commits, 20), not change.reason)


def release_lines(releases: Sequence[Release], story: Story, limit: int) -> str:
    """Releases as a list: name, day, the tag's own words."""
    lines = []
    for release in releases[:limit]:
        owner = f"{escape(release.repository)} " if len(story.repositories) > 1 else ""
        said = f": {escape(release.message)}" if release.message and release.message != release.name else ""
        name = link(f"{owner}{escape(release.name)}", release.page)
        lines.append(bullet(f"**{name}** ({day(release.at)}){said}"))
    if len(releases) > limit:
        lines.append(bullet(f"… and {len(releases) - limit:,} more"))
    return "\n".join(lines)


def headline(story: Story, limit: int) -> str:
    """The one change or release to name where there is room for one; plain text."""
    top = highlights(story, 1)
    if top:
        return one_line(top[0].reading.description, limit).rstrip(".")
    return one_line(story.releases[0].name, limit) if story.releases else ""
