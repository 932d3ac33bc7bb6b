"""Writes a post of any content type from what git says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from tui.desk.writer import prose
from tui.desk.writer.activity import Activity
from tui.desk.writer.article import article
from tui.desk.writer.changelog import changelog
from tui.desk.writer.draft import Draft, NothingToWrite, WriterError
from tui.desk.writer.lines import headline
from tui.desk.writer.plain import one_line, shorten
from tui.desk.writer.slugs import slug_of
from tui.desk.writer.social import linkedin_post, twitter_post
from tui.desk.writer.sources import sources_of
from tui.desk.writer.story import Story, tell
from tui.desk.writer.windows import span, window_words

TITLE_LIMIT = 120
"""Characters of a title (contracts/notra.md)."""
EXCERPT_LIMIT = 160
MARKDOWN_LIMIT = 100_000
"""Characters of a Markdown body (contracts/notra.md)."""

_WRITERS: dict[str, Callable[[Story], str]] = {
    "changelog": changelog,
    "blog_post": article,
    "investor_update": article,
    "linkedin_post": linkedin_post,
    "twitter_post": twitter_post,
}


def write(
    content_type: str,
    activities: Sequence[tuple[str, Activity]],
    lookback: str,
    since: datetime,
    until: datetime,
) -> Draft | NothingToWrite:
    """A draft from the activity of named repositories ("owner/repo") from `since` to `until` (left out).

    Every word is a commit's, a pull request's or a tag's own, or says what was counted. NothingToWrite
    where nothing happened, or nothing but merges, version bumps and fixups. Raises WriterError for a
    content type that cannot be written from git.
    """
    writer = _WRITERS.get(content_type)
    if writer is None:
        known = prose.listed(list(_WRITERS))
        raise WriterError(
            f"The desk does not write “{one_line(content_type, 60)}” from git; it writes {known}."
        )
    story = tell(activities, lookback, since, until)
    if not story.changes and not story.releases:
        return NothingToWrite(_nothing(story))
    title = _title(content_type, story)
    text = _within(writer(story))
    return Draft(
        title=title,
        slug=slug_of(title, f"{content_type}-{since:%Y-%m-%d}"),
        markdown=text,
        excerpt=_excerpt(story),
        sources=sources_of(activities, lookback, since, until, text),
    )


def _nothing(story: Story) -> str:
    where = _names(story) or "no repository"
    when = window_words(story.lookback, story.since, story.until)
    if story.commits:
        only = prose.count(story.commits, "commit")
        return (
            f"Nothing to write about in {where}: {when} held only bookkeeping "
            f"({only}: version bumps, fixups, changes that were reverted)."
        )
    return f"Nothing happened in {where}: {when} held no commits, merged pull requests or tags."


def _names(story: Story, limit: int = 60) -> str:
    """The repositories in plain text."""
    if len(story.repositories) > 2:
        return prose.count(len(story.repositories), "repository", "repositories")
    return prose.listed([shorten(name, limit) for name in story.repositories])


def _title(content_type: str, story: Story) -> str:
    names = _names(story, 40)
    days = span(story.since, story.until)
    if content_type == "investor_update":
        return shorten(f"{names}: update for {days}", TITLE_LIMIT)
    tagged = [release.name for release in story.releases]
    version = f" {tagged[0]}" if len(tagged) == 1 and len(story.repositories) == 1 else ""
    if content_type == "changelog":
        return shorten(f"{names}{shorten(version, 30)} changelog, {days}", TITLE_LIMIT)
    if content_type == "blog_post" and len(story.changes) > 0:
        others = len(story.changes) - 1
        more = f", and {prose.count(others, 'more change', 'more changes')}" if others else ""
        room = TITLE_LIMIT - len(names) - len(more) - 2
        return f"{names}: {headline(story, max(room, 20))}{more}"[:TITLE_LIMIT]
    return shorten(f"{names}{shorten(version, 30)}, {days}", TITLE_LIMIT)


def _excerpt(story: Story) -> str:
    """One sentence of counted facts, plain text, at most 160 characters."""
    start = f"{prose.counted(story)} in {_names(story, 50)}, {span(story.since, story.until)}"
    top = headline(story, EXCERPT_LIMIT)
    rest = f": {top}" if top else ""
    return shorten(start + rest + ("" if rest.endswith((".", "…", "!", "?")) else "."), EXCERPT_LIMIT)


def _within(markdown: str) -> str:
    """Whole lines of a body within the limit: only many very long subjects come near it."""
    if len(markdown) <= MARKDOWN_LIMIT:
        return markdown
    return markdown[: markdown.rindex("\n", 0, MARKDOWN_LIMIT)] + "\n"
